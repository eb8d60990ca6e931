from .facts import Facts as Facts
from .matrix.making import obligations as obligations
