"""``kg build``, ``validate``, ``stats``, ``export``, ``sparql`` and ``app``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli.console import Failure, Json, complain, knowledge, say, say_json
from kg.cli.progress import build_visibly
from kg.law import places


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(build)
    app.command()(validate)
    app.command()(stats)
    app.command()(export)
    app.command()(sparql)
    app.command(name="app")(application)


def build(force: Annotated[bool, typer.Option("--force", help="即使语料没有变动也重新建图")] = False) -> None:
    """建图并建立检索索引；失败的建图不影响原有的图。"""
    folder = build_visibly(force)
    for line in _review_problems(folder):
        complain(line)
    print(f"图谱已就绪：{folder}", file=sys.stderr)


def _review_problems(folder: Path) -> list[str]:
    """What is wrong with the reviews that went into a build, one line each."""
    about = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return list(map(str, about.get("review_problems", [])))


def validate() -> int:
    """按 SHACL 形状检验图谱，并检查核对文件；有问题时退出码为 1。"""
    from kg.graph.writing.shapes import validate_file

    folder = knowledge().folder
    report, reviews = validate_file(folder / "graph.nq"), _review_problems(folder)
    for fault in (*report.faults, *reviews):
        say(fault)
    if report.faults:
        complain(f"{len(report.faults)} 处不符合 ontology/shapes.ttl；请更正语料或提取规则后重新建图")
    if reviews:
        complain(f"核对文件有 {len(reviews)} 处问题；请更正 corpus/*/*.review.toml 后重新建图（kg review 列出）")
    if report.faults or reviews:
        return 1
    say(f"符合全部形状；{report.triples} 个三元组")
    return 0


def stats(as_json: Json = False) -> None:
    """统计：法规、条文、规范、引用、三元组。"""
    from kg.graph.export import count

    found = count(knowledge())
    if as_json:
        say_json(found)
        return
    listed = {"compared": found.pop("compared"), "not_held": found.pop("not_held")}
    for name, value in found.items():
        say(f"{name}: {_flat(value)}")
    for name, lines in listed.items():
        say(f"{name}:")
        for key, value in lines.items():
            say(f"  {key}: {_flat(value)}")


def _flat(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(map(str, value))
    return "，".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else str(value)


def export(file: Annotated[Path, typer.Argument(metavar="文件", help="扩展名决定格式：ttl、trig、jsonld、nq、graphml")]) -> None:
    """导出整个图谱。"""
    from kg.files.writing import check
    from kg.graph.export import FORMATS, export_graph

    form = file.suffix.lstrip(".").lower()
    if form not in FORMATS:
        raise Failure(f"{file.name[:60]}：不支持的格式；扩展名应为 {'、'.join(FORMATS)}")
    check(file)
    export_graph(knowledge(), file, form)
    print(f"已写入 {file}", file=sys.stderr)


def sparql(
    query: Annotated[str, typer.Argument(metavar="查询", help="SPARQL；只读")],
    timeout: Annotated[float, typer.Option("--timeout", metavar="秒", min=0.1, max=86_400, help="超过即停止")] = 10.0,
    rows: Annotated[int, typer.Option("--rows", metavar="行数", min=1, help="最多输出的行数；其余略去，并在标准错误中说明")] = 100_000,
) -> None:
    """对图谱执行只读的 SPARQL 查询（各版本的命名图合并为默认图）。"""
    from contextlib import closing

    from kg.graph.querying import QueryLimits, lines_apart

    cut: list[bool] = []
    with closing(lines_apart(knowledge().folder, query, QueryLimits(timeout, rows), cut.append)) as lines:
        for line in lines:
            say(line)
    if any(cut):
        complain(f"结果不止 {rows:,} 行，其余已略去；请缩小查询的范围，或用 --rows 放宽")


def _refresh() -> None:
    """Build what is missing or outdated.

    If that fails and an older graph is there, go on with that.
    """
    from kg.corpus.catalogue import CorpusError
    from kg.corpus.review.files import ReviewError
    from kg.graph import storage
    from kg.graph.writing.snapshot import BuildError
    from kg.links.review import LinkReviewError

    try:
        build_visibly(force=False)
    except (CorpusError, LinkReviewError, ReviewError, BuildError, OSError) as error:
        if storage.current(places.data_dir()) is None:
            raise
        why = f"{error.filename}：{error.strerror}" if isinstance(error, OSError) and error.filename else str(error)
        complain(f"{why}；继续使用原有的图谱")


def application(
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="端口")] = 8501,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="不自动打开浏览器")] = False,
    host: Annotated[list[str] | None, typer.Option("--host", metavar="主机名", help="另外允许的访问名称（如反向代理的），可重复")] = None,
    no_token: Annotated[bool, typer.Option("--no-token", help="不要令牌：本机任何用户都能访问，只用于测试或已有登录保护的内网")] = False,
    workers: Annotated[int | None, typer.Option("--workers", min=0, max=64, help="回答问题的进程数；不写为每核一个，至多 4；0 为不另起")] = None,
) -> int:
    """启动应用（浏览器界面，只监听本机 127.0.0.1；请用打印出的带 token 的地址打开）。"""
    _needs_streamlit()
    from kg.app import serving
    from kg.app.gate import Pass, new_token, split

    for name in host or ():
        if not split(name)[0]:
            raise Failure(f"--host {name[:60]}：不是主机名；例如 kg.example.cn 或 kg.example.cn:8443")
    if not serving.is_free(port):
        raise Failure(f"端口 {port} 已被占用；请用 --port 换一个")
    _refresh()
    wanted = Pass(port, "" if no_token else new_token(), tuple(host or ()))
    if no_token:
        complain("没有令牌：本机的任何用户和程序都能访问这个应用")
    print(f"应用地址：{serving.address(wanted)}（按 Ctrl+C 停止）", file=sys.stderr, flush=True)
    if not no_browser:
        _open_browser(port, serving.address(wanted))
    serving.serve(wanted, workers)
    return 0


def _needs_streamlit() -> None:
    """Raise Failure, before anything is built, where a lean installation left Streamlit out."""
    from importlib.util import find_spec

    if find_spec("streamlit") is None:
        raise Failure(places.missing(ModuleNotFoundError(name="streamlit"), "应用"))


def _open_browser(port: int, address: str) -> None:
    """Open the page as soon as it is served.

    Streamlit could do it, but then asks for an e-mail address and shows notices of its own.
    """
    import socket
    import threading
    import time
    import webbrowser

    def wait() -> None:
        for _ in range(240):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    webbrowser.open(address)
                    return
            time.sleep(0.25)

    threading.Thread(target=wait, daemon=True).start()
