from .comparing import claims as claims
from .comparing import compare as compare
from .comparing import compare_all as compare_all
from .model import Difference as Difference
from .model import Point as Point
from .model import Standing as Standing
from .model import Wording as Wording
