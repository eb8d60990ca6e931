from .making import obligations as obligations
from .render import render as render
from .rows import Row as Row
