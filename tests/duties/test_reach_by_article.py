"""What a day's law says of an article, read version by version."""

from dataclasses import dataclass

from kg.duties.reach import ByArticle

ONE, OTHER, REPEALED = (f"urn:lex:cn:npc:law:2020-01-01;{n}@2020-01-01" for n in (1, 2, 3))


@dataclass(frozen=True)
class _Norm:
    urn: str


def test_only_the_versions_asked_for_are_read_and_all_of_them_in_their_order():
    read: list[str] = []

    def find(version: str) -> list[_Norm]:
        read.append(version)
        return [_Norm(f"{version}~art{n}_par1") for n in (7, 2, 7)]

    found = ByArticle((ONE, OTHER), find)
    assert found.get(f"{OTHER}~art7", ()) == [_Norm(f"{OTHER}~art7_par1")] * 2 and read == [OTHER]
    assert found.get(f"{OTHER}~art3") is None and not found.get(f"{REPEALED}~art7") and read == [OTHER]
    assert list(found) == [f"{v}~art{n}" for v in (ONE, OTHER) for n in (7, 2)]
    assert len(found) == 4 and read == [OTHER, ONE]
