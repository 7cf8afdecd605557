"""People who may be one: listed, merged, found again under both names, and taken apart."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hackathon.database import unit_of_work
from hackathon.domain.base.errors import Invalid
from hackathon.domain.people import merging
from hackathon.domain.rounds.events import get_event
from hackathon.extensions import db
from hackathon.models import Entrant, Membership, Merge, Person
from tests.exchange.importing.importer import counts, preview, take_in
from tests.factories import make_judge

pytestmark = pytest.mark.usefixtures("event")

HEAD = ["이름", "이메일", "연락처", "소속"]
TWICE = [HEAD, ["김민수", "a@example.org", "", "한빛대"], ["김민수", "b@example.org", "010-1111-2222", "한빛대"]]
LEAD = ["한가람", "g@example.org", "", ""]


def two() -> tuple[Person, Person]:
    kept, gone = db.session.scalars(select(Person).where(Person.name == "김민수").order_by(Person.id))
    return kept, gone


def merge(kept: Person, gone: Person) -> Merge:
    with unit_of_work():
        return merging.merge(get_event(), kept, gone)


def undo(row: Merge) -> None:
    with unit_of_work():
        merging.undo(get_event(), row.id)


def present() -> list[tuple[int, bool]]:
    """Who is in a team now, and whether they lead it."""
    found = select(Entrant.person_id, Membership.captain).join(Entrant).where(Membership.left_at.is_(None))
    return sorted((person, captain) for person, captain in db.session.execute(found))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (["김민수", "a@example.org", "010-1111-2222", ""], ["김민서", "b@example.org", "010-1111-2222", ""]),
        (
            ["김민수", "a@example.org", "", "한빛대"],
            ["ＫＩＭ 민수".replace("ＫＩＭ ", "김"), "b@example.org", "", "한빛 대"],
        ),
        (["김철수", "chulsoo@gmail.com", "", ""], ["김철스", "chulsoo@gmial.com", "", ""]),
    ],
)
def test_likely_duplicates_are_listed_and_imported_as_they_are(one: list[str], other: list[str]) -> None:
    plan = preview([HEAD, one, other])
    assert counts(plan) == (2, 0, 0, 0)
    assert [each.rows for each in plan.alike] == [(2, 3)]


def test_people_who_merely_share_a_name_or_a_school_are_not_listed() -> None:
    rows = [
        HEAD,
        ["김민수", "a@example.org", "", "한빛대"],
        ["김민수", "zz@example.org", "", "가람대"],
        ["김민서", "q@example.org", "", "한빛대"],
    ]
    assert preview(rows).alike == []


def test_a_file_still_names_whoever_was_merged() -> None:
    rows = [HEAD, ["김민수", "a@example.org", "010-1111-2222", ""], ["김민수", "b@example.org", "010-1111-2222", ""]]
    take_in(rows)
    kept, gone = db.session.scalars(select(Person).order_by(Person.id))
    with unit_of_work():
        row = merging.merge(get_event(), kept, gone)
    again = preview(rows)
    assert (len(again.added), again.changed) == (0, 0)
    with unit_of_work():
        merging.undo(get_event(), row.id)
    assert counts(preview(rows)) == (0, 0, 2, 0)
    assert gone.email == "b@example.org"


def test_what_the_kept_one_lacks_comes_over_and_goes_back() -> None:
    take_in(TWICE)
    kept, gone = two()
    row = merge(kept, gone)
    assert (kept.email, kept.phone, gone.email) == ("a@example.org", "+821011112222", None)
    undo(row)
    assert (kept.email, kept.phone, gone.email) == ("a@example.org", None, "b@example.org")
    assert db.session.scalars(select(Entrant.withdrawn_at)).all() == [None, None]


def test_what_was_changed_by_hand_since_stays() -> None:
    take_in(TWICE)
    kept, gone = two()
    row = merge(kept, gone)
    with unit_of_work():
        kept.phone = "+821099999999"
    undo(row)
    assert kept.phone == "+821099999999"


def test_a_place_in_a_team_moves_and_goes_back() -> None:
    take_in([*TWICE, LEAD])
    take_in([["팀명", "팀장", "팀원"], ["바람", "b@example.org", "g@example.org"]], "teams")
    kept, gone = two()
    before = present()
    row = merge(kept, gone)
    assert (kept.id, True) in present()
    assert gone.id not in dict(present())
    undo(row)
    assert present() == before


def test_two_records_in_one_team_become_one_member() -> None:
    take_in([*TWICE, LEAD])
    take_in([["팀명", "팀장", "팀원"], ["바람", "b@example.org", "a@example.org, g@example.org"]], "teams")
    kept, gone = two()
    before = present()
    row = merge(kept, gone)
    assert len(present()) == 2
    assert (kept.id, True) in present()
    undo(row)
    assert present() == before


def test_two_teams_are_settled_by_a_person_first() -> None:
    take_in(TWICE)
    take_in([["팀명", "팀장"], ["바람", "a@example.org"], ["구름", "b@example.org"]], "teams")
    kept, gone = two()
    with pytest.raises(Invalid, match="two teams"):
        merge(kept, gone)
    assert gone.email == "b@example.org"


def test_a_judge_is_never_merged_away() -> None:
    take_in(TWICE)
    kept, _ = two()
    with unit_of_work():
        judge = make_judge(get_event(), "J01").person
    with pytest.raises(Invalid, match="holds a role"):
        merge(kept, judge)


def test_a_merge_is_undone_once() -> None:
    take_in(TWICE)
    row = merge(*two())
    undo(row)
    with pytest.raises(Invalid, match="already"):
        undo(row)


def test_an_address_that_somebody_else_took_meanwhile_keeps_them_merged() -> None:
    take_in(TWICE)
    kept, gone = two()
    row = merge(kept, gone)
    with unit_of_work():
        kept.email = "b@example.org"
    with pytest.raises(Invalid, match="Somebody else"):
        undo(row)
    db.session.rollback()
    assert db.session.get_one(Merge, row.id).undone_at is None
