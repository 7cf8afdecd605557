"""Coverage of random events: which rules they used, and which rare ways their ranking went."""

from __future__ import annotations

from collections.abc import Iterator

from tests.scoring.twin.naive.case import Case, Data
from tests.scoring.twin.naive.rules import Rules

# What a few thousand random events must have met, each at least once.
EXPECTED = (
    *(f"method {name}" for name in (
        "mean", "median", "trimmed-mean", "z-score", "rank-sum", "majority", "adjusted"
    )),
    *(f"decided by {step}" for step in (
        "criterion", "criterion:trimmed", "source", "submitted", "countback", "head-to-head", "median", "mean", "low",
        "previous", "chair", "rejudge", "decision", "lot",
    )),
    *(f"rounded at the half: {rounding}" for rounding in ("half-up", "half-even", "down")),
    *(f"round_at {place}" for place in ("score", "ballot", "criterion")),
    *(f"round_at criterion, {of} trimmed" for of in ("total", "criterion")),
    "drop.min", "trimmed: nothing dropped", "trimmed by total: equal totals at the edge",
    "a bonus capped", "an adjusted score lifted", "a score lifted that nothing adjusts", "carry",
    "sources", "sources: the panel has criteria of its own", "sources: another has criteria of its own",
    "sources: lower is better",
    *(f"passed over by {rule}" for rule in (
        "cutoff:total", "cutoff:criterion", "cutoff:any_judge", "cutoff:ballots", "quota", "waived"
    )),
    *(f"quota: a tied group across the cut, {rule}" for rule in ("resolve", "admit-none")),
    "quota: a tied group admitted whole", "quota: a least lifts an entry over the cut",
    "quota: no place left for a least", "quota: reserve", "cut: open", "cut: open, with a quota",
    "groups", "state withdrawn", "state disqualified",
    *(f"award by {by}" for by in ("overall", "criterion", "source", "decision")),
    "award: open by a tie", "award: open from above", "award: fewer candidates than open places",
    "award: shared past its count", "award: an open place decided", "award: an unranked entry picked",
    "award: a pick leaves places vacant", "award: a pick in question", "award: vacant", "award: where", "award: minimum", "award: named in languages",
    *(f"provisional: unranked by {name}" for name in ("trimmed-mean", "rank-sum", "majority", "adjusted")),
    "provisional", "provisional: a source waits", "provisional: nobody ranked",
)  # fmt: skip


def features(case: Case, result: Data) -> set[str]:
    """Everything of interest that a ranked case has in it."""
    found = {_short(note) for note in case.seen}
    found |= {*_of_ranking(case), *_of_selection(case, result), *_of_awards(case, result)}
    found |= {f"state {row['state']}" for row in result["unranked"] if "state" in row}
    return found | set(_of_provisional(case, result))


def _short(note: str) -> str:
    """Without the name of a criterion or a source."""
    if not note.startswith("decided by") or ":" not in note:
        return note
    return note.partition(":")[0] + (":trimmed" if note.endswith(":trimmed") else "")


def _of_sources(rules: Rules) -> Iterator[str]:
    for source in rules.sources:
        yield f"method {source['method']}"
        if source["method"] == "trimmed-mean" and rules.round_at == "criterion":
            yield f"round_at criterion, {source['of']} trimmed"
        if source["min"] is not None:
            yield "drop.min"
        if source["own"] and rules.factor(source) != 1:
            yield "sources: another has criteria of its own"


def _of_ranking(case: Case) -> Iterator[str]:
    rules = Rules(case.policy)
    yield from _of_sources(rules)
    if "round_at" in rules.ranking:
        yield f"round_at {rules.round_at}"
    if rules.has_sources:
        yield "sources"
        if len(rules.panel["criteria"]) < len(rules.criteria):
            yield "sources: the panel has criteria of its own"
        if rules.lower_is_better:
            yield "sources: lower is better"
    if "carry" in case.policy:
        yield "carry"
    if "groups" in rules.ranking:
        yield "groups"


def _of_selection(case: Case, result: Data) -> Iterator[str]:
    for row in result.get("passed_over", []):
        parts = row["rule"].split(":")
        yield "passed over by " + (":".join(parts[:2]) if parts[0] == "cutoff" else parts[0])
    quota = "quota" in case.policy.get("advance", {})
    if result["cut"]["open"]:
        yield "cut: open, with a quota" if quota else "cut: open"
    if quota and result["reserve"]:
        yield "quota: reserve"


def _of_awards(case: Case, result: Data) -> Iterator[str]:
    for award in case.policy["awards"]:
        yield "award by " + award["by"].partition(":")[0]
        yield from (f"award: {name}" for name in ("where", "minimum") if name in award)
        if isinstance(award["name"], dict):
            yield "award: named in languages"
    if any(row["entry"] is None and not row["open"] for row in result["awards"]):
        yield "award: vacant"


def _of_provisional(case: Case, result: Data) -> Iterator[str]:
    if not case.provisional:
        return
    yield "provisional"
    if not result["standings"]:
        yield "provisional: nobody ranked"
    with_ballots = {row["entry"] for row in case.ballots} & {row["entry"] for row in result["unranked"]}
    if with_ballots and result["standings"] and "sources" not in case.policy:
        yield f"provisional: unranked by {case.policy['ranking']['method']}"
