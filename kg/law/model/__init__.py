"""The frozen records that travel from the text of the law to the answer.

Offsets are character offsets, with the start included and the end excluded. An ``eid`` names a part of one
version of an instrument the way Akoma Ntoso does: ``art39``, ``art39_par1``, ``art39_par1_item2``,
``art21-1`` for 第二十一条之一, ``chp4``, ``chp4_sec1``, ``annex1``.
"""

from kg.law.model.document import LONGEST_ARTICLE as LONGEST_ARTICLE
from kg.law.model.document import Document as Document
from kg.law.model.document import Problem as Problem
from kg.law.model.document import Provision as Provision
from kg.law.model.document import ProvisionKind as ProvisionKind
from kg.law.model.instrument import REGULATORS_RANKS as REGULATORS_RANKS
from kg.law.model.instrument import Instrument as Instrument
from kg.law.model.instrument import SecondHand as SecondHand
from kg.law.model.instrument import Subject as Subject
from kg.law.model.instrument import Version as Version
from kg.law.model.norm import Application as Application
from kg.law.model.norm import Citation as Citation
from kg.law.model.norm import Deadline as Deadline
from kg.law.model.norm import DeadlineType as DeadlineType
from kg.law.model.norm import Mention as Mention
from kg.law.model.norm import Modality as Modality
from kg.law.model.norm import Norm as Norm
from kg.law.model.norm import Resolution as Resolution
from kg.law.model.norm import Sanction as Sanction
from kg.law.model.norm import Target as Target
from kg.law.model.norm import Term as Term
