"""The lock of the scripts' checkers: every package is proved by its hash, and no registry is named."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
FREE = {"MIT", "ISC", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0"}


def packages() -> dict[str, dict[str, Any]]:
    """What the lock says of each package, without our own entry at its head."""
    listed = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    return {name: entry for name, entry in listed.items() if name}


def test_every_package_has_a_hash() -> None:
    """One that has none would be installed unseen."""
    assert len(packages()) > 50
    assert [name for name, entry in packages().items() if not entry.get("integrity", "").startswith("sha512-")] == []


def test_no_package_says_where_it_came_from() -> None:
    assert [name for name, entry in packages().items() if "resolved" in entry] == []


def test_every_package_is_free_to_use() -> None:
    assert {entry["license"] for entry in packages().values()} <= FREE


def test_the_tools_are_pinned_to_one_version() -> None:
    wanted = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    assert [version for version in wanted.values() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    assert {name: packages()[f"node_modules/{name}"]["version"] for name in wanted} == wanted
