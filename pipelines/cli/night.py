"""The command that runs a night: both jobs in one process, a progress bar, a summary, and an exit code."""

from __future__ import annotations

import gc
from datetime import date, datetime
from importlib import resources
from pathlib import Path

import click

from pipelines.settings import OSLO, contact_from_environment, home_from_environment

DAY = click.DateTime(["%Y-%m-%d"])


@click.command(
    epilog="""\b
Eksempler:
  radar night                                  de medfølgende demonstrasjonsnettene
  radar night --replay natt.warc.gz            netter fra arkivfiler
  radar night --from 2026-09-01 --to 2026-09-30  alle arkiverte netter i september, på nytt
  RADAR_CONTACT="Kari <kari@example.no>" radar night --live
"""
)
@click.option(
    "--replay",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FIL.warc.gz",
    help="Kjør nettene i disse arkivfilene, eldste først. Kan gis flere ganger.",
)
@click.argument("more_files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="[FIL …]")
@click.option("--live", is_flag=True, help="Hent fra de ekte nettstedene. Krever RADAR_CONTACT.")
@click.option(
    "--date",
    "day",
    type=DAY,
    metavar="DATO",
    help="Bare denne natten. Uten --replay: fra arkivet i RADAR_HOME.",
)
@click.option("--from", "first", type=DAY, metavar="DATO", help="Første natt av et spenn i arkivet i RADAR_HOME.")
@click.option("--to", "last", type=DAY, metavar="DATO", help="Siste natt av spennet; uten --to til den nyeste.")
def night(
    files: tuple[Path, ...],
    more_files: tuple[Path, ...],
    live: bool,
    day: datetime | None,
    first: datetime | None,
    last: datetime | None,
) -> None:
    """Kjører natten: henter eller leser sider, lagrer utlysninger og rangerer dem.

    Uten valg kjøres demonstrasjonsnettene som følger med. Avslutter med 0 når alt er ferskt, 3 når noe er rangert på
    eldre data, og 1 når ingenting er rangert.
    """
    gc.disable()  # nothing that is imported goes away again, and looking for it takes a tenth of the time
    try:
        from pipelines import headless
    finally:
        gc.enable()

    home = home_from_environment()
    replay = (*files, *more_files)
    if more_files and not files:
        raise click.UsageError("Oppgi arkivfiler med --replay.")
    if live and replay:
        raise click.UsageError("--live og --replay kan ikke brukes sammen.")
    wanted = day.date() if day else None
    if first or last:
        if live or replay or wanted:
            raise click.UsageError("--from og --to gjelder arkivet i RADAR_HOME, uten --live, --replay og --date.")
        begin, end = first.date() if first else date.min, last.date() if last else date.max
        outcome = headless.run_archived(home, begin, end)
    elif live:
        tonight = datetime.now(OSLO).date()
        if wanted not in (None, tonight):
            raise click.UsageError(f"--live gjelder i natt ({tonight}); en tidligere natt kjøres fra arkivet.")
        outcome = headless.run_live(home, tonight, contact_from_environment())
    elif wanted and not replay and not headless.is_bundled(home, wanted, bundled_nights()):
        outcome = headless.run_archived(home, wanted, wanted)
    else:
        outcome = headless.run_files(home, replay or bundled_nights(), wanted)
    raise click.exceptions.Exit(outcome)


def bundled_nights() -> tuple[Path, ...]:
    """The demonstration nights that come with the code, oldest first."""
    with resources.as_file(resources.files("bundle") / "nights") as folder:
        return tuple(sorted(folder.glob("*.warc.gz")))
