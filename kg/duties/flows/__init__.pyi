from .making import Flows as Flows
from .making import find as find
