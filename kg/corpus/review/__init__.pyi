from .applying import apply as apply
from .files import review_of as review_of
from .records import Review as Review
