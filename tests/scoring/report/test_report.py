"""The report: one page that holds everything, loads nothing, runs nothing, and says it in both languages."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from scoring import Ballots, Policy, Standings, measure_agreement, measure_robustness, rank
from scoring.report.page import report_html
from tests.scoring.builders import MEAN, TWO, ballots_of

EVIL = '<script>alert("x")</script>'
POLICY = (
    TWO.replace("Technical", "T<b>ech</b>")
    + MEAN
    + 'ties = ["criteria-by-points"]\n[advance]\ncount = 1\nreserve = 1\n'
    + "[[awards]]\nname = '" + EVIL + "'\nby = \"overall\"\ncount = 1\nexclusive = true\n"
)  # fmt: skip
VOID = {"meta", "input"}


class Page(HTMLParser):
    """Tags, attributes and text of a page; fails where tags do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        self.links += [given[name] or "" for name in ("href", "src", "action") if name in given]
        self.ids += [given["id"] or ""] if "id" in given else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def standings() -> Standings:
    policy = Policy.from_text(POLICY)
    marks = {"T1": [(8, 8), (9, 9)], "T2": [(7, 7), (7, 7)], EVIL: [(6, 8), (9, 6)]}
    return rank(ballots_of(policy, marks), policy, entries=["T1", "T2", EVIL, "T9"])


def page(language: str = "ko") -> str:
    found = standings()
    return report_html(
        found,
        agreement=measure_agreement(found.ballots, found.policy),
        robustness=measure_robustness(found.ballots, found.policy, samples=20),
        rules=POLICY,
        language=language,
    )


@pytest.fixture(scope="module")
def text() -> str:
    return page()


def test_it_nests_and_every_section_is_there(text: str) -> None:
    found = Page(text)
    sections = {"ranks", "ties", "robust", "judges", "criteria", "agreement", "rules"}
    assert sections <= set(found.ids)
    assert {f"#{name}" for name in sections} == set(found.links)


def test_it_loads_nothing_and_runs_nothing(text: str) -> None:
    found = Page(text)
    assert not {"script", "link", "img", "iframe", "object", "form"} & set(found.tags)
    assert not re.search(r"https?://|url\(|@import|\son[a-z]+=", text)


def test_what_people_typed_stays_text(text: str) -> None:
    assert EVIL not in text
    assert "&lt;script&gt;" in text
    assert "<b>ech</b>" not in text


def test_every_rank_says_what_decided_it_in_both_languages(text: str) -> None:
    found = standings()
    for row in found.rows:
        for language in ("ko", "en"):
            sentence = found.explain(row.entry, language)
            assert (
                sentence.replace("<", "&lt;").replace(">", "&gt;").split("(")[0].strip()[:30].replace('"', "&#34;")
                in text
            )


def test_every_ballot_is_a_dot_and_the_score_a_line(text: str) -> None:
    assert text.count("<circle") >= len(standings().ballots)


def test_what_is_said_in_one_language_is_said_in_the_other(text: str) -> None:
    assert text.count('class="said in-ko"') == text.count('class="said in-en"') > 50


def test_the_language_that_was_asked_for_is_chosen(text: str) -> None:
    assert re.search(r'id="ko"[^>]* checked', text)
    assert re.search(r'id="en"[^>]* checked', page("en"))
    assert re.search(r'id="en"[^>]* checked', page("fr"))


def test_a_language_is_offered_by_its_own_name(text: str) -> None:
    assert 'id="ko" aria-label="한국어"' in text
    assert '<label for="ko">한국어</label><label for="en">EN</label>' in text
    assert 'id="xx" aria-label="xx"' in report_html(standings(), languages=["en", "xx"])


def test_the_same_result_gives_the_same_page(text: str) -> None:
    assert page() == text


def test_digests_and_the_rules_stand_on_it(text: str) -> None:
    found = standings()
    assert str(found.digests["ballots"]) in text
    assert "at_the_cut" not in text
    assert "[advance]" in text


@pytest.mark.parametrize("method", ["rank-sum", "majority", "z-score", "adjusted"])
def test_every_method_has_a_page(method: str) -> None:
    policy = Policy.from_text(TWO + f'[ranking]\nmethod = "{method}"\n')
    found = rank(ballots_of(policy, {"T1": [(8, 8), (9, 9)], "T2": [(7, 7), (7, 6)], "T3": [(6, 8), (9, 5)]}), policy)
    Page(report_html(found))


def test_one_ballot_is_enough_for_a_page() -> None:
    policy = Policy.from_text(TWO + MEAN)
    ballots = Ballots.from_rows([{"entry": "T1", "judge": "J1", "creativity": 5, "technical": 5}], policy.rubric)
    found = rank(ballots, policy)
    Page(
        report_html(found, agreement=measure_agreement(ballots, policy), robustness=measure_robustness(ballots, policy))
    )
