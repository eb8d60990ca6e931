"""The page shown while there is no graph yet, and the progress bar of every build that the application starts."""

from __future__ import annotations

import streamlit as st

from kg.app.markup import plain


def page() -> None:
    """Build the graph and start again.

    On failure, say which file or step is at fault and offer another try.
    """
    st.title("首次启动：建立图谱")
    st.caption("正在读取法规、提取义务并建立检索索引，约需一至三分钟；完成后自动进入。")
    fault = run()
    if fault:
        st.error("建图没有完成，原有的图谱（如有）没有变动。" + plain(fault))
        st.button("重试")
        return
    st.rerun()


def run() -> str:
    """Build with a progress bar, and return what went wrong or '' if nothing did."""
    from kg.corpus.catalogue import CorpusError
    from kg.corpus.review.files import ReviewError
    from kg.graph.building import build
    from kg.graph.writing.snapshot import BuildError
    from kg.links.review import LinkReviewError
    from kg.search.dense import EncoderError

    bar = st.progress(0.0, text="准备")

    def tell(step: str, share: float) -> None:
        bar.progress(min(max(share, 0.0), 1.0), text=step)

    try:
        build(progress=tell)
    except (CorpusError, LinkReviewError, ReviewError, BuildError, EncoderError, OSError) as error:
        return str(error)
    finally:
        bar.empty()
    return ""
