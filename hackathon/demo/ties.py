"""Ties that a demo must show: marks are nudged until the result holds them, and no mark moves further than it has to.

The sums here are whole numbers: on a scale of 0 to 10 one mark is worth 4, 4 and 2 points.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from copy import deepcopy
from fractions import Fraction
from functools import partial
from itertools import combinations

Marks = dict[str, int]
Panel = dict[str, Marks]  # one entry's marks by judge
Gap = Callable[[Panel], int]  # how far a panel is from what is wanted, in points; 0 is there
Move = tuple[tuple[str, str, int], ...]  # (judge, criterion, change)
Key = tuple[Fraction, list[Fraction], list[int], int]

POINTS_PER_MARK = {"creativity": 4, "technical": 4, "theme": 2}
CRITERIA = tuple(POINTS_PER_MARK)
HIGHEST = 10
AWARD_LINES = (4, 7, 2)  # the last place of the Excellence, Encouragement and Top Excellence Awards
TOP = 10
REST = 3  # moves
MOST_MOVES = 40


class NoTieError(RuntimeError):
    """The marks could not be nudged into the wanted tie."""


def total(marks: Marks) -> int:
    return sum(POINTS_PER_MARK[key] * mark for key, mark in marks.items())


def totals_of(panel: Panel) -> list[int]:
    return sorted((total(marks) for marks in panel.values()), reverse=True)


def points_of(panel: Panel, *, drop: int) -> int:
    """The sum of the totals that count; panels of one size compare by it as by their mean."""
    return sum(totals_of(panel)[drop : len(panel) - drop])


def score(panel: Panel, *, drop: int) -> Fraction:
    return Fraction(points_of(panel, drop=drop), len(panel) - 2 * drop)


def sum_of_marks(panel: Panel, key: str) -> int:
    return sum(marks[key] for marks in panel.values())


def chain_key(panel: Panel, *, drop: int) -> Key:
    """Score, criteria by points, countback, lowest total: highest first. The final's chain shares all but the last."""
    totals = totals_of(panel)
    means = [Fraction(sum_of_marks(panel, key), len(panel)) for key in CRITERIA]
    return score(panel, drop=drop), means, totals, totals[-1]


def in_order(panels: dict[str, Panel], *, drop: int) -> list[str]:
    return sorted(sorted(panels), key=lambda entry: chain_key(panels[entry], drop=drop), reverse=True)


def settle_preliminary(panels: dict[str, Panel], *, advance: int, reserve: int) -> None:
    """A tie lies across the cut and the declared steps break it; the end of the reserve is clear as well."""
    if len(panels) <= advance + reserve:
        return
    _settle_line(panels, places=advance, tied=True)
    _settle_line(panels, places=advance + reserve, tied=False)


def _settle_line(panels: dict[str, Panel], *, places: int, tied: bool) -> None:
    """Move the entry just below the line until it is set apart there (and has the score of the one above, if `tied`)."""
    while not _is_line_settled(panels, places=places, tied=tied):
        order = in_order(panels, drop=0)
        target = order[places - 1] if tied else order[places]
        taken = [chain_key(panels[entry], drop=0) for entry in order if entry != order[places]]
        wanted = points_of(panels[target], drop=0)
        close_gap(panels[order[places]], gap=partial(_gap_to_line, wanted=wanted, taken=taken))


def _is_line_settled(panels: dict[str, Panel], *, places: int, tied: bool) -> bool:
    above, below = (chain_key(panels[entry], drop=0) for entry in in_order(panels, drop=0)[places - 1 : places + 1])
    return above != below and (above[0] == below[0] or not tied)


def _gap_to_line(panel: Panel, *, wanted: int, taken: list[Key]) -> int:
    missing = abs(points_of(panel, drop=0) - wanted)
    return missing or int(chain_key(panel, drop=0) in taken)


def settle_top(panels: dict[str, Panel], *, judges: int) -> None:
    """Nobody shares the first place; two pairs in the upper ten tie, one of them on the line between two awards."""
    if len(panels) < TOP:
        return
    order = in_order(panels, drop=1)
    close_gap(panels[order[0]], gap=partial(_gap_to_lead, panels[order[1]]))
    line = _tie_somewhere(panels, _gap_to_technical_tie, places=_nearest_first(panels, AWARD_LINES, judges=judges))
    others = _nearest_first(panels, [place for place in range(2, TOP) if abs(place - line) > 1], judges=judges)
    try:
        _tie_somewhere(panels, _gap_to_countback_tie, places=others)
    except NoTieError:  # rare; a tie that the first criterion breaks can always be had
        _tie_somewhere(panels, _gap_to_creativity_tie, places=others)


def _gap_to_lead(second: Panel, panel: Panel) -> int:
    lead = score(panel, drop=1) - score(second, drop=1)
    return 0 if lead > 0 else int(1 - lead)


def _nearest_first(panels: dict[str, Panel], places: Iterable[int], *, judges: int) -> list[int]:
    """Places by how near the next score is, without pairs that hold a recusal: means of 9 and of 8 seldom meet."""
    order = in_order(panels, drop=1)
    pairs = {place: [panels[entry] for entry in order[place - 1 : place + 1]] for place in places}
    whole = [place for place, pair in pairs.items() if all(len(panel) == judges for panel in pair)]
    return sorted(whole, key=lambda place: _score_gap(*pairs[place]))


def _tie_somewhere(panels: dict[str, Panel], gap: Callable[[Panel, Panel], int], *, places: list[int]) -> int:
    """Tie the entry on one of the places with the next one, and say on which."""
    for place in places:
        above, below = in_order(panels, drop=1)[place - 1 : place + 1]
        with suppress(NoTieError):
            close_gap(panels[below], gap=partial(gap, panels[above]))
            return place
    raise NoTieError(f"no tie on any of the places {places}")


def _gap_to_technical_tie(above: Panel, panel: Panel) -> int:
    """Equal scores and equal creativity; the technical criterion, next in the chain, tells them apart."""
    equal = sum_of_marks(above, "technical") == sum_of_marks(panel, "technical")
    return _score_gap(above, panel) + _criterion_gap(above, panel, "creativity") + int(equal)


def _gap_to_creativity_tie(above: Panel, panel: Panel) -> int:
    equal = sum_of_marks(above, "creativity") == sum_of_marks(panel, "creativity")
    return _score_gap(above, panel) + int(equal)


def _gap_to_countback_tie(above: Panel, panel: Panel) -> int:
    """Equal scores and equal criteria; only the totals, counted from the top, tell them apart."""
    criteria = sum(_criterion_gap(above, panel, key) for key in CRITERIA)
    return _score_gap(above, panel) + criteria + int(totals_of(above) == totals_of(panel))


def _score_gap(above: Panel, panel: Panel) -> int:
    return abs(points_of(above, drop=1) - points_of(panel, drop=1))


def _criterion_gap(above: Panel, panel: Panel, key: str) -> int:
    return POINTS_PER_MARK[key] * abs(sum_of_marks(above, key) - sum_of_marks(panel, key))


def close_gap(panel: Panel, *, gap: Gap) -> None:
    """Change one mark at a time, or two where one does not help, always by the move that leaves the least gap.

    Of equal moves the one that keeps all marks nearest to where they were. Marks just changed rest for a few moves, so
    that a dead end is left by the way that costs least (a tabu search).
    """
    before = deepcopy(panel)
    resting: deque[Move] = deque(maxlen=REST)
    for _ in range(MOST_MOVES):
        if (left := gap(panel)) == 0:
            return
        for marks_at_once in (1, 2):
            moves = _moves(panel, marks_at_once, resting=resting)
            best = min(moves, key=lambda move: _outcome(panel, move, gap=gap, before=before))
            if _outcome(panel, best, gap=gap, before=before)[0] < left:
                break
        _apply(panel, best)
        resting.append(best)
    panel.update(before)
    raise NoTieError(f"a gap of {left} is left")


def _moves(panel: Panel, marks_at_once: int, *, resting: Iterable[Move]) -> Iterable[Move]:
    tired = {(judge, key) for move in resting for judge, key, _ in move}
    single = [step for step in _steps(panel) if step[:2] not in tired]
    # Two changes of the same mark could pass the end of the scale, or do nothing.
    return (move for move in combinations(single, marks_at_once) if len({step[:2] for step in move}) == marks_at_once)


def _steps(panel: Panel) -> Iterator[tuple[str, str, int]]:
    """Every mark one up and one down, within the scale."""
    for judge, marks in panel.items():
        for key, mark in marks.items():
            yield from ((judge, key, change) for change in (1, -1) if 0 <= mark + change <= HIGHEST)


def _outcome(panel: Panel, move: Move, *, gap: Gap, before: Panel) -> tuple[int, int]:
    _apply(panel, move)
    outcome = gap(panel), _strain(panel, before=before)
    _apply(panel, tuple((judge, key, -change) for judge, key, change in move))
    return outcome


def _strain(panel: Panel, *, before: Panel) -> int:
    return sum((mark - before[judge][key]) ** 2 for judge, marks in panel.items() for key, mark in marks.items())


def _apply(panel: Panel, move: Move) -> None:
    for judge, key, change in move:
        panel[judge][key] += change
