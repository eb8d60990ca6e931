"""The sentences that tell a comparison and a grade: 150万人 ≥ 100万人，达到“100万人以上”（《…》第五条）。"""

from __future__ import annotations

from kg.answers.finding.measuring.comparing import Reached, Weighed
from kg.answers.finding.measuring.grading import Graded

_LONGEST = 80  # characters of a premise that are quoted


def sentence(weighed: Weighed) -> str:
    """One comparison as a sentence: what is reached, in the words of the law, and where it stands."""
    lower = any(e.lower for e in weighed.bar.edges)
    where = f"（{weighed.clause.label}）" if weighed.clause.label else ""
    if weighed.reached is Reached.UNCLEAR:
        verdict = f"达到“{weighed.words}”" if lower else f"在“{weighed.words}”之内"
        return f"“{weighed.quantity.words}”是否{verdict}{where}，凭所述不能确定，须查明确切数目。"
    if weighed.reached is Reached.YES:
        verdict = f"达到“{weighed.words}”" if lower else f"在“{weighed.words}”之内"
    else:
        below = lower and (weighed.quantity.high or 0) <= weighed.bar.threshold.low
        verdict = f"未达到“{weighed.words}”" if below else f"超出“{weighed.words}”"
    return f"{weighed.text}：{verdict}{where}{_premise(weighed)}。"


def grade_sentence(graded: Graded) -> str:
    """The grade with the comparisons that meet it, and the higher grades left open, or '' if nothing is met or open."""
    told = [f"{w.text}，达到“{w.words}”→{graded.grade}（{w.clause.label}）" for w in graded.by]
    told += [f"是否构成{name}不能确定：{_open(w)}" for name, by in graded.possible for w in by[:1]]
    return "；".join(told) + "。" if told else ""


def _open(weighed: Weighed) -> str:
    where = f"（{weighed.clause.label}）" if weighed.clause.label else ""
    return f"{weighed.text}，条文为“{weighed.words}”{where}{_premise(weighed)}"


def _premise(weighed: Weighed) -> str:
    """The other conditions of the clause: ，另以“…”为前提."""
    if not weighed.premise or weighed.reached is Reached.NO:
        return ""
    whole = len(weighed.premise) <= _LONGEST and weighed.premise in weighed.clause.words
    return f"，另以“{weighed.premise}”为前提" if whole else "，另须符合该项所列其他条件"
