"""Who comes to the demo event."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from hashlib import sha256

import pytest

from hackathon.demo.groups import draw_sizes
from hackathon.demo.people import DEFAULT_SEED, People, people
from hackathon.demo.seeded_random import SeededRandom
from hackathon.demo.texts import read_application_window, read_proposals
from tests.demo.sample_people import SEEDS, sample_people


def addresses(everybody: People) -> list[str]:
    people_of_the_event = (everybody.entrants, everybody.judges, everybody.officers)
    return [person.email for group in people_of_the_event for person in group]


@pytest.mark.parametrize("seed", SEEDS)
def test_there_are_921_entrants_in_238_teams_and_a_handful_alone(seed: int) -> None:
    everybody = sample_people(seed)
    alone = [entrant for entrant in everybody.entrants if entrant.team is None]
    assert (len(everybody.entrants), len(everybody.teams)) == (921, 238)
    assert 5 <= len(alone) <= 9
    assert sum(len(team.members) for team in everybody.teams) == 921 - len(alone)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_team_has_two_to_five_members_and_one_captain(seed: int) -> None:
    everybody = sample_people(seed)
    captains = Counter(entrant.team for entrant in everybody.entrants if entrant.is_captain)
    assert {len(team.members) for team in everybody.teams} == {2, 3, 4, 5}
    assert captains == {team.code: 1 for team in everybody.teams}


def test_teams_and_entrants_agree_on_who_is_where() -> None:
    everybody = sample_people()
    said_by_entrants = {entrant.email: entrant.team for entrant in everybody.entrants if entrant.team}
    captains = {entrant.team: entrant.email for entrant in everybody.entrants if entrant.is_captain}
    assert {email: team.code for team in everybody.teams for email in team.members} == said_by_entrants
    assert {team.code: team.captain for team in everybody.teams} == captains
    assert all(team.members[0] == team.captain for team in everybody.teams)


def test_codes_run_without_a_gap() -> None:
    everybody = sample_people()
    assert [team.code for team in everybody.teams] == [f"T{number:03}" for number in range(1, 239)]
    assert [judge.code for judge in everybody.final_judges] == [f"J{number:02}" for number in range(1, 10)]
    assert [judge.code for judge in everybody.preliminary_judges] == [f"J{number:02}" for number in range(10, 22)]
    assert [entrant.number for entrant in everybody.entrants] == list(range(1, 922))


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_shares_an_address_or_a_phone_number(seed: int) -> None:
    everybody = sample_people(seed)
    emails = addresses(everybody)
    assert len(set(emails)) == len(emails) == 921 + 21 + 6
    assert len({entrant.phone for entrant in everybody.entrants}) == 921


@pytest.mark.parametrize("seed", SEEDS)
def test_addresses_and_phone_numbers_reach_nobody(seed: int) -> None:
    everybody = sample_people(seed)
    assert all(re.fullmatch(r"[a-z0-9._-]+@example\.(org|com)", email) for email in addresses(everybody))
    assert all(re.fullmatch(r"\+82100000\d{4}", entrant.phone) for entrant in everybody.entrants)


def test_the_chair_leads_the_final_and_each_panel_has_one() -> None:
    everybody = sample_people()
    assert everybody.chair.code == "J01"
    assert everybody.chair.email == "chair@example.org"
    assert [judge.code for judge in everybody.judges if judge.is_chair] == ["J01", "J10"]


def test_judges_have_names_and_affiliations_of_their_own() -> None:
    judges = sample_people().judges
    assert len({judge.name for judge in judges}) == len({judge.affiliation for judge in judges}) == 21


def test_somebody_runs_helps_at_and_audits_the_event() -> None:
    assert Counter(officer.role for officer in sample_people().officers) == {"organizer": 2, "staff": 3, "auditor": 1}
    assert sample_people().officers[0].email == "organizer@example.org"


@pytest.mark.parametrize("seed", SEEDS)
def test_applications_are_in_order_and_inside_the_window(seed: int) -> None:
    window = read_application_window()
    times = [entrant.applied_at for entrant in sample_people(seed).entrants]
    assert times == sorted(times)
    assert window.opens_at <= times[0]
    assert times[-1] < window.closes_at


def test_most_people_apply_in_the_last_week() -> None:
    window = read_application_window()
    late = [entrant for entrant in sample_people().entrants if (window.closes_at - entrant.applied_at).days < 7]
    assert 0.5 < len(late) / 921 < 0.8


def test_every_proposal_belongs_to_one_team_but_not_in_the_order_of_codes() -> None:
    names = [team.name for team in sample_people().teams]
    proposed = [proposal.team for proposal in read_proposals()]
    assert sorted(names) == sorted(proposed)
    assert sum(name == other for name, other in zip(names, proposed, strict=True)) < 10


def test_another_seed_gives_other_people_and_teams() -> None:
    here, there = sample_people(DEFAULT_SEED), sample_people(77)
    same = sum(one.name == other.name for one, other in zip(here.entrants, there.entrants, strict=True))
    assert same < 40
    assert [team.name for team in here.teams] != [team.name for team in there.teams]


DIGEST = """
from hashlib import sha256
from hackathon.demo.people import people
print(sha256(repr(people(77)).encode()).hexdigest())
"""


def test_the_same_seed_gives_the_same_people_in_another_process() -> None:
    other = subprocess.run([sys.executable, "-c", DIGEST], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == sha256(repr(people(77)).encode()).hexdigest()


def test_hardly_any_two_entrants_have_the_same_motivation() -> None:
    motivations = Counter(entrant.motivation for entrant in sample_people().entrants)
    assert len(motivations) > 750
    assert motivations.most_common(1)[0][1] <= 12


def test_sizes_that_cannot_be_reached_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot form"):
        draw_sizes(SeededRandom(1, "sizes"), teams=10, members=51)
