"""The commands that keep what cannot be made again, and that make a home of it: backup and restore."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from pipelines.settings import OSLO, home_from_environment


@click.command(epilog="Eksempel: radar backup /mnt/sikkerhetskopi/radar")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="MAPPE")
def backup(folder: Path) -> None:
    """Tar vare på det som ikke kan lages på nytt: arkivet, klyngene og det folk har bestemt.

    Kan kjøres hver natt mot samme mappe: bare det nye kopieres. Velg en mappe på en annen disk.
    """
    from pipelines.backup import back_up

    count = back_up(home_from_environment(), folder, datetime.now(OSLO).replace(microsecond=0))
    click.echo(
        f"Sikkerhetskopien i {folder} er hel: {count.archived} arkivfiler ({count.copied} nye), "
        f"{count.clusters} filer om klyngene og {count.decisions} beslutninger."
    )


@click.command(
    epilog="""\b
Eksempler:
  radar restore /mnt/sikkerhetskopi/radar
  radar restore --check /mnt/sikkerhetskopi/radar   kontrollerer kopien, og gjør ikke noe annet
"""
)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="MAPPE")
@click.option("--check", "is_check", is_flag=True, help="Bare les hver fil og se om kopien er hel.")
def restore(folder: Path, is_check: bool) -> None:
    """Legger en sikkerhetskopi tilbake i en tom RADAR_HOME, og kjører alle nettene på nytt.

    Blir den avbrutt, går den samme kommandoen videre. Avslutter som «radar night».
    """
    from pipelines import headless
    from pipelines.backup import check_backup
    from pipelines.restore import put_back, restored

    if is_check:
        manifest = check_backup(folder)
        click.echo(f"Sikkerhetskopien fra {manifest.at:%Y-%m-%d kl. %H:%M} er hel: {len(manifest.files)} filer.")
        return
    home = home_from_environment()
    click.echo(f"Kontrollerer {folder} og legger filene tilbake i {home.path} …")
    count = put_back(home, folder)
    click.echo(
        f"Lagt tilbake: {count.archived} arkivfiler, {count.clusters} filer om klyngene og "
        f"{count.decisions} beslutninger."
    )
    if not count.archived:
        restored(home)
        click.echo("Sikkerhetskopien har ingen netter å kjøre.")
        return
    click.echo("Kjører nettene på nytt …")
    outcome = headless.run_archived(home, date.min, date.max)
    restored(home)
    click.echo(f"{home.path} er gjenopprettet.")
    raise click.exceptions.Exit(outcome)
