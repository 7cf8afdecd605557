"""Sheets of the workbook about rules: sources with their weights and votes, who is passed over, groups, notes."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from hackathon.domain.ballots import polls
from hackathon.exchange.exporting.sheets import Cell, Table
from hackathon.models import Round
from scoring import Policy, Standings
from scoring.policy.rule_names import method_title
from scoring.report.arithmetic import share_text, shares_of
from scoring.text import Sayable, in_languages, joined, text, text_p

Names = Mapping[str, str]


def sources_sheet(table: Standings) -> Table:
    """A row a source: its weight, its share of the score, its method, what it marks."""
    header: list[Sayable] = [text("Source"), text("Weight"), text("Share"), text("Method"), text("Criteria")]
    header += [text("Full marks, in points"), text("Lowest marks, in points")]
    shares, rows = shares_of(table), list[list[Cell]]()
    for source in table.policy.sources:
        rubric = table.policy.rubric.of_source(source.name)
        marked = joined(in_languages(criterion.name) for criterion in rubric.criteria if criterion.counts)
        share = shares.get(source.name)
        told: Cell = text("no ballot yet: left out") if share is None else share_text(share)
        full, lowest = points_between(table.policy, source.name)
        rows.append([source.name, source.weight, told, method_title(source.aggregation), marked, full, lowest])
    return header, rows


def votes_sheet(round: Round, table: Standings, names: Names) -> Table:
    """A row an entry and vote: how many of how many chose it, and the score that makes."""
    header: list[Sayable] = [
        text("Source"),
        text("Code"),
        text("Team"),
        text_p("cast", "Votes"),
        text("Voters who could choose it"),
    ]
    header += [text("Score"), text("Exact value")]
    rows = list[list[Cell]]()
    for (source, entry), (votes, voters) in polls.tallies(round).items():
        found = table.find(entry)
        score = found.sources.get(source) if found else None
        exact = "" if score is None else str(score)
        rows.append([source, entry, names.get(entry, ""), votes, voters, score, exact])
    return header, rows


def passed_over_sheet(table: Standings, names: Names) -> Table:
    """Who is ranked and may neither advance nor win, or gives way, and by which rule."""
    header: list[Sayable] = [text("Code"), text("Team"), text("Rule"), text("Reason")]
    return header, [[one.entry, names.get(one.entry, ""), one.rule, one.told] for one in table.passed_over]


def groups_sheet(table: Standings, names: Names) -> Table:
    """Ranks inside each group, among themselves."""
    header: list[Sayable] = [text("Column"), text("Group"), text("Rank"), text("Code"), text("Team")]
    return header, [
        [column, value, rank, code, names.get(code, "")]
        for column, groups in table.groups.items()
        for value, members in groups.items()
        for code, rank in members
    ]


def notes_sheet(table: Standings) -> Table:
    """What a reader of the result should know, one line each."""
    return [text("Note")], [[caution] for caution in table.cautions]


def points_between(policy: Policy, source: str) -> tuple[Fraction, Fraction]:
    """What a ballot of full and one of lowest marks is worth, on the panel's points."""
    rubric = policy.rubric.of_source(source)
    factor = policy.factor_of(source) if policy.rubric.marked else Fraction(1)
    scales = [(Fraction(one.points), one.scale) for one in rubric.criteria if one.counts]
    lowest = sum((points * Fraction(scale.min) / Fraction(scale.max) for points, scale in scales), Fraction(0))
    return sum((points for points, _scale in scales), Fraction(0)) * factor, lowest * factor
