"""Robustness in plain sentences and tables for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from scoring.analysis.robustness import Robustness
from scoring.analysis.trials import Trial
from scoring.faults import quote
from scoring.names import method_name
from scoring.report.terminal import aligned
from scoring.text import Sayable, Text, in_languages, say, text

MOST_SWAPS, MOST_NAMES = 10, 5
TITLE = text("How robust the result is")
TRIALS = (text("what changes"), text("first"), text("same advance"), text("entries with another rank"))
NOTE = text(
    "these shares and ranges describe and are no test; near ties they are not to be relied on (Hall and Miller 2009)."
)


def robustness_text(found: Robustness, language: str) -> str:
    """Whether first place, the cut and each award hold, then every trial and the resampling."""
    lines = [say(TITLE, language), *(f"- {say(line, language)}" for line in verdicts(found)), ""]
    rows: list[Sequence[Sayable]] = [TRIALS, *(_trial_row(name, trial) for name, trial in trials(found))]
    lines += [*_table(rows, language, left=(0, 1, 2)), ""]
    return "\n".join([*lines, *_bootstrap(found, language), "", say(NOTE, language)]) + "\n"


def _table(rows: Sequence[Sequence[Sayable]], language: str, *, left: Sequence[int]) -> Iterable[str]:
    return aligned([[say(cell, language) for cell in row] for row in rows], left=left)


def verdicts(found: Robustness) -> Iterable[Text]:
    """Whether first place, the cut and each award hold whichever judge is left out, and which pairs change places."""
    for what, broken in _held(found):
        yield _verdict(found, what, broken)
    swaps, count = found.some_swaps(most=MOST_SWAPS)
    if swaps:
        pairs = ", ".join(f"{quote(one)}↔{quote(other)}" for one, other in swaps)
        more = count - len(swaps)
        if more > 0:
            yield text("Pairs that change places: {pairs} and {more} more", pairs=pairs, more=more)
        else:
            yield text("Pairs that change places: {pairs}", pairs=pairs)


def _held(found: Robustness) -> Iterable[tuple[Text, list[str]]]:
    """What may hold, each with the judges without whom it does not."""
    policy = found.base.policy
    yield text("First place"), _without(found, lambda run: run.first_holds)
    if policy.advance is not None:
        yield text("The selection"), _without(found, lambda run: bool(run.advance_holds))
    for rule in policy.awards:
        what = text("The award “{award}”", award=in_languages(rule.names) if rule.names else rule.title)
        yield what, _without(found, partial(Trial.award_holds, name=rule.title))


def _without(found: Robustness, holds: Callable[[Trial], bool]) -> list[str]:
    return [run.name for run in found.runs if not holds(run)]


def _verdict(found: Robustness, what: Text, broken: Sequence[str]) -> Text:
    if not found.runs:
        return text("{what}: no judge could be left out.", what=what)
    if not broken:
        return text("{what} holds whichever judge is left out.", what=what)
    return text("{what} changes without: {judges}", what=what, judges=_named(broken))


def trials(found: Robustness) -> Iterable[tuple[Text, Trial]]:
    """What was changed, and what came of it."""
    for trial in found.judges:
        yield text("without {judge}", judge=quote(trial.name)), trial
    for key, changes in found.weights.items():
        criteria = found.base.policy.rubric
        name = in_languages(criteria.criteria[criteria.index(key)].name)
        for change, trial in changes.items():
            yield text("points of {criterion} {change}", criterion=name, change=change), trial
    if found.trimming is not None:
        mean = found.trimming.name == "mean"
        yield text("highest and lowest kept") if mean else text("highest and lowest dropped"), found.trimming
    told = found.trimming.name if found.trimming else ""
    for key, trial in found.methods.items():
        if key != told:
            yield text("method: {method}", method=method_name(key).name), trial


def _trial_row(name: Text, trial: Trial) -> list[Sayable]:
    if trial.skipped is not None:
        return [name, "-", "-", trial.skipped]
    return [name, _named(trial.first), _holds(trial), str(len(trial.changed))]


def _holds(trial: Trial) -> Sayable:
    if trial.advance_holds is None:
        return "-"
    return text("yes") if trial.advance_holds else text("no")


def _named(entries: Sequence[str]) -> str:
    return ", ".join(quote(entry) for entry in entries[:MOST_NAMES]) + (" …" if len(entries) > MOST_NAMES else "")


def _bootstrap(found: Robustness, language: str) -> Iterable[str]:
    drawn = found.bootstrap
    drawn_again = text(
        "judges drawn again {times} times (seed {seed}, {failed} could not be ranked)",
        times=drawn.samples,
        seed=drawn.seed,
        failed=drawn.samples - drawn.done,
    )
    yield say(drawn_again, language)
    if not drawn.done:
        return
    top = text("in the top {places}", places=drawn.top)
    rows: list[list[Sayable]] = [[text("entry"), text("rank now"), top, text("first"), text("ranks (90 %)")]]
    for standing in found.base.rows:
        entry = standing.entry
        low, high = drawn.interval.get(entry, ("-", "-"))
        shares = [f"{drawn.top_share[entry]:.0%}", f"{drawn.first_share[entry]:.0%}"]
        rows.append([quote(entry), str(standing.rank), *shares, f"{low}–{high}"])
    yield from _table(rows, language, left=(0,))
