from .adding import prepare as prepare
from .adding import remove as remove
from .adding import save as save
