from .making import checklist as checklist
from .records import Checklist as Checklist
from .render import render as render
