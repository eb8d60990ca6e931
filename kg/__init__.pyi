from .answers.answerer import answer as answer
from .corpus.loading import load as load
from .corpus.structure import parse as parse
from .duties.matrix.making import obligations as obligations
from .graph.building import build as build
from .graph.knowledge import Knowledge as Knowledge
from .reading.citations.finding import find_citations as find_citations
from .reading.citations.resolving import resolve_citations as resolve_citations

__version__: str
