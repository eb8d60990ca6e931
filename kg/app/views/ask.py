"""问答: a question, and the answer with its duties, its quotes and the way it was found."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from kg.answers.question.follow_up import FollowUp, follow_up
from kg.answers.question.reading import too_long
from kg.answers.rephrase.asking import NOTE, Endpoint, EndpointError, Rephrased, rephrase
from kg.answers.result import Answer
from kg.answers.saying.trail import step_ends
from kg.app import session
from kg.app.answering import AnsweringError
from kg.app.markup import plain, table
from kg.app.parts.common import duties, located, quote_card
from kg.app.parts.due_dates import due_dates
from kg.app.parts.path_picture import picture
from kg.files.safe import html

EXAMPLES = (
    "发生网络安全事件后向谁报告？",
    "信息系统的日志要保存多久？",
    "应急演练多久做一次？报告交给谁？",
    "核心机构和经营机构在网络带宽上的要求有什么区别？",
    "未按规定报告网络安全事件怎么处罚？",
)
UNANSWERABLE = "现行收录的法规没有规定，无法据以回答"
KEPT = 20  # answers of the session that are kept
IN_ADDRESS = 300  # characters of a question that the address carries
_Key = tuple[str, tuple[str, ...], str]


def page() -> None:
    """Draw the whole page."""
    st.title("问答")
    st.caption("依据本机收录的法规作答，每句话都注明条文；没有规定的，如实说明。")
    _take_from_address()
    _form()
    endpoint = _model()
    question = st.session_state.get("asked", "")
    if refusal := too_long(question):
        st.warning(refusal)
    elif question:
        answer = _answered(question)
        if answer is not None:
            _show(answer, _rephrased(answer, endpoint) if endpoint else None)
    elif st.session_state.get("empty"):
        st.warning("没有可以回答的问题：请写出要问的事项。")
    else:
        _held()
    _history()


def _held() -> None:
    """Draw what can be asked about: the texts that are the law on the day chosen."""
    on = session.setting().on
    st.subheader(f"可以问什么（{on} 有效的全文）")
    with st.container(border=True, gap="xxsmall"):
        for version in session.knowledge().versions(on):
            session.law_link(f"《{version.title}》", version.urn, marked=f"　:gray[{version.effective} 起施行的文本]")


def _take_from_address() -> None:
    given = st.query_params.get("q", "")
    if given and "asked" not in st.session_state:
        st.session_state["asked"] = given
    asked = st.session_state.get("asked", "")
    st.session_state.setdefault("question", asked)
    if asked and len(asked) <= IN_ADDRESS:
        st.query_params["q"] = asked
    elif given:
        del st.query_params["q"]


def _form() -> None:
    with st.form("ask", border=False):
        st.text_area(
            "问题", key="question", height=90, placeholder="用平常的话写出要问的事项，例如：发生网络安全事件后向谁报告？接着可以追问：那期货公司呢？",
            label_visibility="collapsed",
        )
        st.form_submit_button("查询", type="primary", icon=":material/search:", on_click=_ask)
    with st.container(horizontal=True, gap="small"):
        for example in EXAMPLES:
            st.button(example, on_click=_ask, args=(example,), key="example " + example)


def _ask(question: str | None = None) -> None:
    """Take up a question: the one given, or what stands in the field."""
    text = (st.session_state.get("question", "") if question is None else question).strip()
    before: FollowUp | None = st.session_state.get("follows")
    follows = follow_up(st.session_state.get("asked", ""), text, session.knowledge().vocabulary) if question is None else None
    if follows and before and before.profile and not follows.profile:
        follows = replace(follows, profile=before.profile)
    st.session_state["asked"] = follows.after + follows.question if follows else text
    st.session_state["follows"] = follows
    st.session_state["empty"] = not text
    if question is not None:
        st.session_state["question"] = text


def _ask_again(question: str, profile: tuple[str, ...], day: str) -> None:
    """Take up a past question, for the profile and day it was asked with."""
    session.set_to(profile, day)
    _ask(question)


def _answered(question: str) -> Answer | None:
    """The answer for the profile and day of the sidebar, one already given in this session or a new one.

    It is None if there is none, after the reader was told why.
    """
    setting, follows = session.setting(), st.session_state.get("follows")
    profile = follows.profile if follows and follows.profile else setting.profile
    kept: dict[_Key, Answer] = st.session_state.setdefault("answers", {})
    key = (question, profile, setting.on.isoformat())
    if follows:
        st.caption(plain(f"承接上一问，按“{question}”作答" + (f"，身份：{'、'.join(profile)}" if follows.profile else "")))
    if key not in kept:
        own, after = (follows.question, follows.after) if follows else (question, "")
        try:
            with st.spinner("正在查找条文……"):
                kept[key] = session.answered(own, profile, after)
        except AnsweringError as error:
            st.error(plain(str(error)))
            return None
    kept[key] = kept.pop(key)
    for old in list(kept)[:-KEPT]:
        del kept[old]
    return kept[key]


def _model() -> Endpoint | None:
    """The language model that may rephrase, or None.

    There is one only if one is configured and the user switches it on for this page.
    """
    try:
        endpoint = Endpoint.from_environment()
    except EndpointError as error:
        st.caption(plain(str(error)))
        return None
    if endpoint is None:
        return None
    on = st.toggle("用语言模型改写结论", key="rephrase")
    st.caption(plain(f"打开后，结论和引用的条文将发送到 {endpoint.host}；核对不符的改写不采用。"))
    if not on:
        st.session_state.pop("rephrased", None)
    return endpoint if on else None


def _rephrased(answer: Answer, endpoint: Endpoint) -> Rephrased:
    """The answer in other words, asked for once for each answer while the switch is on."""
    kept: dict[Answer, Rephrased] = st.session_state.setdefault("rephrased", {})
    if answer not in kept:
        if len(kept) >= KEPT:
            kept.clear()
        with st.spinner(plain(f"{endpoint.host} 正在改写结论……")):
            kept[answer] = rephrase(answer, endpoint, session.knowledge().catalogue)
    return kept[answer]


def _show(given: Answer, rephrased: Rephrased | None = None) -> None:
    known = session.knowledge()
    st.subheader("答复")
    answer = replace(given, answer=rephrased.text) if rephrased else given
    if rephrased:
        st.caption(NOTE if rephrased.used else plain(f"改写未采用：{rephrased.why}"))
    _conclusion(answer)
    if answer.table:
        _comparison(answer)
    if answer.norms:
        st.subheader("义务一览")
        day = answer.as_of or session.setting().on
        duties(located(known, answer.norms, answer.citations, (v.urn for v in known.versions(day))))
        due_dates(answer.norms)
    if answer.citations:
        st.subheader("条文原文" if answer.status == "answered" else "最接近的条文")
        for quote in answer.citations:
            quote_card(quote)
    if answer.path:
        _path(answer)
    with st.expander("可复制的答复全文", icon=":material/content_copy:"):
        st.code(answer.answer, language=None, wrap_lines=True)


def _comparison(answer: Answer) -> None:
    """Draw the table of an answer that compares."""
    heading, *rows = answer.table
    st.html(table(heading, [[html(cell) for cell in row] for row in rows]))


def _conclusion(answer: Answer) -> None:
    said = answer.answer.partition("依据：\n")[0].strip() if answer.citations else answer.answer.strip()
    if answer.table:
        said = "\n".join(line for line in said.split("\n") if not line.startswith("| "))
    who = "、".join(answer.profile) or "未限定身份"
    day = f"按 {answer.as_of} 有效的法规" if answer.as_of else ""
    note = f'<div class="kg-note">{html(f"{who} · {day} · 用时 {answer.elapsed_ms:.0f} 毫秒")}</div>'
    if answer.status == "answered":
        st.html(f'<div class="kg-answer">{html(said or "有关规定见下列条文。")}</div>{note}')
        return
    verdict = f'<div class="kg-verdict">{UNANSWERABLE}</div>'
    st.html(f'<div class="kg-answer kg-open">{verdict}{html(said.partition(chr(10) + "最接近的规定：")[0])}</div>{note}')


def _path(answer: Answer) -> None:
    steps = [step_ends(text) for text in answer.path]
    with st.expander("查找路径", icon=":material/account_tree:"):
        for number, (source, reason, target) in enumerate(steps, start=1):
            st.markdown(f"{number}\\. {plain(source)} —{plain(reason)}→ {plain(target)}")
        st.graphviz_chart(picture(answer.question, steps), width="content", alt="从问题到条文的路径图")


def _history() -> None:
    kept: dict[_Key, Answer] = st.session_state.get("answers", {})
    if len(kept) < 2:
        return
    st.subheader("本次问过的问题")
    for number, (question, profile, day) in enumerate(reversed(kept)):
        if number == 0 and question == st.session_state.get("asked"):
            continue
        answer = kept[question, profile, day]
        state = "已答复" if answer.status == "answered" else "没有规定"
        label = f"{plain(question, 60)}　:gray[{'、'.join(profile) or '未限定身份'} · {day} · {state}]"
        st.button(label, key=f"again {number}", type="tertiary", on_click=_ask_again, args=(question, profile, day))


if __name__ == "__main__":
    page()
