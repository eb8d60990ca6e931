"""The text of a web page, from the part that holds the articles, one line for each block and without navigation."""

from __future__ import annotations

import re
from typing import Any

from kg.corpus.readers.plain import check_memory
from kg.law.numerals import NUMERAL

_SKIP = {"script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form", "button", "select", "iframe",
         "svg", "object", "head", "title"}
_BLOCK = {"p", "div", "li", "ul", "ol", "tr", "table", "section", "article", "main", "h1", "h2", "h3", "h4", "h5", "h6",
          "blockquote", "pre", "dd", "dt", "dl", "center", "body", "figure", "hr", "tbody", "td", "th", "caption"}
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
    return _text(_body(root)), _title(root)


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
