"""The scoring of one team: the form, the read-back before sealing, what became of a save, conflict and recusal."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hackathon.domain import ballots, rounds
from hackathon.domain.errors import Invalid
from hackathon.domain.keys import get_key
from hackathon.domain.packets import Item, Packet, Version, total_of
from hackathon.domain.submissions import is_web_address
from hackathon.web.judge.blocks import blocks_of, read_back
from hackathon.web.judge.figures import full_marks, standing_of
from hackathon.web.judge.sheet import Sheet, gaps, sheet_of, shown_total
from hackathon.web.judge.wording import mark_text, number
from hackathon.web.languages import chosen_language


@dataclass(frozen=True)
class Place:
    """One team in the judge's order, with its neighbours."""

    packet: Packet
    item: Item

    @property
    def index(self) -> int:
        return self.packet.items.index(self.item)

    @property
    def before(self) -> Item | None:
        return self.packet.items[self.index - 1] if self.index else None

    @property
    def after(self) -> Item | None:
        following = self.packet.items[self.index + 1 :]
        return following[0] if following else None

    @property
    def state(self) -> str:
        """Where the round stands: what can still be done with a ballot follows from it."""
        return rounds.state_of(self.packet.round)

    @property
    def address(self) -> str:
        return url_for("judge.entry", key=self.packet.round.key, code=self.item.team.code)

    @property
    def links(self) -> list[dict[str, str]]:
        handed_in = self.item.submission
        return [link for link in handed_in.links if is_web_address(link["url"])] if handed_in else []


def get_place(packet: Packet, code: str) -> Place:
    """A team that is not assigned does not exist for this judge."""
    return Place(packet, packet.find(code) or abort(404))


def page(place: Place, sheet: Sheet, *, said: str = "") -> str:
    """The form where something can be sent, else the ballot as it stands."""
    packet, item = place.packet, place.item
    total = None if sheet.errors else total_of(packet.rubric, sheet.marks)
    return render_template(
        "judge/entry.html",
        place=place,
        packet=packet,
        item=item,
        sheet=sheet,
        said=said,
        blocks=blocks_of(packet.round, packet.rubric, sheet),
        lines=read_back(packet.rubric, sheet),
        total=shown_total(sheet, packet.rubric),
        full=number(full_marks(packet.rubric)),
        standing=standing_of(packet, item, total),
        receipt=ballots.get_receipt(item.head.id) if item.head else None,
        following=packet.next_unscored(after=item),
        most=ballots.LONGEST_TEXT,
    )


def ask_to_seal(place: Place, sheet: Sheet) -> str | tuple[str, int]:
    """The read-back of all marks. Nothing is written yet; everything travels along in the form."""
    packet = place.packet
    faults = {**gaps(sheet, packet.rubric), **sheet.errors}
    if faults or place.item.state == "recused":
        return page(place, replace(sheet, errors=faults)), 422
    return render_template(
        "judge/seal.html",
        place=place,
        packet=packet,
        item=place.item,
        sheet=sheet,
        lines=read_back(packet.rubric, sheet),
        total=shown_total(sheet, packet.rubric),
        full=number(full_marks(packet.rubric)),
    )


def keep(place: Place, sheet: Sheet, *, sealed: bool) -> Response | tuple[str, int]:
    """Save a revision. What cannot be kept comes back with one sentence at its field."""
    faults = {**(gaps(sheet, place.packet.rubric) if sealed else {}), **sheet.errors}
    if faults:
        return page(place, replace(sheet, errors=faults)), 422
    try:
        saved = _save(place, sheet, sealed=sealed)
    except Invalid as refusal:
        return page(place, replace(sheet, errors={refusal.field: refusal.sentence(chosen_language())})), 422
    return _tell(place, saved, sealed=sealed)


def _save(place: Place, sheet: Sheet, *, sealed: bool) -> ballots.Saved:
    """An id that was used for other content came from going back in the browser: it is a revision of its own."""
    key = get_key(current_app.config["SETTINGS"].keys)
    round, judge, entry = place.packet.round, place.packet.judge, place.item.entry
    try:
        return ballots.save(round, judge, entry, sheet.draft(sealed=sealed), key=key)
    except Invalid as refusal:
        if refusal.field != "id":
            raise
        return ballots.save(round, judge, entry, sheet.renamed(sealed=sealed).draft(sealed=sealed), key=key)


def _tell(place: Place, saved: ballots.Saved, *, sealed: bool) -> Response:
    name = place.item.team.name
    if saved.revision is None and _status(place, saved) == "conflict":
        return redirect(f"{place.address}/conflict", 303)
    if saved.revision is None:
        flash(_("%(team)s: 보관했습니다. 심사 기간이 아니어서 집계되지 않으며, 심사위원장이 확인합니다.", team=name))
    elif sealed:
        flash(_("%(team)s: 채점표를 봉인했습니다. 서버 확인, 지문 %(digest)s", team=name, digest=_short(saved)))
    else:
        flash(_("%(team)s: 초안을 저장했습니다. 봉인해야 집계됩니다.", team=name))
    return redirect(place.address, 303)


def _short(saved: ballots.Saved) -> str:
    digest = saved.receipt["digest"]
    return " ".join(digest[at : at + 4] for at in (0, 4, 8))


def _status(place: Place, saved: ballots.Saved) -> str:
    """A repetition is told like the first time."""
    if saved.status != "duplicate":
        return saved.status
    return next((kept.status for kept in place.item.conflicts if kept.id == saved.id), "held")


def conflict_page(place: Place) -> str:
    """Everything that was sent side by side; the judge picks, and a new revision follows on the newest one."""
    packet, item = place.packet, place.item
    versions = _different([*([item.head] if item.head else []), *item.conflicts])
    return render_template(
        "judge/conflict.html",
        place=place,
        packet=packet,
        item=item,
        versions=versions,
        totals=[_total(packet, version) for version in versions],
        marks={c.key: [_mark(version, c.key) for version in versions] for c in packet.rubric.criteria},
        sheet=sheet_of(item),
    )


def _different(versions: list[Version]) -> list[Version]:
    """What stands at the server first; the same content twice needs no choice."""
    found: dict[object, Version] = {}
    for version in versions:
        found.setdefault(version.content, version)
    return list(found.values())


def _mark(version: Version, key: str) -> str:
    return mark_text(version.marks[key]) if key in version.marks else ""


def _total(packet: Packet, version: Version) -> str:
    total = total_of(packet.rubric, version.marks)
    return "–" if total is None else number(total)
