"""What may be handed in, and that every save is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.base.errors import Invalid
from hackathon.domain.submissions import submissions
from hackathon.extensions import db
from hackathon.models import AuditEntry, Round, SubmissionVersion
from tests.factories import HOUR, NOON, the_entry


def submit(round: Round, **changes: object) -> SubmissionVersion:
    with clock.at(NOON - 2 * HOUR), unit_of_work():
        content = {"title": "제목", "summary": "요약", **changes}
        return submissions.submit(round, the_entry(round, "T001").team, **content)  # type: ignore[arg-type]


def test_every_change_is_the_next_version(round: Round) -> None:
    assert [submit(round, title=title).version for title in ("가", "나", "가")] == [1, 2, 3]


def test_the_same_content_is_the_version_that_stands(round: Round) -> None:
    first = submit(round)
    assert submit(round, title="  제목 ", summary="요약\n", based_on=0).id == first.id


def test_equal_texts_in_another_form_are_the_same(round: Round) -> None:
    assert submit(round, title="\u1100\u1161").id == submit(round, title="가").id


def test_an_older_base_is_told_what_stands_now(round: Round) -> None:
    newest = submit(round)
    with pytest.raises(submissions.Outdated) as refusal:
        submit(round, title="다른 것", based_on=0)
    assert refusal.value.newest is not None
    assert refusal.value.newest.id == newest.id


def test_the_log_names_team_and_version_and_no_content(round: Round) -> None:
    submit(round, title="비밀 제목")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "submission.saved")).one()
    assert entry.subject == "team:T001"
    assert entry.facts == {"round": "first", "version": 1, "late": False}


def test_control_characters_are_left_out_and_line_breaks_stay(round: Round) -> None:
    version = submit(round, title="제\x00목", summary="첫 줄\r\n둘째\x07 줄")
    assert (version.title, version.summary) == ("제목", "첫 줄\n둘째 줄")


NO_PAGES = (
    *("", "demo.example.org", "ftp://a.example", "javascript:alert(1)", "data:text/html,x", "https://", "//a.example"),
    *("https://a b.example", "https://user:pass@a.example", "https:\\\\a.example", "http://[bad", " https:// x"),
)


@pytest.mark.parametrize("address", NO_PAGES)
def test_an_address_that_is_no_web_page_is_refused(address: str) -> None:
    assert not submissions.is_web_address(address)


@pytest.mark.parametrize("address", ["http://a.example", "https://a.example:8080/b?c=d#e", "https://한글.example/가"])
def test_a_web_address_is_taken(address: str) -> None:
    assert submissions.is_web_address(address)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "가" * 101}, "title"),
        ({"summary": "가" * 2001}, "summary"),
        ({"links": [{"name": "x", "url": "https://a.example"}] * 6}, "links"),
        ({"links": [{"name": "x", "url": "https://a.example"}, {"name": "y", "url": "ftp://a"}]}, "link-2"),
        ({"links": [{"name": "x" * 51, "url": "https://a.example"}]}, "link-1"),
        ({"links": [{"name": "x", "url": "https://a.example/" + "y" * 500}]}, "link-1"),
    ],
)
def test_what_cannot_be_kept_names_its_field(round: Round, changes: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        submit(round, **changes)
    assert refusal.value.field == field
    assert db.session.scalars(select(SubmissionVersion)).all() == []


def test_the_longest_texts_are_kept(round: Round) -> None:
    version = submit(round, title="가" * 100, summary="나" * 2000)
    assert (len(version.title), len(version.summary)) == (100, 2000)


@pytest.mark.parametrize(("minutes", "late"), [(-1 / 60_000, False), (0, True), (1 / 60_000, True)])
def test_the_deadline_is_half_open_to_the_millisecond(round: Round, minutes: float, late: bool) -> None:
    assert round.submissions_close_at
    with clock.at(round.submissions_close_at + timedelta(minutes=minutes)), unit_of_work():
        version = submissions.submit(round, the_entry(round, "T001").team, title="제목", summary="요약")
    assert version.late is late


def test_a_late_version_is_kept_and_does_not_change_what_judges_read(round: Round) -> None:
    team = the_entry(round, "T001").team
    submit(round, title="제때 낸 것")
    with clock.at(NOON), unit_of_work():
        submissions.submit(round, team, title="늦게 낸 것", summary="요약")
    assert submissions.newest_by_team([round])[team.id].title == "제때 낸 것"
    assert db.session.scalars(select(SubmissionVersion.title).where(SubmissionVersion.late)).all() == ["늦게 낸 것"]


def test_a_late_version_stands_where_nothing_came_in_time(round: Round) -> None:
    team = the_entry(round, "T001").team
    with clock.at(NOON), unit_of_work():
        submissions.submit(round, team, title="늦게 낸 것", summary="요약")
    assert submissions.newest_by_team([round])[team.id].title == "늦게 낸 것"
