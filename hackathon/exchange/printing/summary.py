"""Summary of a result: the sheet that is signed, and the sheets of the judges behind it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from hackathon.domain.ballots.progress import Progress, progress_of
from hackathon.domain.results.results import signatures
from hackathon.domain.results.standings import adjustments
from hackathon.exchange.printing.judge_sheets import judge_sheets
from hackathon.exchange.printing.phrases import RECUSALS, criteria_of, method_of, moment, pick, words
from hackathon.extensions import db
from hackathon.models import Entry, Judge, Person, Recusal, Result, Round, Team
from hackathon.permissions import hides_names
from scoring import Policy, Standings
from scoring.policy.rubric import Rubric
from scoring.policy.rule_names import step_phrase
from scoring.text import say
from scoring.ties.ledger import Tie, TriedStep

LONGEST = 60
"""Characters of one finding in the ledger of ties: seeds and lists of totals are longer and help nobody on paper."""


def summary(round: Round, table: Standings, result: Result | None, *, language: str) -> dict[str, Any]:
    """Everything that the layout `result` reads."""
    policy, names, progress = Policy.from_text(round.policy), _names(round), progress_of(round)
    return {
        **_head(round, table, result, progress, language),
        "criteria": criteria_of(policy.rubric, language),
        "rows": _rows(table, progress, names, language),
        "unranked": _unranked(table, names, language),
        "awards": _awards(table, names, language),
        "ties": [_tie(table, tie, names, language) for tie in table.ties],
        "adjustments": [
            [each.entry, names.get(each.entry, ""), f"{each.points:+}", each.reason] for each in adjustments(round)
        ],
        "recusals": _recusals(round, names, language),
        "panel": [_member(seat.judge.code, seat.judge.person) for seat in progress.judges if not seat.chair],
        "signers": _signers(round, progress, result, language),
        "judges": judge_sheets(round, table, progress, language=language),
    }


def _names(round: Round) -> dict[str, str]:
    """Team code → name; none while the round is blind."""
    if hides_names(round):
        return {}
    found = select(Team.code, Team.name).join(Entry, Entry.team_id == Team.id).where(Entry.round_id == round.id)
    return dict(db.session.execute(found).all())


def _head(round: Round, table: Standings, result: Result | None, progress: Progress, language: str) -> dict[str, Any]:
    event, name = words(round.event.name, language), words(round.name, language)
    heading = pick(("심사결과 총괄표", "Summary of the result"), language)
    note = pick(("확정 전 초안 · 서명할 수 없음", "draft before the lock · not to be signed"), language)
    return {
        "title": f"{event} {name} {heading}",
        "heading": f"{name} {heading}",
        "event": event,
        "round": name,
        "locked": result is not None,
        "stamp": pick((f"결과 {result.version}판", f"Result v{result.version}"), language)
        if result
        else pick(("초안", "Draft"), language),
        "stamp_note": moment(round, result.made_at) if result else note,
        "event_line": f"{event} · {words(round.event.venue, language)}",
        "period": f"{moment(round, round.opens_at)} – {moment(round, round.closes_at)}",
        "panel_line": pick((f"{len(progress.judges)}명", f"{len(progress.judges)} judges"), language),
        "entries_line": pick((f"{len(progress.entries)}팀", f"{len(progress.entries)} teams"), language),
        "method": method_of(table.policy, language),
        "digest": result.digest if result else "",
    }


def _rows(table: Standings, progress: Progress, names: dict[str, str], language: str) -> list[dict[str, Any]]:
    possible = _possible(progress)
    advancing, reserve, open_cut = set(table.advance), set(table.reserve), set(table.cut.entries)
    return [
        {
            "rank": row["rank"],
            "tied": row["tied"],
            "code": row["entry"],
            "team": names.get(row["entry"], ""),
            "score": row["score"],
            "criteria": list(row["criteria"].values()),
            "ballots": f"{row['ballots']}/{possible.get(row['entry'], row['ballots'])}",
            "remark": ", ".join(
                pick(remark, language)
                for remark, within in (
                    (("선발", "advances"), advancing),
                    (("예비", "reserve"), reserve),
                    (("선발선 동점", "tied at the cut"), open_cut),
                )
                if row["entry"] in within
            ),
        }
        for row in table.to_dict()["standings"]
    ]


def _unranked(table: Standings, names: dict[str, str], language: str) -> list[dict[str, Any]]:
    """The entries without a rank, together where the reason is the same."""
    found: dict[str, list[str]] = {}
    for each in table.unranked:
        reason = say(each.why, language)
        found.setdefault(reason, []).append(f"{names.get(each.entry, '')} {each.entry}".strip())
    return [{"why": reason, "teams": teams} for reason, teams in found.items()]


def _possible(progress: Progress) -> dict[str, int]:
    """How many judges were to score each entry, recused ones among them: "8 of 9" shows that one is missing."""
    found: dict[str, int] = {}
    for _judge, entry in progress.cells:
        found[entry] = found.get(entry, 0) + 1
    return found


def _awards(table: Standings, names: dict[str, str], language: str) -> list[dict[str, str]]:
    none = {
        True: pick(("동점으로 미정", "open: tied"), language),
        False: pick(("수상 팀 없음", "vacant"), language),
    }
    return [
        {
            "name": a["name"],
            "code": a["entry"] or "",
            "team": names.get(a["entry"], "") if a["entry"] else none[a["open"]],
        }
        for a in table.to_dict()["awards"]
    ]


def _tie(table: Standings, tie: Tie, names: dict[str, str], language: str) -> dict[str, Any]:
    return {
        "score": table.show(tie.score),
        "teams": ", ".join(f"{names.get(code, '')} {code}" for code in tie.entries),
        "steps": [_step(step, table.policy.rubric, language) for step in tie.steps],
        "outcome": pick(("갈림", "separated") if tie.resolved else ("같은 순위", "equal ranks"), language),
    }


def _step(step: TriedStep, rubric: Rubric, language: str) -> str:
    phrase = step_phrase(step.rule, rubric)
    findings = ", ".join(f"{code}\N{NO-BREAK SPACE}{text}" for code, text in step.findings)
    shown = findings if len(findings) <= LONGEST * max(len(step.values), 1) and "[" not in findings else ""
    return f"{say(phrase, language)}{': ' + shown if shown else ''}"


def _recusals(round: Round, names: dict[str, str], language: str) -> list[list[str]]:
    rows = db.session.execute(
        select(Judge.code, Person.name, Team.code, Recusal.kind)
        .join(Judge, Judge.id == Recusal.judge_id)
        .join(Person, Person.id == Judge.person_id)
        .join(Entry, Entry.id == Recusal.entry_id)
        .join(Team, Team.id == Entry.team_id)
        .where(Recusal.round_id == round.id)
        .order_by(Judge.code, Team.code)
    )
    return [
        [f"{person or ''} {judge}".strip(), code, names.get(code, ""), pick(RECUSALS[kind], language)]
        for judge, person, code, kind in rows
    ]


def _member(code: str, person: Person) -> dict[str, str]:
    return {"code": code, "name": person.name or code}


def _signers(round: Round, progress: Progress, result: Result | None, language: str) -> dict[str, dict[str, str]]:
    """Who signs, and whether they have signed on screen already."""
    chair = next((seat.judge.person.name or seat.judge.code for seat in progress.judges if seat.chair), "")
    told = {"chair": {"name": chair, "note": ""}, "organizer": {"name": "", "note": ""}}
    for signature in signatures(result) if result else ():
        person = db.session.get_one(Person, signature.person_id)
        when = moment(round, signature.signed_at)
        told[signature.capacity] = {
            "name": person.name or "",
            "note": pick((f"화면에서 서명함 {when}", f"signed on screen {when}"), language),
        }
    return told
