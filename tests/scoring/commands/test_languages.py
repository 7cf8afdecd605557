"""Language of the command line: the locale chooses among all that are installed; data stay English in each of them."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from scoring import Policy, ScoringError
from scoring.__main__ import find_language, main
from tests.scoring.builders import MEAN, ONE, install_language, write

LOCALES = ("C", "ko_KR.UTF-8", "xx_YY.UTF-8")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "ballots.csv", "entry,judge,idea\nT1,J1,80\nT1,J2,\nT2,J1,90\nT3,J2,\n")
    write(tmp_path / "policy.toml", ONE + MEAN)
    install_language(
        tmp_path / "locale",
        monkeypatch,
        {
            "Rank entries from ballots and a policy.": "XX-rank",
            "the file cannot be read: {reason}.": "XX-unreadable {reason}.",
            "there is no such file": "XX-none",
        },
    )


@pytest.mark.parametrize(
    ("locale", "language"),
    [("xx_YY.UTF-8", "xx"), ("XX", "xx"), ("xx@euro", "xx"), ("xxx", "en"), ("de_DE.UTF-8", "en"), ("korean", "ko")],
)
def test_the_locale_finds_any_installed_language(monkeypatch: pytest.MonkeyPatch, locale: str, language: str) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    assert find_language() == language


def test_a_territory_is_preferred_to_its_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install_language(tmp_path / "more", monkeypatch, {"a": "b"}, language="xx_ZZ")
    found = []
    for locale in ("xx_ZZ.UTF-8", "xx_YY.UTF-8"):
        monkeypatch.setenv("LC_ALL", locale)
        found.append(find_language())
    assert found == ["xx-ZZ", "xx"]


def test_help_and_faults_are_said_in_it(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("LC_ALL", "xx_YY.UTF-8")
    with pytest.raises(SystemExit):
        main(["rank", "--help"])
    assert "XX-rank" in capfd.readouterr().out
    assert main(["rank", "ballots.csv", "--policy", "no.toml"]) == 2
    assert capfd.readouterr().err == "no.toml: XX-unreadable XX-none.\n"


def test_help_in_korean_leaves_a_terminal_of_another_encoding(monkeypatch: pytest.MonkeyPatch) -> None:
    said = io.BytesIO()
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(said, encoding="latin-1"))
    with pytest.raises(SystemExit):
        main(["--help"])
    sys.stdout.flush()
    assert "심사 규칙" in said.getvalue().decode()


@pytest.mark.parametrize(
    "command", [("rank", "json"), ("rank", "csv"), ("agreement", "json"), ("robustness", "json")], ids="-".join
)
def test_data_are_the_same_in_every_language(
    command: tuple[str, str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    said = set()
    for locale in LOCALES:
        monkeypatch.setenv("LC_ALL", locale)
        assert main([command[0], "ballots.csv", "--policy", "policy.toml", "--format", command[1]]) == 0
        said.add(capfd.readouterr().out)
    assert len(said) == 1
    assert not any("가" <= letter <= "힣" for letter in said.pop())


def test_codes_and_the_text_of_an_error_stay_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    with pytest.raises(ScoringError) as error:
        Policy.from_text(ONE)
    assert str(error.value) == "key ranking.method: this key is required."
    assert [(fault.code, fault.column) for fault in error.value.faults] == [("missing-key", "ranking.method")]
