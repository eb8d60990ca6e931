"""``kg review``: how far the norms of the texts have been reviewed, what is wrong with the reviews, and a draft to go on."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.console import AsOf, Failure, Json, complain, day, say, say_json

if TYPE_CHECKING:
    from datetime import date

    from kg.corpus.catalogue import Catalogue
    from kg.law.model import Version
    from kg.reading.progress import Checked

_RANGE = re.compile(r"\s*(\d{1,4})\s*(?:[-–至]\s*(\d{1,4})\s*)?\Z")
_COUNTS = {
    "provisions": "含规范的款项", "reviewed": "有核对记录", "unreviewed": "无核对记录", "stale": "文字已变", "confirmed": "确认", "corrected": "更正",
    "added": "增补", "rejected": "否定",
    "read_by_model": "语言模型核对的规范", "signed": "人工核对的规范", "unchecked": "未核对的规范", "lapsed": "失效的签署",
}


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(review)


def review(
    instrument: Annotated[str | None, typer.Argument(metavar="法规", help="标题或简称，如 218号令；不写为全部")] = None,
    as_of: AsOf = None,
    draft: Annotated[Path | None, typer.Option("--draft", metavar="文件", help="把尚未核对的款项写成待核对的文件；不覆盖已有文件")] = None,
    articles: Annotated[str | None, typer.Option("--articles", metavar="条", help="只写或只签署这些条，如 9-20 或 9,12-15")] = None,
    add: Annotated[Path | None, typer.Option("--add", metavar="文件", help="把核对完的文件并入语料中的核对文件；有问题则不并入")] = None,
    sign: Annotated[str | None, typer.Option("--sign", metavar="姓名", help="由本人逐条读过后签署 --articles 所列的条，只有签署才算人工核对")] = None,
    as_json: Json = False,
) -> int:
    """核对进度与问题：哪些规范由谁核对；--draft 起草核对文件，--add 并入语料，--sign 签署为人工核对。"""
    from kg.corpus.loading import load
    from kg.graph.storage import changing
    from kg.law.places import data_dir
    from kg.reading.progress import checked as check

    if articles is not None and draft is None and sign is None:
        raise Failure("--articles 只与 --draft 或 --sign 一起使用")
    catalogue, numbers = load(), _numbers(articles)
    if draft is not None or add is not None or sign is not None:
        if [draft, add, sign].count(None) < 2:
            raise Failure("--draft、--add 与 --sign 不能同时使用；请只给其中之一")
        version = _one_version(catalogue, instrument, day(as_of))
        if sign is not None:
            with changing(data_dir()):
                return _sign(load(), version, sign, numbers)
        if draft is not None:
            return _draft(catalogue, version, draft, numbers)
        with changing(data_dir()) if version.user_supplied else nullcontext():
            return _add(load(), version, add or Path())
    checked = [check(catalogue, v) for v in _versions(catalogue, instrument, day(as_of))]
    if as_json:
        say_json([_as_json(c) for c in checked])
    else:
        say("\n".join(line for c in checked for line in _as_text(c)))
    for problem in catalogue.own_problems:
        complain(problem)
    return int(bool(catalogue.own_problems) or any(c.reviewed.faults for c in checked))


def _versions(catalogue: Catalogue, name: str | None, on: date | None) -> list[Version]:
    from kg.law.versions import in_force

    found = catalogue.find(name) if name is not None else None
    if name is not None and (found is None or not found.versions):
        raise Failure(f"语料中没有《{name[:40]}》的文本；kg stats 列出已收录的法规")
    instruments = catalogue.instruments if found is None else (found,)
    if on is None:
        return [v for i in instruments for v in i.versions]
    versions = [v for i in instruments if (v := in_force(i.versions, on))]
    if not versions:
        raise Failure(f"{on} 当天没有已收录的文本施行；请换一个日期")
    return versions


def _as_text(checked: Checked) -> list[str]:
    from kg.reading.progress import counts

    found = counts(checked)
    words = "，".join(f"{label} {found[key]}" for key, label in _COUNTS.items())
    problems = [f"  {p.message}" for p in checked.reviewed.problems]
    return [f"《{checked.version.title}》{checked.version.effective}：{words}", *problems, *_signed(checked)]


def _signed(checked: Checked) -> Iterable[str]:
    """Who signed which articles, and which signatures have lapsed."""
    labels = {a.eid: a.label for a in checked.document.articles}
    by_person: dict[str, dict[str, None]] = {}
    for norm in checked.reviewed.norms:
        if norm.signer:
            by_person.setdefault(f"{norm.signer}，{norm.signed}", {})[norm.article] = None
    yield from (f"  人工核对（{who}）：{'、'.join(articles)}" for who, articles in by_person.items())
    yield from (f"  {s.by} {s.on} 对{labels.get(s.at, s.at)}的签署已失效：条文或规范此后变了，请重新核对" for s in checked.lapsed)


def _as_json(checked: Checked) -> dict[str, Any]:
    from kg.reading.progress import counts

    problems = [{"code": p.code, "message": p.message} for p in checked.reviewed.problems]
    version = {"instrument": checked.version.title, "version": checked.version.effective.isoformat()}
    return version | {"reviewer": checked.review.reviewer if checked.review else None} | counts(checked) | {"problems": problems}


def _one_version(catalogue: Catalogue, name: str | None, on: date | None) -> Version:
    from kg.law.versions import today

    if name is None:
        raise Failure("--draft、--add 和 --sign 需要指定法规，如：kg review 218号令 --draft 218.review.toml")
    return _versions(catalogue, name, on or today())[0]


def _draft(catalogue: Catalogue, version: Version, file: Path, numbers: frozenset[int] | None) -> int:
    from kg.corpus.review.applying import parts
    from kg.corpus.review.files import draft, render
    from kg.files.writing import check as check_place
    from kg.files.writing import put
    from kg.law.versions import today
    from kg.reading.progress import checked as check

    if file.exists():
        raise Failure(f"{file} 已存在；核对文件不会被覆盖，请另取文件名")
    check_place(file)
    checked = check(catalogue, version)
    valid = {p.at for p in checked.review.provisions} - set(checked.reviewed.stale) if checked.review else set()
    others = [p.eid for p in parts(checked.document) if numbers is not None and p.article.number[0] not in numbers]
    reviewer = checked.review.reviewer if checked.review else ""
    made = draft(checked.document, checked.extracted, checked.sanctions, today(), {*valid, *others}, reviewer)
    put(file, render(made))
    print(f"已写入 {file}：{len(made.provisions)} 个款项，{len(made.norms)} 项规范待核对", file=sys.stderr)
    return 0


def _add(catalogue: Catalogue, version: Version, file: Path) -> int:
    """Merge a finished file into the one of the corpus, and return the exit code.

    A file with faults is not merged.
    """
    from kg.corpus.review.applying import apply, parts
    from kg.corpus.review.files import ReviewError, merge, read, render
    from kg.files.writing import put
    from kg.reading.progress import checked as check

    try:
        new, checked = read(file), check(catalogue, version)
    except ReviewError as error:
        if str(error).removeprefix(str(file)).startswith(": reviewer"):
            raise Failure(f"{file} 没有写明核对者（reviewer）；请补上姓名或说明后重试") from error
        raise
    alone = apply(checked.document, version, checked.extracted, new, checked.sanctions)
    if alone.faults:
        say("\n".join(p.message for p in alone.faults))
        complain(f"{file} 有 {len(alone.faults)} 处问题，未并入；请更正后重试")
        return 1
    if checked.review and checked.review.reviewer != new.reviewer:
        raise Failure(f"{file} 的 reviewer 与语料中的不同；请统一后重试")
    path = catalogue.review_path(version)
    whole = merge(checked.review, new) if checked.review else new
    if path.exists() and version.urn not in catalogue.review_files:
        raise Failure(f"{path} 读不出来，没有改动；请更正或移走该文件后重试")
    put(path, render(whole, [p.eid for p in parts(checked.document)]))
    print(f"已并入 {path}：{len(new.provisions)} 个款项，共 {len(whole.provisions)} 个", file=sys.stderr)
    return 0


def _sign(catalogue: Catalogue, version: Version, name: str, numbers: frozenset[int] | None) -> int:
    """Record that a person confirmed the articles, and return the exit code."""
    from kg.corpus.review.signing import SigningError, keep_signatures, sign
    from kg.law.identifiers import article_eid
    from kg.law.versions import today
    from kg.reading.progress import checked as check

    if numbers is None:
        raise Failure("请写明本人读过的条，如：kg review 218号令 --sign 张三 --articles 39")
    checked = check(catalogue, version)
    articles = {a.number[0]: a for a in checked.document.articles if not a.number[1:] and a.number[0] in numbers}
    if missing := sorted(numbers - articles.keys()):
        raise Failure(f"《{version.title}》没有第{missing[0]}条；请更正 --articles")
    path = catalogue.signature_path(version)
    try:
        new = sign(checked.document, checked.reviewed.norms, articles.values(), name, today())
        keep_signatures(path, new)
    except SigningError as error:
        raise Failure(str(error)) from error
    stated = sum(article_eid(n.eid) in {s.at for s in new} for n in checked.reviewed.norms)
    print(f"已签署《{version.title}》{len(new)} 条（规范 {stated} 项），记于 {path}；kg build 之后各处显示为人工核对", file=sys.stderr)
    return 0


def _numbers(text: str | None) -> frozenset[int] | None:
    """The numbers of the articles in 9-20 or 9,12-15, or None for all.

    Failure is raised for any other form.
    """
    if text is None:
        return None
    return frozenset(n for part in re.split("[,，、]", text) for n in _range(part))


def _range(part: str) -> Iterable[int]:
    match = _RANGE.match(part)
    if not match:
        raise Failure(f"--articles {part[:20]!r} 无法识别；请写成 9-20 或 9,12-15")
    return range(int(match[1]), int(match[2] or match[1]) + 1)
