"""Results bundle: everything that one result was made of, and the result, in one signed file without personal data.

Members: what went in (`policy.toml`, `ballots.csv`, and where there are any `entries.csv`, `adjustments.csv`, `carry.csv`,
`decisions.toml`, `rejudge.csv`), what came out (`standings.json`, `standings.csv`), `log.json` (the acts, by code, with
their chain), `public-key.txt`, `manifest.json` (name, size and SHA-256 of every other member) and `signature.txt`
(Ed25519 over the manifest, which is RFC 8785 JSON). The manifest names the form of the result, in which it is recomputed for
ever. From form 2 on there are also `sentences.json` (key and values of every sentence in the standings, in the order of
`standings.json`), `receipts.json` (the receipt of each ballot that counts) and `checkpoint.json` (where the log and the chain
of receipts ended, signed), the last two where an event made the bundle.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from scoring.ballots.ballots import Ballots
from scoring.ballots.decisions import Decisions
from scoring.ballots.entries import Adjustment, Entries, Roster, read_adjustments, read_carry, read_entries
from scoring.bundle.archive import pack
from scoring.csv_json import harmless
from scoring.faults import ScoringError, make_fault, raise_any
from scoring.policy.policy import Policy
from scoring.reading.canonical import canonical
from scoring.reading.cells import find_number, number_text, parse_decimal, to_text
from scoring.reading.sections import parse_toml
from scoring.reading.workbooks import ZIP_MARK
from scoring.standings.forms import FORM_1, FORM_2, FORMS, Form
from scoring.standings.output import standings_csv, standings_json
from scoring.standings.ranking import rank
from scoring.standings.sentences import restate, sentences_of
from scoring.standings.standings import Standings

FORMATS = {number: f"hackathon-results/{number}" for number in FORMS}
"""The format that a manifest names, by the form of its result; also the purpose for which its signature was given."""
MANIFEST, SIGNATURE, PUBLIC_KEY, LOG = "manifest.json", "signature.txt", "public-key.txt", "log.json"
STANDINGS_JSON, STANDINGS_CSV = "standings.json", "standings.csv"
REJUDGE = "rejudge.csv"
INPUTS = (
    "policy.toml",
    "ballots.csv",
    "entries.csv",
    "adjustments.csv",
    "carry.csv",
    "decisions.toml",
    REJUDGE,
)
SENTENCES, RECEIPTS, CHECKPOINT = "sentences.json", "receipts.json", "checkpoint.json"
REQUIRED = {"policy.toml", "ballots.csv", STANDINGS_JSON, STANDINGS_CSV, LOG, PUBLIC_KEY, MANIFEST, SIGNATURE}
NAMES = REQUIRED | set(INPUTS)


@dataclass(frozen=True)
class Contents:
    """What a result was made of. `policy` is the text of the TOML file; `about` says which result it is, in plain values;
    `log` holds the acts, each with what it takes to check its link of the chain. Reasons of adjustments stay out: they
    are free text about people.

    `form` is that of the result. `kept` are the JSON text and the sentences of a result that was made before, whose words stay
    as they were. `receipts` are those of the ballots that count, each as {"judge", "receipt"}.
    """

    policy: str
    ballots: Ballots
    entries: Entries | None = None
    adjustments: Sequence[Adjustment] = ()
    carry: Mapping[str, object] | None = None
    decisions: Decisions | None = None
    log: Sequence[Mapping[str, Any]] = ()
    about: Mapping[str, Any] = field(default_factory=dict)
    form: Form = FORM_2
    kept: tuple[str, Sequence[Any]] | None = None
    receipts: Sequence[Mapping[str, Any]] = ()
    checkpoint: Mapping[str, Any] | None = None


def pack_results(contents: Contents, *, public_key: bytes, sign: Callable[[Any], str]) -> bytes:
    """The bytes of the bundle. `sign` gives the base64 Ed25519 signature over the canonical JSON of what it is given;
    `public_key` are the 32 bytes that check it.

    The standings are those that `verify_results` will recompute. The same contents and key give the same bytes.
    Raises ScoringError for contents that cannot be ranked, or a code that a spreadsheet would run as a formula.
    """
    members = {name: text.encode() for name, text in _inputs(contents).items()}
    standings = recompute(members, form=contents.form)
    members[STANDINGS_CSV] = standings_csv(standings).encode()
    if contents.form == FORM_1:
        members[STANDINGS_JSON] = standings_json(standings).encode()
        members[LOG] = _json(contents.log, indent=1)
    else:
        members |= _of_form_2(contents, standings)
    members[PUBLIC_KEY] = f"{public_key.hex()}\n".encode()
    manifest = make_manifest(members, about=contents.about, form=contents.form)
    members[MANIFEST] = canonical(manifest)
    members[SIGNATURE] = f"{base64.b64decode(sign(manifest)).hex()}\n".encode()
    return pack(members)


def _of_form_2(contents: Contents, standings: Standings) -> dict[str, bytes]:
    text, sentences = contents.kept or (standings_json(standings), sentences_of(standings))
    if restate(standings, sentences) != text:
        raise_any([make_fault("kept-differs")])
    members = {STANDINGS_JSON: text.encode(), SENTENCES: _json(sentences), LOG: _json(contents.log)}
    if contents.receipts:
        members[RECEIPTS] = _json(contents.receipts)
    if contents.checkpoint:
        members[CHECKPOINT] = canonical(dict(contents.checkpoint))
    return members


def _json(items: Sequence[Any], *, indent: int = 0) -> bytes:
    """A list as JSON; without an indent a line an item, for logs are long."""
    if indent:
        return (json.dumps(list(items), ensure_ascii=False, indent=indent) + "\n").encode()
    lines = ",\n".join(json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in items)
    return f"[\n{lines}\n]\n".encode()


def make_manifest(members: Mapping[str, bytes], *, about: Mapping[str, Any], form: Form = FORM_2) -> dict[str, Any]:
    """What is signed: the format, which result it is, and size and SHA-256 of every member."""
    listed = {
        name: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        for name, content in sorted(members.items())
        if name not in (MANIFEST, SIGNATURE)
    }
    return {"format": FORMATS[form.number], "about": dict(about), "members": listed}


def names_of(form: Form) -> set[str]:
    """Every member that a bundle of this form may have."""
    return NAMES if form == FORM_1 else NAMES | {SENTENCES, RECEIPTS, CHECKPOINT}


def required_of(form: Form) -> set[str]:
    """Every member that a bundle of this form must have."""
    return REQUIRED if form == FORM_1 else REQUIRED | {SENTENCES}


def recompute(members: Mapping[str, bytes], *, form: Form = FORM_2) -> Standings:
    """Rank again from what went in. Raises ScoringError where it cannot be read."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for member in INPUTS:
            if member in members:
                _require_text(member, members[member])
                (folder / member).write_bytes(members[member])
        return _ranked(folder, form)


def _require_text(name: str, content: bytes) -> None:
    """A stranger's bundle must not make us open a workbook, nor a file that lies elsewhere."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise ScoringError([make_fault("not-a-table")]).in_file(name) from None
    if content.startswith(ZIP_MARK):
        raise ScoringError([make_fault("not-a-table")]).in_file(name)
    if name == "decisions.toml" and parse_toml(text).get("rejudge", REJUDGE) != REJUDGE:
        raise ScoringError([make_fault("file-outside", column="rejudge")]).in_file(name)


def _ranked(folder: Path, form: Form) -> Standings:
    def find(name: str, read: Callable[[Path], Any]) -> Any:
        return read(folder / name) if (folder / name).exists() else None

    policy = Policy.from_toml(folder / "policy.toml")
    return rank(
        Ballots.from_csv(folder / "ballots.csv", policy.rubric),
        policy,
        entries=find("entries.csv", partial(read_entries, columns=policy.entry_columns)),
        adjustments=find("adjustments.csv", read_adjustments),
        carry=find("carry.csv", read_carry),
        decisions=find("decisions.toml", Decisions.from_toml),
        form=form,
    )


# --- what goes in, as text --------------------------------------------------------------------------------------------


def _inputs(contents: Contents) -> dict[str, str]:
    texts = {"policy.toml": contents.policy, "ballots.csv": _ballots(contents.ballots)}
    if contents.entries is not None:
        texts["entries.csv"] = _entries(contents.entries, Policy.from_text(contents.policy).entry_columns)
    if contents.adjustments:
        rows = [[one.entry, _number(one.points)] for one in contents.adjustments]
        texts["adjustments.csv"] = _table(["entry", "points"], rows)
    if contents.carry:
        texts["carry.csv"] = _table(
            ["entry", "score"], [[code, _number(score)] for code, score in contents.carry.items()]
        )
    if contents.decisions:
        texts |= _decisions(contents.decisions, Policy.from_text(contents.policy))
    return texts


def _ballots(ballots: Ballots) -> str:
    header, *rows = ballots.texts()
    return _table(header, rows)


def _entries(entries: Entries, columns: Sequence[str]) -> str:
    """The codes and, of their columns, only those that the rules name: the others are nobody's business."""
    if not isinstance(entries, Mapping):
        return _table(["entry"], [[code] for code in entries])
    if not any(isinstance(row, Mapping) for row in entries.values()):
        return _table(["entry", "previous"], [[code, _number(previous)] for code, previous in entries.items()])
    roster = Roster.of(entries)
    numbers = {code: _number(number) for code, number in roster.previous.items()}
    known = {**roster.columns, "previous": numbers}
    written = [name for name in columns if name in roster.columns or (name == "previous" and numbers)]
    codes = sorted(roster.codes or ())
    return _table(["entry", *written], [[code, *(known[name].get(code, "") for name in written)] for code in codes])


def _decisions(decisions: Decisions, policy: Policy) -> dict[str, str]:
    rejudge = decisions.rejudged(policy.panel_rubric)
    values: dict[str, object] = {"lot_seed": decisions.lot_seed, "order": decisions.order, "waived": decisions.waived}
    if rejudge:
        values["rejudge"] = REJUDGE
    lines = [f"{key} = {_toml(value)}" for key, value in values.items() if value]
    for name, table in (("states", decisions.states), ("awards", decisions.awards)):
        if table:
            lines += [f"[{name}]", *(f"{_toml(key)} = {_toml(value)}" for key, value in table.items())]
    texts = {"decisions.toml": "".join(f"{line}\n" for line in lines)}
    return texts | ({REJUDGE: _ballots(rejudge)} if rejudge else {})


def _toml(value: object) -> str:
    # JSON strings and lists are TOML ones, but for the one control character that JSON leaves as it is.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _number(value: object) -> str:
    number = find_number(value)
    if number is None:
        return "" if value is None else to_text(value)
    decimal = parse_decimal(str(value)) if not isinstance(value, Fraction) else None
    return str(number) if decimal is None else number_text(decimal)


def _table(header: list[str], rows: Iterable[Sequence[str]]) -> str:
    body = [list(row) for row in rows]
    risky = sorted({cell for row in body for cell in row if harmless(cell) != cell})
    raise_any(make_fault("risky-code", value=cell) for cell in risky)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *sorted(body)])
    return text.getvalue()
