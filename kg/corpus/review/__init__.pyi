from .applying import Review as Review
from .applying import apply as apply
from .files import review_of as review_of
