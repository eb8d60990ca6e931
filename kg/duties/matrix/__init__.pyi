from .making import obligations as obligations
from .rows import Row as Row
