from .reading import Question as Question
from .reading import understand as understand
