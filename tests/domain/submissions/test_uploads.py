"""Files on their way: announced, counted, promised before they come, and in time or not."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask

from hackathon import clock
from hackathon.database import unit_of_work
from hackathon.domain.base.errors import Invalid, NotFound, RoundLocked
from hackathon.domain.submissions import drafts, lateness, submissions, uploads
from hackathon.models import Person, Round, SubmissionVersion, Team, Upload
from tests.factories import HOUR, NOON, a_round, fill_round, make_event, make_person, the_entry

DEADLINE = NOON - HOUR
EARLY = DEADLINE - HOUR
TICK = timedelta(milliseconds=1)
DIGEST = "ab" * 32
FIELDS = [
    {"key": "slides", "kind": "file", "name": {"ko": "자료", "en": "Slides"}, "types": ["pdf"], "megabytes": 1},
    {"key": "stack", "kind": "text", "name": {"ko": "기술", "en": "Stack"}, "most": 20},
]


@pytest.fixture
def round(app: Flask) -> Round:
    with unit_of_work():
        return fill_round(make_event(a_round(fields=FIELDS)))


@pytest.fixture
def team(round: Round) -> Team:
    return the_entry(round, "T001").team


def begin(round: Round, team: Team, *, at: datetime = EARLY, size: int = 10, **changes: object) -> Upload:
    with clock.at(at), unit_of_work():
        return uploads.begin(round, team, field="slides", name="a.pdf", size=size, **changes)  # type: ignore[arg-type]


def arrive(upload: Upload, *, at: datetime = EARLY) -> Upload:
    with clock.at(at), unit_of_work():
        uploads.note_received(upload, offset=upload.received, count=upload.size - upload.received)
        uploads.arrive(upload, digest=DIGEST, kind="pdf", at=at)
    return upload


def submit(round: Round, team: Team, upload: Upload | None = None, *, at: datetime = EARLY) -> SubmissionVersion:
    files = {"slides": upload.id} if upload else {}
    with clock.at(at), unit_of_work():
        return submissions.submit(round, team, title=f"제목 {at}", summary="", files=files)


# --- announced and counted ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"size": 0}, "빈 파일"),
        ({"size": 1_000_001}, "1MB까지"),
        ({"promised": "xyz"}, "SHA-256"),
    ],
)
def test_what_cannot_be_sent_is_said_at_once(round: Round, team: Team, changes: dict[str, object], said: str) -> None:
    with pytest.raises(Invalid) as refusal:
        begin(round, team, **changes)  # type: ignore[arg-type]
    assert said in refusal.value.sentence("ko")
    assert refusal.value.field == "slides"


def test_a_field_that_the_round_does_not_ask_for_takes_no_file(round: Round, team: Team) -> None:
    with unit_of_work(), pytest.raises(Invalid):
        uploads.begin(round, team, field="stack", name="a.pdf", size=1)


def test_bytes_that_do_not_follow_on_are_told_where_to_go_on(round: Round, team: Team) -> None:
    upload = begin(round, team)
    with unit_of_work():
        uploads.note_received(upload, offset=0, count=4)
    with unit_of_work(), pytest.raises(uploads.UploadMoved) as moved:
        uploads.note_received(upload, offset=0, count=4)
    assert moved.value.received == 4


def test_another_teams_upload_does_not_exist(round: Round, team: Team) -> None:
    upload = begin(round, team)
    rival = the_entry(round, "T002").team
    with pytest.raises(NotFound):
        uploads.get_upload(rival, upload.id)
    with pytest.raises(Invalid):
        submit(round, rival, arrive(upload))


def test_a_team_cannot_fill_the_disk(round: Round, team: Team) -> None:
    for _ in range(uploads.MOST):
        begin(round, team)
    with pytest.raises(Invalid):
        begin(round, team)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\발표.pdf", "발표.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("\u1100\u1161.pdf", "가.pdf"),
        ("", "file"),
        ("..", "file"),
        ("가" * 300 + ".pdf", "가" * 116 + ".pdf"),
        ('a"b\n<c>.pdf', "abc.pdf"),
    ],
)
def test_a_name_is_only_a_name(name: str, kept: str) -> None:
    assert uploads.clean_name(name) == kept


# --- promised and in time -----------------------------------------------------------------------------------------


def test_a_file_that_is_neither_there_nor_promised_cannot_be_handed_in(round: Round, team: Team) -> None:
    with pytest.raises(Invalid) as refusal:
        submit(round, team, begin(round, team))
    assert refusal.value.field == "slides"


def test_a_promised_file_is_handed_in_before_its_bytes(round: Round, team: Team) -> None:
    version = submit(round, team, begin(round, team, promised=DIGEST))
    assert (version.late, submissions.readable_files(version, round)) == (False, [])


@pytest.mark.parametrize(
    ("promised", "after_deadline", "counts"),
    [
        (DIGEST, -TICK, True),
        (DIGEST, timedelta(0), True),
        (DIGEST, uploads.GRACE - TICK, True),
        (DIGEST, uploads.GRACE, False),
        (DIGEST, uploads.GRACE + TICK, False),
    ],
)
def test_promised_bytes_may_follow_for_half_an_hour(
    round: Round, team: Team, promised: str, after_deadline: timedelta, counts: bool
) -> None:
    upload = begin(round, team, promised=promised)
    version = submit(round, team, upload)
    arrive(upload, at=DEADLINE + after_deadline)
    assert bool(submissions.readable_files(version, round)) is counts
    assert upload.arrived_at is not None  # late bytes are kept all the same


@pytest.mark.parametrize(("offset", "late"), [(-TICK, False), (timedelta(0), True), (TICK, True)])
def test_the_deadline_is_half_open_for_a_version_with_a_file(
    round: Round, team: Team, offset: timedelta, late: bool
) -> None:
    assert submit(round, team, arrive(begin(round, team)), at=DEADLINE + offset).late is late


def test_another_file_is_another_version_and_another_digest(round: Round, team: Team) -> None:
    first = submit(round, team, arrive(begin(round, team)))
    with clock.at(EARLY), unit_of_work():
        second = submissions.submit(round, team, title=first.title, summary="")
    assert (second.version, second.digest != first.digest) == (2, True)


def test_answers_keep_to_what_the_round_asks(round: Round, team: Team) -> None:
    with unit_of_work():
        version = submissions.submit(round, team, title="가", summary="", answers={"stack": " Flask \r\n"})
        with pytest.raises(Invalid) as refusal:
            submissions.submit(round, team, title="가", summary="", answers={"stack": "길" * 21})
    assert version.answers == {"stack": "Flask"}
    assert refusal.value.field == "answer-stack"


# --- submission_drafts -------------------------------------------------------------------------------------------------------


def test_a_draft_is_saved_on_top_of_what_the_writer_saw(round: Round, team: Team) -> None:
    with unit_of_work():
        assert drafts.keep(round, team, {"title": "가"}, seen=0).save == 1
        with pytest.raises(drafts.DraftMoved):
            drafts.keep(round, team, {"title": "나"}, seen=0)
        assert drafts.keep(round, team, {"title": "다"}, seen=1).content == {"title": "다"}


def test_what_is_handed_in_is_no_draft_any_more(round: Round, team: Team) -> None:
    with unit_of_work():
        drafts.keep(round, team, {"title": "가"}, seen=0)
    submit(round, team)
    assert drafts.find(round, team) is None


# --- late, and two people -----------------------------------------------------------------------------------------


@pytest.fixture
def late(round: Round, team: Team) -> SubmissionVersion:
    submit(round, team)
    return submit(round, team, arrive(begin(round, team)), at=DEADLINE)


@pytest.fixture
def people(round: Round) -> list[Person]:
    with unit_of_work():
        return [make_person(round.event, f"organizer-{number}", "organizer") for number in range(3)]


def say(round: Round, late: SubmissionVersion, person: Person, *, admit: bool = True) -> bool | None:
    with unit_of_work():
        return lateness.say(round, late, admit=admit, reason="지하철이 멈췄음", by=person)


def judged_by(round: Round, late: SubmissionVersion) -> int:
    return submissions.newest_by_team([round])[late.team_id].version


def test_two_people_admit_what_came_late(round: Round, late: SubmissionVersion, people: list[Person]) -> None:
    assert judged_by(round, late) == 1
    assert say(round, late, people[0]) is None
    assert judged_by(round, late) == 1
    assert say(round, late, people[1]) is True
    assert judged_by(round, late) == late.version
    assert [file.field for file in submissions.readable_files(late, round)] == ["slides"]


def test_nobody_is_two_people(round: Round, late: SubmissionVersion, people: list[Person]) -> None:
    say(round, late, people[0])
    with pytest.raises(lateness.AlreadySaid):
        say(round, late, people[0])
    assert judged_by(round, late) == 1


def test_where_two_disagree_a_third_decides(round: Round, late: SubmissionVersion, people: list[Person]) -> None:
    assert [
        say(round, late, person, admit=admit) for person, admit in zip(people, (True, False, False), strict=True)
    ] == [
        None,
        None,
        False,
    ]
    assert judged_by(round, late) == 1


def test_after_the_lock_nothing_late_is_let_in(round: Round, late: SubmissionVersion, people: list[Person]) -> None:
    say(round, late, people[0])
    with unit_of_work():
        round.locked_at = NOON
    with pytest.raises(RoundLocked):
        say(round, late, people[1])


def test_what_came_in_time_needs_nobody(round: Round, team: Team, people: list[Person]) -> None:
    with pytest.raises(Invalid):
        say(round, submit(round, team), people[0])
