"""Everything that the two commands say: the help of each, and what they answer to a sample, in both languages."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import re
import runpy
import sys
import tomllib
import zipfile
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from . import chance, texts

LOCALES = {"ko": "ko_KR.UTF-8", "en": "C.UTF-8"}
_NOBODY = "nobody@example.org"
_ORGANIZER = "organizer@example.org"
_ASKED = """
check | rank final | rank final --format csv | rank final --format json | rank preliminary | rank nothing
advance preliminary --dry-run | advance final --dry-run | advance preliminary | link {nobody} | link {organizer}
user add {nobody} --role staff | user add {nobody} --role king | init nothing.toml | init {data}/event.toml
import entrants {data}/entrants-921.csv --dry-run | import entrants {data}/entrants-921.csv --dry-run --json
import teams {data}/teams.csv --dry-run --json | import judges {data}/judges.csv --dry-run --json
import entrants {data}/event.toml --dry-run | import conflicts {data}/judges.csv --dry-run | import nothing x.csv
import judges odd.csv --dry-run | import judges odd.csv --dry-run --json | import entrants odd.csv --dry-run --json
import entrants odd.csv --map nothing | import ballots odd.csv --dry-run --round final | export final --out x.nothing
export final --out sheet.xlsx | export final --out sheets.pdf --blank | export preliminary --out result.pdf
export final --out result.zip | export nothing --out result.csv | demo --no-serve | demo --no-serve --until final
demo --no-serve --seed 7 | serve --workers 2 | serve --tls-cert odd.csv | upgrade | nothing | --version
assign final --as {nobody} | assign final --as {organizer} | lock final --as {organizer} | publish final
unlock final --as {nobody} --reason x | unlock final --as {organizer} --reason x | publish final --as {organizer}
export final --out open.zip | lock final --as {organizer} --reason x | lock final --as {organizer}
publish final --as {organizer}
"""
_ODD = "이름,이메일,전화,소속,번호,name,email\n홍길동,not-an-address,010,,J01,,\n,,,,,,\n=1+1,a@example.org,01012345678,가나,J99,x,y\n"


def record_help(out: Path) -> None:
    """The help of every command and of every command inside one."""
    for language in LOCALES:
        _help(entry_point(), "hackathon", (), language, out)
        for name in ((), ("rank",), ("agreement",), ("robustness",), ("allocate",), ("draw",), ("verify",)):
            _write(out / language, "scoring", (*name, "--help"), call(scoring, "scoring", (*name, "--help"), language))


def _help(main: Callable[[], object], program: str, path: tuple[str, ...], language: str, out: Path) -> None:
    said = call(main, program, (*path, "--help"), language)
    _write(out / language, program, (*path, "--help"), said)
    _, _, listed = said.partition("\nCommands:\n")
    for name in re.findall(r"^  ([a-z][\w-]*)", listed, re.MULTILINE):
        _help(main, program, (*path, name), language, out)


def record_event(data: Path, out: Path, work: Path) -> None:
    """What `hackathon` answers about an event that is over; the files it writes are read too."""
    (work / "odd.csv").write_text(_ODD, encoding="utf-8")
    words = {"nobody": _NOBODY, "organizer": _ORGANIZER, "data": str(data)}
    for language in LOCALES:
        for line in filter(None, map(str.strip, re.split(r"[|\n]", _ASKED))):
            arguments = line.format(**words).split()
            said = call(entry_point(), "hackathon", arguments, language).replace(str(data), "data")
            _write(out / language, "hackathon", line.format(**{**words, "data": "data"}).split(), said + _made(work))


def _made(work: Path) -> str:
    """The files that a command has just written."""
    said = ""
    for path in sorted(work.iterdir()):
        if path.name != "odd.csv":
            said += f"\n== {path.name}\n{texts.of_file(path)}"
            path.unlink()
    return said


def record_scoring(bundle: Path, out: Path, work: Path) -> None:
    """What `python -m scoring` makes of the members of a results file, of faults in them, and of the file itself."""
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(work)
    (work / "results.zip").write_bytes(bundle.read_bytes())
    (work / "torn.zip").write_bytes(bundle.read_bytes()[:-100])
    _spoil(work)
    for language in LOCALES:
        for line in filter(None, map(str.strip, _RANKED.splitlines())):
            said = call(scoring, "scoring", line.split(), language)
            _write(out / language, "scoring", line.split(), said + _report(work))


_RANKED = """
rank ballots.csv --policy policy.toml --entries entries.csv
rank ballots.csv --policy policy.toml --entries entries.csv --format json
rank ballots.csv --policy policy.toml --format csv --decisions decisions.toml
rank ballots.csv --policy policy.toml --entries entries.csv --report report.html
rank ballots.csv --policy nothing.toml
rank ballots.csv --policy odd.toml
rank odd.csv --policy policy.toml
rank log.json --policy policy.toml
rank ballots.csv --policy policy.toml --entries odd.csv
rank ballots.csv --policy policy.toml --adjustments odd.csv
agreement ballots.csv --policy policy.toml
agreement ballots.csv --policy policy.toml --format json
robustness ballots.csv --policy policy.toml
robustness ballots.csv --policy policy.toml --seed 7 --format json
allocate --entries entries.csv --judges judges.csv --per-entry 3 --seed 7
allocate --entries entries.csv --judges judges.csv --per-entry 300
draw --entries entries.csv --seed 7
draw --entries odd.csv --seed 7
verify results.zip
verify results.zip --public-key public-key.txt
verify results.zip --public-key odd.csv
verify torn.zip
verify ballots.csv
"""


def _spoil(work: Path) -> None:
    """The same table with faults of every kind, and rules that nobody knows."""
    header, *rows = (work / "ballots.csv").read_text(encoding="utf-8").splitlines()
    first = rows[0].split(",")
    odd = [
        [*first[:2], "999", *first[3:]],
        [*first[:2], "x", *first[3:]],
        ["", *first[1:]],
        [*first[:2], "", *first[3:]],
    ]
    (work / "odd.csv").write_text("\n".join([header, *rows, *map(",".join, odd)]) + "\n", encoding="utf-8")
    policy = (work / "policy.toml").read_text(encoding="utf-8")
    (work / "odd.toml").write_text(f'colour = "red"\n{policy.replace("countback", "cuontback")}', encoding="utf-8")
    judges = sorted({row["judge"] for row in csv.DictReader([header, *rows])})
    (work / "judges.csv").write_text("judge\n" + "\n".join(judges) + "\n", encoding="utf-8")


def _report(work: Path) -> str:
    path = work / "report.html"
    if not path.exists():
        return ""
    said = f"\n== {path.name}\n{texts.of_file(path)}"
    path.unlink()
    return said


def entry_point() -> Callable[[], object]:
    """The function behind the command `hackathon`, as this checkout declares it."""
    scripts = tomllib.loads((root() / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    module, _, name = scripts["hackathon"].partition(":")
    found: Callable[[], object] = getattr(import_module(module), name)
    return found


def root() -> Path:
    """The checkout whose code runs here."""
    return Path(import_module("hackathon").__file__ or "").resolve().parents[1]


def scoring() -> object:
    return runpy.run_module("scoring", run_name="__main__", alter_sys=True)


def call(main: Callable[[], object], program: str, arguments: Sequence[str], language: str) -> str:
    """What a command says and how it ends, in this process and at the time that holds here."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    argv, locale = sys.argv, os.environ.get("LC_ALL", "")
    sys.argv, os.environ["LC_ALL"] = [program, *arguments], LOCALES[language]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        sys.argv, os.environ["LC_ALL"] = argv, locale
    return f"exit {code}\n== out\n{out.getvalue()}\n== err\n{err.getvalue()}"


def _write(out: Path, program: str, arguments: Sequence[str], said: str) -> None:
    out.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^\w.@-]+", "_", " ".join([program, *arguments]))[:150]
    (out / f"{name}.txt").write_text(chance.without(said), encoding="utf-8")


if __name__ == "__main__":
    entry_point()()
