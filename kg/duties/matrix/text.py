"""The obligation matrix as CSV, Markdown and JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from itertools import groupby

from kg.duties.matrix.rows import COLUMNS, Row
from kg.files.heading import Heading
from kg.files.markdown import md_row, md_text
from kg.files.safe import neutral


def to_csv(rows: Sequence[Row], *_: object) -> bytes:
    """The rows as CSV in UTF-8 with a byte order mark, so that Excel opens it correctly.

    Cells are safe against formulas.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([neutral(cell) for cell in row.cells] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def to_json(rows: Sequence[Row], *_: object) -> bytes:
    """A JSON list with one object a row: the columns under their Chinese names, and the identifiers."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",\n  ", ": ")).encode  # what json.dumps writes with indent=1, in a tenth of its time
    objects = [f"{{\n  {encode(_record(row))[1:-1]}\n }}" for row in rows]
    return ("[\n " + ",\n ".join(objects) + "\n]\n" if objects else "[]\n").encode()


def _record(row: Row) -> dict[str, object]:
    own: dict[str, object] = {
        "instrument": row.instrument, "version": row.version, "article": row.article, "modality": row.modality,
        "kind": row.kind, "iri": row.urn, "rule": row.rule, "review_note": row.review_note, "reviewer": row.reviewer,
    }
    return {**dict(zip(COLUMNS, row.cells, strict=True)), **own}


def to_md(rows: Sequence[Row], heading: Heading, *_: object) -> bytes:
    """A Markdown table for each instrument, without the three columns to fill in."""
    lines = [f"# {heading.title}", "", md_text(heading.line), ""]
    for instrument, group in groupby(rows, key=lambda r: r.instrument):
        lines += [f"## {md_text(instrument)}", "", md_row(COLUMNS[:-3]), "|" + " --- |" * len(COLUMNS[:-3])]
        lines += [md_row(row.cells[:-3]) for row in group]
        lines.append("")
    return "\n".join(lines).encode()
