from .store import Clauses as Clauses
from .units import Clause as Clause
from .units import clauses_of as clauses_of
