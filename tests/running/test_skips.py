"""A test that was skipped where it had to run is a failure, not a green line."""

from __future__ import annotations

from pathlib import Path

import pytest

SKIPS = Path(__file__).with_name("skips.py").read_text(encoding="utf-8")
SKIPPED = """
    import pytest

    @pytest.mark.postgres
    def test_on_postgres():
        pytest.skip("not here")

    def test_elsewhere():
        pytest.skip("nobody asked for it")
"""


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.delenv("HACKATHON_REQUIRE", raising=False)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makeconftest(SKIPS)
    pytester.makeini("[pytest]\nmarkers =\n    browser\n    postgres")
    return pytester


def run(suite: pytest.Pytester) -> pytest.RunResult:
    return suite.runpytest_inprocess("-rs")


def test_a_skip_is_a_skip_where_nothing_is_required(suite: pytest.Pytester) -> None:
    suite.makepyfile(SKIPPED)
    run(suite).assert_outcomes(skipped=2)


def test_a_required_skip_is_a_failure(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HACKATHON_REQUIRE", "browser, postgres")
    suite.makepyfile(SKIPPED)
    run(suite).assert_outcomes(failed=1, skipped=1)


def test_a_module_that_skips_itself_is_a_failure_where_something_is_required(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HACKATHON_REQUIRE", "postgres")
    suite.makepyfile("import pytest\npytest.skip('no driver', allow_module_level=True)")
    run(suite).assert_outcomes(errors=1)


def test_an_expected_failure_is_no_skip(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HACKATHON_REQUIRE", "postgres")
    suite.makepyfile("import pytest\n\n@pytest.mark.postgres\n@pytest.mark.xfail\ndef test_x():\n    pytest.xfail()")
    run(suite).assert_outcomes(xfailed=1)


def test_an_absent_browser_skips_with_the_reason_before_any_fixture(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMIUM", "no-such-browser")
    suite.makepyfile("import pytest\n\n@pytest.mark.browser\ndef test_page(absent_fixture):\n    raise AssertionError")
    result = run(suite)
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["*Chromium이 없어*no Chromium*"])


def test_an_unknown_requirement_is_refused(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HACKATHON_REQUIRE", "postgresql")
    suite.makepyfile("def test_x(): pass")
    result = run(suite)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*HACKATHON_REQUIRE: postgresql? Known: browser, postgres*"])
