"""Commands for one who looks after the sources: list, check what we assume of a site, record fixtures."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.settings import CODE_VERSION, OSLO, contact_from_environment, home_from_environment

if TYPE_CHECKING:
    from calls.model import Page
    from sources.base import Source
    from sources.harvest import Collected

HELD = {True: "holdt", False: "HOLDT IKKE", None: "kunne ikke prøves"}


@click.group()
def sources() -> None:
    """Kildene: hva som leses, og hva vi antar om nettstedene."""


def _source(key: str) -> Source:
    from sources.base import all_sources

    known = all_sources()
    if key not in known:
        raise click.ClickException(f"Ukjent kilde «{key}». Kjente kilder: {', '.join(known)}.")
    return known[key]


@sources.command("list", epilog="Eksempel: radar sources list")
def list_sources() -> None:
    """Alle kilder, hvor ferske de er og hva de sist ga."""
    from calls.store import Store
    from sources.base import all_sources

    with Store.open(home_from_environment().database_url) as store:
        nights = {row["source"]: row for row in store.source_nights().to_dict("records")}
    for key, source in all_sources().items():
        row = nights.get(key)
        fresh = f"data fra {row['data_night']}, {row['issues']} avvik" if row else "aldri lest"
        click.echo(f"{key:<20} {source.rules.funder:<24} {source.homepage:<36} {fresh}")


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
    from sources.harvest import check_assumptions

    source = _source(key)
    collected = _live_pages(source, pages) if live else _archived_pages(source)
    if not source.assumptions:
        click.echo("Kilden har ingen ubekreftede antakelser.")
    results = check_assumptions(source, collected)
    for assumption, held in results:
        click.echo(f"[{HELD[held]}] ({assumption.mark}) {assumption.text}")
    broken = sum(1 for _, held in results if held is False)
    if broken:
        raise click.ClickException(f"{broken} antakelser om {key} holdt ikke. Se kildens docstring.")


def _live_pages(source: Source, most: int) -> Mapping[str, Page]:
    """The lists and the first few details from the site, archived in a temporary folder only."""
    from calls.archive import Archive
    from calls.fetch import LiveFetcher
    from sources.harvest import collect

    contact = contact_from_environment()
    now = datetime.now(UTC)
    with (
        tempfile.TemporaryDirectory() as folder,
        Archive(Path(folder)).writer(now.astimezone(OSLO).date(), now, CODE_VERSION, operator=contact) as writer,
        LiveFetcher(writer, contact, CODE_VERSION) as fetcher,
    ):
        return collect(source, fetcher.get, {}, most_details=most).pages


def _archived(source: Source, day: date | None = None) -> tuple[date, Collected]:
    from calls.archive import Archive
    from calls.fetch import ReplayFetcher
    from sources.harvest import collect

    archive = Archive(home_from_environment().archive)
    nights = archive.nights()
    if not nights:
        raise click.ClickException("Arkivet er tomt. Kjør «radar night» først, eller bruk --live.")
    chosen = day or nights[-1].day
    return chosen, collect(source, ReplayFetcher(archive.replay(chosen)).get, {})


def _archived_pages(source: Source) -> Mapping[str, Page]:
    return _archived(source)[1].pages


@sources.command(epilog="Eksempel: radar sources record forskningsradet --out tests/pages/forskningsradet")
@click.argument("key", metavar="KILDE")
@click.option("--night", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DATO", help="Ellers den nyeste.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Ellers tests/pages/KILDE.")
@click.option("--pages", type=click.IntRange(1, 200), default=3, show_default=True, help="Antall sider.")
def record(key: str, day: datetime | None, out: Path | None, pages: int) -> None:
    """Skriver arkiverte sider som testgrunnlag, med natten og det leste i call.json."""
    from sources.harvest import read

    source = _source(key)
    chosen, collected = _archived(source, day.date() if day else None)
    harvest = read(source, collected, {})
    folder = out or Path("tests/pages") / key
    written = 0
    for reading in harvest.readings:
        page = next((collected.pages[url] for url in reading.pages if url in collected.pages), None)
        if page is None or not reading.is_detail_read or written == pages:
            continue
        _write_fixture(folder / re.sub(r"[^a-z0-9.-]+", "-", reading.source_id.lower()), source, page, reading, chosen)
        written += 1
    if not written:
        raise click.ClickException(f"Fant ingen leste sider for {key} natten {chosen}.")
    click.echo(f"Skrev {written} sider fra natten {chosen} til {folder}. Les call.json mot siden før du bruker dem.")
