"""Open questions, from the plain data of a result."""

from __future__ import annotations

from typing import Any

from scoring.standings.open_questions import open_questions


def a_result(**members: Any) -> dict[str, Any]:
    return {"cut": {"open": False, "places": 0, "entries": []}, "awards": [], "ties": [], **members}


def a_place(name: object, entry: str | None, **members: Any) -> dict[str, Any]:
    return {"name": name, "entry": entry, "open": entry is None, **members}


def kinds(result: dict[str, Any]) -> list[tuple[str, int, tuple[str, ...]]]:
    return [(each.kind, each.places, each.candidates) for each in open_questions(result)]


def test_a_settled_result_and_a_vacant_award_leave_nothing_open() -> None:
    vacant = {"name": "S", "entry": None, "open": False}
    assert open_questions(a_result(awards=[a_place("S", "T1"), vacant])) == ()


def test_a_cut_is_open_with_its_places_and_entries() -> None:
    cut = {"open": True, "places": 2, "entries": ["T1", "T2", "T3"]}
    assert kinds(a_result(cut=cut)) == [("cut", 2, ("T1", "T2", "T3"))]


def test_open_places_of_one_award_are_one_question() -> None:
    names = {"ko": "대상", "en": "Grand prize"}
    rows = [
        a_place(names, "T9"),
        a_place(names, None, candidates=["T1", "T2"]),
        a_place(names, None),
        a_place("B", None),
    ]
    found = open_questions(a_result(awards=rows))
    assert [(str(each.name), each.places, each.candidates) for each in found] == [
        ("Grand prize", 2, ("T1", "T2")),
        ("B", 1, ()),
    ]
    assert found[0].sentence.say("en") == "Grand prize: 2 places are undecided between T1, T2."


def test_only_a_lot_that_found_nothing_is_open() -> None:
    pending = {
        "entries": ["T1", "T2"],
        "steps": [{"rule": "lot", "values": {"T1": None, "T2": None}}],
        "resolved": False,
    }
    shared = {"entries": ["T3", "T4"], "steps": [{"rule": "low", "values": {"T3": "5", "T4": "5"}}], "resolved": False}
    drawn = {"entries": ["T5", "T6"], "steps": [{"rule": "lot", "values": {"T5": "0a", "T6": "0b"}}], "resolved": True}
    assert kinds(a_result(ties=[pending, shared, drawn])) == [("lot", 2, ("T1", "T2"))]
    cut = {"open": True, "places": 1, "entries": ["T1", "T2"]}
    assert [kind for kind, *_ in kinds(a_result(ties=[pending], cut=cut))] == ["cut"]
