"""Workbook of a round's result (심사결과 총괄표)."""

from __future__ import annotations

import json
from decimal import Decimal

from sqlalchemy import select

from hackathon.domain.ballots import ballots
from hackathon.domain.results import standings
from hackathon.domain.rounds import pledges, rounds
from hackathon.domain.submissions import submissions
from hackathon.exchange.exporting.sheets import Cell, Sheets
from hackathon.extensions import db
from hackathon.models import Entry, Judge, Recusal, Result, Round, Team
from scoring import Policy, Standings
from scoring.policy.rule_names import step_phrase
from scoring.text import say

_KINDS = {"statutory": "제척", "challenge": "기피", "self": "회피"}
Names = dict[str, tuple[str, str]]
Table = tuple[list[str], list[list[Cell]]]


def workbook(round: Round, table: Standings, result: Result | None, *, names: bool = True) -> bytes:
    """The bytes of the XLSX: standings, ballots, ties, adjustments and recusals, awards, rule text."""
    # The file says when the result was made, not when somebody pressed the button.
    made = (result.made_at if result else round.opens_at).replace(tzinfo=None)
    sheets = Sheets(title=f"{round.event.name['ko']} {round.name['ko']} 심사결과 총괄표", created=made)
    teams = _teams(round, names=names)
    policy = Policy.from_text(round.policy)
    sheets.add("순위", *_standings_sheet(table, policy, teams))
    sheets.add("채점표", *_ballots_sheet(round, table, policy, teams))
    sheets.add("동점자 처리", *_ties_sheet(table, policy, teams))
    sheets.add("가점·감점", ["번호", "팀", "점수", "사유"], _adjustment_rows(round, teams))
    sheets.add("제척·기피·회피", ["심사위원", "번호", "팀", "구분"], _recusal_rows(round, teams))
    sheets.add("시상", ["시상", "번호", "팀", "상태"], _award_rows(table, teams))
    if round.pledge:
        sheets.add("서약", ["심사위원", "판", "서약한 때", "방법"], _pledge_rows(round))
    sheets.add("심사 규정", ["규정"], [[line] for line in round.policy.splitlines()])
    return sheets.finish()


def _teams(round: Round, *, names: bool) -> Names:
    """Team code → name and title of what it handed in."""
    newest = submissions.newest_by_team([round.source, round] if round.source else [round])
    rows = db.session.execute(
        select(Team.id, Team.code, Team.name).join(Entry, Entry.team_id == Team.id).where(Entry.round_id == round.id)
    )
    return {code: (name if names else "", newest[key].title if key in newest else "") for key, code, name in rows}


def _standings_sheet(table: Standings, policy: Policy, teams: Names) -> Table:
    criteria = policy.rubric.criteria
    points = [f"{criterion.name['ko']} ({criterion.points}점)" for criterion in criteria]
    header = [
        "순위",
        "번호",
        "팀",
        "제목",
        "최종 점수",
        *points,
        "채점표 수",
        "동점",
        "무엇이 갈랐나",
        "설명",
        "정확한 값",
    ]
    rows: list[list[Cell]] = []
    for row in table.rows:
        cells: list[Cell] = [row.rank, row.entry, *teams[row.entry], Decimal(row.shown)]
        cells += [row.criteria[criterion.key] for criterion in criteria]
        decided = say(step_phrase(row.decided_by, policy.rubric), "ko") if row.decided_by else ""
        cells += [row.ballots, "동점" if row.tied else "", decided, table.explain(row.entry, language="ko")]
        rows.append([*cells, str(row.score)])
    for absent in table.unranked:
        blank: list[Cell] = [None, absent.entry, *teams.get(absent.entry, ("", "")), None, *[None] * len(criteria)]
        rows.append([*blank, 0, "", "", table.explain(absent.entry, language="ko"), ""])
    return header, rows


def _ballots_sheet(round: Round, table: Standings, policy: Policy, teams: Names) -> Table:
    criteria = policy.rubric.criteria
    totals = {(row.entry, each.judge): each for row in table.rows for each in table.totals_of(row.entry)}
    header = ["번호", "팀", "심사위원", *(criterion.name["ko"] for criterion in criteria), "총점", "제외"]
    rows: list[list[Cell]] = []
    for ballot in ballots.counted(round):
        marks = json.loads(ballot.marks, parse_float=Decimal)
        total = totals.get((ballot.entry, ballot.judge))
        cells: list[Cell] = [ballot.entry, teams[ballot.entry][0], ballot.judge]
        cells += [marks.get(criterion.key) for criterion in criteria]
        rows.append([*cells, total.total if total else None, "제외" if total and total.dropped else ""])
    return header, rows


def _ties_sheet(table: Standings, policy: Policy, teams: Names) -> Table:
    header = ["동점 묶음", "점수", "단계", "번호", "팀", "값", "해소"]
    rows: list[list[Cell]] = []
    for number, tie in enumerate(table.to_dict()["ties"], start=1):
        steps = [(say(step_phrase(step["rule"], policy.rubric), "ko"), step["values"]) for step in tie["steps"]]
        for phrase, values in steps or [("", dict.fromkeys(tie["entries"]))]:
            rows += [
                [
                    number,
                    Decimal(tie["score"]),
                    phrase,
                    entry,
                    teams[entry][0],
                    value,
                    "해소" if tie["resolved"] else "남음",
                ]
                for entry, value in values.items()
            ]
    return header, rows


def _adjustment_rows(round: Round, teams: Names) -> list[list[Cell]]:
    return [
        [each.entry, teams[each.entry][0], Decimal(str(each.points)), each.reason]
        for each in standings.adjustments(round)
    ]


def _recusal_rows(round: Round, teams: Names) -> list[list[Cell]]:
    rows = db.session.execute(
        select(Judge.code, Team.code, Recusal.kind)
        .join(Judge, Judge.id == Recusal.judge_id)
        .join(Entry, Entry.id == Recusal.entry_id)
        .join(Team, Team.id == Entry.team_id)
        .where(Recusal.round_id == round.id)
        .order_by(Judge.code, Team.code)
    )
    return [[judge, code, teams[code][0], _KINDS[kind]] for judge, code, kind in rows]


def _pledge_rows(round: Round) -> list[list[Cell]]:
    """The whole panel: who has promised what the round asks for, and who has not."""
    given = pledges.accepted(round)
    zone = round.event.zone
    return [
        [code, row.version, f"{row.accepted_at.astimezone(zone):%Y-%m-%d %H:%M}", "종이" if row.noted_by else "화면"]
        if (row := given.get(code))
        else [code, None, "", "서약하지 않음"]
        for code in (seat.judge.code for seat in rounds.panel(round))
    ]


def _award_rows(table: Standings, teams: Names) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for award in table.to_dict()["awards"]:
        entry = award["entry"]
        state = "동점으로 미정" if award["open"] else "" if entry else "해당 없음"
        rows.append([award["name"], entry or "", teams[entry][0] if entry else "", state])
    return rows
