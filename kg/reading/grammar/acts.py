"""The verb that heads a duty, and the English word (``Norm.kind``) for what is done.

Communication acts (report, submit, file, …) are found by ``communication``. Every other duty gets its kind here. The words:

===========  ==========================================================================
establish    建立 健全 制定 完善 设立 设置 构建 编制 (rules, bodies, systems)
assess       评估 检测 审计 测试 验证 审查 演练之外的核查
train        培训 教育 宣传
drill        演练
protect      保护 保障 防范 备份 加密 脱敏 采取措施
designate    指定 明确 配备 任命 聘任
cooperate    配合 协助 接受检查
handle       处置 整改 核实 启动预案 恢复
delete       删除 销毁
supervise    监督 检查 监测 督促 指导 监管 约谈
require      要求 责令
obtain       取得 征得 通过审查 (consent, licence, clearance)
contract     签订 约定 订立
record       记录
process      处理 收集 使用 存储 (data, otherwise than by communication)
comply       遵守 遵循 符合 履行 落实 承担
warn         提示 警示
transfer     移送 转移
cease        停止 终止 暂停
ensure       确保 保证
invest       投入 配置 支持
misuse       设置恶意程序 侵入 泄露 出售 (prohibited acts)
perform      everything else, in which case the verb stands in ``Norm.action``
===========  ==========================================================================

>>> kind_of("建立健全网络安全保护制度"), kind_of("每年至少开展一次网络安全应急演练"), kind_of("予以配合")
('establish', 'drill', 'cooperate')
"""

from __future__ import annotations

import re

from kg.law.wordlists import alternatives, entries

KINDS = tuple(dict.fromkeys(e.kind for e in entries("acts")))
_COMPILED = tuple((kind, re.compile(alternatives("acts", kind))) for kind in KINDS if kind != "perform")
_CARRIED_OUT = ("drill", "train", "cooperate")  # 开展…演练: they win over a verb of carrying out that stands before
VERB_WORDS = frozenset(e.pattern for e in entries("acts") if re.fullmatch(r"[一-鿿]+", e.pattern))
VERBS = re.compile("|".join(sorted(VERB_WORDS, key=lambda w: (-len(w), w))))
# Verbs that open a condition or govern another's act; what follows them is not done by the subject.
GOVERNING = re.compile(
    r"(?:并|应当|还|主动|积极|定期|及时|依法|统筹)*(?:督促|指导|引导|鼓励|支持|协助|配合|促进|推动|责令|允许|参与|保障|确保|防止|避免|约定|禁止|停止|拒绝|包括|监督|检查|规范|利用|督导|敦促|防范)")


def kind_of(phrase: str) -> str:
    """The kind word of the act that stands first in ``phrase``, or ``perform`` if it has no listed verb."""
    if re.match(r"(?:在|达到|不低于|不超过)[^，]*(?:以上|以下|以内)", phrase):
        return "ensure"  # 在历史峰值的两倍以上
    best: tuple[int, int, str] | None = None
    for order, (kind, pattern) in enumerate(_COMPILED):
        match = pattern.search(phrase)
        if not match:
            continue
        at = 0 if kind in _CARRIED_OUT else match.start()
        if best is None or (at, order) < best[:2]:
            best = (at, order, kind)
    return best[2] if best else "perform"


_LIGHT = re.compile(r"(?:组织|定期|配合|协助|负责)?(?:开展|进行|完成|实施|做好|作出|采取|组织|加强|予以|实行|强化)")


def kind_of_predicate(action: str, thing: str) -> str:
    """The kind of a verb and its object.

    A verb without a meaning of its own (开展, 完成) takes the kind of the noun that ends the object.

    >>> kind_of_predicate("开展", "个人信息保护合规审计"), kind_of_predicate("采取", "技术措施"), kind_of_predicate("考虑", "泄露的风险")
    ('assess', 'protect', 'perform')
    """
    kind = kind_of(action)
    if (kind == "perform" and _LIGHT.match(action)) or _LIGHT.fullmatch(action):
        ends = [(m.end(), k) for k, pattern in _COMPILED for m in pattern.finditer(action + thing) if m.end() > len(action)]
        return max(ends, default=(0, ""), key=lambda e: e[0])[1] or kind_of(action + thing)
    return kind
