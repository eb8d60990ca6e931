from .catalogue import Catalogue as Catalogue
from .loading import load as load
from .lookup import look_up as look_up
from .quoting import quote as quote
from .structure import parse as parse
