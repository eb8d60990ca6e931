from .candidates import ClausesFound as ClausesFound
from .candidates import find as find
