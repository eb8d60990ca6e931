from .finding import Finder as Finder
from .records import CrossLink as CrossLink
from .records import LinkType as LinkType
