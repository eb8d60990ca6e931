"""The spaCy pipeline that tokenises texts, cuts them into clauses and marks actors.

It has jieba words with our own dictionary, an EntityRuler for actors, and components for actors and clauses. ``read(texts)``
gives for each text its clauses, the offsets at which words begin and end, and the spans that name actors. The labels of
actors come from the SKOS vocabularies if these can be read.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from types import ModuleType
from typing import Any

from kg.corpus import dictionary
from kg.reading.grammar.actors import HEADS, PERSONS, is_actor
from kg.reading.grammar.clauses import Clause, clauses_by_sentence

LABEL = "ACTOR"
LONGEST_PIECE = 4_000  # characters that the pipeline gets at once
_NO_COMMANDS = ModuleType("spacy.cli.info")
_NO_COMMANDS.info = None  # type: ignore[attr-defined]
_NO_CHARACTER = re.compile("[\ud800-\udfff]")  # half a surrogate pair, which no text can be written with


@dataclass(frozen=True)
class Reading:
    """One text as the pipeline sees it.

    All offsets are in ``text``.
    """

    text: str
    sentences: tuple[tuple[Clause, ...], ...]
    words: frozenset[int]  # offsets at which a token begins or ends
    actors: tuple[tuple[int, int], ...]

    def is_word(self, start: int, end: int) -> bool:
        """Whether both borders are borders of tokens."""
        return start in self.words and end in self.words

    def actors_in(self, start: int, end: int) -> list[tuple[int, int]]:
        """The actor spans that lie within ``start:end``."""
        found = []
        for n in range(bisect_left(self.actors, (start, start)), len(self.actors)):
            if self.actors[n][0] > end:
                break
            if self.actors[n][1] <= end:
                found.append(self.actors[n])
        return found


def _labels() -> tuple[str, ...]:
    """The names of subjects and authorities from the SKOS vocabularies, or () if these cannot be read."""
    try:
        from kg.law.vocabulary import Vocabulary

        vocabulary = Vocabulary.load()
        names = {str(label) for scheme in (vocabulary.subjects, vocabulary.authorities) for concept in _concepts(scheme) for label in _names(concept)}
    except (ImportError, AttributeError, TypeError, OSError):
        return ()
    return tuple(sorted(n for n in names if len(n) > 1))


def _concepts(scheme: Any) -> Iterable[Any]:
    members: Iterable[Any] = scheme.values() if hasattr(scheme, "values") else scheme
    return members


def _names(concept: Any) -> Iterable[Any]:
    return (getattr(concept, "pref", None) or getattr(concept, "label", ""), *getattr(concept, "alt", ()))


def _mark_clauses(doc: Any) -> Any:
    """The document with the clauses of each sentence kept beside the tokens (a component)."""
    doc.user_data["sentences"] = tuple(tuple(s) for s in clauses_by_sentence(doc.text))
    return doc


def _keep_actors(doc: Any) -> Any:
    """The document without entities that only look like actors, such as 或者 and 向社会 (a component)."""
    kept = [e for e in doc.ents if e.label_ != LABEL or (e.ent_id_ and e.text != "社会") or (is_actor(e.text) and not _is_verb(doc, e))]
    kept += _persons(doc, {i for e in kept for i in range(e.start, e.end)})
    doc.ents = [*kept, *_across_tokens(doc, kept)]
    return doc


_HEAD = re.compile(rf"(?:{HEADS})")
_PERSON = re.compile(rf"(?:{PERSONS})$")
_NO_NAME = re.compile(r"[^一-鿿]|[一二三四五六七八九十百千万两几多每数名]$|[和或与及以等由向为将被把]$|(?<!应)对$")
_NO_PERSON = ("均", "次", "体", "数", "类", "身", "脸", "工", "格", "才", "口", "为", "事", "道", "文")


def _persons(doc: Any, taken: set[int]) -> list[Any]:
    """The words that end like the name of a person or body, each with the word before it if it is a single character (质权|人)."""
    found: list[Any] = []
    for token in doc:
        before = doc[token.i - 1].text if token.i else ""
        match = None if token.i in taken else _PERSON.search(before + token.text)
        after = doc[token.i + 1].text if match and token.i + 1 < len(doc) else ""
        if not match or match.start() + len(match[0]) <= len(before) or (token.text.endswith("商") and after == "用"):
            continue  # 进口|商用|密码
        first = token.i - (match.start() < len(before))
        if len(token.text) == 1:
            if not before or after.startswith(_NO_PERSON) or _NO_NAME.search(before) or token.i - 1 in taken:
                continue
            first = token.i - (before != "的")
        first = token.i if first in taken else first  # 公司|领导
        if not taken & {first} and (not found or found[-1].end <= first):
            found.append(doc[first : token.i + 1])
            found[-1].label_ = LABEL
    return found


def _across_tokens(doc: Any, kept: Iterable[Any]) -> list[Any]:
    """The actors whose last word jieba parts: 交易|场所, 结算|参与|人."""
    ends = {t.idx + len(t): t.i for t in doc}
    taken = {i for e in kept for i in range(e.start, e.end)}
    found = []
    for match in _HEAD.finditer(doc.text):
        last = ends.get(match.end())
        if last is None:
            continue
        first = next((i for i in range(last, max(last - 5, -1), -1) if doc[i].idx <= match.start()), None)
        if first is None or (first == last and (is_actor(doc[last].text) or match[0] != doc[last].text)) or taken & set(range(first, last + 1)):
            continue
        taken |= set(range(first, last + 1))
        found.append(doc[first : last + 1])
        found[-1].label_ = LABEL
    return found


def _is_verb(doc: Any, entity: Any) -> bool:
    """Whether 组织 or a like word is no actor here, as in 组织开展演练.

    组织 is an actor only in 任何组织, 行业组织、个人, 组织应当.
    """
    if entity.text not in ("组织", "行业", "社会"):
        return False
    before = doc[entity.start - 1].text if entity.start else ""
    after = doc[entity.end].text if entity.end < len(doc) else ""
    if before == "行业":
        return False
    if entity.text != "组织":
        acts = entity.text == "行业" and after in ("应当", "必须", "不得", "可以")  # 能源、电信行业应当采取措施
        return not acts and before not in ("向", "面向", "对")
    named = re.search(r"(?:任何|行业|社会|国际|金融|经济|自治|中介|自律|有关|相关|该"
        r"|境内|境外|外国|其他|的|、|和|或者|或|个人|团体|管理|公共|上述)$", before)
    closed = not after or after in "，。；、的和或应当不得可以有权及其者都均也须" or after in ("或者", "以及", "负责", "为")
    always = re.search(r"(?:任何|其他|社会|国际|自律|境外|境内|外国|行业)$", before)
    return not (always or (named and closed) or after in ("应当", "不得", "可以", "有权"))


@contextmanager
def _lean() -> Iterator[None]:
    """A context in which spaCy is imported without torch and without its own command line.

    spaCy looks for torch for models that this pipeline does not have, at the cost of seconds and of memory.
    """
    unused = {name: module for name, module in (("torch", None), ("spacy.cli.info", _NO_COMMANDS)) if name not in sys.modules}
    loaded: dict[str, Any] = sys.modules  # None in the place of a module makes its import fail
    loaded.update(unused)
    try:
        yield
    finally:
        for name in unused:
            del loaded[name]


@lru_cache(maxsize=1)
def pipeline() -> Any:
    """The assembled spaCy pipeline, which is built once in a process."""
    with _lean():
        import spacy
        from spacy.language import Language

    if not Language.has_factory("law_clauses"):
        Language.component("law_clauses", func=_mark_clauses)
        Language.component("law_actors", func=_keep_actors)
    nlp = spacy.blank("zh")
    tokenizer: Any = nlp.tokenizer
    tokenizer.segmenter, tokenizer.jieba_seg = "jieba", dictionary.tokenizer()
    ruler: Any = nlp.add_pipe("entity_ruler", config={"overwrite_ents": True})
    ruler.add_patterns([{"label": LABEL, "pattern": [{"TEXT": {"REGEX": rf"(?:{HEADS})$"}}]}])
    ruler.add_patterns([{"label": LABEL, "pattern": name, "id": name} for name in _labels() if re.search("[一-鿿]", name)])
    nlp.add_pipe("law_actors")
    nlp.add_pipe("law_clauses")
    return nlp


def read(texts: Iterable[str]) -> Iterator[Reading]:
    """A Reading for each text, in order.

    The pipeline gets a long text in pieces of whole sentences.
    """
    pieces = ((piece, (text, at)) for text in texts for at, piece in _pieces(text))
    parts: list[Reading] = []
    for doc, (text, at) in pipeline().pipe(pieces, as_tuples=True, batch_size=64):
        borders = frozenset({at + t.idx for t in doc} | {at + t.idx + len(t) for t in doc})
        actors = tuple((at + e.start_char, at + e.end_char) for e in doc.ents if e.label_ == LABEL)
        parts.append(Reading(text, _moved(doc.user_data["sentences"], at), borders, actors))
        if at + len(doc.text) >= len(text):
            yield parts[0] if len(parts) == 1 else _joined(text, parts)
            parts = []


def plain_text(text: str) -> str:
    """The text with � for every half of a surrogate pair, which no library takes."""
    return _NO_CHARACTER.sub("\ufffd", text)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """The text in pieces that begin with a sentence, each with its offset, and without characters that are none."""
    plain = plain_text(text)
    at = 0
    for sentence in clauses_by_sentence(plain) if len(plain) > LONGEST_PIECE else ():
        if sentence[-1].end - at > LONGEST_PIECE and sentence[0].start > at:
            yield at, plain[at : sentence[0].start]
            at = sentence[0].start
    yield at, plain[at:]


def _moved(sentences: tuple[tuple[Clause, ...], ...], by: int) -> tuple[tuple[Clause, ...], ...]:
    if not by:
        return sentences
    return tuple(tuple(replace(c, start=c.start + by, end=c.end + by) for c in s) for s in sentences)


def _joined(text: str, parts: list[Reading]) -> Reading:
    sentences = tuple(s for part in parts for s in part.sentences)
    return Reading(text, sentences, frozenset().union(*(p.words for p in parts)), tuple(a for p in parts for a in p.actors))
