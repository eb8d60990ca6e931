"""清单 as a file, on the command line and on its page."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from docx import Document as read_docx
from openpyxl import load_workbook

from kg.cli.main import run
from kg.duties.checklist.lines import COLUMNS
from kg.duties.checklist.making import checklist
from kg.duties.checklist.records import TITLE
from kg.duties.checklist.render import render
from kg.duties.facts import of_words
from kg.files.render import FormError
from kg.graph.knowledge import Knowledge
from tests.app.test_app import at_page, words

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def graph(built: Path) -> Iterator[Knowledge]:
    with Knowledge.open(built) as knowledge:
        yield knowledge

BROKER = ("证券公司",)


def test_workbook(graph: Knowledge) -> None:
    made = checklist(graph, of_words(BROKER, {"cii": "no", "cross_border": "yes"}), TODAY, "个人信息处理")
    data = render(made, "xlsx", graph.catalogue.instruments)
    assert data == render(made, "xlsx", graph.catalogue.instruments)
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["清单", "前提", "不适用", "罚则", "来源"]
    sheet = book["清单"]
    assert [c.value for c in sheet[1]] == list(COLUMNS)
    assert sheet.max_row == len(made.items) + 1 and sheet.freeze_panes == "D2" and sheet.auto_filter.ref
    assert len(sheet.data_validations.dataValidation) == 1
    assert book["不适用"].max_row == len(made.left_out) + 1
    assert not [c for s in book for row in s.iter_rows() for c in row if c.data_type == "f"]
    facts = {row[0].value: row[1].value for row in book["前提"].iter_rows(min_row=2)}
    assert facts["关键信息基础设施运营者"] == "否" and facts["使用人脸识别"] == "未知"


def test_word_csv_md(graph: Knowledge) -> None:
    made = checklist(graph, of_words(BROKER, {"cii": "no", "cross_border": "yes"}), TODAY, "数据出境")
    document = read_docx(io.BytesIO(render(made, "docx", graph.catalogue.instruments)))
    assert document.paragraphs[0].text == TITLE
    assert sum(len(t.rows) - 1 for t in document.tables if t.rows[0].cells[0].text == "序号") == len(made.items)
    assert render(made, "csv").decode("utf-8-sig").startswith("序号,主题,义务")
    assert f"# {TITLE}" in render(made, "md").decode() and "不适用" in render(made, "md").decode()
    with pytest.raises(FormError, match="xlsx"):
        render(made, "pptx")


def test_command(built: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["checklist", "-p", "券商", "--cii", "no", "--cross-border", "yes", "--theme", "数据出境", "--as-of", "2026-11-25", "--json"]) == 0
    found = json.loads(capsysbinary.readouterr().out)
    assert found["facts"]["cii"] is False and found["given"] == {"cii": False, "cross_border": True}
    assert {i["theme"] for i in found["items"]} == {"数据出境"} and found["counts"]["left_out"] == len(found["left_out"])
    assert run(["checklist", "-p", "券商", "--fact", "automated=no", "-o", str(tmp_path / "清单.csv")]) == 0
    assert (tmp_path / "清单.csv").stat().st_size > 10_000
    capsysbinary.readouterr()


@pytest.mark.parametrize(("arguments", "told"), [
    ([], "请指明主体"), (["-p", "农场"], "农场"), (["-p", "券商", "--cii", "maybe"], "关键信息基础设施运营者"),
    (["-p", "券商", "--fact", "x=yes"], "--fact"), (["-p", "券商", "--fact", "cii"], "--fact"), (["-p", "券商", "--theme", "天气"], "天气"),
    (["-p", "券商", "--cross-border", "no", "--exported", "5"], "前后不一"), (["-p", "券商", "-f", "pptx"], "pptx"),
])
def test_command_errors(built: Path, arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["checklist", *arguments]) == 2
    lines = [line for line in capsys.readouterr().err.splitlines() if "kg build" not in line]
    assert len(lines) == 1 and told in lines[0]


def test_page(built: Path) -> None:
    at = at_page("checklist", profile="证券公司", cii="no", theme="数据出境", cross_border="yes")
    assert not at.exception
    told = words(at)
    assert "个人信息出境标准合同" in told and "依所填情况不适用" in " ".join(e.label for e in at.expander)
    assert "no" in at.query_params["cii"]
    at.selectbox(key="f_cii").select("是").run()
    assert "yes" in at.query_params["cii"] and not at.exception
    at.selectbox(key="f_cross_border").select("否").run()
    at.number_input(key="f_exported").set_value(5).run()
    assert "前后不一" in words(at)


def test_page_without_a_kind_of_firm(built: Path) -> None:
    at = at_page("checklist")
    assert not at.exception and "身份" in words(at)


def test_what_the_kind_of_firm_says_is_not_asked_again(built: Path) -> None:
    at = at_page("checklist", profile="关键信息基础设施运营者", cii="no")
    told = next(box for box in at.selectbox if box.label == "关键信息基础设施运营者")
    assert not at.exception and not at.error and told.disabled and told.value == "是"
