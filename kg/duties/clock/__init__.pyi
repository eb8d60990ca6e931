from .making import Asked as Asked
from .making import Clock as Clock
from .making import clock as clock
