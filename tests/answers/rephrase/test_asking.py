"""The optional language model: what it says is shown only where every check passes; a stub server stands for it, and misbehaves."""

from __future__ import annotations

import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from streamlit.testing.v1 import AppTest

from kg.answers.rephrase.asking import DEFAULT_TIMEOUT, MAX_BYTES, NOTE, OFF, Endpoint, EndpointError, rephrase
from kg.answers.rephrase.checking import problem, take_apart
from kg.answers.result import Answer
from kg.app import main
from kg.cli.main import run
from tests.rephrasings import CATALOGUE, DRILL, DRILL_SAID, INCIDENT, INCIDENT_SAID, ORDER

KEY = "sk-geheim-7c41"


# ── the exchange ──


class Stub(ThreadingHTTPServer):
    """A local endpoint; ``mode`` says how it behaves, ``said`` what it answers, ``seen`` what was sent."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.mode, self.said, self.seen = "good", "", []
        self.stop = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, *_: object) -> None:
        return


class Handler(BaseHTTPRequestHandler):
    """Answers a chat completion the way the mode of the stub says."""

    server: Stub

    def log_message(self, *_: object) -> None:
        return

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append((self.path, self.headers.get("Authorization"), json.loads(sent)))
        mode = self.server.mode
        if mode == "hang":
            self.server.stop.wait(20)
        elif mode in ("drip", "drip headers"):
            self._drip(mode == "drip headers")
        elif mode.isdigit():
            self._reply(int(mode), f"secret {KEY}".encode())
        else:
            self._reply(200, self._body(mode))

    def _body(self, mode: str) -> bytes:
        said, finish = self.server.said, "length" if mode == "length" else "stop"
        shapes = {"no json": b"<html>", "list": b"[1, 2]", "no choices": b'{"choices": []}', "no bytes": b"", "not utf-8": b"\xff\xfe",
                  "deep": b"[" * 100_000, "huge": b" " * (MAX_BYTES + 1), "null": b'{"choices": [{"message": {"content": null}}]}'}
        whole = json.dumps({"choices": [{"message": {"role": "assistant", "content": said}, "finish_reason": finish}]}).encode()
        return shapes.get(mode, whole)

    def _reply(self, code: int, body: bytes) -> None:
        self.send_response(code)
        if 300 <= code < 400:
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/elsewhere")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _drip(self, headers: bool) -> None:
        if not headers:
            self.send_response(200)
            self.end_headers()
        for _ in range(200):
            if self.server.stop.wait(0.05):
                return
            self.wfile.write(b"H" if headers else b" ")
            self.wfile.flush()


@pytest.fixture
def stub(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    server = Stub()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.stop.set()
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_good_rephrasing_is_shown_and_the_quotes_stay_ours(stub):
    stub.said = INCIDENT_SAID
    found = rephrase(INCIDENT, Endpoint(stub.url, "m", KEY), CATALOGUE)
    assert (found.used, found.why) == (True, "")
    head, _, basis = found.text.partition("\n依据：\n")
    assert head == INCIDENT_SAID and basis == INCIDENT.answer.partition("\n依据：\n")[2]
    ((path, authorization, sent),) = stub.seen
    assert path == "/v1/chat/completions" and authorization == f"Bearer {KEY}" and sent["model"] == "m"
    assert INCIDENT.citations[1].quote in sent["messages"][1]["content"] and INCIDENT.question not in sent["messages"][1]["content"]


@pytest.mark.parametrize(("mode", "why"), [
    ("hang", "超时（0.4 秒）"), ("drip", "超时（0.4 秒）"), ("drip headers", "超时（0.4 秒）"), ("500", "服务返回 500"), ("404", "服务返回 404"),
    ("401", "服务返回 401"), ("302", "没有跟随"), ("307", "没有跟随"), ("204", "不是 JSON"), ("no json", "不是 JSON"), ("no bytes", "不是 JSON"),
    ("not utf-8", "不是 JSON"), ("deep", "不是 JSON"), ("list", "约定的形式"), ("no choices", "约定的形式"), ("null", "约定的形式"),
    ("huge", "超过 200 kB"), ("length", "长度上限"),
])
def test_an_endpoint_that_misbehaves_leaves_our_answer(stub, mode, why):
    stub.mode, stub.said = mode, DRILL_SAID
    began = time.monotonic()
    found = rephrase(DRILL, Endpoint(stub.url, "m", KEY, 0.4 if "超时" in why else 20), CATALOGUE)
    assert (found.used, found.text) == (False, DRILL.answer) and why in found.why and KEY not in found.why
    assert time.monotonic() - began < 5 and len(stub.seen) == 1


@pytest.mark.parametrize(("said", "why"), [
    ("", "空"), ("\n \n", "空"), (DRILL_SAID.replace("十五", "十六"), "16工作日内"), (DRILL_SAID[:40], "不完整"),
    (DRILL_SAID.replace("应当", "应当立即"), "立即"), ("抱歉，我无法回答。", "缺少依据"), ("<script>alert(1)</script>", "字符"), ("\ud800", "字符"),
])
def test_a_bad_text_leaves_our_answer(stub, said, why):
    stub.said = said
    found = rephrase(DRILL, Endpoint(stub.url, "m"), CATALOGUE)
    assert (found.used, found.text) == (False, DRILL.answer) and why in found.why


def test_nobody_listening_is_a_reason(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{free.getsockname()[1]}"
    found = rephrase(DRILL, Endpoint(f"http://{host}/v1", "m", KEY, 5), CATALOGUE)
    assert not found.used and found.why == f"无法连接 {host}"


@pytest.mark.parametrize("answer", [
    Answer("问", "unanswerable", "收录的法规没有规定（《网络安全法》第一条）。"),
    Answer("问", "answered", "所问的数额，上述规定没有定出。\n依据：\n《网络安全法》第一条：“为了”"),
    Answer("问", "answered", f"《{ORDER}》第三十九条的规定如下。\n依据：\n《{ORDER}》第三十九条：“核心机构”"),
    Answer("问", "answered", "《网络安全法》自2017年6月1日起施行。施行日期见《网络安全法》第八十一条：“本法施行。\n本法第一条。\n完。”"),
])
def test_what_has_no_conclusion_to_rephrase_is_not_sent(stub, answer):
    found = rephrase(answer, Endpoint(stub.url, "m"), CATALOGUE)
    assert (found.used, found.text, stub.seen) == (False, answer.answer, []) and "改写" in found.why


def test_lines_without_an_article_and_numbers_of_a_list_stay_ours():
    line = take_apart(DRILL).asked[0]
    answer = Answer("问", "answered", f"符合“报告”的规定共1项。\n《{ORDER}》\n1. {line}", DRILL.citations)
    apart = take_apart(answer)
    assert apart.asked == (line,) and problem(DRILL_SAID, apart, answer, CATALOGUE) == ""
    assert apart.put_together([DRILL_SAID]) == f"符合“报告”的规定共1项。\n《{ORDER}》\n1. {DRILL_SAID}"


# ── settings and shells ──


@pytest.fixture
def configured(stub, monkeypatch):
    for name, value in (("URL", stub.url), ("MODEL", "m"), ("KEY", KEY), ("TIMEOUT", "5")):
        monkeypatch.setenv(f"KG_LLM_{name}", value)
    return stub


@pytest.fixture
def unset(monkeypatch):
    for name in ("URL", "MODEL", "KEY", "TIMEOUT"):
        monkeypatch.delenv(f"KG_LLM_{name}", raising=False)
    return monkeypatch


def test_it_is_off_unless_address_and_model_are_named(unset):
    assert Endpoint.from_environment() is None
    unset.setenv("KG_LLM_URL", "https://host.example:8443/v1/")
    assert Endpoint.from_environment() is None
    unset.setenv("KG_LLM_MODEL", "m")
    found = Endpoint.from_environment()
    assert found == Endpoint("https://host.example:8443/v1", "m", "", DEFAULT_TIMEOUT) and found.host == "host.example:8443"
    assert KEY not in repr(Endpoint("http://h", "m", KEY))


@pytest.mark.parametrize(("name", "value"), [
    ("URL", "file:///etc/passwd"), ("URL", "ftp://host/v1"), ("URL", "host:80"), ("URL", "http://u:p@host/v1"), ("URL", "http://host/?a"),
    ("URL", "http://ho st/"), ("URL", "http://h:99999/"), ("URL", "http://主机/"), ("KEY", f"{KEY}\r\nX: y"), ("KEY", f"{KEY}密"),
    ("TIMEOUT", "bald"), ("TIMEOUT", "0"), ("TIMEOUT", "-3"), ("TIMEOUT", "nan"), ("TIMEOUT", "inf"),
])
def test_a_bad_setting_is_named_without_the_key(unset, capsys, name, value):
    for other, good in (("URL", "http://h/v1"), ("MODEL", "m")):
        unset.setenv(f"KG_LLM_{other}", good)
    unset.setenv(f"KG_LLM_{name}", value)
    with pytest.raises(EndpointError, match=f"KG_LLM_{name}"):
        Endpoint.from_environment()
    assert run(["ask", "应急演练后几天内报告", "--rephrase"]) == 2
    out, err = capsys.readouterr()
    assert out == "" and f"KG_LLM_{name}" in err and err.count("\n") == 1 and KEY not in err


ASK = ["ask", "带着会员搞完应急演练，多少个工作日内报告", "--profile", "证券交易所", "--as-of", "2026-06-01"]


def test_the_command_shows_what_passes(built, configured, capsys):
    configured.said = DRILL_SAID
    assert run([*ASK, "--full", "--rephrase"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(f"{NOTE}\n{DRILL_SAID}\n依据：\n") and "改写未采用" not in err
    assert run([*ASK, "--rephrase", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["rephrased"] == {"used": True, "why": ""} and found["answer"].startswith(DRILL_SAID) and found["citations"]


def test_the_command_shows_ours_where_it_does_not_pass(built, configured, capsys):
    assert run([*ASK, "--full"]) == 0
    ours = capsys.readouterr().out
    assert configured.seen == []
    configured.said = DRILL_SAID.replace("十五", "十")
    assert run([*ASK, "--full", "--rephrase"]) == 0
    out, err = capsys.readouterr()
    assert out == ours and NOTE not in out and "改写未采用：改写中的数字或界限“10工作日内”不在依据中" in err and KEY not in err
    assert run([*ASK, "--rephrase", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["rephrased"]["used"] is False and ours.startswith(found["answer"])


def test_the_command_says_what_is_missing(unset, capsys):
    assert run([*ASK, "--rephrase"]) == 2
    assert capsys.readouterr().err == f"kg: {OFF}\n"
    assert run(["ask", "--batch", "-", "--rephrase"]) == 2
    assert "--rephrase 不能与 --batch 同时使用" in capsys.readouterr().err


def page() -> AppTest:
    at = AppTest.from_file(main.__file__, default_timeout=90)
    at.query_params.update(q=ASK[1], profile=ASK[3], as_of=ASK[5])
    return at.run()


def shown(at: AppTest) -> str:
    return "\n".join([*(e.proto.body for e in at.get("html")), *(c.value.replace("\\", "") for c in at.caption)])


def test_the_page_has_no_switch_without_an_endpoint(built, unset):
    at = page()
    assert not at.exception and not at.toggle and "发送到" not in shown(at)


def test_the_page_rephrases_only_when_switched_on(built, configured):
    configured.said = DRILL_SAID
    at = page()
    assert not at.exception and [t.value for t in at.toggle] == [False] and configured.seen == []
    assert f"结论和引用的条文将发送到 127.0.0.1:{configured.server_port}" in shown(at) and DRILL_SAID not in shown(at)
    at = at.toggle[0].set_value(True).run()
    assert not at.exception and DRILL_SAID in shown(at) and NOTE in shown(at) and len(configured.seen) == 1
    at = at.run()
    assert len(configured.seen) == 1
    at = at.toggle[0].set_value(False).run()
    assert DRILL_SAID not in shown(at) and NOTE not in shown(at)


def test_the_page_shows_ours_where_it_does_not_pass(built, configured):
    configured.said = f"<script>alert(1)</script>{DRILL_SAID}"
    at = page().toggle[0].set_value(True).run()
    assert not at.exception and "改写未采用：改写中有不能核对的字符" in shown(at)
    assert "演练后15个工作日内" in shown(at) and "<script>" not in shown(at) and NOTE not in shown(at)
