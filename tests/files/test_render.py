"""Forms of files: every writer that a table names is there, and a form that is not offered is refused by name."""

from __future__ import annotations

from datetime import date
from importlib import import_module

import pytest

from kg.atlas.picture import file_of
from kg.corpus.amendments import render as amendments
from kg.duties.calendar import render as calendar
from kg.duties.checklist import render as checklist
from kg.duties.clock import render as clock
from kg.duties.flows import picture as flows
from kg.duties.flows.making import Flows
from kg.duties.matrix import render as matrix
from kg.files.heading import Heading
from kg.files.render import FORMS, FormError, Writers, write

TABLES = [amendments.WRITERS, calendar.WRITERS, checklist.WRITERS, clock.WRITERS, matrix.WRITERS]


def shout(text: str, mark: str) -> bytes:
    return f"{text}{mark}".encode()


@pytest.mark.parametrize("writers", TABLES)
def test_every_form_has_a_writer_a_name_and_a_media_type(writers: Writers) -> None:
    for form, place in writers.items():
        module, _, name = place.partition(":")
        assert callable(getattr(import_module(module), name)) and form in FORMS


def test_a_writer_gets_all_that_was_made() -> None:
    assert write("text", {"text": f"{__name__}:shout"}, "甲", "！") == "甲！".encode()


@pytest.mark.parametrize("form", ["", "exe", "../x", "x" * 500])
def test_an_unknown_form_is_refused_with_those_there_are(form: str) -> None:
    with pytest.raises(FormError, match="可用：text、md、json、docx") as caught:
        write(form, amendments.WRITERS)
    assert len(str(caught.value)) < 80


def test_a_picture_has_no_other_form_either() -> None:
    with pytest.raises(FormError, match="svg、png"):
        flows.render(Flows((), (), (), {}), "pdf", Heading(date(2026, 1, 1), (), "图"))
    with pytest.raises(FormError, match="svg、png"):
        file_of("<svg/>", "pdf")
