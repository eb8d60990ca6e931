from .day import DayGraph as DayGraph
from .neighbourhood import around as around
from .paths import shortest as shortest
