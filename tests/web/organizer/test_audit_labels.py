"""Labels of the log: every act that the code writes down has a name on screen."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

import hackathon
from hackathon.web.organizer.shared.audit_labels import act_label

_WRITERS = {"record", "Act"}
_ONLY_IN_THE_DEMO = {"demo.built"}


def acts() -> Iterator[str]:
    for file in sorted(Path(hackathon.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in _WRITERS:
                written = node.args[1] if len(node.args) > 1 else None
                if isinstance(written, ast.Constant) and isinstance(written.value, str):
                    yield written.value


def test_every_act_has_a_name(app: Flask) -> None:
    written = set(acts()) - _ONLY_IN_THE_DEMO
    assert len(written) > 50
    with app.test_request_context():
        assert {act for act in written if act_label(act) == act} == set()
