"""The fixed command line: every command on the real graph, JSON and nothing else on request."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from kg.cli.main import run
from kg.corpus.loading import load
from kg.corpus.structure import parse
from tests import samples

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"torch", "sentence_transformers", "streamlit", "spacy", "faiss", "pyshacl", "rdflib", "pandas", "networkx", "docx"}


@pytest.fixture
def kg(capsysbinary):
    """Run a command line that must succeed: its standard output as bytes."""

    def call(*arguments: str, code: int = 0) -> bytes:
        assert run(arguments) == code
        out, err = capsysbinary.readouterr()
        assert b"Traceback" not in err
        return out

    return call


def test_ask_prints_answer_duties_and_quotes(kg, built):
    short = kg("ask", "发生网络安全事件后向谁报告", "--profile", "券商").decode()
    text = kg("ask", "发生网络安全事件后向谁报告", "--profile", "券商", "--full").decode()
    answer = json.loads(kg("ask", "发生网络安全事件后向谁报告", "--profile", "券商", "--json"))
    assert answer["status"] == "answered" and answer["profile"] == ["证券公司"]
    assert text.startswith(answer["answer"].splitlines()[0])
    assert "派出机构" in text and "第七十二条" in text
    assert short.startswith(answer["conclusion"]) and len(short) < len(text) and "\n依据\n  1. 《" in short
    for citation in answer["citations"]:
        assert all(line in text for line in citation["quote"].splitlines())


def test_the_answer_has_the_fixed_shape(kg, built):
    answer = json.loads(kg("ask", "应急演练报告应当保存多久？", "--json"))
    assert set(answer) >= {"id", "question", "profile", "as_of", "status", "answer", "citations", "norms", "elapsed_ms"}
    for citation in answer["citations"]:
        assert set(citation) >= {"instrument", "version", "article", "paragraph", "item", "quote", "iri"}
    for norm in answer["norms"]:
        assert set(norm) >= {"instrument", "article", "modality", "kind", "bearer", "recipient", "action", "object", "trigger",
                             "deadline", "quote"}


def test_search_finds_the_article(kg, built):
    hits = json.loads(kg("search", "网络安全等级保护制度", "-k", "5", "--json"))
    assert len(hits) == 5 and [h["rank"] for h in hits] == [1, 2, 3, 4, 5]
    assert ("网络安全法", "第二十三条") in {(h["instrument"], h["article"]) for h in hits}
    older = json.loads(kg("search", "网络安全等级保护制度", "-k", "5", "--as-of", "2020-01-01", "--json"))
    assert ("第二十一条", "2017-06-01") in {(h["article"], h["version"]) for h in older}
    assert kg("search", "网络安全等级保护制度", "-k", "1").decode().startswith("1. ")


def test_show_prints_the_words_and_the_links(kg, built):
    shown = json.loads(kg("show", "218号令第六十四条", "--json"))
    assert shown["article"] == "第六十四条" and shown["cites"] and shown["text"].startswith("第六十四条")
    text = kg("show", "218号令第六十四条").decode()
    assert shown["text"] in text and "引用" in text
    assert "核对至2026-11-22；此后已知的修改：未发现" in text and (shown["compared"], shown["amended_since"]) == ("2026-11-22", "")
    assert "第八十一条" in kg("show", "网络安全法").decode()


def test_show_tells_second_hand_knowledge_apart(kg, built):
    text = kg("show", "证券期货业网络安全事件报告与调查处理办法").decode()
    assert "转述，未经原文核对" in text
    assert "规定的事项：" in kg("show", "个人信息出境标准合同办法").decode()


def test_the_matrix_comes_in_every_format(kg, built, tmp_path):
    filters = ("--bearer", "证券公司", "--kind", "报告")
    rows = json.loads(kg("matrix", *filters, "--format", "json"))
    assert rows and {r["kind"] for r in rows} == {"report"}
    assert len(kg("matrix", *filters, "--format", "csv").decode("utf-8-sig").strip().splitlines()) >= len(rows)
    assert kg("matrix", *filters).decode().startswith("# ")
    for form in ("xlsx", "docx"):
        path = tmp_path / f"duties.{form}"
        assert kg("matrix", *filters, "-o", str(path)) == b""
        assert zipfile.is_zipfile(path)
        assert zipfile.is_zipfile(io.BytesIO(kg("matrix", *filters, "--format", form)))


@pytest.mark.parametrize("name", ["law.txt", "law.docx", "law.pdf", "law.html"])
def test_extract_gives_the_fixed_shape(kg, tmp_path, name):
    data = {"law.txt": samples.LAW.encode(), "law.docx": samples.docx(samples.LAW.splitlines()),
            "law.pdf": samples.pdf([[line for line in samples.LAW.splitlines() if line]]),
            "law.html": "".join(f"<p>{line}</p>" for line in samples.LAW.splitlines()).encode()}[name]
    (tmp_path / name).write_bytes(data)
    found = json.loads(kg("extract", str(tmp_path / name), "--title", "测试办法", "--json"))
    assert found["title"] == "测试办法" and [a["article"] for a in found["articles"]] == ["第一条", "第二条", "第三条"]
    items = found["articles"][1]["paragraphs"][1]["items"]
    assert [i["n"] for i in items] == ["（一）", "（二）"]
    assert any(n["kind"] == "keep" and n["deadline"]["value"] == "P6M" for n in found["norms"])
    assert any(d["term"] == "网络运营者" for d in found["definitions"])


def test_extract_without_json_is_a_summary(kg, tmp_path):
    (tmp_path / "law.txt").write_text(samples.LAW, encoding="utf-8")
    assert "3 条" in kg("extract", str(tmp_path / "law.txt")).decode()


@pytest.mark.parametrize("suffix", ["ttl", "trig", "jsonld", "nq", "graphml"])
def test_the_graph_is_exported_in_every_format(kg, built, tmp_path, suffix):
    path = tmp_path / f"graph.{suffix}"
    kg("export", str(path))
    assert path.stat().st_size > 10_000


def test_sparql_reads(kg, built):
    out = kg("sparql", "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }").decode()
    assert any(int(word) > 1000 for word in out.split() if word.isdigit())


def test_the_shipped_graph_is_valid(kg, built):
    kg("validate")


def test_stats_count_what_is_there(kg, built):
    stats = json.loads(kg("stats", "--json"))
    assert stats["articles"] == sum(len(parse(v.text, v.title).articles) for v in load().versions) > 500
    assert stats["cross_links"]["confirmed"] > 100 and stats["cross_links"]["added"] > 100
    assert stats["triples"] > 1000 and sum(stats["norms"].values()) > 100
    assert len(stats["compared"]) == stats["versions"] and "未核" in " ".join(stats["compared"].values())
    assert "等级测评的周期" in stats["not_held"]["信息安全等级保护管理办法"] and "个人信息保护法" not in stats["not_held"]
    assert "  信息安全等级保护管理办法: 等级测评的周期" in kg("stats").decode()


def test_a_second_build_changes_nothing(kg, built):
    before = (built / "current").read_text(encoding="utf-8")
    kg("build")
    assert (built / "current").read_text(encoding="utf-8") == before


def _process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, *arguments], capture_output=True, cwd=ROOT, env=os.environ | environment, check=False,
                          stdin=subprocess.DEVNULL)


def test_the_command_line_starts_light():
    code = "import sys; from kg.cli.main import run; run(['show', '网络安全法第一条']); print(sorted(set(sys.modules) & %r))"
    done = _process("-c", code % HEAVY, KG_DATA="/nonexistent")
    assert done.stdout.decode().splitlines()[-1] == "[]", done.stderr.decode()


def test_output_is_utf8_whatever_the_terminal(built):
    done = _process("-m", "kg", "show", "网络安全法第二十三条", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert done.returncode == 0 and "等级保护" in done.stdout.decode("utf-8")


def test_a_reader_that_leaves_early_is_no_error():
    command = f"'{sys.executable}' -m kg show 网络安全法 | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 0 and done.stderr == b""


def test_help_names_every_command(kg):
    text = kg("--help").decode()
    for command in ("build", "ask", "search", "show", "matrix", "extract", "export", "sparql", "validate", "stats", "app", "review", "check"):
        assert command in text
