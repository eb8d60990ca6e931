from .entries import Entry as Entry
from .entries import entries_of as entries_of
from .entries import out_of_scope as out_of_scope
from .entries import written_questions as written_questions
from .index import Hit as Hit
from .index import Index as Index
from .index import SearchIndexError as SearchIndexError
from .index import build_index as build_index
