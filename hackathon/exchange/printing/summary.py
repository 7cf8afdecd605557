"""Summary of a result: the sheet that is signed, and the sheets of the judges behind it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sqlalchemy import select

from hackathon.domain.ballots.progress import Progress, progress_of
from hackathon.domain.results.results import signatures
from hackathon.domain.results.standings import adjustments
from hackathon.exchange.printing.judge_sheets import judge_sheets
from hackathon.exchange.printing.phrases import RECUSALS, Languages, criteria_of, method_of, moment, words
from hackathon.extensions import db
from hackathon.models import Entry, Judge, Person, Recusal, Result, Round, Team
from hackathon.permissions import hides_names
from scoring import Standings
from scoring.names import SELECTION
from scoring.policy.rubric import Rubric
from scoring.policy.rule_names import empty_award, step_phrase
from scoring.report.arithmetic import share_text, shares_of, weighted_sum
from scoring.standings.selection.awards import Award
from scoring.text import Sayable, Text, joined, say, text, text_n, text_p
from scoring.ties.ledger import Tie, TriedStep

_SEPARATED, _EQUAL = text_p("tie", "separated"), text_p("tie", "equal ranks")
LONGEST = 60
"""Characters of one finding in the ledger of ties: seeds and lists of totals are longer and help nobody on paper."""


def summary(round: Round, table: Standings, result: Result | None, *, languages: Languages) -> dict[str, Any]:
    """Everything that the layout `result` reads."""
    names, progress = _names(round), progress_of(round)
    return {
        **_head(round, table, result, progress, languages),
        "criteria": criteria_of(table.panel.rubric, languages),
        "sources": [{"names": [name], "points": f"× {share_text(share)}"} for name, share in shares_of(table).items()],
        "notes": _notes(table, names, languages),
        "rows": _rows(table, progress, names, languages),
        "unranked": _unranked(table, names, languages),
        "awards": _awards(table, names, languages),
        "ties": [_tie(table, tie, names, languages) for tie in table.ties],
        "adjustments": [
            [each.entry, names.get(each.entry, ""), f"{each.points:+}", each.reason] for each in adjustments(round)
        ],
        "recusals": _recusals(round, names, languages),
        "panel": [_member(seat.judge.code, seat.judge.person) for seat in progress.judges if not seat.chair],
        "signers": _signers(round, progress, result, languages),
        "judges": judge_sheets(round, table, progress, language=languages[0]),
    }


def _names(round: Round) -> dict[str, str]:
    """Team code → name; none while the round is blind."""
    if hides_names(round):
        return {}
    found = select(Team.code, Team.name).join(Entry, Entry.team_id == Team.id).where(Entry.round_id == round.id)
    return dict(db.session.execute(found).all())


def _head(
    round: Round, table: Standings, result: Result | None, progress: Progress, languages: Languages
) -> dict[str, Any]:
    event, name = words(round.event.name, languages), words(round.name, languages)
    return {
        "title": text("{of} Summary of the result", of=f"{event} {name}").say(languages[0]),
        "heading": text("{of} Summary of the result", of=name).say(languages[0]),
        "event": event,
        "round": name,
        "locked": result is not None,
        **_stamp(round, result, languages),
        "event_line": f"{event} · {words(round.event.venue, languages)}",
        "period": f"{moment(round, round.opens_at)} – {moment(round, round.closes_at)}",
        "panel_line": text_n("{n} judge", "{n} judges", n=len(progress.judges)).say(languages[0]),
        "entries_line": text_n("{n} team", "{n} teams", n=len(progress.entries)).say(languages[0]),
        "method": method_of(table.policy).say(languages[0]),
        "digest": result.digest if result else "",
    }


def _stamp(round: Round, result: Result | None, languages: Languages) -> dict[str, str]:
    if result:
        stamp = text("Result v{version}", version=result.version).say(languages[0])
        return {"stamp": stamp, "stamp_note": moment(round, result.made_at)}
    note = text("draft before the lock · not to be signed")
    return {"stamp": text("Draft").say(languages[0]), "stamp_note": note.say(languages[0])}


def _rows(table: Standings, progress: Progress, names: dict[str, str], languages: Languages) -> list[dict[str, Any]]:
    possible = _possible(progress)
    selected = {"advance": set(table.advance), "reserve": set(table.reserve), "cut": set(table.cut.entries)}
    return [
        {
            "rank": row["rank"],
            "tied": row["tied"],
            "code": row["entry"],
            "team": names.get(row["entry"], ""),
            "score": row["score"],
            "criteria": [*row["criteria"].values(), *_source_scores(table, row["entry"])],
            "ballots": f"{row['ballots']}/{possible.get(row['entry'], row['ballots'])}",
            "remark": joined(SELECTION[kind] for kind, within in selected.items() if row["entry"] in within).say(
                languages[0]
            ),
        }
        for row in table.to_dict()["standings"]
    ]


def _source_scores(table: Standings, entry: str) -> list[str]:
    """The score of each source, and beside it the exact one where the decimals that are shown are not all of it."""
    scores = table.get(entry).sources.values()
    return [
        table.show(score) if Fraction(table.show(score)) == score else f"{table.show(score)} = {score}"
        for score in scores
    ]


def _notes(table: Standings, names: dict[str, str], languages: Languages) -> list[str]:
    """How the sources make a score, who is passed over and why, ranks inside groups, and what a reader should know."""
    found: list[Sayable] = []
    if table.by_source and table.rows:
        first = table.rows[0]
        found.append(text("Score of {entry}: {sum}", entry=first.entry, sum=weighted_sum(table, first)))
    found += [
        text("{team} is passed over: {why}", team=f"{one.entry} {names.get(one.entry, '')}".strip(), why=one.told)
        for one in table.passed_over
    ]
    for column, groups in table.groups.items():
        for value, members in groups.items():
            ranked = ", ".join(f"{rank} {code} {names.get(code, '')}".strip() for code, rank in members)
            found.append(text("Ranks in {column} {value}: {ranks}", column=column, value=value, ranks=ranked))
    return [say(each, languages[0]) for each in (*found, *table.cautions)]


def _unranked(table: Standings, names: dict[str, str], languages: Languages) -> list[dict[str, Any]]:
    """The entries without a rank, together where the reason is the same."""
    found: dict[str, list[str]] = {}
    for each in table.unranked:
        reason = say(each.why, languages[0])
        found.setdefault(reason, []).append(f"{names.get(each.entry, '')} {each.entry}".strip())
    return [{"why": reason, "teams": teams} for reason, teams in found.items()]


def _possible(progress: Progress) -> dict[str, int]:
    """How many judges were to score each entry, recused ones among them: "8 of 9" shows that one is missing."""
    found: dict[str, int] = {}
    for _judge, entry in progress.cells:
        found[entry] = found.get(entry, 0) + 1
    return found


def _awards(table: Standings, names: dict[str, str], languages: Languages) -> list[dict[str, str]]:
    return [
        {
            "name": say(award.title, languages[0]),
            "code": award.entry or "",
            "team": names.get(award.entry, "") if award.entry else _empty(table, award, names).say(languages[0]),
        }
        for award in table.awards
    ]


def _empty(table: Standings, award: Award, names: dict[str, str]) -> Text:
    """Why nobody stands there; of an open award also between whom it lies."""
    why = empty_award(award.name, table.policy, is_open=award.open)
    if not award.candidates:
        return why
    called = ", ".join(f"{code} {names.get(code, '')}".strip() for code in award.candidates)
    return text("{state}: {teams}", state=why, teams=called)


def _tie(table: Standings, tie: Tie, names: dict[str, str], languages: Languages) -> dict[str, Any]:
    return {
        "score": table.show(tie.score),
        "teams": ", ".join(f"{names.get(code, '')} {code}" for code in tie.entries),
        "steps": [_step(step, table.policy.rubric, languages) for step in tie.steps],
        "outcome": (_SEPARATED if tie.resolved else _EQUAL).say(languages[0]),
    }


def _step(step: TriedStep, rubric: Rubric, languages: Languages) -> str:
    phrase = step_phrase(step.rule, rubric)
    findings = ", ".join(f"{code}\N{NO-BREAK SPACE}{finding}" for code, finding in step.findings)
    shown = findings if len(findings) <= LONGEST * max(len(step.values), 1) and "[" not in findings else ""
    told = text("{step}: {findings}", step=phrase, findings=shown) if shown else phrase
    return say(told, languages[0])


def _recusals(round: Round, names: dict[str, str], languages: Languages) -> list[list[str]]:
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
        [f"{person or ''} {judge}".strip(), code, names.get(code, ""), RECUSALS[kind].say(languages[0])]
        for judge, person, code, kind in rows
    ]


def _member(code: str, person: Person) -> dict[str, str]:
    return {"code": code, "name": person.name or code}


def _signers(
    round: Round, progress: Progress, result: Result | None, languages: Languages
) -> dict[str, dict[str, str]]:
    """Who signs, and whether they have signed on screen already."""
    chair = next((seat.judge.person.name or seat.judge.code for seat in progress.judges if seat.chair), "")
    told = {"chair": {"name": chair, "note": ""}, "organizer": {"name": "", "note": ""}}
    for signature in signatures(result) if result else ():
        person = db.session.get_one(Person, signature.person_id)
        when = moment(round, signature.signed_at)
        told[signature.capacity] = {
            "name": person.name or "",
            "note": text("signed on screen {when}", when=when).say(languages[0]),
        }
    return told
