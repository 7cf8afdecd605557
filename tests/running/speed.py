"""The same tests with less work: what is alike for all apps is compiled once, and garbage is looked for between tests."""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator
from itertools import count
from typing import Any, ClassVar

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Dialect, Engine
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule


class RuleOnce(Rule):
    """Werkzeug writes two functions for each rule of each app; they depend on nothing but what is asked for here."""

    _builders: ClassVar[dict[tuple[object, ...], Callable[..., tuple[str, str]]]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (self.rule, self.host, self.subdomain, repr(self.defaults), append_unknown)
        if key not in self._builders:
            self._builders[key] = super()._compile_builder(append_unknown)
        return self._builders[key]


class Templates(BytecodeCache):
    """Compiled templates of all apps of this process; a changed source is compiled anew."""

    def __init__(self) -> None:
        self._compiled: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._compiled.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[bucket.key, bucket.checksum] = bucket.code


def share_statements(engine: Engine) -> None:
    """SQLAlchemy keeps compiled statements by engine and dialect: let all engines of a database have the same of both."""
    if engine.dialect.name not in _compiled:
        engine.connect().close()  # a dialect learns at its engine's first connection what the database can do
        _compiled[engine.dialect.name] = engine.dialect, LRUCache(10_000)
    engine.dialect, engine._compiled_cache = _compiled[engine.dialect.name]


_compiled: dict[str, tuple[Dialect, LRUCache[Any, Any]]] = {}


def compile_once() -> None:
    """For every app that this process makes from now on."""
    Flask.url_rule_class = RuleOnce
    Flask.jinja_options = {"bytecode_cache": Templates()}


def pytest_collection_finish() -> None:
    """Thousands of collected tests live until the end: a collector that visits them each time takes a third of the run."""
    _forget_garbage()
    gc.set_threshold(
        2_000, 10, 200
    )  # what is old is looked through between tests; within one only if it makes millions


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Generator[None, bool, bool]:
    """Between two tests no app is in use: what is left of the last ones goes, what stays will stay."""
    done = yield
    if next(_finished) % 25 == 0:
        _forget_garbage()
    return done


_finished = count(1)


def _forget_garbage() -> None:
    gc.collect()
    gc.freeze()
