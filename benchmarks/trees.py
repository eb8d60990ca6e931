"""The same commands on two checkouts, one after the other in one run: CPU seconds, seconds and peak memory of each.

    python benchmarks/trees.py OTHER [--times N]

OTHER is another checkout of the program, such as a `git worktree` of an earlier commit; the environment of this one runs
both. Each has a data folder of its own. The best of N (3) is shown; builds run once.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from question_sets import DEV, ROOT
from tables import machine, table

RULE = """甲证券股份有限公司网络安全事件报告办法

第一条　为了规范本公司网络安全事件的报告，制定本办法。

第二条　发生网络安全事件的，信息技术部应当在一小时内报告首席信息官。

第三条　首席信息官应当按照《证券期货业网络和信息安全管理办法》第三十九条的规定向属地证监局报告。

第四条　本办法自2026年1月1日起施行。
"""
WARM = """
import json, sys, time
from datetime import date
from pathlib import Path
from kg.answers.answerer import Answerer
answerer, took = Answerer.open(), []
asked = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
answerer.answer(asked[0]["question"])
for q in asked:
    began = time.perf_counter()
    answerer.answer(q["question"], [q["profile"]] if q.get("profile") else [], date.fromisoformat(q.get("as_of") or "2026-11-25"))
    took.append(1000 * (time.perf_counter() - began))
took.sort()
print(f"{took[len(took) // 2]:.1f} / {took[int(len(took) * 0.95)]:.1f}")
"""
Run = Callable[..., str]


def runner(tree: Path, data: Path) -> Run:
    """A function that runs Python in a checkout and says what it cost; the best of ``times``."""
    environment = {**os.environ, "PYTHONPATH": str(tree), "KG_DATA": str(data), "OMP_WAIT_POLICY": "passive"}

    def once(arguments: Sequence[str]) -> tuple[float, float, float]:
        began = time.perf_counter()
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with subprocess.Popen([sys.executable, *arguments], cwd=tree, env=environment, **quiet) as process:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"trees: {tree}: {' '.join(arguments)} ended with {process.returncode}")
        return used.ru_utime + used.ru_stime, time.perf_counter() - began, used.ru_maxrss / 1024

    def run(*arguments: str, times: int = 1) -> str:
        cost, wall, peak = min(once(arguments) for _ in range(times))
        return f"{cost:.2f} / {wall:.2f} / {peak:,.0f}"

    return run


def measured(tree: Path, times: int) -> dict[str, str]:
    """What each command costs in a checkout."""
    with tempfile.TemporaryDirectory() as folder:
        data, rule = Path(folder) / "data", Path(folder) / "rule.txt"
        rule.write_text(RULE, encoding="utf-8")
        run = runner(tree, data)
        found = {"build from nothing": run("-m", "kg", "build"), "build, nothing changed but forced": run("-m", "kg", "build", "--force")}
        run("-m", "kg", "add", str(rule), "--yes", "--no-build")
        found["build with a rule of four articles more"] = run("-m", "kg", "build")
        shutil.rmtree(data / "own")
        run("-m", "kg", "build")
        commands = {
            "`kg ask`, cold": ("ask", "发生网络安全事件后向谁报告"), "`kg search`": ("search", "日志"), "`kg show`": ("show", "218号令第39条"),
            "`kg links --json`": ("links", "--json"), "`kg path`": ("path", "218号令第41条", "个人信息保护法第57条"),
            "`kg matrix`, all": ("matrix", "--format", "json"), "`kg validate`": ("validate",),
        }
        found |= {name: run("-m", "kg", *command, times=times) for name, command in commands.items()}
        environment = {**os.environ, "PYTHONPATH": str(tree), "KG_DATA": str(data)}
        command = [sys.executable, "-c", WARM, str(DEV)]
        warm = subprocess.check_output(command, cwd=tree, env=environment, text=True, encoding="utf-8")
        return found | {"warm answer to a development question, ms, median / p95": warm.strip()}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("other", type=Path)
    parser.add_argument("--times", type=int, default=3)
    asked = parser.parse_args()
    before, after = (measured(tree.resolve(), asked.times) for tree in (asked.other, ROOT))
    print(table(["CPU s / s / peak MB", "other", "this"], [[name, cost, after[name]] for name, cost in before.items()]))
    print(f"\n{machine()}")


if __name__ == "__main__":
    main()
