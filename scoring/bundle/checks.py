"""Checks of a results bundle, each a function of the opened bundle: what it found, or what differs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import Any

from scoring.bundle import bundle
from scoring.bundle.acts import CONTENT, Broken, Pair, link_of, old_link_of
from scoring.bundle.archive import find_difference
from scoring.bundle.opened import Differs, OpenBundle, Unsure
from scoring.bundle.receipts import is_by, key_id
from scoring.bundle.signing import is_signed, key_name
from scoring.faults import quote
from scoring.reading.canonical import digest
from scoring.standings.forms import FORM_1
from scoring.standings.output import standings_csv, standings_json
from scoring.standings.sentences import restate
from scoring.text import Text, joined, text, text_n

CHECKPOINT_PURPOSE = "hackathon-checkpoint/1"
_SHOWN = ("event", "round", "version")
_FEW = 10


def check_archive(opened: OpenBundle) -> Text | None:
    """Nothing lies in the file but the members, packed in the one way there is."""
    if opened.is_repacked:
        raise Differs(text("its files are as they were signed, but it was packed again; ask for the original file"))
    try:
        form = opened.form
    except Differs:
        form = FORM_1
    strangers = sorted(opened.members.keys() - bundle.names_of(form))
    if strangers:
        raise Differs(text("files that do not belong: {names}", names=_few(strangers)))
    for name in sorted(bundle.required_of(form)):
        opened.get(name)
    at = find_difference(opened.raw)
    if at is not None:
        raise Differs(text("it differs from byte {position} on", position=at))
    return text_n("{n} file", "{n} files", n=len(opened.members))


def check_manifest(opened: OpenBundle) -> Text | None:
    if set(opened.manifest) != {"format", "about", "members"}:
        raise Differs(text("the format is unknown"))
    shown = [f"{key}={quote(opened.about[key])}" for key in _SHOWN if key in opened.about]
    return joined([*shown, bundle.FORMATS[opened.form.number]])


def check_members(opened: OpenBundle) -> Text | None:
    expected = bundle.make_manifest(opened.members, about={})["members"]
    listed = opened.manifest["members"]
    wrong = sorted(name for name in {*expected, *listed} if expected.get(name) != listed.get(name))
    if wrong:
        raise Differs(text("not as listed: {names}", names=_few(wrong)))
    return None


def check_signature(opened: OpenBundle) -> Text | None:
    if not is_signed(dict(opened.manifest), signature=opened.signature, public_key=opened.public_key):
        raise Differs(text("the signature does not fit"))
    return None


def check_key(opened: OpenBundle) -> Text | None:
    name = key_name(opened.public_key)
    if opened.expected is None:
        raise Unsure(
            text(
                "the key in the file only vouches for itself; compare it with the one the organizer published "
                "(--public-key): {key}",
                key=name,
            )
        )
    if opened.expected != opened.public_key:
        raise Differs(text("it was signed with another key: {key}", key=name))
    return joined([name])


def check_standings(opened: OpenBundle) -> Text | None:
    """Recomputed in the form of the result; from form 2 on, sentences are compared by key and values."""
    kept = opened.get(bundle.STANDINGS_JSON)
    if opened.form == FORM_1:
        recomputed: str | None = standings_json(opened.standings)
    else:
        recomputed = restate(opened.standings, opened.json(bundle.SENTENCES))
    if recomputed is None or recomputed.encode() != kept:
        raise Differs(text("recomputed, they differ"))
    return text_n("rank of {n} entry", "ranks of {n} entries", n=len(opened.standings.rows))


def check_table(opened: OpenBundle) -> Text | None:
    if standings_csv(opened.standings).encode() != opened.get(bundle.STANDINGS_CSV):
        raise Differs(text("recomputed, it differs"))
    return None


def check_result(opened: OpenBundle) -> Text | None:
    about = opened.about
    if "result" not in about:
        raise Unsure(text("it names no result"))
    named = {key: about[key] for key in _SHOWN}
    found = digest({**named, "standings": opened.json(bundle.STANDINGS_JSON)})
    made = [each for each in opened.links if isinstance(each, dict) and each.get("act") == "result.made"][-1:]
    last = opened.links[-1:] if opened.form != FORM_1 else made
    if found != about["result"] or made != last or [each["facts"].get("digest") for each in made] != [found]:
        raise Differs(text("it is not the result that the log records"))
    return joined([found])


def check_log(opened: OpenBundle) -> Text | None:
    """Every link follows from the one before it."""
    if opened.form == FORM_1:
        return _check_log_of_form_1(opened.links)
    if not opened.links:
        raise Unsure(text("it carries no log"))
    try:
        log = opened.log
    except Broken as broken:
        raise Differs(text("act {position} does not follow", position=quote(broken.position))) from None
    if log.taken:
        raise Unsure(
            text_n(
                "{n} link of an older form could not be checked: it stands for an act on something else",
                "{n} links of an older form could not be checked: they stand for acts on something else",
                n=log.taken,
            )
        )
    shown = text_n("{n} act on this round", "{n} acts on this round", n=len(log.acts))
    return joined([shown, text_n("{n} link", "{n} links", n=log.links)])


def _check_log_of_form_1(acts: list[Any]) -> Text | None:
    """Form 1 held the acts on the round alone: where others lie between, nobody can tell whether one is missing."""
    for before, act in pairwise([None, *acts]):
        content = {name: act[name] for name in CONTENT}
        links = {make(content, before=act["before"]) for make in (old_link_of, link_of)}
        if act["chain"] not in links or (before and not _follows_in_form_1(before, act)):
            raise Differs(text("act {position} does not follow", position=quote(act["position"])))
    positions = [0, *(act["position"] for act in acts)]
    gaps = sum(after > before + 1 for before, after in pairwise(positions))
    if gaps:
        raise Unsure(
            text("{acts} acts with {gaps} gaps: form 1 cannot show whether one is missing", acts=len(acts), gaps=gaps)
        )
    return text_n("{n} act", "{n} acts", n=len(acts))


def _follows_in_form_1(before: Mapping[str, Any], act: Mapping[str, Any]) -> bool:
    is_next = act["position"] == before["position"] + 1
    return bool(act["before"] == before["chain"] if is_next else act["position"] > before["position"])


def check_receipts(opened: OpenBundle) -> Text | None:
    """Every ballot of the panel has its receipt, and every receipt its ballot, as it was sealed."""
    sealed, receipts = opened.sealed, _require_receipts(opened)
    odd = sealed.keys() ^ receipts.keys()
    odd |= {pair for pair in sealed.keys() & receipts.keys() if sealed[pair] != receipts[pair]["digest"]}
    if odd:
        raise Differs(text("ballots and receipts differ: {ballots}", ballots=_pairs(odd)))
    name = key_id(opened.public_key)
    ours = {pair: each for pair, each in receipts.items() if each["key_id"] == name}
    unsigned = {pair for pair, each in ours.items() if not is_by(each, public_key=opened.public_key)}
    unsigned |= {pair for pair, each in receipts.items() if each["counted"] is not True}
    if unsigned:
        raise Differs(text("receipts that were not signed: {ballots}", ballots=_pairs(unsigned)))
    if len(ours) < len(receipts):
        raise Unsure(
            text_n(
                "{n} receipt was signed with another key, which cannot be checked here",
                "{n} receipts were signed with another key, which cannot be checked here",
                n=len(receipts) - len(ours),
            )
        )
    return text_n("{n} ballot", "{n} ballots", n=len(receipts))


def check_panel(opened: OpenBundle) -> Text | None:
    """Ballots, seats and recusals are those of the log: none is left out, none was added."""
    receipts, panel = _require_receipts(opened), opened.panel
    strangers = {pair for pair in receipts if pair[0] not in panel.seated or pair in panel.recused}
    if strangers:
        raise Differs(text("ballots of judges who were not seated, or recused: {ballots}", ballots=_pairs(strangers)))
    listed = opened.entries
    expected = {
        pair: (save.id, save.digest, save.revision)
        for pair, save in panel.counting.items()
        if listed is None or pair[1] in listed
    }
    found = {pair: (each["id"], each["digest"], each["revision"]) for pair, each in receipts.items()}
    unnamed = {pair for pair in found.keys() - expected.keys() if pair in panel.unnamed}
    odd = {pair for pair in {*expected, *found} - unnamed if expected.get(pair) != found.get(pair)}
    if odd:
        raise Differs(text("ballots and log differ: {ballots}", ballots=_pairs(odd)))
    if unnamed:
        raise Unsure(
            text_n(
                "{n} ballot came before the log named each: it is only known to have come",
                "{n} ballots came before the log named each: they are only known to have come",
                n=len(unnamed),
            )
        )
    return text_n("{n} ballot", "{n} ballots", n=len(found))


def check_checkpoint(opened: OpenBundle) -> Text | None:
    """Log and chain of receipts end where they ended when the result was made."""
    if bundle.CHECKPOINT not in opened.members:
        raise Unsure(text("it carries none"))
    given = opened.json(bundle.CHECKPOINT)
    about = {"purpose": CHECKPOINT_PURPOSE, **{name: opened.about.get(name) for name in ("event", "round")}}
    if {name: given.get(name) for name in about} != about:
        raise Differs(text("it is of another round"))
    if given["key_id"] == key_id(opened.public_key) and not is_by(given, public_key=opened.public_key):
        raise Differs(text("the signature does not fit"))
    log = given["log"]
    if opened.log.ends.get(log["position"]) != log["chain"]:
        raise Differs(text("the log ended otherwise"))
    if opened.panel.end not in (None, given["ballots"]["chain"]):
        raise Differs(text("the chain of receipts ended otherwise"))
    if given["key_id"] != key_id(opened.public_key):
        raise Unsure(text("it was signed with another key, which cannot be checked here"))
    return text("act {position}", position=log["position"])


def _require_receipts(opened: OpenBundle) -> dict[Pair, Mapping[str, Any]]:
    if opened.form == FORM_1:
        raise Unsure(text("form 1 carries no receipts"))
    if not opened.receipts and not opened.panel.saves:
        raise Unsure(text("it carries no receipts"))
    return opened.receipts


def _pairs(pairs: Iterable[Pair]) -> str:
    return _few(f"{judge}/{entry}" for judge, entry in sorted(pairs))


def _few(names: Iterable[str]) -> str:
    """The first of many names, made harmless: a forger decides how many there are, and what stands in them."""
    listed = list(names)
    shown = ", ".join(quote(name) for name in listed[:_FEW])
    return shown if len(listed) <= _FEW else f"{shown}, … ({len(listed)})"


CHECKS: dict[str, tuple[Text, Callable[[OpenBundle], Text | None]]] = {
    "archive": (text("nothing else lies in the archive"), check_archive),
    "manifest": (text("the manifest can be read"), check_manifest),
    "members": (text("every file has the SHA-256 of the manifest"), check_members),
    "signature": (text("the manifest is signed (Ed25519)"), check_signature),
    "key": (text("it was signed with the key you know"), check_key),
    "standings": (text("the standings follow from ballots and rules"), check_standings),
    "table": (text("so does the table (CSV)"), check_table),
    "result": (text("it is the result that was recorded"), check_result),
    "log": (text("the log is an unbroken chain"), check_log),
    "receipts": (text("every ballot is as its judge sealed it (receipts)"), check_receipts),
    "panel": (text("the ballots are those of the log, from judges seated and not recused"), check_panel),
    "checkpoint": (text("log and receipts end where they ended then (checkpoint)"), check_checkpoint),
}
"""Every check by its name, in the order of their numbers."""
