"""What is installed elsewhere is whole: locks that pin everything, and a wheel that works outside a checkout."""

from __future__ import annotations

import gettext
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from hackathon.build_hook import compile_translations

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = ("requirements.lock", "requirements-dev.lock")
PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "순위"\nmsgstr "Rank"\n'


def pins(name: str) -> set[str]:
    """The pinned requirements of a lock, each with its marker: "numpy==2.4.6 ; python_full_version < '3.12'"."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return {line.removesuffix("\\").strip() for line in text.splitlines() if re.match(r"\w", line)}


def project_name(requirement: str) -> str:
    return re.split(r"[\s\[<>=!~;]", requirement)[0].lower().replace("_", "-")


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_and_hashes_every_package(name: str) -> None:
    blocks = re.split(r"\n(?=\w)", (ROOT / name).read_text(encoding="utf-8"))[1:]
    assert [block for block in blocks if "==" not in block or "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_no_address_and_no_path(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if "://" in line or line.startswith(("-", "/"))] == []


def test_the_development_lock_repeats_the_runtime_lock() -> None:
    assert pins("requirements.lock") - pins("requirements-dev.lock") == set()


def test_every_declared_dependency_is_locked() -> None:
    groups = PROJECT["dependency-groups"]
    declared = {project_name(one) for one in [*PROJECT["project"]["dependencies"], *groups["build"]]}
    assert declared - {project_name(pin) for pin in pins("requirements.lock")} - {"tzdata"} == set()
    assert {project_name(one) for one in groups["dev"]} - {project_name(pin) for pin in pins(LOCKS[1])} == set()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The names of the files in the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("hackathon-*.whl")
    with zipfile.ZipFile(built) as archive:
        return archive.namelist()


@pytest.mark.parametrize("folder", ["hackathon", "scoring", "templates", "data"])
def test_the_wheel_holds_every_file_of_the_product(wheel: list[str], folder: str) -> None:
    inside = folder if folder in {"hackathon", "scoring"} else f"hackathon/{folder}"
    files = [path for path in (ROOT / folder).rglob("*") if path.is_file() and not _left_out(path)]
    assert {f"{inside}/{path.relative_to(ROOT / folder).as_posix()}" for path in files} - set(wheel) == set()


def _left_out(path: Path) -> bool:
    return path.suffix == ".pyc" or path.name == "build_hook.py" or path.name.startswith(".")


def test_the_wheel_holds_nothing_else(wheel: list[str]) -> None:
    inside = ("hackathon/", "scoring/", "hackathon-")
    assert [name for name in wheel if not name.startswith(inside) or name.endswith((".pyc", "build_hook.py"))] == []


def test_a_translation_is_compiled_beside_its_source(tmp_path: Path) -> None:
    source = tmp_path / "en" / "LC_MESSAGES" / "messages.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO, encoding="utf-8")
    assert compile_translations(tmp_path) == [source.with_suffix(".mo")]
    assert gettext.translation("messages", tmp_path, ["en"]).gettext("순위") == "Rank"


def test_no_translation_is_no_fault(tmp_path: Path) -> None:
    assert compile_translations(tmp_path / "translations") == []
