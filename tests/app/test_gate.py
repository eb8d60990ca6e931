"""The gate: who may come in, by which name, and what the others are told."""

from __future__ import annotations

import asyncio
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.app.gate import NO_TOKEN, WRONG_NAME, Gate, Pass, new_token, split
from kg.files.safe import html

PASS = Pass(8501, "geheim", ("kg.intra", "proxy.test:8443"))
COOKIE = {"cookie": "kg-app-8501=geheim"}


def call(
    headers: dict[str, str], *, query: str = "", path: str = "/law", kind: str = "http", wanted: Pass = PASS
) -> tuple[bool, list[dict[str, Any]]]:
    """Whether the application was reached, and what was sent instead."""
    reached, sent = [], []

    async def application(*_: object) -> None:
        reached.append(True)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: Any) -> None:
        sent.append(message)

    pairs = [(name.split("#")[0].encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]
    scope = {"type": kind, "method": "GET", "path": path, "query_string": query.encode(), "headers": pairs, "scheme": "http"}
    asyncio.run(Gate(application, wanted)(scope, receive, send))
    return bool(reached), sent


def told(sent: list[dict[str, Any]]) -> str:
    return b"".join(m.get("body", b"") for m in sent).decode()


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(
    ("headers", "enters"),
    [
        ({"host": "127.0.0.1:8501", **COOKIE}, True),
        ({"host": "localhost:8501", **COOKIE}, True),
        ({"host": "[::1]:8501", **COOKIE}, True),
        ({"host": "kg.intra", **COOKIE}, True),
        ({"host": "KG.intra:9000", **COOKIE}, True),
        ({"host": "proxy.test:8443", **COOKIE}, True),
        ({"host": "localhost:8501", "origin": "http://localhost:8501", **COOKIE}, True),
        ({"host": "kg.intra", "origin": "https://kg.intra", **COOKIE}, True),
        ({"host": "proxy.test", **COOKIE}, False),
        ({"host": "evil.test:8501", "origin": "http://evil.test:8501", **COOKIE}, False),
        ({"host": "127.0.0.1.evil.test:8501", **COOKIE}, False),
        ({"host": "localhost:8502", **COOKIE}, False),
        ({"host": "localhost@evil.test:8501", **COOKIE}, False),
        ({"host": "evil.test:8501", "host#2": "localhost:8501", **COOKIE}, False),
        ({"host": "localhost:8501", "origin": "http://localhost:3000", **COOKIE}, False),
        ({"host": "localhost:8501", "origin": "null", **COOKIE}, False),
        ({"host": "", **COOKIE}, False),
        (COOKIE, False),
        ({"host": "localhost:8501"}, False),
        ({"host": "localhost:8501", "cookie": "kg-app-8501=falsch"}, False),
        ({"host": "localhost:8501", "cookie": "kg-app-8501="}, False),
        ({"host": "localhost:8501", "cookie": "kg-app-8502=geheim"}, False),
        ({"host": "localhost:8501", "cookie": "kg-app-8501=geheim\xe9"}, False),
    ],
)
def test_only_who_has_name_and_token_enters(headers: dict[str, str], enters: bool, kind: str) -> None:
    reached, sent = call(headers, kind=kind)
    assert reached is enters
    if not enters and kind == "websocket":
        assert sent == [{"type": "websocket.close", "code": 1008}]
    elif not enters:
        assert sent[0]["status"] == 403 and (html(NO_TOKEN) in told(sent) or html(WRONG_NAME) in told(sent))


def test_the_token_of_the_address_becomes_a_cookie_and_leaves_the_address() -> None:
    reached, sent = call({"host": "localhost:8501"}, query="ref=%E7%AC%AC1%E6%9D%A1&token=geheim&profile=a&profile=b")
    headers = dict(sent[0]["headers"])
    assert not reached and sent[0]["status"] == 200
    assert headers[b"set-cookie"] == b"kg-app-8501=geheim; HttpOnly; Path=/; SameSite=strict"
    assert 'content="0;url=/law?ref=%E7%AC%AC1%E6%9D%A1&amp;profile=a&amp;profile=b"' in told(sent)
    assert "geheim" not in told(sent) and headers[b"referrer-policy"] == b"no-referrer"


def test_the_token_of_the_address_opens_no_websocket_and_no_other_name() -> None:
    assert call({"host": "localhost:8501"}, query="token=geheim", kind="websocket")[1][0]["type"] == "websocket.close"
    assert call({"host": "evil.test:8501"}, query="token=geheim")[1][0]["status"] == 403
    assert call({"host": "localhost:8501"}, query="token=falsch")[1][0]["status"] == 403


def test_without_a_token_the_name_alone_counts() -> None:
    assert call({"host": "localhost:8501"}, wanted=Pass(8501))[0] and not call({"host": "evil.test:8501"}, wanted=Pass(8501))[0]


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_way_onward_stays_on_this_site(path: str, value: str) -> None:
    query = urlencode({"token": "geheim", "x": value}, errors="replace")
    _, sent = call({"host": "localhost:8501"}, query=query, path="/" + path)
    onward = re.findall(r'url=([^"]*)"', told(sent))
    assert len(onward) == 1 and re.match(r"/(?![/\\])", onward[0]) and "<" not in onward[0]


@given(st.text(max_size=40))
def test_any_host_header_is_taken_apart_without_an_error(host: str) -> None:
    name, _ = split(host)
    assert name == name.lower() and not set("/@?#\\ ") & set(name)


def test_no_two_starts_share_a_token() -> None:
    assert len({new_token() for _ in range(50)}) == 50 and all(len(new_token()) >= 32 for _ in range(5))
