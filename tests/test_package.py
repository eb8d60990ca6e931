"""The wheel stands on its own: installed outside the checkout it finds its corpus, ontology and encoder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT], check=True,
                   capture_output=True, cwd=out)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A fresh environment with our wheel alone; the dependencies are borrowed from the running one."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder / "venv", with_pip=False, symlinks=os.name != "nt")
    scripts = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    subprocess.run([sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel], check=True,
                   capture_output=True, cwd=folder)
    site = subprocess.run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], check=True,
                          capture_output=True, text=True).stdout.strip()
    # A plain path in a .pth file: the .pth files found there (an editable install of kg) are not followed.
    (Path(site) / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "KG_", "VIRTUAL_ENV"))}
    environment["KG_DATA"] = str(folder / "data")

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        program = [str(python)] if command[0] == "python" else [str(scripts / command[0])]
        return subprocess.run([*program, *command[1:]], capture_output=True, text=True, encoding="utf-8", cwd=folder,
                              env=environment, check=False)

    return run


def test_the_wheel_holds_everything_it_needs(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for path in ("kg/_resources/corpus/catalogue.toml", "kg/_resources/ontology/regulation.ttl", "kg/py.typed",
                 "kg/models/kg-encoder/model.safetensors", "kg/models/kg-encoder/README.md"):
        assert path in names
    held = {p.relative_to(ROOT).as_posix() for p in (ROOT / "corpus").rglob("*") if p.is_file()}
    assert {f"kg/_resources/{p}" for p in held} <= names
    assert not [n for n in names if n.startswith(("tests/", "shared/")) or n.endswith(".pyc")]


def test_the_wheel_imports_from_its_own_place(installed):
    code = "import kg, kg.law.places as r; print(kg.__file__); print(r.corpus_dir()); print(r.ontology_dir()); print(r.encoder_dir())"
    done = installed("python", "-c", code)
    assert done.returncode == 0, done.stderr
    assert all(str(ROOT) not in line and Path(line).exists() for line in done.stdout.splitlines())


def test_the_installed_command_shows_the_law(installed):
    done = installed("kg", "show", "网络安全法第二十三条", "--as-of", "2026-06-01", "--json")
    assert done.returncode == 0, done.stderr
    shown = json.loads(done.stdout)
    assert shown["article"] == "第二十三条" and "等级保护制度" in shown["text"] and shown["version"] == "2026-01-01"


def test_the_installed_encoder_loads_without_the_network(installed):
    code = ("import os; os.environ['HF_HUB_OFFLINE'] = '1'\n"
            "from sentence_transformers import SentenceTransformer; from kg.law.places import encoder_dir\n"
            "print(SentenceTransformer(str(encoder_dir()), device='cpu').encode_query(['向谁报告']).shape)")
    done = installed("python", "-c", code)
    assert done.stdout.strip() == "(1, 384)", done.stderr
