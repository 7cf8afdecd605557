"""The captain's form for a submission: what is typed stays whatever happens, and nothing is overwritten unseen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from hackathon.domain import submissions
from hackathon.domain.errors import Invalid, RoundLocked
from hackathon.models import Person, Round, SubmissionVersion, Team
from hackathon.web.languages import chosen_language


@dataclass(frozen=True)
class Written:
    """The form's content; `links` always has a row for each link that may be given."""

    title: str
    summary: str
    links: tuple[tuple[str, str], ...]
    base: int
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def filled(self) -> list[tuple[int, dict[str, str]]]:
        """The rows in which something stands, with their number on the page."""
        rows = enumerate(self.links, start=1)
        return [(row, {"name": name, "url": url}) for row, (name, url) in rows if name.strip() or url.strip()]


def written_of(version: SubmissionVersion | None) -> Written:
    if version is None:
        return Written("", "", _rows([]), base=0)
    links = [(link["name"], link["url"]) for link in version.links]
    return Written(version.title, version.summary, _rows(links), base=version.version)


def read() -> Written:
    """What was sent."""
    form = request.form
    base = form.get("base", "")
    return Written(
        title=form.get("title", ""),
        summary=form.get("summary", "").replace("\r\n", "\n"),
        links=_rows(list(zip(form.getlist("link-name"), form.getlist("link-url"), strict=False))),
        base=int(base) if re.fullmatch(r"[0-9]{1,9}", base) else 0,
    )


def _rows(links: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple([*links, *([("", "")] * submissions.LINKS)][: max(submissions.LINKS, len(links))])


def page(round: Round, written: Written, *, theirs: SubmissionVersion | None = None, said: str = "") -> str:
    return render_template(
        "team/write.html", round=round, written=written, theirs=theirs, said=said, limits=submissions
    )


def keep(round: Round, team: Team, written: Written, *, by: Person | None) -> Response | tuple[str, int]:
    """Save the next version, or show what stands in its way beside what was typed."""
    before = submissions.find_newest(round, team)
    try:
        version = _submit(round, team, written, by=by)
    except Invalid as refusal:
        errors = {_field(refusal.field, written): refusal.sentence(chosen_language())}
        return page(round, replace(written, errors=errors)), 422
    except submissions.Outdated as outdated:
        newest = outdated.newest
        return page(round, replace(written, base=newest.version if newest else 0), theirs=newest), 409
    except RoundLocked as locked:
        return page(round, replace(written, errors={"round": locked.sentence(chosen_language())})), 409
    _tell(version, before)
    return redirect(url_for("team.home"), 303)


def _submit(round: Round, team: Team, written: Written, *, by: Person | None) -> SubmissionVersion:
    links = [link for _row, link in written.filled]
    content = {"title": written.title, "summary": written.summary}
    return submissions.submit(round, team, **content, links=links, by=by, based_on=written.base)


def _field(name: str, written: Written) -> str:
    """Links are counted without the empty rows; the page counts its rows."""
    found = re.fullmatch(r"link-([0-9]+)", name)
    return f"link-{written.filled[int(found[1]) - 1][0]}" if found else name


def _tell(version: SubmissionVersion, before: SubmissionVersion | None) -> None:
    if before is version:
        flash(
            _(
                "바뀐 것이 없어 새 버전을 만들지 않았습니다. %(number)s번째 버전이 그대로 있습니다.",
                number=version.version,
            )
        )
    elif version.late:
        flash(_("%(number)s번째 버전을 받았습니다. 마감이 지나 늦은 제출로 표시됩니다.", number=version.version))
    else:
        flash(_("%(number)s번째 버전을 제출했습니다. 접수증은 아래에 있습니다.", number=version.version))
