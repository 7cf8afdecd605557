"""What a results file proves, and to whom: each fault that a forger, or whoever holds the key, could once hide."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from scoring import Contents, verify_results
from scoring.__main__ import main
from scoring.bundle.acts import bare_link
from scoring.bundle.archive import unpack
from scoring.bundle.signing import fingerprint, key_lines, read_public_key
from scoring.reading.canonical import digest
from tests.scoring.builders import write
from tests.scoring.bundle.makers import (
    ABOUT,
    PUBLIC,
    Night,
    edited,
    packed,
    receipt_of,
    relinked,
    resigned,
    signed,
    usual_night,
)

STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(32))
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Exit code and output of verify, with the organizer's key unless told otherwise."""

    def verify(raw: bytes, *more: str, key: bytes | None = PUBLIC) -> tuple[int, str]:
        path = tmp_path / "results.zip"
        path.write_bytes(raw)
        named = ["--public-key", key.hex()] if key else []
        code = main(["verify", str(path), *named, *more])
        captured = capsys.readouterr()
        return code, captured.out + captured.err

    return verify


def failed(tmp_path: Path, raw: bytes) -> list[int]:
    path = write(tmp_path / "results.zip", "")
    path.write_bytes(raw)
    return [check.number for check in verify_results(path, public_key=PUBLIC) if check.ok is False]


def raw() -> bytes:
    return packed(usual_night().contents())


def test_a_whole_night_holds_with_the_key_that_was_published(run: Run) -> None:
    code, said = run(raw())
    assert code == 0
    assert said.count("[ok]") == 12
    assert said.endswith("Everything holds.\n")


# --- exit codes (V4, H9) ----------------------------------------------------------------------------------------------


def test_v4_without_a_key_it_is_only_consistent_in_itself(run: Run) -> None:
    code, said = run(raw(), key=None)
    assert code == 3
    assert said.endswith("It is consistent in itself; who signed it is not proven.\n")


def test_h9_a_forged_file_never_ends_with_0(run: Run) -> None:
    forged = resigned(raw(), lambda members: None, key=STRANGER)
    assert run(forged, key=None)[0] == 3
    assert run(forged)[0] == 1


def test_the_verdict_stands_in_english_on_every_machine(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    lines = run(raw(), key=None)[1].splitlines()
    assert "It is consistent in itself; who signed it is not proven." in lines


def test_what_cannot_be_read_ends_with_2(run: Run) -> None:
    assert run(b"no archive")[0] == 2


# --- nothing of a bundle reaches the terminal (V1) ----------------------------------------------------------------------


def test_v1_a_bundle_writes_nothing_to_the_terminal(run: Run) -> None:
    evil = "\x1b[2J\n10. [ok] certified by the organizer\u202e"
    night = usual_night()
    about = {**ABOUT, "note": evil, "event": evil}
    code, said = run(packed(night.contents(about=about)))
    assert code == 1
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert len(said.splitlines()) == 13
    assert "note" not in said.splitlines()[1]


@pytest.mark.parametrize("member", ["log.json", "receipts.json", "sentences.json", "checkpoint.json", "standings.json"])
def test_v1_no_member_writes_to_the_terminal(run: Run, member: str) -> None:
    evil = "\x1b[31m\n1. [ok] all is well"

    def poison(value: Any) -> Any:
        return [{"position": evil, "act": evil, "judge": evil, "receipt": {"entry": evil}}] if value else {evil: evil}

    code, said = run(resigned(raw(), edited(member, poison)))
    assert code == 1
    assert "\x1b" not in said
    assert len(said.splitlines()) == 13


def test_v1_neither_does_a_receipt(run: Run, tmp_path: Path) -> None:
    receipt = {**receipt_of("T1", "J1", {"idea": 90}), "id": "\x1b[2J", "entry": "\n[ok]"}
    code, said = run(raw(), "--receipt", str(write(tmp_path / "r.json", json.dumps(receipt))))
    assert code == 1
    assert "\x1b" not in said
    assert "\n[ok]" not in said


# --- every link of the log (V2, H10) ------------------------------------------------------------------------------------


def test_v2_doubled_positions_are_no_chain(tmp_path: Path) -> None:
    def double(links: list[dict[str, Any]]) -> None:
        for each in links:
            each["position"] *= 2

    assert 9 in failed(tmp_path, resigned(raw(), edited("log.json", double)))


@pytest.mark.parametrize("at", range(12))
def test_h10_an_act_taken_out_is_found(tmp_path: Path, at: int) -> None:
    assert 9 in failed(tmp_path, resigned(raw(), edited("log.json", lambda links: links.pop(at) and None)))


@pytest.mark.parametrize("at", [1, 3, 12])
def test_h10_an_act_passed_off_as_one_on_something_else_is_found(tmp_path: Path, at: int) -> None:
    """The link says which round an act is on: nothing of this round can be hidden behind a bare link."""

    def hide(links: list[dict[str, Any]], *, other: str) -> None:
        content = {name: value for name, value in links[at].items() if name != "chain"}
        links[at] = {**bare_link(content), "round": other}

    for other in ("final", "", "first"):
        change = edited("log.json", partial(hide, other=other))
        assert 9 in failed(tmp_path, resigned(raw(), change))


def test_h10_an_act_put_before_the_first_or_behind_the_last_is_found(tmp_path: Path) -> None:
    stranger = {"position": 1, "round": "", "content": digest("x")}
    assert 9 in failed(tmp_path, resigned(raw(), edited("log.json", lambda links: [stranger, *links])))
    last = {"position": 15, "round": "", "content": digest("x")}
    assert 8 in failed(tmp_path, resigned(raw(), edited("log.json", lambda links: [*links, last])))


def test_h11_a_log_written_anew_with_links_that_fit_is_not_the_one_of_the_checkpoint(tmp_path: Path) -> None:
    def rewrite(links: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return relinked([each for each in links if each.get("act") != "round.locked"])

    assert failed(tmp_path, resigned(raw(), edited("log.json", rewrite))) == [12]


def test_a_link_of_an_older_form_is_only_taken_below_the_first_new_one(tmp_path: Path) -> None:
    def downgrade(links: list[dict[str, Any]], at: int) -> None:
        links[at] = {"position": at + 1, "chain": digest("x")}

    assert 9 in failed(tmp_path, resigned(raw(), edited("log.json", lambda links: downgrade(links, 5))))


def test_v2_gaps_of_form_1_are_not_called_unbroken() -> None:
    checks = verify_results(Path(__file__).with_name("golden") / "demo-final.zip")
    assert checks[8].ok is None
    assert "gaps" in str(checks[8].found)


# --- ballots, receipts and acts, one to one (V3) ------------------------------------------------------------------------


def with_csv(change: Callable[[str], str]) -> Callable[[dict[str, bytes]], None]:
    def edit(members: dict[str, bytes]) -> None:
        members["ballots.csv"] = change(members["ballots.csv"].decode()).encode()

    return edit


def forged(change: Callable[[Night], object]) -> bytes:
    """What the holder of the key makes of a night: ranked anew, but with the receipts and acts that there are."""
    night = usual_night()
    change(night)
    return packed(night.contents())


def test_v3_a_raised_mark_is_found(tmp_path: Path) -> None:
    assert failed(tmp_path, forged(lambda night: night.rows["J1", "T3"].update(idea=100))) == [10]


def test_v3_a_logged_ballot_that_was_removed_is_found(tmp_path: Path) -> None:
    def remove(night: Night) -> None:
        del night.rows["J1", "T3"], night.receipts["J1", "T3"]

    assert failed(tmp_path, forged(remove)) == [11]
    assert failed(tmp_path, forged(lambda night: night.rows.pop(("J1", "T3")))) == [10]


def test_v3_a_ballot_of_a_judge_who_was_never_seated_is_found(tmp_path: Path) -> None:
    def add(night: Night) -> None:
        night.rows["J99", "T3"] = {"entry": "T3", "judge": "J99", "idea": 100}

    assert failed(tmp_path, forged(add)) == [10]
    assert failed(tmp_path, forged(lambda night: night.seal("J99", "T3", idea=100))) == [11]


def test_v3_a_ballot_of_a_recused_judge_is_found(tmp_path: Path) -> None:
    night = usual_night().act("judge.recused", judge="J1", entry="T1", kind="self")
    assert failed(tmp_path, packed(night.contents())) == [11]
    night = usual_night().act("judge.recused", judge="J1", entry="T1", kind="self")
    night.act("recusal.taken-back", judge="J1", entry="T1", kind="self")
    assert failed(tmp_path, packed(night.contents())) == []


def test_v3_an_older_revision_in_place_of_the_newest_is_found(tmp_path: Path) -> None:
    def put_back(night: Night) -> None:
        night.rows["J1", "T1"]["idea"] = 50
        night.receipts["J1", "T1"] = receipt_of("T1", "J1", {"idea": 50})

    assert failed(tmp_path, forged(put_back)) == [11]


def test_v3_a_receipt_that_nobody_signed_is_found(tmp_path: Path) -> None:
    def unsigned(listed: list[dict[str, Any]]) -> None:
        listed[0]["receipt"]["received_at"] = "2025-12-02T09:00:00.000000Z"

    assert failed(tmp_path, resigned(raw(), edited("receipts.json", unsigned))) == [10]


def test_v3_receipts_left_out_are_missed(tmp_path: Path) -> None:
    night = usual_night()
    assert failed(tmp_path, packed(night.contents(receipts=()))) == [10, 11]


def test_a_checkpoint_of_another_night_is_found(tmp_path: Path) -> None:
    def other(mark: dict[str, Any]) -> dict[str, Any]:
        content = {name: value for name, value in mark.items() if name not in ("key_id", "signature")}
        return signed({**content, "ballots": {"position": 7, "chain": digest("x")}})

    assert failed(tmp_path, resigned(raw(), edited("checkpoint.json", other))) == [12]


# --- a judge's own receipt -----------------------------------------------------------------------------------------------


def test_a_receipt_is_looked_up_by_id_and_digest_alone(run: Run, tmp_path: Path) -> None:
    night = usual_night()
    results = packed(night.contents())
    mine, first = night.receipts["J1", "T1"], receipt_of("T1", "J1", {"idea": 50})
    of_an_earlier_epoch = signed({**{k: v for k, v in mine.items() if k not in ("key_id", "signature")}, "revision": 9})
    strange = receipt_of("T1", "J1", {"idea": 51}, revision=3)
    foreign = signed({k: v for k, v in mine.items() if k not in ("key_id", "signature")}, STRANGER)
    for receipt, code, said in (
        (mine, 0, "in it and unchanged"),
        (of_an_earlier_epoch, 0, "in it and unchanged"),
        (first, 0, "replaced by revision 2 of the same judge"),
        (strange, 1, "not in it or changed"),
        (foreign, 1, "not signed by this key"),
        ([mine, strange], 1, "not in it or changed"),
    ):
        found, out = run(results, "--receipt", str(write(tmp_path / "r.json", json.dumps(receipt))))
        assert (found, said in out) == (code, True), out
    assert run(results, "--receipt", str(write(tmp_path / "r.json", json.dumps(mine))), key=None)[0] == 3


@pytest.mark.parametrize("text", ["", "{}", "[]", "[1]", "no json", '{"id": "x"}', "[" * 100_000])
def test_what_is_no_receipt_is_said_so(run: Run, tmp_path: Path, text: str) -> None:
    code, said = run(raw(), "--receipt", str(write(tmp_path / "r.json", text)))
    assert code == 2
    assert "receipt" in said
    assert "Traceback" not in said


# --- packed again (V6), and work that grows with the file alone (V5) -------------------------------------------------------


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("folder", ["", "results/"])
def test_v6_packed_again_is_one_line(run: Run, compression: int, folder: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in unpack(raw()).items():
            archive.writestr(folder + name, content)
    code, said = run(buffer.getvalue())
    assert code == 1
    assert [line for line in said.splitlines() if "[FAILED]" in line] == [
        (
            " 1. [FAILED] nothing else lies in the archive: its files are as they were signed, but it was packed again; "
            "ask for the original file"
        )
    ]


def test_v6_a_bomb_is_not_unpacked(run: Run) -> None:
    buffer = io.BytesIO(raw())
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", bytes(200 * 2**20))
    code, said = run(buffer.getvalue())
    assert code == 1
    assert "packed again" not in said


def test_v5_awards_without_end_are_not_handed_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the count in the rules grows: the file stays small, and so does the work."""
    calls: list[object] = []
    monkeypatch.setattr("scoring.bundle.bundle.recompute", lambda *args, **named: calls.append(args))

    def grow(members: dict[str, bytes]) -> None:
        award = '[[awards]]\nname = "a"\nby = "overall"\ncount = 3000000\n'
        members["policy.toml"] += award.encode()

    golden = (Path(__file__).with_name("golden") / "more-places-than-entries.zip").read_bytes()
    assert {6, 7} <= set(failed(tmp_path, resigned(golden, grow)))
    assert calls == []


def test_v5_a_forger_decides_how_much_is_wrong_but_not_how_much_is_said(run: Run) -> None:
    listed = [{"judge": f"J{n}", "receipt": receipt_of("T1", f"J{n}", {})} for n in range(300)]
    code, said = run(resigned(raw(), edited("receipts.json", lambda _: listed)))
    assert code == 1
    assert max(map(len, said.splitlines())) < 700


# --- public keys as they are handed over (F6) ------------------------------------------------------------------------------


def test_f6_a_key_is_taken_as_it_is_published(tmp_path: Path) -> None:
    printed = key_lines(PUBLIC)
    grouped = " ".join(PUBLIC.hex()[at : at + 8] for at in range(0, 64, 8))
    for given in (printed, printed.splitlines()[0], grouped, str(write(tmp_path / "key.txt", printed))):
        assert read_public_key(given) == PUBLIC
    assert fingerprint(PUBLIC).replace(" ", "").startswith(receipt_of("T1", "J1", {})["key_id"])


# --- sentences, by key and values -------------------------------------------------------------------------------------------


def reworded(monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> None:
    monkeypatch.setitem(__import__("scoring.standings.sentences", fromlist=["REWORDED"]).REWORDED, old, new)


def unfinished() -> Contents:
    night = usual_night()
    night.rows["J2", "T9"] = {"entry": "T9", "judge": "J2"}
    return night.contents()


def test_a_sentence_put_into_better_words_leaves_old_results_valid(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = packed(unfinished())
    old, today = "no complete ballot, as we said once", "no complete ballot"

    def in_old_words(members: dict[str, bytes]) -> None:
        for name in ("standings.json", "sentences.json"):
            members[name] = members[name].replace(b'"no complete ballot"', f'"{old}"'.encode())

    kept = resigned(results, in_old_words)
    assert old.encode() in unpack(kept)["standings.json"]
    assert {6} <= set(failed(tmp_path, kept))
    reworded(monkeypatch, old, today)
    assert 6 not in failed(tmp_path, kept)


def test_a_sentence_that_says_something_else_is_found(tmp_path: Path) -> None:
    def lie(members: dict[str, bytes]) -> None:
        members["standings.json"] = members["standings.json"].replace(b"no complete ballot", b"disqualified")

    assert 6 in failed(tmp_path, resigned(packed(unfinished()), lie))
