"""Labels of the log: every act that the code writes down has a name on screen."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

import hackathon
from hackathon.web.organizer.shared.audit_labels import act_label

_ROOT = Path(hackathon.__file__).parent
_ELSEWHERE = {"audit_labels.py", "migrations", "models"}
_ACT = re.compile(r"[a-z]+\.[a-z]+(-[a-z]+)*")
_FILES_AND_NAMES = re.compile(r".*\.(com|csv|html|id|js|key|org|svg|toml|webmanifest|arrival)")


def texts_like_acts() -> Iterator[str]:
    """Also where an act is handed on as a value: whoever writes it into the log has it from a literal somewhere."""
    for file in sorted(_ROOT.rglob("*.py")):
        if _ELSEWHERE & set(file.relative_to(_ROOT).parts):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _ACT.fullmatch(node.value):
                yield node.value


def test_every_act_has_a_name(app: Flask) -> None:
    written = {each for each in texts_like_acts() if not _FILES_AND_NAMES.fullmatch(each)}
    written -= {rule.endpoint for rule in app.url_map.iter_rules()}
    assert {"result.downloaded", "drill.opened", "guardian.agreed", "entrants.listed", "demo.built"} <= written
    with app.test_request_context():
        assert {act for act in written if act_label(act) == act} == set()
