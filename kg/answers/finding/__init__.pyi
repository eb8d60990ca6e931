from .selection import select as select
