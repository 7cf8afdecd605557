"""The results bundle: it proves itself, and nothing about it can be changed unseen."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from argparse import Namespace
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring import Adjustment, Ballots, Contents, Decisions, Policy, ScoringError, pack_results, verify_results
from scoring.bundle.archive import find_difference, pack, unpack
from scoring.bundle.signing import read_public_key
from scoring.commands import verify
from tests.scoring.builders import MEAN, ONE, ballots_of, write
from tests.scoring.bundle.makers import KEY, PUBLIC, Night, packed, resigned, sign

POLICY = ONE + MEAN + 'ties = ["previous", "rejudge", "lot"]\nlot_seed = "pending"\n[carry]\nweight = 30\n'
Check = Callable[..., dict[int, bool | None]]


def contents(**changes: Any) -> Contents:
    policy = Policy.from_text(POLICY)
    ballots = ballots_of(policy, {"T1": [80, 90], "T2": [70, 70], "T3": [70, 70]})
    given: dict[str, Any] = {
        "policy": POLICY,
        "ballots": ballots,
        "entries": {"T1": None, "T2": Fraction(1, 3), "T3": Fraction(1, 3), "T4": None},
        "adjustments": [Adjustment("T1", "-2.50", "늦음: 김아무개")],
        "carry": {"T1": Fraction(100, 3), "T2": 50, "T3": 50},
        "decisions": Decisions("주사위 \x7f🎲", (), ballots_of(policy, {"T2": [9], "T3": [9]}), ("T1",)),
        "log": acts(),
        "about": {"round": "final"},
    }
    return Contents(**{**given, **changes})


def acts() -> list[dict[str, Any]]:
    """Three acts of a chain, the second being on something else."""
    night = Night().act("round.locked").act("team.renamed", subject="team:T1").act("result.made", digest="d")
    return night.log()[0]


def bundle(**changes: Any) -> bytes:
    return packed(contents(**changes))


def repacked(change: Callable[[dict[str, bytes]], None]) -> bytes:
    """A forger's bundle: members changed, the manifest made anew, signed with a key of the forger."""
    return resigned(bundle(), change, key=Ed25519PrivateKey.from_private_bytes(bytes(32)))


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Number of every check → whether it passed."""

    def run(raw: bytes, **options: Any) -> dict[int, bool | None]:
        path = tmp_path / "results.zip"
        path.write_bytes(raw)
        return {each.number: each.ok for each in verify_results(path, **options)}

    return run


CHOOSING = (
    ONE
    + MEAN
    + 'groups = ["track"]\n[advance]\ncount = 2\nquota = [{ by = "school", most = 1 }]\n'
    + '[[awards]]\nkey = "sponsor"\nname = { ko = "후원상" }\nby = "decision"\nwhere = { track = "AI" }\n'
)


def test_quotas_groups_states_and_awards_are_recomputed_from_the_bundle(check: Check) -> None:
    ballots = ballots_of(Policy.from_text(CHOOSING), {"T1": [90], "T2": [80], "T3": [70], "T4": [60]})
    entries = {code: {"track": " AI", "school": "K", "phone": "+82 10"} for code in ballots.entries}
    decisions = Decisions(states={"T4": "disqualified"}, awards={"후원상": ("T3",)}, waived=("T1",))
    raw = packed(
        Contents(
            policy=CHOOSING, ballots=ballots, entries=entries, decisions=decisions, adjustments=[Adjustment("T2", 1)]
        )
    )
    members = unpack(raw)
    assert members["entries.csv"].decode().splitlines()[:2] == ["entry,track,school", "T1,AI,K"]
    made = json.loads(members["standings.json"])
    assert (made["advance"], made["awards"][0]["entry"]) == (["T2"], "T3")
    assert set(made["digests"]) == {"ballots", "policy", "decisions", "entries", "adjustments"}
    assert [row["rule"] for row in made["passed_over"]] == ["waived", "quota:school"]
    assert False not in check(raw).values()


def is_whole(raw: bytes) -> bool:
    try:
        return find_difference(raw) is None
    except ValueError:
        return False


def failed(found: dict[int, bool | None]) -> list[int]:
    return [number for number, ok in found.items() if ok is False]


# --- what is in it ------------------------------------------------------------------------------------------------


def test_every_check_of_an_untouched_bundle_holds(check: Check) -> None:
    assert check(bundle()) == {**dict.fromkeys(range(1, 10), True), 5: None, 8: None, 10: None, 11: None, 12: None}


def test_the_same_contents_give_the_same_bytes() -> None:
    assert bundle() == bundle()


def test_every_unpacker_reads_it_and_its_files_can_be_ranked_by_hand(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(bundle())) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == sorted(archive.namelist())
        archive.extractall(tmp_path)
    policy = Policy.from_toml(tmp_path / "policy.toml")
    ballots = Ballots.from_csv(tmp_path / "ballots.csv", policy.rubric)
    assert ballots.digest == contents().ballots.digest
    assert Decisions.from_toml(tmp_path / "decisions.toml").lot_seed == "주사위 \x7f🎲"


def test_the_reason_of_an_adjustment_stays_out() -> None:
    assert "김아무개".encode() not in bundle()


def test_ballots_of_several_sources_come_back(check: Check) -> None:
    policy = ONE + MEAN + '[[sources]]\nname = "a"\nweight = 60\nmethod = "mean"\n'
    policy += '[[sources]]\nname = "b"\nweight = 40\nmethod = "mean"\n'
    rows = [{"entry": "T1", "judge": "J1", "source": source, "idea": 50} for source in "ab"]
    ballots = Ballots.from_rows(rows, Policy.from_text(policy).rubric)
    plain = Contents(policy=policy, ballots=ballots)
    assert failed(check(pack_results(plain, public_key=PUBLIC, sign=sign))) == []


def test_a_code_that_a_spreadsheet_would_run_is_refused() -> None:
    policy = Policy.from_text(ONE + MEAN)
    with pytest.raises(ScoringError, match="formula"):
        pack_results(
            Contents(policy=ONE + MEAN, ballots=ballots_of(policy, {"=T1": [1]})), public_key=PUBLIC, sign=sign
        )


# --- what is found ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def raw() -> bytes:
    return bundle()


@given(st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_changed_byte_is_found(check: Check, raw: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(raw) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != raw[at]))
    assert failed(check(bytes([*raw[:at], other, *raw[at + 1 :]])))


@pytest.mark.parametrize("flip", [0x01, 0x20, 0x80])
def test_the_first_check_alone_finds_a_flip_at_every_byte_of_the_file(raw: bytes, flip: int) -> None:
    unseen = [at for at, byte in enumerate(raw) if is_whole(raw[:at] + bytes([byte ^ flip]) + raw[at + 1 :])]
    assert unseen == []


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw + b"\0",
        lambda raw: raw[:-1],
        lambda raw: b"PK\x03\x04" + raw,
        lambda raw: raw[:-2] + b"\x05\0hello",
        lambda raw: raw[: len(raw) // 2],
    ],
    ids=["something behind", "cut short", "something before", "a comment", "half"],
)
def test_bytes_around_the_members_are_found(check: Check, change: Callable[[bytes], bytes]) -> None:
    assert 1 in failed(check(change(bundle())))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["extra.txt", "../evil.sh", "ballots.csv", "C:\\x", "standings.csv"])
def test_an_added_or_repeated_member_is_found(check: Check, name: str) -> None:
    buffer = io.BytesIO(bundle())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(name, "entry,judge,idea\n")
    assert 1 in failed(check(buffer.getvalue()))


@pytest.mark.parametrize("name", sorted(unpack(bundle())))
def test_a_member_that_is_missing_is_found(check: Check, name: str) -> None:
    members = unpack(bundle())
    del members[name]
    raw = pack(members)
    if name == "manifest.json":
        with pytest.raises(ScoringError):
            check(raw)
    else:
        assert failed(check(raw))


def test_a_bundle_packed_anew_with_compression_is_no_longer_the_file_that_was_signed(check: Check) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in unpack(bundle()).items():
            archive.writestr(name, content * 1000)
    assert 1 in failed(check(buffer.getvalue()))


def test_a_ballot_changed_and_signed_by_a_forger_fails_against_the_ranks(check: Check) -> None:
    def change(members: dict[str, bytes]) -> None:
        members["ballots.csv"] = members["ballots.csv"].replace(b"T1,J1,80", b"T1,J1,10")

    assert failed(check(repacked(change))) == [6, 7]


def test_a_forger_who_recomputes_everything_still_has_another_key(check: Check) -> None:
    raw = repacked(lambda members: None)
    assert failed(check(raw)) == []
    assert failed(check(raw, public_key=PUBLIC)) == [5]
    assert check(bundle(), public_key=PUBLIC)[5] is True


def test_an_act_changed_in_the_log_is_found(check: Check) -> None:
    def change(members: dict[str, bytes]) -> None:
        members["log.json"] = members["log.json"].replace(b"round.locked", b"round.opened")

    found = check(repacked(change))
    assert failed(found) == [9]
    assert found[11] is None


@pytest.mark.parametrize("aim", ['rejudge = "/etc/hosts"', 'rejudge = "../ballots.csv"'])
def test_a_bundle_makes_nobody_open_a_file_outside_it(check: Check, aim: str) -> None:
    def change(members: dict[str, bytes]) -> None:
        members["decisions.toml"] = aim.encode()

    assert failed(check(repacked(change))) == [6, 7]


def test_a_result_must_be_the_one_that_the_log_records(check: Check) -> None:
    about = {"event": "e", "round": "final", "version": 1, "result": "d"}
    assert failed(check(bundle(about=about))) == [8]


# --- what is no bundle, and the command ---------------------------------------------------------------------------


@pytest.mark.parametrize("raw", [b"", b"hello", b"PK\x03\x04", pack({"a.txt": b"x"}), b"PK manifest"])
def test_what_is_no_bundle_is_said_so(check: Check, raw: bytes) -> None:
    with pytest.raises(ScoringError) as error:
        check(raw)
    assert error.value.faults[0].code == "not-a-bundle"


@pytest.mark.parametrize(
    ("change", "code", "last"), [(b"", 3, "who signed it is not proven"), (b"\0", 1, "Failed checks: 1")]
)
def test_the_command_answers_with_numbered_lines(tmp_path: Path, change: bytes, code: int, last: str) -> None:
    options = Namespace(bundle=tmp_path / "results.zip", public_key=None, receipt=None)
    options.bundle.write_bytes(bundle() + change)
    answer = verify.run(options, language="en")
    lines = answer.text.splitlines()
    assert [line.split(".")[0].strip() for line in lines[:-1]] == [str(number) for number in range(1, 13)]
    assert answer.code == code
    assert last in lines[-1]


def test_a_public_key_may_be_hex_base64_or_pem_and_stand_in_a_file(tmp_path: Path) -> None:
    pem = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    for text in (PUBLIC.hex(), base64.b64encode(PUBLIC).decode(), pem):
        assert read_public_key(str(write(tmp_path / "key.txt", f"{text}\n"))) == PUBLIC
    assert read_public_key(PUBLIC.hex().upper()) == PUBLIC
    with pytest.raises(ScoringError):
        read_public_key("no key")
