"""Files of a tablet: revisions that came in its file or its codes instead of from itself, saved on the same path.

The ids stay, so that the tablet is answered `duplicate` when it sends them itself after all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hackathon.domain.ballots.lookups import Parcel
from hackathon.domain.ballots.revisions import RevisionDraft, Saved
from hackathon.domain.ballots.saving import save_all
from hackathon.domain.base import audit
from hackathon.domain.base.errors import Invalid
from hackathon.domain.base.keys import Key
from hackathon.models import Event, Judge, Person
from scoring.text import text


@dataclass(frozen=True)
class FiledRevision:
    """One revision of a file: the round and entry it is for, and the revision that it follows on."""

    round: str
    entry: str
    draft: RevisionDraft
    after: str | None = None


Outcome = Saved | Invalid


def save_filed(
    event: Event, judge: Judge, filed: Sequence[FiledRevision], *, digest: str, at: datetime, key: Key, actor: Person
) -> list[Outcome]:
    """Save the revisions of one file in their order. What can never be kept is answered with Invalid."""
    outcomes: dict[str, Outcome] = {}
    bases: dict[str, int | None] = {}
    for wave in _waves(filed):
        ready = [replace(each, draft=_on_its_base(each, outcomes, bases)) for each in wave]
        for each in ready:
            bases[each.draft.id] = each.draft.base
        outcomes |= _save(judge, ready, at=at, key=key, actor=actor)
    answers = [outcomes[each.draft.id] for each in filed]
    audit.record(
        event,
        "ballots.filed",
        f"judge:{judge.code}",
        actor=actor,
        file=digest,
        statuses=["rejected" if isinstance(each, Invalid) else each.status for each in answers],
    )
    return answers


def _waves(filed: Sequence[FiledRevision]) -> list[list[FiledRevision]]:
    """First what follows on nothing in the file, then what follows on that, and so on."""
    depth: dict[str, int] = {}
    waves: list[list[FiledRevision]] = []
    for each in filed:
        at = depth.get(each.after, -1) + 1 if each.after else 0
        depth[each.draft.id] = at
        while len(waves) <= at:
            waves.append([])
        waves[at].append(each)
    return waves


def _on_its_base(each: FiledRevision, outcomes: dict[str, Outcome], bases: dict[str, int | None]) -> RevisionDraft:
    """As the tablet would send it: on the head that the one before became, or on that one's base if it became none."""
    if each.after is None or each.after not in outcomes:
        return each.draft
    before = outcomes[each.after]
    number = before.revision if isinstance(before, Saved) else None
    return replace(each.draft, base=number if number is not None else bases[each.after])


def _save(judge: Judge, ready: Sequence[FiledRevision], *, at: datetime, key: Key, actor: Person) -> dict[str, Outcome]:
    found: dict[str, Outcome] = {}
    for round in dict.fromkeys(each.round for each in ready):
        mine = [each for each in ready if each.round == round]
        drafts = [(each.entry, each.draft) for each in mine]
        parcel = Parcel(judge.person_id, round, drafts, at, by=actor.id, way="file")
        (answers,) = save_all([parcel], key=key)
        no_seat = Invalid(text("This judge has no seat in this round."), field="judge")
        found |= {
            each.draft.id: answers[number] if answers is not None else no_seat for number, each in enumerate(mine)
        }
    return found
