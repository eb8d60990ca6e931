from .making import DutyCalendar as DutyCalendar
from .making import duty_calendar as duty_calendar
