"""The buttons that hand a product on as a file, one for each of its forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

import streamlit as st

from kg.files.render import FORMS


def downloads(make: Callable[[str], bytes], forms: Iterable[str], name: str, key: str) -> None:
    """Draw a download button for each form.

    ``make`` gives the bytes of a form when its button is pressed. ``name`` is the name of the file without its ending.
    """
    for form in forms:
        st.download_button(
            f"下载 {FORMS[form].words}", data=partial(make, form), file_name=f"{name}.{form}", mime=FORMS[form].mime, key=f"{key}{form}",
            icon=":material/download:", on_click="ignore",
        )
