"""An optional language model that may rephrase a conclusion.

It is off unless the environment names an OpenAI-compatible endpoint.

=================  ==========================================================================
``KG_LLM_URL``     base address, such as ``https://host/v1``; ``/chat/completions`` is added
``KG_LLM_MODEL``   name of the model
``KG_LLM_KEY``     key, sent as a bearer token; may be missing
``KG_LLM_TIMEOUT`` seconds for the whole exchange, 20 when missing
=================  ==========================================================================

The model is given the lines of the conclusion that name an article, and the words of the law quoted, but never the question.
What it says is shown only if ``kg.answers.rephrase.checking`` finds each line equal in substance. Otherwise the answer stays as
it is.
"""

from __future__ import annotations

import json
import os
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field, replace
from http.client import HTTPException, HTTPResponse
from typing import IO, Any
from urllib.parse import urlsplit

from kg.answers.rephrase.checking import Conclusion, lines_of, problem, take_apart
from kg.answers.result import Answer
from kg.corpus.catalogue import Catalogue
from kg.corpus.quoting import cite

NOTE = "（以下结论由所配置的语言模型改写，条文、数字和期限已逐一与依据核对）"
OFF = "未配置语言模型；请设置 KG_LLM_URL 和 KG_LLM_MODEL"
MAX_BYTES = 200_000  # of a response
DEFAULT_TIMEOUT, LONGEST_TIMEOUT = 20.0, 600.0  # seconds
_CHUNK = 16_384

_PROMPT = """你改写法律结论的文字，不做法律判断。用户给出若干行结论和所引条文的原文。逐行改写结论，使其更通顺：
1. 结论有几行就输出几行，次序不变，一行对一行；不加编号、标题、空行、解释，不输出条文原文。
2. 每行只写一句话，以该行的依据结尾：……（《……》第……条）。依据连同其中的“对象依第……条”等照抄，不得增加或减少条文。
3. 主体、机关、行为、条件、例外、数字、期限、“应当”“可以”“不得”“没有规定”等一概保留，次序不变，不得增加。
4. 只用该行已有的词，一个不多、一个不少；可以调整语序、去掉引号、增减虚词。保留的“ ”之内的文字必须与原文逐字相同。
5. 使用中文全角标点，每行以句号结束。"""


class EndpointError(ValueError):
    """The error raised for an endpoint that is configured wrongly.

    The message names the variable and what it should hold, never the key.
    """


@dataclass(frozen=True)
class Endpoint:
    """Where the language model is reached: base ``url``, name of the ``model``, ``key`` ("" for none), ``timeout`` in seconds."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    timeout: float = DEFAULT_TIMEOUT

    @classmethod
    def from_environment(cls) -> Endpoint | None:
        """The endpoint that the environment names, or None if KG_LLM_URL or KG_LLM_MODEL is missing.

        EndpointError is raised if it is unusable.
        """
        url, model, key, timeout = (os.environ.get(f"KG_LLM_{n}", "").strip() for n in ("URL", "MODEL", "KEY", "TIMEOUT"))
        if not url or not model:
            return None
        if not key.isascii() or (key and not key.isprintable()) or " " in key:
            raise EndpointError("KG_LLM_KEY 含有不能发送的字符；请检查")
        return cls(_usable(url), model, key, _seconds(timeout))

    @property
    def host(self) -> str:
        """The host, with its port where one is given, to be shown to the user."""
        return urlsplit(self.url).netloc


@dataclass(frozen=True)
class Rephrased:
    """An answer to show, with or without a rephrased conclusion.

    ``text`` is the whole answer. ``used`` says whether its conclusion is the model's, and ``why`` says, in Chinese, why not.
    """

    text: str
    used: bool
    why: str = ""


def _usable(url: str) -> str:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.username is not None or parts.query or parts.fragment or not url.isascii() or " " in url or not url.isprintable():
        raise EndpointError("KG_LLM_URL 应为 http 或 https 地址，不带用户名、问号和井号，如 https://localhost:8000/v1")
    return url.rstrip("/")


def _seconds(text: str) -> float:
    try:
        seconds = float(text or DEFAULT_TIMEOUT)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= LONGEST_TIMEOUT:
        raise EndpointError(f"KG_LLM_TIMEOUT 应为 0 到 {LONGEST_TIMEOUT:g} 之间的秒数，如 20")
    return seconds


def rephrase(answer: Answer, endpoint: Endpoint, catalogue: Catalogue) -> Rephrased:
    """The answer with its conclusion rephrased if every check passes, else as it is with the reason.

    Nothing raises. The words under 依据： are never the model's. An answer that is ``unanswerable``, or none of whose lines
    names an article, is not sent.
    """
    ours = Rephrased(answer.answer, False)
    if answer.status != "answered":
        return replace(ours, why="法规没有规定的答复不改写")
    conclusion = take_apart(answer)
    if not conclusion.open:
        return replace(ours, why="没有可以改写的结论")
    try:
        said = _content(_exchange(endpoint, _request(endpoint, conclusion, answer)))
    except _Unusable as error:
        return replace(ours, why=str(error))
    why = problem(said, conclusion, answer, catalogue)
    return replace(ours, why=why) if why else Rephrased(conclusion.put_together(lines_of(said)), True)


def _request(endpoint: Endpoint, conclusion: Conclusion, answer: Answer) -> urllib.request.Request:
    user = "结论：\n" + "\n".join(conclusion.asked) + "\n\n条文原文：\n" + "\n".join(f"{cite(q)}：“{q.quote}”" for q in answer.citations)
    messages = [{"role": "system", "content": _PROMPT}, {"role": "user", "content": user}]
    body = json.dumps({"model": endpoint.model, "messages": messages, "temperature": 0, "stream": False}).encode()
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    headers |= {"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {}
    return urllib.request.Request(f"{endpoint.url}/chat/completions", body, headers, method="POST")


# ── the exchange ──


class _Unusable(Exception):
    """The error of an exchange that gave nothing usable.

    The message is for the reader and holds nothing that the server said.
    """


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A handler that follows no redirect, so that what is sent goes to the host configured and to no other."""

    def redirect_request(self, *_: Any) -> None:
        """Follow nothing."""
        return


@dataclass
class _Result:
    """What the thread leaves behind: the bytes, or why there are none."""

    body: bytes = b""
    why: str = "没有响应"


def _exchange(endpoint: Endpoint, request: urllib.request.Request) -> bytes:
    """The body of the response.

    A thread of its own does the waiting, so that no slow server holds the reader longer.
    """
    result = _Result()
    thread = threading.Thread(target=_fetch, args=(request, endpoint, result), daemon=True, name="rephrase")
    thread.start()
    thread.join(endpoint.timeout)
    if thread.is_alive():
        raise _Unusable(_late(endpoint))
    if result.why:
        raise _Unusable(result.why)
    return result.body


def _late(endpoint: Endpoint) -> str:
    return f"超时（{endpoint.timeout:g} 秒）"


def _fetch(request: urllib.request.Request, endpoint: Endpoint, result: _Result) -> None:
    """Fill the result with the body of the response or the reason why there is none.

    Any error becomes a reason without words of the server or of the request.
    """
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=endpoint.timeout) as response:
            result.body = _read(response, time.monotonic() + endpoint.timeout)
        result.why = ""
    except _Unusable as error:
        result.why = str(error)
    except urllib.error.HTTPError as error:
        error.close()
        result.why = f"服务要求转到其他地址（{error.code}），没有跟随" if 300 <= error.code < 400 else f"服务返回 {error.code}"
    except urllib.error.URLError as error:
        result.why = _late(endpoint) if isinstance(error.reason, TimeoutError) else f"无法连接 {endpoint.host}"
    except TimeoutError:
        result.why = _late(endpoint)
    except (OSError, HTTPException, ValueError):
        result.why = f"与 {endpoint.host} 的连接中断或响应无法读取"


def _read(response: HTTPResponse | IO[bytes], until: float) -> bytes:
    """The body, in pieces, with the clock and the size checked between them."""
    pieces: list[bytes] = []
    size = 0
    read = getattr(response, "read1", response.read)
    while piece := read(_CHUNK):
        pieces.append(piece)
        size += len(piece)
        if size > MAX_BYTES:
            raise _Unusable(f"服务返回的内容超过 {MAX_BYTES // 1000} kB")
        if time.monotonic() > until:
            raise TimeoutError
    return b"".join(pieces)


def _content(body: bytes) -> str:
    """What the model said.

    It is refused if the response has another shape or says that it was cut off.
    """
    try:
        choice = json.loads(body.decode("utf-8"))["choices"][0]
        said, ended = choice["message"]["content"], choice.get("finish_reason")
    except (ValueError, RecursionError):
        raise _Unusable("服务返回的不是 JSON") from None
    except (LookupError, TypeError, AttributeError):
        raise _Unusable("服务返回的 JSON 不是约定的形式") from None
    if ended == "length":
        raise _Unusable("改写不完整（达到长度上限）")
    if ended not in ("stop", None) or not isinstance(said, str):
        raise _Unusable("服务返回的 JSON 不是约定的形式")
    return said.strip()
