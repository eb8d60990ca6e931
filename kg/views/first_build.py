"""The page shown while there is no graph yet: it builds one, with a progress bar."""

from __future__ import annotations

import threading

import streamlit as st

from kg.views.markup import plain


@st.cache_resource(show_spinner=False)
def _lock() -> threading.Lock:
    return threading.Lock()


def page() -> None:
    """Build the graph and start again; on failure say which file or step is at fault and offer another try."""
    from kg.corpus import CorpusError
    from kg.pipeline import ShapeError, build
    from kg.retrieval.dense import EncoderError

    st.title("首次启动：建立图谱")
    st.caption("正在读取法规、提取义务并建立检索索引，约需一至三分钟；完成后自动进入。")
    bar = st.progress(0.0, text="准备")

    def tell(step: str, share: float) -> None:
        bar.progress(min(max(share, 0.0), 1.0), text=step)

    try:
        with _lock():
            build(progress=tell)
    except (CorpusError, ShapeError, EncoderError, OSError) as error:
        bar.empty()
        st.error("建图没有完成，原有的图谱（如有）没有变动。" + plain(str(error)))
        st.button("重试")
        return
    st.rerun()
