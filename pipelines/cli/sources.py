"""Commands for one who looks after the sources: list, check what we assume of a site, record fixtures."""

from __future__ import annotations

import getpass
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.settings import CODE_VERSION, OSLO, contact_from_environment, home_from_environment

if TYPE_CHECKING:
    from calls.fetch import Fetcher
    from calls.model import Page
    from readers import Decision
    from readers.shapes import SourceKind
    from sources.base import Source

ALL_PAGES = 100_000
HELD = {True: "holdt", False: "HOLDT IKKE", None: "kunne ikke prøves"}


@click.group()
def sources() -> None:
    """Kildene: hva som leses, og hva vi antar om nettstedene."""


def known_source(key: str) -> Source:
    """The source of that key; a clear error for another."""
    from sources.base import all_sources

    known = all_sources()
    if key not in known:
        raise click.ClickException(f"Ukjent kilde «{key}». Kjente kilder: {', '.join(known)}.")
    return known[key]


@sources.command("list", epilog="Eksempel: radar sources list")
def list_sources() -> None:
    """Alle kilder, hvor ferske de er og hva de sist ga."""
    from calls.store import Store
    from readers import Decisions, last_word
    from sources.base import all_sources

    home = home_from_environment()
    with Store.open(home.database_url) as store:
        nights = {row["source"]: row for row in store.source_nights().to_dict("records")}
    with Decisions.open(home.decisions_url) as decisions:
        for key, source in all_sources().items():
            row = nights.get(key)
            is_read = row is not None and row["data_night"]
            fresh = f"data fra {row['data_night']}, {row['issues']} avvik" if row and is_read else "aldri lest"
            click.echo(
                f"{key:<20} {source.rules.funder:<20} {live_words(last_word(decisions, key), source):<52} {fresh}"
            )


def live_words(word: Decision | None, source: Source) -> str:
    """Whether the source is fetched live, in bokmål, by the last word of a person (None: nobody has said anything)."""
    from readers import is_enabled

    state = "hentes fra nettstedet" if is_enabled(word, is_open=not source.needs_leave) else "hentes ikke"
    if word is not None:
        return f"{state} ({word.by}, {word.at.astimezone(OSLO):%Y-%m-%d})"
    return f"{state}: spør eieren først" if source.needs_leave else state


BY = click.option("--by", metavar="NAVN", help="Hvem som bestemmer; ellers navnet i RADAR_CONTACT.")
REASON = click.option("--reason", default="", metavar="TEKST", help="For eksempel hvem hos eieren som ga lov, og når.")


@sources.command(epilog='Eksempel: radar sources enable innovasjonnorge --reason "Ja på e-post fra eieren 3. november"')
@click.argument("key", metavar="KILDE")
@BY
@REASON
def enable(key: str, by: str | None, reason: str) -> None:
    """Slår på henting av en kilde fra nettstedet, og skriver ned hvem som bestemte det og når."""
    source = known_source(key)
    if source.needs_leave:
        click.echo(source.needs_leave)
        if sys.stdin.isatty():
            click.confirm("Har eieren sagt ja?", abort=True)
    _decide(source, "source_enabled", by, reason)


@sources.command(epilog='Eksempel: radar sources disable innovasjonnorge --reason "Eieren har bedt oss la være"')
@click.argument("key", metavar="KILDE")
@BY
@REASON
def disable(key: str, by: str | None, reason: str) -> None:
    """Slår av henting av en kilde fra nettstedet. Det som er lest, blir stående."""
    _decide(known_source(key), "source_disabled", by, reason)


def _decide(source: Source, kind: SourceKind, by: str | None, reason: str) -> None:
    from readers import Decisions, last_word

    who = signature(by)
    with Decisions.open(home_from_environment().decisions_url) as decisions:
        decisions.decide(kind, by=who, at=datetime.now(UTC), source=source.key, reason=reason)
        click.echo(f"{source.rules.funder}: {live_words(last_word(decisions, source.key), source)}.")


def signature(by: str | None) -> str:
    """Who decides: as given, else the contact, else the account."""
    who = (by or contact_from_environment() or _account()).strip()
    if not who:
        raise click.UsageError("Si hvem som bestemmer, med --by eller RADAR_CONTACT.")
    return who


def _account() -> str:
    """The name of the account on this machine; "" where it has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


@sources.command(epilog="Eksempel: radar sources check forskningsradet --live")
@click.argument("key", metavar="KILDE")
@click.option("--live", is_flag=True, help="Hent listen og noen sider fra nettstedet nå. Krever RADAR_CONTACT.")
@click.option(
    "--pages", type=click.IntRange(1, 50), default=5, show_default=True, help="Antall detaljsider med --live."
)
def check(key: str, live: bool, pages: int) -> None:
    """Prøver hver antakelse om nettstedet, og sier hvilke som holdt.

    Avslutter med 1 når en antakelse ikke holdt.
    """
    from sources.checking import check_assumptions, look

    source = known_source(key)
    found = _live_pages(source, pages) if live else look(source, _archived_night()[1].get, ALL_PAGES)
    if not source.assumptions:
        click.echo("Kilden har ingen ubekreftede antakelser.")
    results = check_assumptions(source, found)
    for assumption, held in results:
        click.echo(f"[{HELD[held]}] ({assumption.mark}) {assumption.key}: {assumption.text}")
    broken = sum(1 for _, held in results if held is False)
    if broken:
        raise click.ClickException(f"{broken} antakelser om {key} holdt ikke. Se kildens docstring.")


def _live_pages(source: Source, most: int) -> Mapping[str, Page]:
    """Lists, probes and the first details from the site. A look, not a night: its archive is thrown away."""
    from calls.archive import Archive
    from calls.fetch import LiveFetcher
    from sources.checking import look

    _require_enabled(source)
    contact = contact_from_environment()
    now = datetime.now(UTC)
    with (
        tempfile.TemporaryDirectory() as folder,
        Archive(Path(folder)).writer(now.astimezone(OSLO).date(), now, CODE_VERSION, operator=contact) as writer,
        LiveFetcher(writer, contact, CODE_VERSION) as fetcher,
    ):
        return look(source, fetcher.get, most)


def _require_enabled(source: Source) -> None:
    from readers import Decisions, is_enabled, last_word

    with Decisions.open(home_from_environment().decisions_url) as decisions:
        if is_enabled(last_word(decisions, source.key), is_open=not source.needs_leave):
            return
    raise click.ClickException(f"{source.rules.funder} er slått av. Se «radar sources enable {source.key}».")


def _archived_night(day: date | None = None) -> tuple[date, Fetcher]:
    from calls.archive import Archive
    from calls.fetch import ReplayFetcher

    archive = Archive(home_from_environment().archive)
    nights = archive.nights()
    if not nights:
        raise click.ClickException("Arkivet er tomt. Kjør «radar night» først, eller bruk --live.")
    chosen = day or nights[-1].day
    return chosen, ReplayFetcher(archive.replay(chosen))


@sources.command(epilog="Eksempel: radar sources record forskningsradet --out tests/pages/forskningsradet")
@click.argument("key", metavar="KILDE")
@click.option("--night", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DATO", help="Ellers den nyeste.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Ellers tests/pages/KILDE.")
@click.option("--pages", type=click.IntRange(1, 200), default=3, show_default=True, help="Antall sider.")
def record(key: str, day: datetime | None, out: Path | None, pages: int) -> None:
    """Skriver listene og noen arkiverte sider som testgrunnlag, og det som leses av dem i readings.json."""
    from pipelines.fixtures import record_fixture

    source = known_source(key)
    chosen, fetcher = _archived_night(day.date() if day else None)
    folder = out or Path("tests/pages") / key
    count = record_fixture(source, fetcher, chosen, folder, pages)
    click.echo(f"Skrev {count} sider og listene fra natten {chosen} til {folder}. Les readings.json mot sidene først.")
