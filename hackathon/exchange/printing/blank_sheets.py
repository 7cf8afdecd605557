"""Blank score sheets to be filled in with a pen: the teams of each judge in the order of presentation."""

from __future__ import annotations

from typing import Any

from hackathon.domain.ballots.progress import Progress, progress_of
from hackathon.domain.rounds.rounds import until
from hackathon.domain.submissions import submissions
from hackathon.exchange.printing.judge_sheets import name_of
from hackathon.exchange.printing.phrases import Languages, names_of, words
from hackathon.models import Round, Seat
from scoring import Policy
from scoring.policy.rubric import Scale
from scoring.reading.cells import number_text
from scoring.text import text

_FEW = 4
_WIDE, _NARROW = (56, 64), (36, 0)
"""Columns for a team's name and its title, beside few criteria and beside many."""


def blank_sheets(round: Round, *, languages: Languages) -> dict[str, Any]:
    """Everything that the layout `score-sheets` reads."""
    event, name = words(round.event.name, languages), words(round.name, languages)
    progress = progress_of(round)
    newest = submissions.newest_by_team(until(round))
    titles = {team: version.title for team, version in newest.items()}
    return {
        "title": text("{of} Score sheets", of=f"{event} {name}").say(languages[0]),
        "event": event,
        "round": name,
        "criteria": _criteria(round, languages),
        "judges": [_sheet(round, seat, progress, titles, languages) for seat in progress.judges],
    }


def shortened(text: str, columns: int) -> str:
    """As much as stands in a row of fixed height; Hangul takes about two columns a syllable."""
    used = 0
    kept: list[str] = []
    for character in text:
        used += 2 if character >= "ᄀ" else 1
        if used > columns:
            return "".join(kept).rstrip() + "…" if columns else ""
        kept.append(character)
    return text


def _criteria(round: Round, languages: Languages) -> list[dict[str, Any]]:
    return [
        {
            "names": names_of(c, languages),
            "points": number_text(c.points),
            "scale": scale_text(c.scale, languages),
            "question": words((round.guide.get(c.key) or {}).get("question") or {}, languages),
            "levels": _levels(round.guide.get(c.key) or {}, languages),
        }
        for c in Policy.from_text(round.policy).panel_rubric.criteria
    ]


def scale_text(scale: Scale, languages: Languages) -> str:
    ends, step = f"{number_text(scale.min)}–{number_text(scale.max)}", number_text(scale.step)
    return ends if scale.step == 1 else text("{ends} (by {step})", ends=ends, step=step).say(languages[0])


def _levels(guide: dict[str, Any], languages: Languages) -> str:
    return " · ".join(
        f"{level['from']}–{level['to']} {words(level['name'], languages)}" for level in guide.get("levels") or ()
    )


def _sheet(
    round: Round, seat: Seat, progress: Progress, titles: dict[int, str], languages: Languages
) -> dict[str, Any]:
    judge, cells = seat.judge, progress.cells
    name, title = _WIDE if len(Policy.from_text(round.policy).panel_rubric.criteria) <= _FEW else _NARROW
    return {
        "code": judge.code,
        "name": judge.person.name or judge.code,
        "sheet": f"{round.key}-{judge.code}",
        "rows": [
            {
                "number": entry.position,
                "code": entry.team.code,
                "team": shortened(name_of(entry), name),
                "title": shortened(titles.get(entry.team_id, ""), title),
                "recused": cells[judge.code, entry.team.code].state == "recused",
            }
            for entry in progress.entries
            if (judge.code, entry.team.code) in cells
        ],
    }
