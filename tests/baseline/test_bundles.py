"""Results files that the code of the baseline made: they verify for ever.

A small event of six teams and four judges: `first` with a tie that a lot decided, `second` with scores carried over, a
trimmed mean, adjustments and awards. Both are signed with the key whose secret half is the bytes 0 to 31.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.__main__ import main
from tests.baseline import texts

BUNDLES = Path(__file__).with_name("bundles")
PUBLIC_KEY = "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"


@pytest.mark.parametrize("name", ["first", "second"])
def test_a_results_file_of_the_baseline_verifies(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(BUNDLES / f"{name}.zip"), "--public-key", PUBLIC_KEY]) == 0
    assert "result" in capsys.readouterr().out


def test_a_results_file_of_the_baseline_verifies_with_no_other_key(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(BUNDLES / "first.zip"), "--public-key", PUBLIC_KEY[::-1]]) == 1
    assert capsys.readouterr().out


@pytest.mark.parametrize(("name", "first"), [("first", "1,T002,87.00,87,"), ("second", "1,T002,84.90,849/10,")])
def test_it_holds_what_was_ranked_then(name: str, first: str) -> None:
    assert first in texts.of_file(BUNDLES / f"{name}.zip")
