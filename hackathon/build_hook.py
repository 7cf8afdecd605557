"""What a build adds to the sources: compiled translations, and in a wheel the templates and the data.

Hatchling loads this file by its path, before anything is installed: it imports nothing of the package.
`python -P hackathon/build_hook.py` compiles the translations of a checkout.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGES = ("hackathon", "scoring")
SHIPPED = ("templates", "data")


def compile_translations(folder: Path) -> list[Path]:
    """Bring the .mo beside every .po in the folder up to it; an empty or missing folder has none."""
    return [_compile(source) for source in sorted(folder.rglob("*.po"))]


def _compile(source: Path) -> Path:
    target = source.with_suffix(".mo")
    if target.is_file() and target.stat().st_mtime > source.stat().st_mtime:
        return target
    language = source.parent.parent.name  # locale/<language>/LC_MESSAGES/<domain>.po
    fresh = target.with_suffix(f".mo-{os.getpid()}")  # a reader never meets half a file
    with source.open("rb") as read, fresh.open("wb") as write:
        write_mo(write, read_po(read, locale=language))
    fresh.replace(target)
    return target


class Hook(BuildHookInterface[Any]):
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        for package in PACKAGES:
            compile_translations(root / package / "locale")
        if self.target_name == "wheel" and version == "standard":
            # Not in an editable install: its copies would grow stale, and the checkout's own folders are found first.
            build_data["force_include"].update({n: f"hackathon/{n}" for n in SHIPPED if (root / n).is_dir()})


if __name__ == "__main__":
    for package in PACKAGES:
        compile_translations(Path(__file__).parents[1] / package / "locale")
