"""The command that says on one screen what is in place, what is stale, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from calls.home import Home
from pipelines.settings import (
    CODE_VERSION,
    OSLO,
    clusters_folder,
    contact_from_environment,
    example_clusters,
    home_from_environment,
)

if TYPE_CHECKING:
    from calls.store import Store

MARKS = {"ok": "[ i orden ]", "note": "[ merk    ]", "bad": "[ FEIL    ]"}
STALE_AFTER_NIGHTS = 1


@dataclass(frozen=True)
class Finding:
    """One line of the screen; `advice` says what to do, "" where there is nothing to do."""

    mark: Literal["ok", "note", "bad"]
    words: str
    advice: str = ""


@click.command(epilog="Eksempel: radar doctor")
def doctor() -> None:
    """Er alt på plass? Hva er gammelt? Hva bør gjøres?

    Avslutter med 1 når noe er galt.
    """
    home = home_from_environment()
    today = datetime.now(OSLO).date()
    findings = [
        *_installation(),
        *_home(home),
        *_archive(home),
        *_store(home, today),
        *_clusters(home),
        *_contact(),
    ]
    click.echo(f"Utlysningsradar {CODE_VERSION}, hjem {home.path}")
    for finding in findings:
        click.echo(f"{MARKS[finding.mark]} {finding.words}")
        if finding.advice:
            click.echo(f"            → {finding.advice}")
    bad = sum(1 for finding in findings if finding.mark == "bad")
    if bad:
        raise click.ClickException(f"{bad} ting må ordnes.")


def _installation() -> Iterator[Finding]:
    design = Path(str(resources.files("web"))) / "node_modules" / "@digdir" / "designsystemet-css" / "dist"
    if design.is_dir():
        yield Finding("ok", "Designsystemet er installert.")
    else:
        yield Finding("note", "Designsystemet mangler; siden virker, men ser enklere ut.", "Kjør «make night».")


def _home(home: Home) -> Iterator[Finding]:
    if home.path.is_dir():
        yield Finding("ok", f"RADAR_HOME finnes: {home.path}")
    else:
        yield Finding("note", f"RADAR_HOME finnes ikke ennå: {home.path}", "Kjør «radar night».")


def _archive(home: Home) -> Iterator[Finding]:
    from calls.archive import Archive, ArchiveError

    try:
        nights = Archive(home.archive).nights()
    except ArchiveError as error:
        yield Finding("bad", str(error), "Hent filen tilbake fra sikkerhetskopien.")
        return
    if nights:
        yield Finding("ok", f"Arkivet har {len(nights)} netter, {nights[0].day} til {nights[-1].day}.")
    else:
        yield Finding("note", "Arkivet er tomt.", "Kjør «radar night».")


def _store(home: Home, today: date) -> Iterator[Finding]:
    from calls.store import Store, StoreError

    is_file = home.database_url.startswith("sqlite:///")
    if is_file and not Path(home.database_url.removeprefix("sqlite:///")).exists():
        yield Finding("note", "Databasen finnes ikke ennå.", "Kjør «radar night»; den bygges av arkivet.")
        return
    try:
        with Store.open(home.database_url) as store:
            for problem in store.check():
                yield Finding("bad", problem, "Slett databasen og kjør nettene på nytt fra arkivet.")
            yield from _nights(store, today)
    except StoreError as error:
        yield Finding("bad", str(error))


def _nights(store: Store, today: date) -> Iterator[Finding]:
    newest = store.newest_night(is_ranked=True)
    if newest is None:
        yield Finding("note", "Ingen natt er rangert.", "Kjør «radar night».")
        return
    night = store.night(newest)
    if night and night.is_demonstration:
        yield Finding("note", f"Nyeste natt er demonstrasjonen fra {newest}.", "Se docs/operate.md for ekte netter.")
    elif (today - newest).days > STALE_AFTER_NIGHTS:
        yield Finding("bad", f"Nyeste rangerte natt er {newest}.", "Se loggen, og kjør «radar night --live».")
    else:
        yield Finding("ok", f"Nyeste rangerte natt er {newest}.")
    for row in store.source_nights().to_dict("records"):
        if row["state"] == "fresh":
            yield Finding("ok", f"{row['source']}: fersk, {row['issues']} avvik.")
        else:
            seen = row["data_night"] or "ingen natt"
            yield Finding("bad", f"{row['source']}: data fra {seen}. {row['message']}", "Se Kilder på siden.")


def _clusters(home: Home) -> Iterator[Finding]:
    from matching.profiles import check_clusters, load_clusters

    folder = clusters_folder(home)
    errors = [problem for problem in check_clusters(folder) if problem.is_error]
    if errors:
        yield Finding("bad", f"{len(errors)} feil i profilene i {folder}.", "Kjør «radar profiles check».")
        return
    clusters = load_clusters(folder)
    count = sum(len(cluster.profiles) for cluster in clusters)
    advice = "Kjør «radar init» for å lage dine egne." if folder == example_clusters() else ""
    yield Finding("note" if advice else "ok", f"{len(clusters)} klynger med {count} profiler i {folder}.", advice)


def _contact() -> Iterator[Finding]:
    from calls.fetch import ContactMissing, user_agent

    try:
        user_agent(contact_from_environment(), CODE_VERSION)
    except ContactMissing as error:
        yield Finding("note", "RADAR_CONTACT er ikke satt; ekte netter kan ikke hentes.", str(error))
    else:
        yield Finding("ok", "RADAR_CONTACT er satt.")
