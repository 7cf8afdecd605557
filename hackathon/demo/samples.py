"""The committed sample files again: `python -m hackathon.demo.samples`."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from hackathon.demo.form_export import BOM, write_form_export
from hackathon.demo.people import DEFAULT_SEED, People, people
from hackathon.demo.texts import EVENT, data_dir


def sample_files(everybody: People) -> dict[str, bytes]:
    """The sample's file names with their bytes."""
    form = BytesIO()
    write_form_export(everybody, form)
    return {
        f"entrants-{len(everybody.entrants)}.csv": form.getvalue(),
        "teams.csv": teams_table(everybody),
        "judges.csv": judges_table(everybody),
    }


def teams_table(everybody: People) -> bytes:
    """One row a team; captain and members are named by the e-mail addresses of their applications."""
    rows = ((team.code, team.name, team.captain, "; ".join(team.members[1:])) for team in everybody.teams)
    return _table(("code", "name", "captain", "members"), rows)


def judges_table(everybody: People) -> bytes:
    rows = (
        (judge.code, judge.name, judge.email, judge.affiliation, judge.round, "yes" if judge.is_chair else "no")
        for judge in everybody.judges
    )
    return _table(("code", "name", "email", "affiliation", "round", "chair"), rows)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return (BOM + text.getvalue()).encode()


def main() -> None:
    for name, content in sample_files(people(DEFAULT_SEED)).items():
        (data_dir() / EVENT / name).write_bytes(content)


if __name__ == "__main__":
    main()
