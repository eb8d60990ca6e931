from .citations.finding import find_citations as find_citations
from .citations.resolving import resolve_citations as resolve_citations
from .found import Found as Found
from .norms import find_norms as find_norms
from .sanctions import find_sanctions as find_sanctions
from .terms.finding import find_definitions as find_definitions
