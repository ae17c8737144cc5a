"""A home made again from a backup: files and decisions are put back. Running the nights is for pipelines.headless."""

from __future__ import annotations

import shutil
from pathlib import Path

from calls.database import is_there
from calls.home import Home
from calls.store import Store
from pipelines.backup import (
    BackupError,
    Count,
    Manifest,
    archive_files,
    check_backup,
    decisions_of,
    disk_errors,
    keep,
    own_folders,
    write_whole,
)
from pipelines.instance import alone

MARKER = "restore.part"
"""Lies in a home while it is being restored, and holds the digest of the backup's manifest."""


def put_back(home: Home, folder: Path) -> Count:
    """Puts a whole backup back into an empty home, or goes on where a restore of the same backup was stopped.

    `restored` ends it, when the nights were run. BackupError, with nothing changed, for a damaged backup or a home
    that has something already.
    """
    manifest = check_backup(folder)
    with disk_errors(folder), alone(home):
        marker = home.path / MARKER
        if not marker.exists():
            _require_empty(home)
            write_whole(marker, manifest.digest)
        elif marker.read_text(encoding="utf-8") != manifest.digest:
            raise BackupError(
                f"En gjenoppretting av en annen sikkerhetskopi ble avbrutt i {home.path}. "
                "Bruk samme sikkerhetskopi som da, eller en tom RADAR_HOME."
            )
        archive = {name: digest for name, digest in manifest.files.items() if name.startswith("archive/")}
        copied = sum(
            keep(folder / name, home.archive / name.removeprefix("archive/"), digest)
            for name, digest in sorted(archive.items())
        )
        clusters = sum(_put_back(own, folder, manifest, name) for name, own in own_folders(home).items())
        with decisions_of(home) as decisions:
            rows = decisions.restore(folder / manifest.state / "decisions.jsonl")
    return Count(len(archive), copied, clusters, rows)


def _put_back(own: Path, folder: Path, manifest: Manifest, name: str) -> int:
    """The cluster's own files, all at once; how many there are. Without any, what comes with the code serves."""
    start = f"{manifest.state}/{name}/"
    files = {file: digest for file, digest in sorted(manifest.files.items()) if file.startswith(start)}
    if files and not own.exists():
        beside = own.with_name(f"{name}.part")
        shutil.rmtree(beside, ignore_errors=True)
        for file, digest in files.items():
            keep(folder / file, beside / file.removeprefix(start), digest)
        beside.rename(own)
    return len(files)


def restored(home: Home) -> None:
    """The restore is over: the home is one like any other."""
    (home.path / MARKER).unlink(missing_ok=True)


def _require_empty(home: Home) -> None:
    there = []
    if archive_files(home):
        there.append("et arkiv")
    if home.clusters.exists():
        there.append("klynger")
    if home.glossary.exists():
        there.append("egne ord")
    if is_there(home.decisions_url):
        with decisions_of(home) as decisions:
            undone = (decisions.decisions, decisions.corrections, decisions.acceptances, decisions.notes)
            is_said = any(said(is_standing=False) for said in undone)
            if is_said or decisions.own_calls(is_standing=False) or decisions.states(is_newest=False):
                there.append("beslutninger")
    if is_there(home.database_url):
        with Store.open(home.database_url) as store:
            if store.newest_night() is not None:
                there.append("netter")
    if there:
        raise BackupError(
            f"{home.path} har alt {', '.join(there)}. Ingenting er endret. "
            "Gjenopprett i en tom RADAR_HOME, eller flytt det som ligger der."
        )
