from .making import checklist as checklist
from .records import Checklist as Checklist
