"""A step and a method that nobody knew before, registered while the program runs: every teller says them by their line."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from hackathon.database import unit_of_work
from hackathon.domain.results.standings import standings_of
from hackathon.exchange.exporting.files import export
from hackathon.exchange.printing.phrases import method_of
from hackathon.exchange.printing.summary import summary
from hackathon.extensions import db
from hackathon.models import Person, Round
from scoring import ScoringError, Standings, names
from scoring.exact import Exact, IntArray
from scoring.methods.aggregation import METHODS, Method
from scoring.methods.panel import Panel
from scoring.names import MethodName, StepName
from scoring.policy.rule_names import method_sentence, method_title, step_phrase, step_title
from scoring.policy.settings import Aggregation
from scoring.report.page import report_html
from scoring.report.terminal import standings_table
from scoring.text import say, text
from scoring.ties.steps import STEPS, Materials, Measure
from tests.factories import POLICY, a_round, fill_round, make_event, make_person, seal_all, the_key
from tests.scoring.builders import install_language, policy_of
from tests.web.visitors import Visitor, lock

KOREAN = {
    "step in a list": "새 단계 이름",
    "the step in a sentence": "새 단계의 값",
    "method in a list": "새 방법 이름",
    "The method takes the best total.": "가장 좋은 총점을 씁니다.",
    "with a best total of {score}": "가장 좋은 총점이 {score}점",
}
MARKS = {"T001": (9, 9), "T002": (7, 7), "T003": (7, 7), "T004": (7, 7)}
LANGUAGES = ("ko", "en", "xx")
"""The last has no catalogue at all."""


def best_total(panel: Panel, settings: Aggregation) -> Exact:
    return Exact(panel.sorted_totals[panel.starts + panel.counts - 1], panel.totals.scale)


def third_first(read: Materials, tied: IntArray, groups: IntArray) -> Measure:
    """Sets T003 apart from all others."""
    third = (tied == read.panel.entries.index("T003")).astype("int64")
    return Measure((third,), None, lambda at: [str(int(third[index])) for index in at])


@pytest.fixture(autouse=True)
def invented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The step "third-first" and the method "best": a function and a line each, and their Korean."""
    monkeypatch.setitem(METHODS, "best", Method(best_total))
    monkeypatch.setitem(STEPS, "third-first", third_first)
    line = MethodName(
        text("method in a list"), text("The method takes the best total."), text("with a best total of {score}")
    )
    monkeypatch.setitem(names.METHODS, "best", line)
    monkeypatch.setitem(names.STEPS, "third-first", StepName(text("step in a list"), text("the step in a sentence")))
    install_language(tmp_path, monkeypatch, KOREAN, language="ko")


@pytest.fixture
def round(sqlite_app: Flask) -> Round:
    policy = POLICY.replace('"mean"', '"best"').replace("criteria-by-points", "third-first")
    with unit_of_work():
        event = make_event(a_round(policy=policy), languages=list(LANGUAGES))
        make_person(event, "organizer", "organizer")
        round = fill_round(event)
        seal_all(round, MARKS)
    return round


@pytest.fixture
def standings(round: Round) -> Standings:
    return standings_of(round)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    chosen: str = request.param
    return chosen


def said(sentence: str, language: str) -> str:
    """What a reader of the language should find; English where it has no catalogue."""
    return KOREAN[sentence] if language == "ko" else sentence


def read_in(language: str, visitor: Visitor, path: str) -> str:
    visitor.get(f"{path}?lang={language}")
    return seen(visitor.read(path))


def seen(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


# --- the rules ------------------------------------------------------------------------------------------------------


def test_the_policy_reader_offers_them() -> None:
    with pytest.raises(ScoringError) as error:
        policy_of('[ranking]\nmethod = "bset"\nties = ["third-fist"]\n')
    assert [fault.line("en") for fault in error.value.faults] == [
        'key ranking.method, value "bset": there is no such method (did you mean "best"?).',
        'key ranking.ties[1], value "third-fist": there is no such tie-break step (did you mean "third-first"?).',
    ]


def test_data_name_them_by_key(standings: Standings) -> None:
    found = standings.to_dict()
    assert [row["decided_by"] for row in found["standings"]] == [None, None, "third-first", "third-first"]
    assert [step["rule"] for step in found["ties"][0]["steps"]] == ["third-first", "lot"]
    rows = list(csv.DictReader(io.StringIO(standings.to_csv())))
    assert [row["decided_by"] for row in rows] == ["", "", "third-first", "third-first"]


def test_the_table_of_a_terminal_says_the_step(standings: Standings, language: str) -> None:
    assert said("the step in a sentence", language) in standings_table(standings, language)


def test_an_explanation_says_step_and_method(standings: Standings, language: str) -> None:
    sentence = standings.explain("T003", language)
    assert said("the step in a sentence", language) in sentence
    assert said("with a best total of {score}", language).format(score="70.00") in sentence


def test_the_report_says_step_and_method(standings: Standings, language: str) -> None:
    page = seen(report_html(standings, language=language, languages=[language]))
    assert page.count(said("the step in a sentence", language)) > 1
    assert said("with a best total of {score}", language).format(score="90.00") in page


# --- the event ------------------------------------------------------------------------------------------------------


def test_the_event_s_page_says_step_and_method(round: Round, sqlite_app: Flask, language: str) -> None:
    page = read_in(language, Visitor(sqlite_app), "/")
    assert said("The method takes the best total.", language) in page
    assert said("step in a list", language) in page


def test_the_help_lists_step_and_method(round: Round, sqlite_app: Flask, language: str) -> None:
    page = read_in(language, Visitor(sqlite_app), "/help/rules")
    written = "en" if language == "en" else "ko"  # a language without chapters reads those of the event's first
    for key, name in (("best", "method in a list"), ("third-first", "step in a list")):
        assert f"{said(name, written)} {key}" in page


@pytest.mark.parametrize("page", ["rubric", "standings", "ties"])
def test_an_organizer_s_page_says_the_step(round: Round, sqlite_app: Flask, language: str, page: str) -> None:
    organizer = Visitor(sqlite_app, db.session.scalars(select(Person).where(Person.name == "organizer")).one())
    if page == "ties":
        lock(round)
    assert said("step in a list", language) in read_in(language, organizer, f"/organizer/rounds/first/{page}")


def test_paper_says_step_and_method(round: Round, standings: Standings, language: str) -> None:
    line = method_of(standings.policy).say(language)
    assert said("method in a list", language) in line
    assert said("the step in a sentence", language) in line
    paper = summary(round, standings, None, languages=[language])
    assert paper["method"] == line
    assert said("the step in a sentence", language) in paper["ties"][0]["steps"][0]


def test_the_workbook_says_step_and_method(round: Round) -> None:
    book = openpyxl.load_workbook(io.BytesIO(export(round, "xlsx", key=the_key()).content))
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert KOREAN["the step in a sentence"] in cells
    assert any("가장 좋은 총점이 70.00점" in cell for cell in cells)


# --- without a line -------------------------------------------------------------------------------------------------


def test_what_has_no_line_is_told_by_its_key(
    standings: Standings, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a result of a newer version, or of somebody's own."""
    monkeypatch.delitem(names.METHODS, "best")
    monkeypatch.delitem(names.STEPS, "third-first")
    how, rubric = standings.policy.ranking.aggregation, standings.policy.rubric
    assert how is not None
    assert {say(each, language) for each in (method_title(how), method_sentence(how))} == {"best"}
    assert {say(find("third-first", rubric), language) for find in (step_title, step_phrase)} == {"third-first"}
    for told in (
        standings_table(standings, language),
        standings.explain("T003", language),
        report_html(standings, language=language, languages=[language]),
        method_of(standings.policy).say(language),
    ):
        assert "third-first" in told
