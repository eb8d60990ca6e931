"""The text of a web page, one line for each block and without navigation.

It is the part that holds the articles, with the notice and the number before them and the annexes behind them.
"""

from __future__ import annotations

import re
from typing import Any

from kg.corpus.readers.plain import check_memory
from kg.law.numerals import NUMERAL

_SKIP = {"script", "style", "noscript", "template", "nav", "header", "footer", "aside", "button", "select", "textarea", "iframe",
         "svg", "object", "head", "title"}
_BLOCK = {"p", "div", "li", "ul", "ol", "tr", "table", "section", "article", "main", "h1", "h2", "h3", "h4", "h5", "h6",
          "blockquote", "pre", "dd", "dt", "dl", "center", "body", "figure", "hr", "tbody", "td", "th", "caption"}
_HEADINGS = {"h1", "h2", "h3", "h4"}
_BEFORE = re.compile(r"〔\d{4}〕|第\s?\d{1,4}\s?号|\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日|通知|公告|《")
_ANNEX = re.compile(r"\s{0,20}附[件录表]")
_FOOTER = re.compile(r"ICP备|版权所有|主办单位|主办：|网站地图|技术支持|打印本页|关闭窗口|上一篇|下一篇")
_ARTICLE = re.compile(rf"^[ 　\t]*第{NUMERAL}条", re.MULTILINE)


def read_html(page: str) -> tuple[str, str]:
    """The text and the title of a web page.

    The title is its h1, or else its title element, or else "".
    """
    from lxml import html

    if not page.strip():
        return "", ""
    parser = html.HTMLParser(encoding="utf-8")
    try:
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*>", "", page).encode("utf-8"), parser)
    except (ValueError, html.etree.LxmlError):
        root = None
    check_memory(parser.error_log)
    if root is None:
        return "", ""
    _drop_forms(root)
    body = _body(root)
    return "\n".join(t for t in map(_text, (*_around(body, before=True), body, *_around(body, before=False))) if t), _title(root)


def _drop_forms(root: Any) -> None:
    """Take the forms out of a page, such as a search box, but not one that the whole page stands in."""
    whole = len(_text(root))
    for form in [f for f in root.iter("form") if next(f.iterancestors("form"), None) is None]:
        words = _text(form)
        if not _ARTICLE.search(words) and 2 * len(words) < whole:
            form.drop_tree()


def _around(body: Any, before: bool) -> list[Any]:
    """What belongs to the articles before or behind the element that holds them, in the order of the page.

    Before them it is headings, numbers, dates and notices, and behind them what begins with 附件 and goes on from there.
    """
    found: list[Any] = []
    above = body
    while above is not None and above.tag != "body":
        level: list[Any] = []
        annex = False
        for one in above.itersiblings(preceding=before):
            words = _text(one) if isinstance(one.tag, str) and one.tag not in _SKIP else ""
            if not words or _FOOTER.search(words) or _is_menu(one, words):
                continue
            annex = annex or bool(_ANNEX.match(words))
            if (one.tag in _HEADINGS or _BEFORE.search(words)) if before else annex:
                level.append(one)
        found = [*reversed(level), *found] if before else [*found, *level]
        above = above.getparent()
    return found


def _is_menu(element: Any, words: str) -> bool:
    """Whether more than half of the words of an element are links."""
    return 2 * sum(len("".join(a.itertext()).strip()) for a in element.iter("a")) > len(words)


def _title(root: Any) -> str:
    for tag in ("h1", "title"):
        for element in root.iter(tag):
            words = " ".join("".join(element.itertext()).split())
            if words:
                return re.split(r"[_|]| - |——", words)[0].strip()[:200]
    return ""


def _body(root: Any) -> Any:
    """The innermost element with every article of the page, so that menus and footers stay outside."""
    found = root
    count = len(_ARTICLE.findall(_text(root)))
    while count:
        inner = next((c for c in found if len(_ARTICLE.findall(_text(c))) == count), None)
        if inner is None:
            break
        found = inner
    return found


def _text(element: Any) -> str:
    parts: list[str] = []
    _collect(element, parts)
    lines = (re.sub(r"[ \t\r\f\v\xa0]+", " ", line).strip(" ") for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line.strip("　 "))


def _collect(element: Any, parts: list[str]) -> None:
    """Add the words to ``parts`` in document order, without recursion, so that deep nesting cannot exhaust the stack."""
    stack: list[tuple[Any, bool]] = [(element, False)]
    while stack:
        node, closing = stack.pop()
        if closing:
            parts.append("\n" if node.tag in _BLOCK else "")
            parts.append(_inline(node.tail) if node is not element else "")
            continue
        stack.append((node, True))
        if not isinstance(node.tag, str) or node.tag in _SKIP:
            continue
        parts.append("\n" if node.tag in _BLOCK or node.tag == "br" else "")
        parts.append(_inline(node.text))
        stack.extend((child, False) for child in reversed(node))


def _inline(text: str | None) -> str:
    """The text with the line breaks of the source removed, as they mean nothing between Chinese characters.

    In text without Chinese characters they become blanks.
    """
    words = text or ""
    if re.search(r"[\u3400-\u9fff]", words):
        return re.sub(r"\s+", lambda blank: "" if "\n" in blank[0] else blank[0], words)
    return re.sub(r"\s+", " ", words)
