from .store import Clauses as Clauses
from .units import LawClause as LawClause
from .units import clauses_of as clauses_of
