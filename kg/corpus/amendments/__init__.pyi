from .comparison import Comparison as Comparison
from .render import render as render
from .renumbering import counterpart as counterpart
