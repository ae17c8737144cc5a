"""A night without anybody watching, in one process: the same two jobs that the schedule runs.

Which nights are run, and in what order; the jobs themselves stand in pipelines.definitions.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click
import dagster as dg

from assets.progress import WATCHER
from assets.resources import Mode
from calls.archive import Archive, group_nights
from calls.fetch import user_agent
from calls.home import Home
from calls.store import Store
from pipelines.definitions import build_definitions
from pipelines.instance import alone, opened, unlogged
from pipelines.messages import tell_operator
from pipelines.progress_bar import ProgressBar
from pipelines.pruning import HEADLESS
from pipelines.settings import CODE_VERSION, OSLO
from pipelines.summary import exit_code, summary_lines

# Dagster warns of every check of a source that was not asked; that nothing was staged is no news.
logging.getLogger("dagster._core.execution.plan.active").setLevel(logging.ERROR)

QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def is_bundled(home: Home, day: date, bundled: Sequence[Path]) -> bool:
    """Whether `day` is a bundled night that the home's own archive does not have."""
    if any(night.day == day for night in Archive(home.archive).nights()):
        return False
    return any(night.day == day for night in group_nights(bundled))


def run_files(home: Home, files: Sequence[Path], only: date | None) -> int:
    """Adds archive files to the home and runs their nights, then later nights again; the exit code."""
    nights = group_nights(files)
    if only is not None:
        nights = [night for night in nights if night.day == only]
        if not nights:
            raise click.ClickException(f"Filene har ingen natt {only}.")
    with alone(home):
        if any(night.is_demonstration for night in nights):
            _refuse_mixing(home)
        else:
            _drop_demonstration(home)
        Archive(home.archive).keep(nights)
        return _run(home, [night.day for night in nights], "replay")


def run_archived(home: Home, first: date, last: date) -> int:
    """Runs the nights of a span that the home's archive has, then later nights again; the exit code."""
    days = [night.day for night in Archive(home.archive).nights() if first <= night.day <= last]
    if not days:
        span = str(first) if first == last else f"fra {first} til {last}"
        raise click.ClickException(f"Arkivet i {home.archive} har ingen natt {span}.")
    with alone(home):
        return _run(home, days, "replay")


def run_live(home: Home, day: date, contact: str) -> int:
    """Fetches tonight from the sites; the exit code. ContactMissing without a usable contact.

    However it went, whoever looks after the nights is told if there is something to tell.
    """
    user_agent(contact, CODE_VERSION)
    with alone(home):
        try:
            _drop_demonstration(home)
            return _run(home, [day], "live", contact)
        finally:
            said = tell_operator(home, day, datetime.now(UTC))
            if said:
                click.echo(said, err=True)


def _refuse_mixing(home: Home) -> None:
    with Store.open(home.database_url) as store:
        if store.newest_night(is_demonstration=False) is not None:
            raise click.ClickException(
                f"{home.path} har ekte netter, og demonstrasjonen blandes ikke inn. "
                "Bruk --live eller --replay, eller en annen RADAR_HOME."
            )


def _drop_demonstration(home: Home) -> None:
    """Real nights never rest on the demonstration: it leaves both the store and the archive."""
    archive = Archive(home.archive)
    days = [night.day for night in archive.nights() if night.is_demonstration]
    if not days:
        return
    with Store.open(home.database_url) as store:
        store.roll_back(days[0])
    for day in days:
        archive.remove(day)


def rebuild(home: Home, days: Sequence[date]) -> None:
    """Runs archived nights in a home that has none yet. Nothing is printed of them, and Dagster keeps no log."""
    with alone(home), unlogged() as instance:
        _run_nights(home, dict.fromkeys(days, "replay"), "", instance)


def _run(home: Home, days: Sequence[date], mode: Mode, contact: str = "") -> int:
    """Runs these nights and what hangs together with them (`nights_to_run`), oldest first; the exit code."""
    with Store.open(home.database_url) as store:
        stored = {row.night for row in store.nights() if row.state != "begun"}
    todo = nights_to_run(days, stored, {night.day for night in Archive(home.archive).nights()})
    with opened(home) as instance:
        _run_nights(home, {day: mode if day in days else "replay" for day in todo}, contact, instance)
    with Store.open(home.database_url) as store:
        for line in summary_lines(store, todo):
            click.echo(line)
        return exit_code(store, todo[-1])


def _run_nights(home: Home, modes: Mapping[date, Mode], contact: str, instance: dg.DagsterInstance) -> None:
    """Runs both jobs for each night, in the order given."""
    # What has been imported lives to the end; without looking through it again and again a night takes a tenth less.
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    ahead = max(1, (max(modes) - datetime.now(OSLO).date()).days + 1)
    with ProgressBar(len(modes)) as bar:
        token = WATCHER.set(bar)
        try:
            for day, mode in modes.items():
                bar.night(day)
                defs = build_definitions(home, mode=mode, contact=contact, ahead=ahead)
                for name in ("scrape", "rank"):
                    _execute(defs, name, day, instance)
        finally:
            WATCHER.reset(token)


def nights_to_run(wanted: Sequence[date], stored: Collection[date], archived: Collection[date]) -> list[date]:
    """The wanted nights, archived ones before them that the store lacks, and stored ones after any of these.

    So the store is always what an undisturbed row of nights would have made, also after it was deleted.
    click.ClickException when a night that must be run again is not in the archive.
    """
    first_pass = {*wanted, *(day for day in archived if day < max(wanted) and day not in stored)}
    again = {day for day in stored if day > min(first_pass)}
    missing = sorted(again - set(archived) - set(wanted))
    if missing:
        raise click.ClickException(
            f"Senere netter må kjøres på nytt etter {min(first_pass)}, men arkivet mangler "
            f"{', '.join(map(str, missing))}. Legg dem tilbake."
        )
    return sorted(first_pass | again)


def _execute(defs: dg.Definitions, name: str, day: date, instance: dg.DagsterInstance) -> None:
    """Runs one job; what failed in it is said on stderr, and does not stop the night."""
    result = defs.resolve_job_def(name).execute_in_process(
        partition_key=day.isoformat(),
        instance=instance,
        raise_on_error=False,
        run_config=QUIET,
        tags={HEADLESS: "true"},
    )
    for event in result.all_events:
        if event.is_step_failure:
            click.echo(f"Natt {day}: {event.step_key} stoppet: {_reason(event)}", err=True)
    # A step that was tried again has looked more than once; the last look counts.
    last = {(check.asset_key, check.check_name): check for check in result.get_asset_check_evaluations()}
    for check in last.values():
        if not check.passed:
            said = " ".join((check.description or "").split())
            click.echo(f"Natt {day}: {check.asset_key.to_user_string()}, {check.check_name}: {said}", err=True)


def _reason(event: dg.DagsterEvent) -> str:
    """Why a step failed, on one line: the innermost cause, which is ours where Dagster wraps it."""
    error = event.step_failure_data.error
    while error is not None and error.cause is not None:
        error = error.cause
    said = error.message if error is not None else ""
    return " ".join(said.split()) or "ukjent feil; se kjøringen i Dagster"
