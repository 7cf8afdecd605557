"""Tests that need a browser or PostgreSQL say so with a marker; here is what happens where it is absent."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from tests.running.needs import absence, required

REQUIRED = pytest.StashKey[frozenset[str]]()


def pytest_configure(config: pytest.Config) -> None:
    try:
        config.stash[REQUIRED] = required()
    except ValueError as mistake:
        raise pytest.UsageError(str(mistake)) from None


@pytest.hookimpl(tryfirst=True)  # before fixtures start what is absent
def pytest_runtest_setup(item: pytest.Item) -> None:
    reason = absence({marker.name for marker in item.iter_markers()})
    if reason:
        pytest.skip(reason)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    wanted = item.config.stash[REQUIRED] & {marker.name for marker in item.iter_markers()}
    if wanted and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, but HACKATHON_REQUIRE names {', '.join(sorted(wanted))}: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if collector.config.stash[REQUIRED] and report.skipped:  # a module that skips itself whole never shows its markers
        report.outcome = "failed"
        report.longrepr = f"skipped whole, while HACKATHON_REQUIRE is set: {report.longrepr}"
    return report
