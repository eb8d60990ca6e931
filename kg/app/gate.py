"""The gate before every request to the application: the names it may be called by, and the token of this start.

A page of another site cannot reach it under a name of its own (DNS rebinding), and another user of the machine does not know
the token. The token stands in the address that ``kg app`` prints and then in a cookie that scripts cannot read.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, Response

from kg.files.safe import html

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

OWN_NAMES = ("localhost", "127.0.0.1", "::1")
TOKEN = "token"  # its name in the address
WRONG_NAME = "不能用这个网址访问：请用启动时打印的地址打开；要用别的主机名，请以 kg app --host 主机名 启动。"
NO_TOKEN = "请用 kg app 启动时打印的完整地址（带 token）打开本应用。"
_PAGE = '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>证券期货业网络与数据合规</title>{head}<p>{words}</p></html>'
_HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


@dataclass(frozen=True)
class Pass:
    """What a request must show: one of the names, and the token unless it is ''.

    A name of ``hosts`` without a port is good at any port, for a proxy may have its own.
    """

    port: int
    token: str = ""
    hosts: tuple[str, ...] = ()

    @property
    def cookie(self) -> str:
        """The name of the cookie, which tells apart two applications on one machine."""
        return f"kg-app-{self.port}"

    def names(self, host: str) -> bool:
        """Whether a Host header names this application.

        >>> Pass(8501).names("LOCALHOST:8501"), Pass(8501).names("localhost:80"), Pass(8501).names("evil.test:8501")
        (True, False, False)
        >>> Pass(8501, hosts=("kg.intra",)).names("kg.intra"), Pass(8501).names("[::1]:8501"), Pass(8501).names("127.0.0.1:x")
        (True, True, False)
        """
        name, port = split(host)
        return (name in OWN_NAMES and (port or 80) == self.port) or any(
            name == own and own_port in (None, port) for own, own_port in map(split, self.hosts)
        )

    def knows(self, shown: str) -> bool:
        """Whether the token shown is the right one, in a time that does not tell how much of it is right."""
        return not self.token or hmac.compare_digest(shown.encode("utf-8", "replace"), self.token.encode())


def new_token() -> str:
    """A token that nobody guesses, for one start."""
    return secrets.token_urlsafe(24)


def split(host: str) -> tuple[str, int | None]:
    """The name in lower case and the port of a Host header, with '' for one that is malformed.

    >>> split("[::1]:8501"), split("Kg.Intra."), split("a@b"), split("a:b"), split("a/b")
    (('::1', 8501), ('kg.intra', None), ('', None), ('', None), ('', None))
    """
    try:
        parts = urlsplit(f"//{host}")
        port = parts.port
    except ValueError:
        return "", None
    if any(c in host for c in "@/?#\\ \t"):
        return "", None
    return (parts.hostname or "").lower().rstrip("."), port


class Gate:
    """ASGI middleware that lets through what has the ``Pass``, pages, files and the websocket alike."""

    def __init__(self, app: ASGIApp, wanted: Pass) -> None:
        self.app = app
        self.wanted = wanted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, or answer it here."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        answer = self._refusal(HTTPConnection(scope))
        if answer is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await answer(scope, receive, send)

    def _refusal(self, request: HTTPConnection) -> Response | None:
        """What is answered instead of the application, or None if the request may pass."""
        host, origin = request.headers.getlist("host"), request.headers.get("origin")
        if len(host) != 1 or not self.wanted.names(host[0]):
            return _page(WRONG_NAME, status=403)
        if origin is not None and urlsplit(origin).netloc.lower() != host[0].lower():
            return _page(WRONG_NAME, status=403)
        if self.wanted.knows(request.cookies.get(self.wanted.cookie, "")):
            return None
        if request.scope["type"] == "http" and self.wanted.knows(request.query_params.get(TOKEN, "")):
            return self._welcome(request)
        return _page(NO_TOKEN, status=403)

    def _welcome(self, request: HTTPConnection) -> Response:
        """A page that sets the cookie and goes on to the same address without the token.

        It is no redirect: a browser that comes from elsewhere would not show the strict cookie after one.
        """
        answer = _page("正在打开……", onward=_without(request.query_params.multi_items(), request.scope["path"]))
        secure = request.headers.get("x-forwarded-proto", request.scope.get("scheme")) == "https"
        answer.set_cookie(self.wanted.cookie, self.wanted.token, httponly=True, samesite="strict", path="/", secure=secure)
        return answer


def _without(query: Iterable[tuple[str, str]], path: str) -> str:
    kept = urlencode([(name, value) for name, value in query if name != TOKEN])
    own = "/" + quote(path.lstrip("/\\"))  # a path that begins with // would be another site
    return own + (f"?{kept}" if kept else "")


def _page(words: str, *, status: int = 200, onward: str = "") -> Response:
    head = f'<meta http-equiv="refresh" content="0;url={html(onward)}">' if onward else ""
    return HTMLResponse(_PAGE.format(head=head, words=html(words)), status, _HEADERS)
