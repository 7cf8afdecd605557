"""The tablet counts as the server does, and a tap changes the total before it returns."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any

import pytest
from playwright.sync_api import Page

from hackathon.domain.ballots.revisions import rubric_of
from hackathon.domain.ballots.totals import total_of
from hackathon.web.page.numbers import number
from scoring.report.axis import fit_axis
from tests.browser.screens import Open, Served
from tests.browser.tablet.test_looks import first_open, ready

pytestmark = pytest.mark.browser

SCALES = [
    ("0", "10", "1"),
    ("0", "7", "1"),
    ("-5", "3", "0.5"),
    ("1", "9", "0.25"),
    ("0", "0.3", "0.1"),
    ("0", "33", "3"),
]
COUNT = """async (cases) => {
  const { rounded, approximately, exact } = await import("/static/js/tablet/model/exact.js");
  const { totalOf, markText } = await import("/static/js/tablet/model/rubric.js");
  const { fit, placeAmong } = await import("/static/js/tablet/model/standing.js");
  return cases.map(({ criteria, ballots }) => {
    const totals = ballots.map((marks) => totalOf(criteria, marks));
    const scale = fit(totals.map(approximately));
    const texts = ballots.map((marks) => Object.values(marks).map(markText));
    const places = totals.map((total, at) => placeAmong(totals.toSpliced(at, 1), total).place);
    return { totals: totals.map(rounded), texts, places, scale: [scale.low, scale.high, scale.step] };
  });
}"""
TAP = """(selector) => {
  const shown = () => document.querySelector("div.total").textContent;
  const [began, before] = [performance.now(), shown()];
  document.querySelector(selector).click();
  return [performance.now() - began, shown() !== before];
}"""


def a_case(dice: random.Random) -> dict[str, Any]:
    criteria: list[dict[str, Any]] = []
    for key in "abcd"[: dice.randint(2, 4)]:
        low, high, step = dice.choice(SCALES)
        points = dice.choice(["40", "33.3", "7", "12.5"])
        criteria.append({"key": key, "points": float(points), "scale": _scale(low, high, step)})
    ballots = [{each["key"]: _mark(dice, each["scale"]) for each in criteria} for _ in range(6)]
    return {"criteria": criteria, "ballots": ballots}


def _scale(low: str, high: str, step: str) -> dict[str, float]:
    return {"min": float(low), "max": float(high), "step": float(step)}


def _mark(dice: random.Random, scale: dict[str, float]) -> float:
    low, high, step = (Decimal(str(scale[name])) for name in ("min", "max", "step"))
    return float(low + step * dice.randint(0, int((high - low) / step)))


def the_rules(case: dict[str, Any]) -> Any:
    lines = [
        f'[[criteria]]\nkey = "{c["key"]}"\nname = {{ ko = "가", en = "a" }}\npoints = {c["points"]}\n'
        f"scale = {{ min = {c['scale']['min']}, max = {c['scale']['max']}, step = {c['scale']['step']} }}\n"
        for c in case["criteria"]
    ]
    return rubric_of("\n".join([*lines, '[ranking]\nmethod = "mean"\n']))


def test_totals_places_and_rulers_are_the_servers(final: Served, open_page: Open) -> None:
    dice = random.Random(20251202)
    cases = [a_case(dice) for _ in range(60)]
    found = open_page(final, "/").evaluate(COUNT, cases)
    for case, counted in zip(cases, found, strict=True):
        rubric = the_rules(case)
        totals = [_total(rubric, ballot) for ballot in case["ballots"]]
        assert counted["totals"] == [number(total) for total in totals]
        assert counted["texts"] == [[number(Decimal(str(mark))) for mark in each.values()] for each in case["ballots"]]
        assert counted["places"] == [1 + sum(other > total for other in totals) for total in totals]
        axis = fit_axis(totals)
        assert counted["scale"] == pytest.approx([float(axis.low), float(axis.high), float(axis.step)])


def _total(rubric: Any, ballot: dict[str, float]) -> Fraction:
    total = total_of(rubric, {key: Decimal(str(mark)) for key, mark in ballot.items()})
    assert total is not None
    return total


def test_a_tap_answers_before_anything_else_happens(final: Served, open_page: Open) -> None:
    page = ready(open_page(final, "/judge", role="judge", size="landscape"))
    first_open(page)
    page.context.set_offline(True)  # nothing that the network says may be waited for
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 4})
    taps = [_tap(page, at) for at in range(2, 11)]  # each asks for the total in the same turn
    print(f"\na tap at a quarter of the speed: {median(took for took, _changed in taps):.0f} ms")
    assert [changed for _took, changed in taps] == [True] * 9


def _tap(page: Page, at: int) -> tuple[float, bool]:
    took, changed = page.evaluate(TAP, f"fieldset.criterion label:nth-child({at})")
    return float(took), bool(changed)
