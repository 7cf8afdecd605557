"""The cut, the reserve, the cut-off and the awards."""

from __future__ import annotations

from typing import Any

import pytest

from scoring import Award, Cut
from scoring.report.terminal import standings_table
from scoring.standings.forms import FORM_1
from scoring.text import say
from tests.scoring.builders import MEAN, TWO, order, ranked

FIVE = {"T1": [90], "T2": [80], "T3": [80], "T4": [70], "T5": [60]}


def advanced(marks: dict[str, Any], rule: str, **more: Any) -> Any:
    return ranked(marks, rest=f"[advance]\n{rule}\n", **more)


def test_without_advance_nobody_advances() -> None:
    standings = ranked(FIVE)
    assert (standings.advance, standings.reserve, standings.cut) == ((), (), Cut())


def test_the_best_advance_and_the_next_are_in_reserve() -> None:
    standings = advanced(FIVE, "count = 3\nreserve = 1")
    assert (standings.advance, standings.reserve) == (("T1", "T2", "T3"), ("T4",))
    assert standings.cut == Cut(open=False, places=0, entries=())


def test_resolve_leaves_a_tie_across_the_cut_open() -> None:
    standings = advanced(FIVE, "count = 2\nreserve = 1")
    assert standings.cut == Cut(open=True, places=1, entries=("T2", "T3"))
    assert (standings.advance, standings.reserve) == (("T1",), ("T4",))


def test_admit_all_lets_the_whole_group_advance() -> None:
    standings = advanced(FIVE, 'count = 2\nreserve = 1\nat_the_cut = "admit-all"')
    assert (standings.advance, standings.reserve, standings.cut.open) == (("T1", "T2", "T3"), ("T4",), False)


def test_admit_none_puts_the_whole_group_at_the_head_of_the_reserve() -> None:
    standings = advanced(FIVE, 'count = 2\nreserve = 3\nat_the_cut = "admit-none"')
    assert (standings.advance, standings.reserve, standings.cut.open) == (("T1",), ("T2", "T3", "T4"), False)


def test_a_tie_at_the_end_of_the_reserve_is_admitted_whole() -> None:
    assert advanced(FIVE, "count = 1\nreserve = 1").reserve == ("T2", "T3")


def test_a_broken_tie_at_the_cut_is_no_tie() -> None:
    ranking = MEAN + 'ties = ["lot"]\nlot_seed = "x"\n'
    standings = advanced(FIVE, "count = 2\nreserve = 1", ranking=ranking)
    assert not standings.cut.open
    assert {*standings.advance[1:], *standings.reserve} == {"T2", "T3"}


def test_more_places_than_entries() -> None:
    assert advanced(FIVE, "count = 9").advance == ("T1", "T2", "T3", "T4", "T5")


# --- cut-off and waivers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("inclusive", "expected"), [("true", ("T1", "T2", "T3")), ("false", ("T1",))])
def test_exactly_on_the_line_passes_if_the_line_is_inclusive(inclusive: str, expected: tuple[str, ...]) -> None:
    rest = f"[cutoff]\ntotal = 80\ninclusive = {inclusive}\n[advance]\ncount = 4\n"
    standings = ranked(FIVE, rest=rest)
    assert standings.advance == expected
    assert order(standings) == "T1 (T2 T3) T4 T5"


def test_below_a_criterions_line_an_entry_keeps_its_rank_but_cannot_advance_or_win() -> None:
    rest = '[cutoff]\ncriterion = { technical = 30 }\n[advance]\ncount = 1\n[[awards]]\nname = "대상"\n'
    standings = ranked({"T1": [(10, 4.0)], "T2": [(2, 5)]}, rest=rest, criteria=TWO)
    assert order(standings) == "T1 T2"
    assert standings.advance == ("T2",)
    assert standings.awards == (Award("대상", "T2"),)


def test_the_cut_off_reads_the_rounded_score() -> None:
    rest = "[cutoff]\ntotal = 80\n[advance]\ncount = 1\n"
    marks = {"T1": [79, 80, 80]}
    assert ranked(marks, rest=rest).advance == ()
    assert ranked(marks, MEAN + "decimals = 0\n", rest=rest).advance == ("T1",)


def test_who_waives_keeps_the_rank_and_the_next_moves_up() -> None:
    rest = '[advance]\ncount = 1\nreserve = 1\n[[awards]]\nname = "대상"\n'
    marks = {"T1": [90], "T2": [80], "T3": [70]}
    standings = ranked(marks, rest=rest, decisions='waived = ["T1"]')
    assert order(standings) == "T1 T2 T3"
    assert (standings.advance, standings.reserve, standings.awards) == (("T2",), ("T3",), (Award("대상", "T2"),))


# --- awards -------------------------------------------------------------------------------------------------------


def awards(marks: dict[str, Any], rest: str, **more: Any) -> list[tuple[str, str | None, bool]]:
    return [(award.name, award.entry, award.open) for award in ranked(marks, rest=rest, **more).awards]


def award(name: str, **settings: str) -> str:
    return f'[[awards]]\nname = "{name}"\n' + "".join(f"{key} = {value}\n" for key, value in settings.items())


def test_one_row_per_place_in_file_order() -> None:
    rest = award("대상") + award("우수상", count="2", exclusive="true")
    assert awards({"T1": [90], "T2": [80], "T3": [70]}, rest) == [
        ("대상", "T1", False),
        ("우수상", "T2", False),
        ("우수상", "T3", False),
    ]


def test_without_exclusive_one_entry_may_win_twice() -> None:
    assert [entry for _, entry, _ in awards(FIVE, award("a") + award("b"))] == ["T1", "T1"]


def test_an_award_by_criterion_goes_by_its_mean_points_then_by_overall_rank() -> None:
    marks = {"T1": [(4, 8)], "T2": [(9, 8)], "T3": [(10, 3)]}
    assert awards(marks, award("기술상", by='"criterion:technical"'), criteria=TWO) == [("기술상", "T2", False)]


def test_a_tie_for_the_last_place_leaves_it_open() -> None:
    assert awards({"T1": [90], "T2": [80], "T3": [80]}, award("a", count="2")) == [
        ("a", "T1", False),
        ("a", None, True),
    ]


def test_a_tie_over_several_places_leaves_each_open() -> None:
    assert awards({"T1": [80], "T2": [80], "T3": [80]}, award("a", count="2")) == [("a", None, True)] * 2


def test_an_open_award_names_who_is_tied_for_it() -> None:
    standings = ranked({"T1": [80], "T2": [80]}, rest=award("a"))
    assert standings.awards[0].candidates == ("T1", "T2")


def test_a_shared_award_goes_to_all_who_are_tied() -> None:
    expected = [("a", "T1", False), ("a", "T2", False)]
    assert awards({"T1": [80], "T2": [80]}, award("a", shared="true")) == expected


def test_below_the_minimum_an_award_stays_vacant() -> None:
    assert awards({"T1": [79]}, award("a", minimum="80")) == [("a", None, False)]
    assert awards({"T1": [80]}, award("a", minimum="80")) == [("a", "T1", False)]


def test_places_that_nobody_is_left_for_stay_vacant() -> None:
    marks = {"T1": [79], "T2": [50]}
    assert awards(marks, award("a", count="2", minimum="60")) == [("a", "T1", False), ("a", None, False)]


def test_an_award_has_no_more_rows_than_there_are_entries() -> None:
    marks, rest = {"T1": [79], "T2": [None]}, award("a", count="3000000")
    assert awards(marks, rest, entries=["T1", "T2", "T3"]) == [("a", "T1", False), *[("a", None, False)] * 2]
    assert len(awards(marks, award("a", count="4"), form=FORM_1)) == 4


def test_an_unranked_entry_cannot_win() -> None:
    assert awards({"T1": [79], "T2": [None]}, award("a", count="2")) == [("a", "T1", False), ("a", None, False)]


def test_an_award_may_be_named_in_languages() -> None:
    names = 'name = { en = "Grand prize", ko = "대상" }'
    standings = ranked({"T1": [80], "T2": [90]}, rest=f"[[awards]]\n{names}\nby = 'overall'\ncount = 1\n")
    (award,) = standings.awards
    assert (award.name, award.entry) == ("Grand prize", "T2")
    assert [say(award.title, language) for language in ("ko", "en", "fr")] == ["대상", "Grand prize", "Grand prize"]
    assert standings.to_dict()["awards"][0]["name"] == {"en": "Grand prize", "ko": "대상"}
    assert "award: Grand prize: T2" in standings_table(standings, "en")
    assert "시상: 대상: T2" in standings_table(standings, "ko")
