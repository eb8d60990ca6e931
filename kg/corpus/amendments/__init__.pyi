from .comparison import Comparison as Comparison
from .renumbering import counterpart as counterpart
