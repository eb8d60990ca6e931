from .building import build as build
from .knowledge import Knowledge as Knowledge
from .knowledge import NotBuiltError as NotBuiltError
