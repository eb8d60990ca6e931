"""The application in a real browser: ask, read, open the cited article; and nothing leaves this machine."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium")


@pytest.fixture(scope="module")
def address(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """``kg app`` on a free port, as the address that it prints."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("app") / "log"
    with log.open("wb") as out:
        command = [sys.executable, "-m", "kg", "app", "--port", str(port), "--no-browser"]
        server = subprocess.Popen(command, env={**os.environ, "KG_DATA": str(built)}, stdout=out, stderr=out, start_new_session=True)
        try:
            yield _printed(log, port, server)
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(20)


def _printed(log: Path, port: int, server: subprocess.Popen[bytes]) -> str:
    for _ in range(300):
        assert server.poll() is None, log.read_text(encoding="utf-8")
        found = re.search(rf"http://127\.0\.0\.1:{port}/\?token=[\w-]+", log.read_text(encoding="utf-8"))
        with socket.socket() as probe:
            if found and probe.connect_ex(("127.0.0.1", port)) == 0:
                return found[0]
        time.sleep(0.2)
    raise AssertionError(log.read_text(encoding="utf-8"))


def at(address: str, path: str) -> str:
    """The address of another page, with the token."""
    base, token = address.split("/?")
    return f"{base}{path}{'&' if '?' in path else '?'}{token}"


def test_the_printed_address_opens_and_only_then_links_and_reload_do(address: str) -> None:
    from playwright.sync_api import sync_playwright

    from kg.app.gate import NO_TOKEN

    base = address.split("?", maxsplit=1)[0]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        context = browser.new_context(locale="zh-CN")
        page = context.new_page()
        page.goto(base)
        assert page.locator("body").inner_text().strip() == NO_TOKEN
        page.goto(address)
        page.locator("textarea").wait_for(timeout=60_000)
        assert page.url == base
        page.reload()
        page.locator("textarea").wait_for(timeout=60_000)
        other = context.new_page()
        other.goto(base + "matrix")
        other.get_by_role("heading", name="义务矩阵").wait_for(timeout=60_000)
        (cookie,) = [c for c in context.cookies() if c["name"].startswith("kg-app-")]
        assert cookie["httpOnly"] and cookie["sameSite"] == "Strict"
        browser.close()


def test_a_bookmark_works_on_a_server_just_started(address: str) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        page = browser.new_context(locale="zh-CN").new_page()
        page.goto(at(address, "/law?ref=218号令第39条&profile=证券公司"))
        page.locator(".kg-law").wait_for(timeout=60_000)
        assert "第三十九条" in page.locator(".kg-law").inner_text()
        page.locator('[data-testid="stSidebar"]').get_by_text("证券公司").wait_for()
        browser.close()


def test_a_question_leads_to_the_words_of_the_law(address: str) -> None:
    from playwright.sync_api import sync_playwright

    requests: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        context = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768})
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("request", lambda r: requests.append(r.url))
        page.goto(address)
        page.locator("textarea").fill("发生网络安全事件后向谁报告")
        page.get_by_role("button", name="查询").click()
        page.locator(".kg-answer").wait_for()
        page.get_by_role("heading", name="条文原文").wait_for()
        quote = page.locator(".kg-quote").first.inner_text()
        page.get_by_text("查找路径").click()
        page.locator("svg g.node").first.wait_for()

        page.locator('[data-testid="stPageLink"] a').first.click()
        page.locator(".kg-law").wait_for()
        assert re.sub(r"\s", "", quote) in re.sub(r"\s", "", page.locator(".kg-law").inner_text())
        assert urlsplit(page.url).path == "/law" and "ref=urn" in page.url
        assert page.get_by_text("Deploy").count() == 0

        bookmark = context.new_page()  # the same address in a new tab opens the same article, sidebar and all
        bookmark.on("request", lambda r: requests.append(r.url))
        bookmark.goto(page.url)
        bookmark.locator(".kg-law").wait_for(timeout=60_000)
        assert re.sub(r"\s", "", quote) in re.sub(r"\s", "", bookmark.locator(".kg-law").inner_text())
        bookmark.get_by_role("link", name="义务矩阵").wait_for()
        browser.close()
    hosts = {urlsplit(url).hostname for url in requests if urlsplit(url).scheme in {"http", "https", "ws", "wss"}}
    assert hosts == {"127.0.0.1"}


def test_the_graph_is_walked_without_a_request_to_the_outside(address: str) -> None:
    from playwright.sync_api import sync_playwright

    requests: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        page = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768}).new_page()
        page.set_default_timeout(60_000)
        page.on("request", lambda r: requests.append(r.url))
        page.goto(at(address, "/graph?at=218号令第41条"))
        target = page.locator('[data-node$="91@2021-11-01~art57"]')
        target.click()
        page.locator(".kg-quote").get_by_text("发生或者可能发生个人信息泄露").first.wait_for()
        before = page.locator("[data-node]").count()
        target.dblclick()
        page.wait_for_url("**open=urn*")
        page.get_by_role("button", name="收起").wait_for()
        assert page.locator("[data-node]").count() > before
        page.locator("[data-edge] text").first.click()
        page.get_by_text("来源：").first.wait_for()
        with page.expect_download() as download:
            page.get_by_role("button", name="下载 SVG").click()
        assert download.value.path().read_bytes().startswith(b"<?xml")
        browser.close()
    assert {urlsplit(url).hostname for url in requests if urlsplit(url).scheme in {"http", "https", "ws", "wss"}} == {"127.0.0.1"}
