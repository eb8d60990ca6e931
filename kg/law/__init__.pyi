from .identifiers import Urn as Urn
from .model import Document as Document
from .model import Norm as Norm
from .model import Version as Version
from .vocabulary import Vocabulary as Vocabulary
