"""What a law is: records, URNs, article numbers, days and names.

Nothing here reads or writes files except for the vocabularies and word lists.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
