"""The commands about nights that have been: replay, diff, reread."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import click

from pipelines.cli.night import DAY
from pipelines.cli.read import open_store
from pipelines.settings import home_from_environment

FIRST = click.option("--from", "first", type=DAY, metavar="DATO", help="Første natt; ellers den første i arkivet.")
LAST = click.option("--to", "last", type=DAY, metavar="DATO", help="Siste natt; ellers den siste i arkivet.")


def _day(value: datetime | None) -> date | None:
    return value.date() if value else None


@click.command(
    epilog="""\b
Eksempler:
  radar replay --from 2026-05-01 --to 2026-05-31
  radar replay --home /tmp/gjenskapt     beholder det som ble gjenskapt
"""
)
@FIRST
@LAST
@click.option(
    "--home",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="MAPPE",
    help="Tom mappe som nettene gjenskapes i, og som blir liggende.",
)
def replay(first: datetime | None, last: datetime | None, folder: Path | None) -> None:
    """Gjenskaper netter fra arkivet alene, og viser at de blir like.

    Ingenting hentes fra nettet, og RADAR_HOME røres ikke. Netter før spennet kjøres også, for det som er nytt eller
    borte, bygger på dem. Avslutter med 1 når en natt i spennet ikke lar seg gjenskape, ikke ble som den er lagret,
    eller er endret i lageret siden; ellers med 0.
    """
    from pipelines.replaying import lines, rebuild

    with _folder(folder) as place:
        compared = rebuild(home_from_environment(), _day(first), _day(last), place)
    for line in lines(compared):
        click.echo(line)
    raise click.exceptions.Exit(1 if any(one.is_refuted for one in compared) else 0)


@contextmanager
def _folder(folder: Path | None) -> Iterator[Path]:
    if folder is not None:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="radar-") as temporary:
        yield Path(temporary)


@click.command(epilog="Eksempel: radar diff 2026-09-15 2026-09-16")
@click.argument("before", type=DAY, metavar="NATT1")
@click.argument("after", type=DAY, metavar="NATT2")
@click.option("--source", help="Bare denne kilden.", metavar="KILDE")
def diff(before: datetime, after: datetime, source: str | None) -> None:
    """Hva som endret seg fra slutten av den ene natten til slutten av den andre, med finansiørens ord."""
    from publish.changes import diff_lines

    with open_store() as store:
        for line in diff_lines(store, before.date(), after.date(), source):
            click.echo(line)


@click.command(
    epilog="""\b
Eksempler:
  radar reread              viser hva en ny utgave av programmet leser annerledes
  radar reread --do         kjører nettene på nytt, så historikken blir som den nye utgaven leser den
"""
)
@FIRST
@LAST
@click.option("--do", "is_done", is_flag=True, help="Gjør det; ellers vises bare hva som ville blitt annerledes.")
def reread(first: datetime | None, last: datetime | None, is_done: bool) -> None:
    """Leser arkiverte sider på nytt med denne utgaven av programmet. Ingen får varsel om det.

    Uten --do kjøres nettene i en midlertidig mappe, og alt som ville blitt annerledes, vises felt for felt.
    """
    from pipelines.rereading import preview, write

    home = home_from_environment()
    if is_done:
        raise click.exceptions.Exit(write(home, _day(first), _day(last)))
    with _folder(None) as place:
        for line in preview(home, _day(first), _day(last), place):
            click.echo(line)
