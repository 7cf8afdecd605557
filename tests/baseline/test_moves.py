"""What the code of the baseline made and said, by the code of today: nothing that people hold has changed."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from decimal import Decimal
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

from tests.baseline import texts
from tests.baseline.checkouts import BASELINE, ROOT, SAID, dump, is_known, python, unpack
from tests.baseline.comparing import differences

pytestmark = [pytest.mark.drill, pytest.mark.poppler]


@pytest.fixture(scope="module")
def baseline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkout of the baseline, where this environment can still run it."""
    if not is_known(BASELINE):
        pytest.skip(f"the history here does not reach back to {BASELINE}")
    checkout = unpack(BASELINE, tmp_path_factory.mktemp("baseline"))
    lacking = [name for name in required(checkout) if not is_installed(name)]
    if lacking:
        pytest.skip(f"the baseline needs what is no longer installed: {', '.join(lacking)}")
    return checkout


def required(checkout: Path) -> list[str]:
    """The packages that it declares for every platform."""
    project = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = project["dependencies"] + project["optional-dependencies"]["pdf"]
    return [re.split(r"[^\w.-]", each)[0] for each in needed if ";" not in each]


def is_installed(name: str) -> bool:
    """Two that it declared and never imported need not be there."""
    if name in ("flask-limiter", "structlog"):
        return True
    try:
        return bool(version(name))
    except PackageNotFoundError:
        return False


def hackathon(checkout: Path, home: Path, *arguments: str | Path) -> str:
    return python(checkout, "-m", "baseline.commands", *arguments, home=home)


def test_a_home_of_the_baseline_opens_and_exports_the_same_bytes(baseline: Path, tmp_path: Path) -> None:
    home, before, after = tmp_path / "home", tmp_path / "before", tmp_path / "after"
    hackathon(baseline, home, "demo", "--no-serve", "--out", before)
    hackathon(ROOT, home, "upgrade")
    hackathon(ROOT, home, "demo", "--no-serve", "--out", after)
    was, now = by_result(before), by_result(after)
    assert {path.suffix for path in was.values()} == {".csv", ".json", ".html", ".xlsx", ".pdf", ".zip"}
    assert was.keys() == now.keys()
    assert [name for name in was if not is_kept(was[name], now[name])] == []
    for bundle in after.glob("*.zip"):
        key = tmp_path / "public-key.txt"
        key.write_text(texts.member(bundle, "public-key.txt"), encoding="utf-8")
        python(ROOT, "-m", "scoring", "verify", bundle, "--public-key", key)


def by_result(folder: Path) -> dict[str, Path]:
    """The files by event, round, version and form: the digest in a name is that of the result now, not of the JSON."""
    return {re.sub(r"_[0-9a-f]{8}\.", ".", path.name): path for path in folder.iterdir()}


def is_kept(before: Path, after: Path) -> bool:
    """A file for programs to the byte, the CSV but for the column of the teams that it was given; of one for people every
    number, since its words are the event's languages now. The report folds its ties: there every value, not how often."""
    if before.suffix == ".csv":
        lines = after.read_text(encoding="utf-8-sig").splitlines()
        return before.read_text(encoding="utf-8-sig").splitlines() == [line.rpartition(",")[0] for line in lines]
    if before.suffix in (".json", ".zip"):
        return before.read_bytes() == after.read_bytes()
    if before.suffix == ".html":
        return numbers(before).keys() <= numbers(after).keys()
    return not numbers(before) - numbers(after)


def numbers(path: Path) -> Counter[Decimal]:
    """Each by its value: what was a text in a cell, "8.00", is a number there now."""
    return Counter(map(Decimal, re.findall(r"\d+(?:\.\d+)?", texts.of_file(path, digest=False))))


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The checkout whose words were read and agreed to."""
    if not is_known(SAID):
        pytest.skip(f"the history here does not reach back to {SAID}")
    return unpack(SAID, tmp_path_factory.mktemp("said"))


def test_everything_is_said_as_before(said: Path, tmp_path: Path) -> None:
    """What differs on purpose, after a change that users notice, is read and agreed to; then the baseline moves."""
    dump(said, tmp_path / "before")
    dump(ROOT, tmp_path / "after")
    found = differences(tmp_path / "before", tmp_path / "after")
    print("\n".join(found))
    assert len(found) == 0
