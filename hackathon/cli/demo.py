"""The command that builds the demo event and serves it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from sqlalchemy import func, select

from hackathon import create_app, database
from hackathon.cli.event import write_whole
from hackathon.cli.serve import require_free, run
from hackathon.cli.speech import fail, language, say
from hackathon.config import Settings
from hackathon.demo.calendar import STAGES
from hackathon.demo.links import refresh_links
from hackathon.demo.people import DEFAULT_SEED
from hackathon.demo.stages import Built, build, find_built, keep_codes, rows_until
from hackathon.domain.ballots import ballots
from hackathon.domain.base.keys import get_key
from hackathon.domain.rounds.events import find_event, get_event
from hackathon.domain.rounds.rounds import state_of
from hackathon.exchange.exporting.files import export, formats_of
from hackathon.extensions import db
from hackathon.models import Entrant, Entry, Team
from scoring.text import in_languages, text, text_p


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--no-serve", is_flag=True, help="Build only.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Also write the rounds' files into this folder."
)
@click.option("--until", type=click.Choice(STAGES), help="Default: final; with --no-serve: results.")
@click.option("--seed", type=int, help=f"Default: {DEFAULT_SEED}, the committed sample.")
@click.option("--fresh", is_flag=True, help="Throw the demo in this home away and start over.")
def demo(
    host: str, port: int, no_serve: bool, out: Path | None, until: str | None, seed: int | None, fresh: bool
) -> None:
    """Build the 2025 SeSAC hackathon as a demo event and serve it.

    What was entered is kept when the command runs again; a later --until carries the event on.

    \b
    Example:
      hackathon demo --no-serve --until results --out files
    """
    if not no_serve:
        require_free(host, port)
    settings = Settings()
    if fresh:
        _start_over(settings)
    app = create_app(settings)
    with app.app_context():
        database.upgrade()
        _build(settings, until=until or ("results" if no_serve else "final"), asked=until, seed=seed)
        links = refresh_links(settings.root, base=_base(settings, host, port))
        _summarise()
        languages = get_event().languages
        if out:
            _write_files(settings, out)
    _print_links(links, languages)
    if not no_serve:
        run(host, port)


def _start_over(settings: Settings) -> None:
    """Remove a demo and nothing else: an event that is no demo is refused."""
    app = create_app(settings)
    with app.app_context():
        if database.has_tables():
            _refuse_real_event()
        database.drop_everything()
    (settings.root / "demo-links.json").unlink(missing_ok=True)
    shutil.rmtree(settings.root / "uploads", ignore_errors=True)


def _refuse_real_event() -> None:
    event = find_event()
    if event and not event.is_demo:
        raise fail(
            text(
                "This home holds the real event '{event}'. Use another HACKATHON_HOME for the demo.",
                event=in_languages(event.name),
            )
        )


def _build(settings: Settings, *, until: str, asked: str | None, seed: int | None) -> None:
    _refuse_real_event()
    built = find_built()
    if built:
        _refuse_other(built, asked=asked, seed=seed)
    if built and STAGES.index(built.stage) >= STAGES.index(until):
        say(text("The demo event is there; it is kept as it is."))
        keep_codes()
        _hint_if_over(built)
        return
    label = text("Building the event").say(language())
    with click.progressbar(length=rows_until(until), label=label) as bar:
        build(until, seed=DEFAULT_SEED if seed is None else seed, key=get_key(settings.keys), tick=bar.update)
        bar.update(rows_until(until))


def _hint_if_over(built: Built) -> None:
    """A demo of the day before still works, but its judges find their round closed."""
    final = get_event().rounds[-1]
    if built.stage == "final" and state_of(final) == "closed":
        say(text("The final of this demo is over by its clock. To build one for today: make demo FRESH=1"))


def _refuse_other(built: Built, *, asked: str | None, seed: int | None) -> None:
    if seed is not None and seed != built.seed:
        raise fail(
            text("This home holds the demo of seed {seed}. Use --fresh, or another HACKATHON_HOME.", seed=built.seed)
        )
    if asked and STAGES.index(asked) < STAGES.index(built.stage):
        raise fail(
            text(
                "The demo has reached the stage {stage} already. Use --fresh to go back to {asked}.",
                stage=built.stage,
                asked=asked,
            )
        )


def _base(settings: Settings, host: str, port: int) -> str:
    if settings.public_url:
        return settings.public_url.rstrip("/")
    shown = "127.0.0.1" if host in ("0.0.0.0", "::", "") else f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"


def _summarise() -> None:
    event = get_event()
    entrants = db.session.scalar(select(func.count()).select_from(Entrant))
    teams = db.session.scalar(select(func.count()).select_from(Team).where(~Team.sample))
    say(
        text(
            "{event}: {entrants} entrants, {teams} teams",
            event=in_languages(event.name),
            entrants=entrants,
            teams=teams,
        )
    )
    for round in event.rounds:
        entries = db.session.scalar(select(func.count()).select_from(Entry).where(Entry.round_id == round.id))
        sealed = len(ballots.counted(round))
        line = text(
            "{round}: {entries} entries, {sealed} ballots, {state}",
            round=in_languages(round.name),
            entries=entries,
            sealed=sealed,
            state=_STATES[state_of(round)],
        )
        click.echo(f"  {line.say(language())}")


_STATES = {
    "planned": text_p("round", "planned"),
    "open": text_p("round", "open"),
    "closed": text_p("round", "closed"),
    "locked": text_p("round", "locked"),
    "published": text_p("round", "published"),
}


def _write_files(settings: Settings, folder: Path) -> None:
    """Every round that has ballots, in every format that it can have by now."""
    folder.mkdir(parents=True, exist_ok=True)
    for round in get_event().rounds:
        if not ballots.counted(round):
            continue
        for form in formats_of(round):
            file = export(round, form, key=get_key(settings.keys), fonts=settings.font_dir)
            write_whole(folder / file.name, file.content)
            click.echo(f"  {folder / file.name}")


_WHO = {
    "public": text_p("sign-in link", "public"),
    "organizer": text_p("sign-in link", "organizer"),
    "staff": text_p("sign-in link", "staff"),
    "auditor": text_p("sign-in link", "auditor"),
    "chair": text_p("sign-in link", "chair"),
    "judge": text_p("sign-in link", "judge"),
    "captain": text_p("sign-in link", "captain"),
    "entrant": text_p("sign-in link", "applicant"),
}


def _print_links(links: dict[str, Any], languages: Sequence[str]) -> None:
    """Every language of the event, for whoever is handed one of the links."""
    for key, who in _WHO.items():
        if key in links:
            *first, last = (who.say(each) for each in languages)
            click.echo(f"  {' / '.join([*first, f'{last:<10}'])} {links[key]}")
