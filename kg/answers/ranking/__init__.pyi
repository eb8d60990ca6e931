from .candidates import Found as Found
from .candidates import find as find
