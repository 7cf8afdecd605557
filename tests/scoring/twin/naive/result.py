"""Result of the naive twin: the members of the JSON, from the plain data of a case."""

from __future__ import annotations

from tests.scoring.twin.naive.awards import Ceremony
from tests.scoring.twin.naive.barred import bars
from tests.scoring.twin.naive.case import Case, Data, Refused
from tests.scoring.twin.naive.figures import shown
from tests.scoring.twin.naive.quotas import Quotas
from tests.scoring.twin.naive.rules import Rules, check_rules
from tests.scoring.twin.naive.scores import Scored, mean_points
from tests.scoring.twin.naive.selection import Selection, select, select_by_quota
from tests.scoring.twin.naive.ties import Tiebreak


def rank_naively(case: Case) -> Data:
    """The JSON without sentences and digests. Raises Refused where the case has a fault."""
    rules = Rules(case.policy)
    check_rules(rules)
    _check_columns(case, rules)
    _check_decisions(case)
    scored = Scored(case, rules)
    ties = Tiebreak(scored)
    chosen = _select(ties)
    result: Data = {
        "standings": _standings(ties),
        "ties": [{**tie, "score": shown(scored.final[tie["entries"][0]], rules.decimals)} for tie in ties.ties],
        "cut": {"open": bool(chosen.open), "places": chosen.places, "entries": sorted(chosen.open)},
        "advance": chosen.advance,
        "reserve": chosen.reserve,
        "awards": Ceremony(ties).rows,
        "unranked": _unranked(scored),
        "lower_is_better": rules.lower_is_better,
    }
    if rules.columns():
        result["groups"] = {column: _groups(ties, column) for column in rules.columns()}
    if rules.cutoff or rules.quotas or case.decisions.get("waived"):
        result["passed_over"] = _passed_over(ties, chosen)
    if case.provisional:
        result["provisional"] = True
    case.seen |= {f"decided by {row['decided_by']}" for row in result["standings"] if row["decided_by"]}
    return result


def _check_columns(case: Case, rules: Rules) -> None:
    """Columns that rules name are columns of --entries."""
    columns = {column for cells in (case.entries or {}).values() for column in cells}
    if not set(rules.columns()) <= columns:
        raise Refused("a column that --entries lacks")


def _check_decisions(case: Case) -> None:
    named = [*case.decisions.get("order", []), *case.decisions.get("waived", [])]
    named += [entry for winners in case.decisions.get("awards", {}).values() for entry in winners]
    if set(named) & set(case.states):
        raise Refused("a decision about an entry with a state")


def _standings(ties: Tiebreak) -> list[Data]:
    ranks = ties.ranks()
    return [
        _row(ties.scored, entry) | {"rank": ranks[entry], "tied": len(group) > 1, "decided_by": step}
        for group, step in ties.places
        for entry in group
    ]


def _row(scored: Scored, entry: str) -> Data:
    rules, score = scored.rules, scored.final[entry]
    row: Data = {"entry": entry, "score": shown(score, rules.decimals), "exact": str(score)}
    row["ballots"] = len(scored.of(entry))
    keys = [key for key in rules.criteria if key in rules.panel["criteria"]]
    row["criteria"] = {key: shown(mean_points(scored, entry, key), rules.decimals) for key in keys}
    if rules.has_sources:
        found = {name: scores[entry] for name, scores in scored.by_source.items()}
        row["sources"] = {name: shown(value, rules.decimals) for name, value in found.items()}
        row["sources_exact"] = {name: str(value) for name, value in found.items()}
    return row


def _unranked(scored: Scored) -> list[Data]:
    rows: list[Data] = [{"entry": entry} for entry in scored.case.codes() if entry not in scored.final]
    states = scored.case.states
    return rows + [{"entry": entry, "state": states[entry]} for entry in sorted(states)]


def _groups(ties: Tiebreak, column: str) -> dict[str, list[list[object]]]:
    """Ranks among those of one value, 1-2-2-4; entries without a value are in no group."""
    ranks = ties.ranks()
    by_value: dict[str, list[str]] = {}
    for entry in sorted(ranks, key=lambda entry: (ranks[entry], entry)):
        value = ties.case.cell(entry, column)
        if value is not None:
            by_value.setdefault(value, []).append(entry)
    return {
        value: [[entry, 1 + sum(ranks[other] < ranks[entry] for other in entries)] for entry in entries]
        for value, entries in by_value.items()
    }


def _select(ties: Tiebreak) -> Selection:
    rules = ties.rules
    if rules.advance is None:
        return Selection()
    able = [[entry for entry in group if not bars(ties.scored, entry)] for group, _ in ties.places]
    groups = [group for group in able if group]
    reserve, at_the_cut = rules.advance.get("reserve", 0), rules.advance.get("at_the_cut", "resolve")
    count = rules.advance["count"]
    if not rules.quotas:
        return select(groups, count=count, reserve=reserve, at_the_cut=at_the_cut)
    quotas = Quotas(ties.case, rules.quotas, count, [entry for group in groups for entry in group])
    chosen = select_by_quota(groups, quotas, reserve=reserve, at_the_cut=at_the_cut)
    ties.case.seen |= chosen.seen
    if chosen.short and not ties.case.provisional:
        raise Refused("no place left for a least")
    return chosen


def _rules_against(ties: Tiebreak, chosen: Selection, entry: str) -> list[str]:
    """In the order the contract lists them; quotas in the order of the policy."""
    full = chosen.passed.get(entry, [])
    columns = list(dict.fromkeys(quota["by"] for quota in ties.rules.quotas))
    lines = [rule for rule in bars(ties.scored, entry) if rule != "waived"]
    waived = [rule for rule in bars(ties.scored, entry) if rule == "waived"]
    return lines + [f"quota:{column}" for column in columns if column in full] + waived


def _passed_over(ties: Tiebreak, chosen: Selection) -> list[Data]:
    """By rank, then code."""
    ranks = ties.ranks()
    return [
        {"entry": entry, "rule": rule}
        for entry in sorted(ranks, key=lambda entry: (ranks[entry], entry))
        for rule in _rules_against(ties, chosen, entry)
    ]
