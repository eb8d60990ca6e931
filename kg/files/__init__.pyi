from .heading import Heading as Heading
from .ics import to_ics as to_ics
from .safe import clean as clean
from .safe import neutral as neutral
