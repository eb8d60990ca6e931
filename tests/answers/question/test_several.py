"""Several questions in one: where they part, and that the whole answer says what the parts say."""

from __future__ import annotations

import pytest

from kg.answers.question.several import BASIS, merge, split
from kg.answers.result import Answer
from kg.corpus.quoting import Quote


@pytest.mark.parametrize(("text", "parts"), [
    ("产品有个洞，没补也没吭声。按网安法得罚多少？按证监会的规矩又该报给谁？",
     [("产品有个洞，没补也没吭声。", "按网安法得罚多少？"), ("产品有个洞，没补也没吭声。", "按证监会的规矩又该报给谁？")]),
    ("152号令那套要不要守?不守会怎么着?", [("", "152号令那套要不要守?"), ("152号令那套要不要守?", "不守会怎么着?")]),
    ("演练多久一次？报告交给谁？", [("", "演练多久一次？"), ("演练多久一次？", "报告交给谁？")]),
    ("对方要办什么手续，我们自己又要往上交什么？", [("", "对方要办什么手续"), ("对方要办什么手续", "我们自己又要往上交什么？")]),
    ("218号令规定日志要保存三年，对吗？", []), ("向谁报告", []), ("", []), ("？？？", []), ("“？”罚", []),
    ("“什么？罚”多少？", []),
    ("系统挂了。不报会罚多少", []),
    ("年报交给谁？哪天之前", [("", "年报交给谁？"), ("年报交给谁？", "哪天之前")]),
    ("每年几百人的名单要往外传，是不是得先评估？", []), ("出了事没跟谁说。违反哪条？", []),
    ("泄了数据要报给谁？公安要报吗？最晚多久", [("", "泄了数据要报给谁？"), ("泄了数据要报给谁？", "公安要报吗？"),
                                ("泄了数据要报给谁？公安要报吗？", "最晚多久")]),
])
def test_a_question_parts_at_its_asks(text, parts):
    assert list(split(text)) == parts


def test_the_parts_keep_their_conclusions_and_each_quote_comes_once():
    one, two = (Quote("甲法", "2024-01-01", f"第{n}条", None, None, f"词{n}", f"urn:x~art{n}") for n in "一二")
    first = Answer("甲？", "answered", f"应当报告（《甲法》第一条）。{BASIS}《甲法》第一条：“词一”", (one,),
                   path=("甲",))
    second = Answer("乙？", "answered", f"处罚款（《甲法》第二条）。{BASIS}《甲法》第一条：“词一”\n《甲法》第二条：“词二”", (one, two),
                    path=("甲", "乙"))
    whole = merge("甲？乙？", [("", "甲？"), ("", "乙？")], [first, second])
    said, _, basis = whole.answer.partition(BASIS)
    assert said == "（1）应当报告（《甲法》第一条）。（2）处罚款（《甲法》第二条）。"
    assert basis == "《甲法》第一条：“词一”\n《甲法》第二条：“词二”"
    assert whole.citations == (one, two) and whole.path == ("甲", "乙") and whole.status == "answered"


@pytest.mark.parametrize(("states", "status"), [
    (("answered", "unanswerable"), "answered"), (("unanswerable", "unanswerable"), "unanswerable")])
def test_what_is_open_in_one_part_does_not_close_the_other(states, status):
    answers = [Answer("问", s, "收录的法规没有规定。") for s in states]
    assert merge("问", [("", "甲？"), ("", "乙？")], answers).status == status
