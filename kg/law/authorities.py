"""Whether somebody exercises public power, told by the words of the name."""

from __future__ import annotations

import re

from kg.law.wordlists import alternatives

_AUTHORITY = re.compile(alternatives("authorities"))
_OWN_OFFICE = re.compile(r"(?:风险|合规|业务|技术|内部|财务|运维|审计)[^，、]{0,6}部门|治理委员会")


def is_authority(name: str) -> bool:
    """Whether a name is that of somebody who exercises public power or supervises on its behalf.

    >>> is_authority("国家网信部门"), is_authority("中国证监会派出机构"), is_authority("证券公司"), is_authority("风险管理部门")
    (True, True, False, False)
    """
    return bool(_AUTHORITY.search(name)) and not _OWN_OFFICE.search(name)
