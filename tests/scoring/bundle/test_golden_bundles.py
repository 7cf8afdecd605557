"""Results files of form 1, as the code before form 2 made them: whatever the rules learn since, they verify for ever.

`demo-final` is the final of the demo event with its own key. All others are signed with the key whose secret half is the
bytes 0 to 31; they hold what later promises changed: criteria, tie steps and cut-offs over the ballots of all sources, awards
with a minimum on the score, exclusive awards below one that a tie left open, codes that differ only in case.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scoring import verify_results
from scoring.bundle.archive import unpack

GOLDEN = Path(__file__).with_name("golden")
NAMES = sorted(path.stem for path in GOLDEN.glob("*.zip"))
KEYS = {"demo-final": "bb6e2f1a3ca6292a18e1d9301dd22df4d07504cbbbc7491f40477f1d263c7ec6"}
ALL = "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"


@pytest.mark.parametrize("name", NAMES)
def test_a_results_file_of_form_1_verifies_for_ever(name: str) -> None:
    key = bytes.fromhex(KEYS.get(name, ALL))
    checks = verify_results(GOLDEN / f"{name}.zip", public_key=key)
    assert [(check.number, str(check.found)) for check in checks if check.ok is False] == []
    assert all(check.ok for check in checks[:8])


def test_the_results_files_hold_what_form_2_changed() -> None:
    standings = {name: json.loads(unpack((GOLDEN / f"{name}.zip").read_bytes())["standings.json"]) for name in NAMES}
    tied = standings["sources-tied"]
    assert [(row["entry"], row["decided_by"]) for row in tied["standings"][:2]] == [
        ("T02", None),
        ("T01", "criterion:technical"),
    ]
    assert tied["warnings"] == []
    awards = [(award["name"], award["entry"], award["open"]) for award in standings["open-awards"]["awards"]]
    assert awards[0] == ("대상", None, True)
    assert awards[1] == ({"ko": "기술상", "en": "Best technology"}, "T01", False)
