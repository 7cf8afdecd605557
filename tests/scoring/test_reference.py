"""The rules reference in scoring/README.md: its headings, keys and examples are those of the code."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from scoring import Adjustment, Ballots, Decisions, Policy, Standings, names, rank
from scoring.ballots import entries
from scoring.reading.sections import Section
from scoring.reading.tables import Sheet
from scoring.text import say

TEXT = (Path(__file__).resolve().parents[2] / "scoring" / "README.md").read_text(encoding="utf-8")
ONE = '[[criteria]]\nkey = "idea"\npoints = 100\n'
TWO = '[[criteria]]\nkey = "idea"\npoints = 10\n[[criteria]]\nkey = "craft"\npoints = 20\n'
EXAMPLE = re.compile(r"((?:```toml\n[^`]*```\n\n)+)(\| entry \|.*?\n)\n", re.DOTALL)
HASH = 64


def chapter(name: str) -> str:
    return re.split(r"\n## ", TEXT.partition(f"\n## {name}\n")[2])[0]


def rows_of(table: str) -> list[list[str]]:
    lines = [line for line in table.splitlines() if line.startswith("|") and not line.startswith("|---")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


# --- examples -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Example:
    """A worked example: the policy without its criteria, decisions, and a table of inputs and what comes of them."""

    blocks: list[str]
    header: list[str]
    rows: dict[str, dict[str, str]]

    @classmethod
    def of(cls, blocks: str, table: str) -> Example:
        header, *rows = rows_of(table)
        return cls(
            re.findall(r"```toml\n(.*?)```", blocks, re.DOTALL),
            header,
            {row[0]: dict(zip(header, row, strict=True)) for row in rows},
        )

    def standings(self) -> Standings:
        is_two = any("+" in cell for row in self.rows.values() for cell in row.values())
        policy = Policy.from_text((TWO if is_two else ONE) + self.blocks[0])
        again = self._ballots(policy, again=True)
        decisions = Decisions.from_text(self.blocks[1]) if len(self.blocks) > 1 else Decisions()
        return rank(
            Ballots.from_rows(self._ballots(policy, again=False), policy.rubric),
            policy,
            entries=self._grouped(policy) or self._column("previous") or self._submitted(),
            carry=self._column("carry"),
            adjustments=[Adjustment(code, points) for code, points in (self._column("adjustment") or {}).items()],
            decisions=Decisions(rejudge=Ballots.from_rows(again, policy.rubric)) if again else decisions,
        )

    def _grouped(self, policy: Policy) -> dict[str, dict[str, str]]:
        columns = policy.group_columns
        return {code: {name: row[name] for name in columns} for code, row in self.rows.items() if columns}

    def _column(self, name: str) -> dict[str, str] | None:
        return {code: row[name] for code, row in self.rows.items() if row[name]} if name in self.header else None

    def _submitted(self) -> dict[str, dict[str, str]] | None:
        moments = self._column("submitted_at")
        return {code: {"submitted_at": moment} for code, moment in moments.items()} if moments else None

    def _ballots(self, policy: Policy, *, again: bool) -> list[dict[str, str]]:
        """Of the columns J1, "again J1" (a re-judging) and "jury J1" (a source)."""
        found = []
        for code, row in self.rows.items():
            for column, cell in row.items():
                kind, _, judge = column.rpartition(" ")
                if cell and re.fullmatch(r"[JA]\d", judge) and (kind == "again") == again:
                    marks = dict(zip(policy.rubric.keys, re.split(r" \+ ", cell), strict=True))
                    source = {"source": kind} if policy.sources else {}
                    found.append({"entry": code, "judge": judge, **source, **marks})
        return found


EXAMPLES = [Example.of(*found) for found in EXAMPLE.findall(TEXT)]
OUTCOMES: dict[str, Callable[[Standings, str], str]] = {
    "score": lambda standings, code: standings.get(code).shown,
    "rank": lambda standings, code: str(standings.get(code).rank),
    "found": lambda standings, code: found_by_the_last_step(standings, code),
    "outcome": lambda standings, code: outcome_of(standings, code),
}


def found_by_the_last_step(standings: Standings, code: str) -> str:
    tie = standings.find_tie(code)
    found = tie.steps[-1].values[code] if tie else None
    return f"{found[:8]}…" if found and len(found) == HASH else found or ""


def outcome_of(standings: Standings, code: str) -> str:
    groups = {"advances": standings.advance, "reserve": standings.reserve, "tied at the cut": standings.cut.entries}
    won = [award.name for award in standings.awards if award.entry == code]
    won += [f"{award.name}?" for award in standings.awards if award.open and code in award.candidates]
    return ", ".join([*(name for name, codes in groups.items() if code in codes), *dict.fromkeys(won)])


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: " ".join(example.blocks[0].split())[:60])
def test_an_example_comes_out_as_printed(example: Example) -> None:
    standings = example.standings()
    printed = {code: {name: row[name] for name in OUTCOMES if name in row} for code, row in example.rows.items()}
    assert printed == {code: {name: OUTCOMES[name](standings, code) for name in row} for code, row in printed.items()}


def test_an_example_with_a_wrong_number_is_seen() -> None:
    wrong = Example.of('```toml\n[ranking]\nmethod = "mean"\n```\n', "| entry | J1 | score |\n| T1 | 9 | 8.00 |\n")
    with pytest.raises(AssertionError):
        test_an_example_comes_out_as_printed(wrong)


# --- headings -------------------------------------------------------------------------------------------------------


def sections(name: str) -> dict[str, str]:
    found = re.split(r"\n### (\S+)\n", chapter(name))[1:]
    return dict(zip(found[::2], found[1::2], strict=True))


@pytest.mark.parametrize(
    ("name", "keys"),
    [("Methods", list(names.METHODS)), ("Tie-break steps", ["criterion:KEY", "source:NAME", *names.STEPS])],
)
def test_every_rule_has_its_section(name: str, keys: list[str]) -> None:
    found = sections(name)
    assert list(found) == keys
    for key, words in found.items():
        written = f'"{key.replace("KEY", "idea").replace("NAME", "audience")}"'
        assert any(written in blocks for blocks, _table in EXAMPLE.findall(words)), f"no example of {key}"
        for told in ("source", "needs", "choose it"):
            assert f"**{told}**" in words.lower(), f"{key}: {told}"


def test_every_rule_is_listed_with_its_names() -> None:
    for name, catalogue in (("Methods", names.METHODS), ("Tie-break steps", names.STEPS)):
        table = re.search(r"\| key \|.*?\n\n", chapter(name), re.DOTALL)
        assert table
        listed = {row[0].split("`")[1]: row[1:3] for row in rows_of(table[0])[1:] if not re.search("KEY|NAME", row[0])}
        assert listed == {key: [say(rule.name, "en"), say(rule.name, "ko")] for key, rule in catalogue.items()}


def test_which_way_a_method_counts_is_told() -> None:
    rows = re.findall(r"^\| \[`([\w-]+)`\].*\| (yes|) *\|$", chapter("Methods"), re.MULTILINE)
    assert {key: bool(lower) for key, lower in rows} == {key: names.is_lower_better(key) for key in names.METHODS}


def test_every_link_leads_to_a_heading() -> None:
    slugs: list[str] = []
    for heading in re.findall(r"^##+ (.+)$", TEXT, re.MULTILINE):
        slug = re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        times = sum(each == slug or re.fullmatch(rf"{re.escape(slug)}-\d", each) is not None for each in slugs)
        slugs.append(f"{slug}-{times}" if times else slug)
    assert set(re.findall(r"\]\(#([^)]+)\)", TEXT)) <= set(slugs)


# --- keys -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Every key that a reader asks for from now on: ranking.drop.high."""
    keys: set[str] = set()
    take = Section._take

    def recording(self: Section, key: str) -> Any:
        keys.add(re.sub(r"\[\d+\]", "", self.where(key)))
        return take(self, key)

    monkeypatch.setattr(Section, "_take", recording)
    return keys


def leaves(keys: set[str]) -> set[str]:
    return {key for key in keys if not any(other.startswith(f"{key}.") for other in keys)}


def test_the_policy_keys_are_those_that_the_reader_asks_for(asked: set[str]) -> None:
    (policy,) = (block for block in re.findall(r"```toml\n(.*?)```", chapter("POLICY.toml"), re.DOTALL))
    read = Policy.from_text(policy)
    open_tables = {
        f"cutoff.{line}.{key}": f"cutoff.{line}.KEY" for line in ("criterion", "any_judge") for key in read.rubric.keys
    }
    open_tables |= {f"awards.where.{name}": "awards.where.COLUMN" for award in read.awards for name in award.where}
    names_of_people = {key for key in asked if re.fullmatch(r"(criteria|awards)\.name\.\w+", key)}
    wanted = {open_tables.get(key, key) for key in leaves(asked - names_of_people)}
    assert {row[0].strip("`") for row in rows_of(chapter("POLICY.toml"))[1:]} == wanted


def documented(file: str) -> Mapping[str, bool]:
    """Column or key → whether it may be left out."""
    rows = [row for row in rows_of(chapter("Files beside it"))[1:] if f"`{file}`" in row[0] or row[0] == file]
    return {row[1].split("`")[1]: "(optional)" in row[1] for row in rows if "`" in row[1]}


def test_the_keys_of_decisions_are_those_that_the_reader_asks_for(asked: set[str]) -> None:
    Decisions.from_text("")
    assert set(documented("--decisions")) == asked


@pytest.mark.parametrize(
    ("file", "read"),
    [
        ("--entries", entries.read_entries),
        ("--adjustments", entries.read_adjustments),
        ("--carry", entries.read_carry),
        ("--judges", entries.read_judges),
        ("--conflicts", entries.read_pairs),
    ],
)
def test_the_columns_of_a_file_are_those_that_its_reader_wants(
    file: str, read: Callable[[Path], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted: dict[str, bool] = {}

    def recording(sheet: Sheet, *, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> None:
        wanted.update(dict.fromkeys(required, False) | dict.fromkeys(optional, True))

    monkeypatch.setattr(entries, "require_columns", recording)
    (tmp_path / "it.csv").write_text("entry,judge,points,score\nT1,J1,1,1\n", encoding="utf-8")
    read(tmp_path / "it.csv")
    assert documented(file) == wanted


def test_the_columns_of_ballots_are_those_that_they_are_read_from() -> None:
    policy = Policy.from_text(ONE + '[ranking]\nmethod = "mean"\n')
    told = documented("BALLOTS")
    row = {name: "T1" for name, optional in told.items() if not optional}
    assert len(Ballots.from_rows([{**row, "idea": Fraction(1)}], policy.rubric)) == 1
    assert told == {"entry": False, "judge": False, "source": True}
