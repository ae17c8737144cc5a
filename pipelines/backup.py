"""One folder from which a home can be made again: the archive, the cluster's own files, and what people decided.

Everything else of a home comes back by running the archived nights; that belongs in pipelines.headless.

    FOLDER/archive/<night>/*.warc.gz      as in the home; files are added, never replaced
    FOLDER/state-<digest>/                decisions.jsonl, clusters/ and glossary/, as they were together
    FOLDER/manifest.json                  every file with its SHA-256; written last, so that it names only whole files
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

import click

from calls.archive import Archive, group_nights
from calls.database import is_there
from calls.home import Home
from pipelines.instance import alone
from readers import DecisionError, Decisions

MANIFEST = "manifest.json"

_FORMAT, _VERSION = "utlysningsradar-backup", 1
_STATE = re.compile(r"state-[0-9a-f]{12}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_BLOCK = 1 << 20


class BackupError(click.ClickException):
    """A backup that cannot be made, or not be used. One line of bokmål: what, where, what to do."""


@dataclass(frozen=True)
class Manifest:
    """What a whole backup holds. files: path in the folder, with forward slashes, to SHA-256 in hex."""

    at: datetime
    state: str
    files: Mapping[str, str]
    digest: str  # SHA-256 of the manifest itself


@dataclass(frozen=True)
class Count:
    """What was backed up or put back."""

    archived: int  # files of the archive
    copied: int  # ... of which were not there already
    clusters: int  # files, with those of the cluster's own glossary
    decisions: int  # rows, undone ones too


def back_up(home: Home, folder: Path, at: datetime) -> Count:
    """Brings the backup in `folder` up to date. Until it is done, the backup that was there before stands.

    at: when, with a time zone. BackupError when there is nothing to keep, when the home has lost or changed an archive
    file that the backup has, when the folder cannot be used, or when a night is running.
    """
    _refuse_inside(home, folder)
    own = (home.archive, home.clusters, home.glossary)
    if not (any(path.is_dir() for path in own) or is_there(home.decisions_url)):
        raise BackupError(f"{home.path} har ikke noe å ta vare på ennå. Kjør «radar night», eller sett RADAR_HOME.")
    with disk_errors(folder), alone(home):
        before = _read_manifest(folder) if (folder / MANIFEST).exists() else None
        archive = {f"archive/{path.relative_to(home.archive).as_posix()}": path for path in archive_files(home)}
        digests = {name: sha256(path) for name, path in archive.items()}
        _refuse_loss(folder, before, digests)
        folder.mkdir(parents=True, exist_ok=True)
        copied = sum(keep(path, folder / name, digests[name]) for name, path in archive.items())
        state, kept, rows = _keep_state(home, folder)
        content = {"format": _FORMAT, "version": _VERSION, "at": at.isoformat(), "state": state}
        files = digests | kept
        write_whole(folder / MANIFEST, json.dumps({**content, "files": files}, indent=1, sort_keys=True) + "\n")
        for path in sorted(folder.glob("state-*")):
            if _STATE.fullmatch(path.name) and path.name != state:
                shutil.rmtree(path)
    return Count(len(archive), copied, len(kept) - 1, rows)


def check_backup(folder: Path) -> Manifest:
    """What the backup holds, every file of it read. BackupError naming the first that is missing or damaged."""
    with disk_errors(folder):
        manifest = _read_manifest(folder)
        bad = [name for name, digest in sorted(manifest.files.items()) if not is_whole(folder / name, digest)]
    if bad:
        more = f" og {len(bad) - 1} til" if len(bad) > 1 else ""
        raise BackupError(
            f"{folder / bad[0]}{more} mangler eller er skadet. Ingenting er lagt tilbake. "
            "Hent filen fra en annen kopi, eller bruk en annen sikkerhetskopi."
        )
    return manifest


def own_folders(home: Home) -> dict[str, Path]:
    """What the cluster's people wrote, by the name that it has in a backup."""
    return {"clusters": home.clusters, "glossary": home.glossary}


def sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def archive_files(home: Home) -> list[Path]:
    """Every file of the home's archive, oldest night first. ArchiveError for a damaged one."""
    return [path for night in Archive(home.archive).nights() for path in night.files]


def _refuse_inside(home: Home, folder: Path) -> None:
    """A backup inside what it keeps would be lost with it."""
    place = folder.resolve()
    for kept in (home.path, home.archive):
        if place.is_relative_to(kept) or kept.is_relative_to(place):
            raise BackupError(
                f"{folder} og {kept} ligger i hverandre. Velg en mappe et annet sted, helst på en annen disk."
            )


def _refuse_loss(folder: Path, before: Manifest | None, digests: Mapping[str, str]) -> None:
    """The archive only ever grows, but for the demonstration: what else is gone or changed was lost or damaged."""
    for name, digest in sorted(before.files.items() if before else ()):
        if not name.startswith("archive/") or digests.get(name) == digest:
            continue
        if name in digests:
            raise BackupError(
                f"Arkivfilen {name.removeprefix('archive/')} er endret siden forrige sikkerhetskopi. "
                f"Hent den tilbake fra {folder}, eller ta sikkerhetskopi i en ny mappe."
            )
        if is_whole(folder / name, digest) and group_nights([folder / name], read_whole=False)[0].is_demonstration:
            continue
        raise BackupError(
            f"Arkivet har mistet {name.removeprefix('archive/')}, som sikkerhetskopien har. "
            f"Hent den tilbake fra {folder}, eller ta sikkerhetskopi i en ny mappe."
        )


def _keep_state(home: Home, folder: Path) -> tuple[str, dict[str, str], int]:
    """Keeps decisions, clusters and glossary together under a name made of their bytes; name, files, and rows."""
    beside = folder / "state.part"
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    with decisions_of(home) as decisions:
        rows = decisions.export(beside / "decisions.jsonl")
    for name, own in own_folders(home).items():
        if own.is_dir():
            shutil.copytree(own, beside / name, ignore=shutil.ignore_patterns("__pycache__"))
    found = {path.relative_to(beside).as_posix(): path for path in sorted(beside.rglob("*")) if path.is_file()}
    digests = {name: sha256(path) for name, path in found.items()}
    state = f"state-{hashlib.sha256(json.dumps(digests, sort_keys=True).encode()).hexdigest()[:12]}"
    if all(is_whole(folder / state / name, digest) for name, digest in digests.items()):
        shutil.rmtree(beside)
    else:
        shutil.rmtree(folder / state, ignore_errors=True)
        beside.rename(folder / state)
    return state, {f"{state}/{name}": digest for name, digest in digests.items()}, rows


def keep(source: Path, target: Path, digest: str) -> bool:
    """Copies a file unless the same bytes are there; whether it was copied. The file appears whole or not at all."""
    if is_whole(target, digest):
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f"{target.name}.part")
    with source.open("rb") as old, beside.open("wb") as new:
        shutil.copyfileobj(old, new, _BLOCK)
        new.flush()
        os.fsync(new.fileno())
    if sha256(beside) != digest:
        raise BackupError(f"{source} ble en annen mens den ble kopiert. Se etter feil på disken, og prøv igjen.")
    beside.replace(target)
    return True


def is_whole(path: Path, digest: str) -> bool:
    """Whether the file is there with just these bytes."""
    return path.is_file() and sha256(path) == digest


def write_whole(path: Path, text: str) -> None:
    """Writes a small file that appears whole or not at all, and stays when the power fails."""
    beside = path.with_name(f"{path.name}.part")
    with beside.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _read_manifest(folder: Path) -> Manifest:
    path = folder / MANIFEST
    if not path.exists():
        raise BackupError(
            f"{folder} er ingen hel sikkerhetskopi: {MANIFEST} mangler. Den skrives til slutt, "
            "så kopieringen er trolig avbrutt. Bruk en annen mappe."
        )
    content = path.read_bytes()
    try:
        found = json.loads(content)
        if found["format"] != _FORMAT or found["version"] != _VERSION:
            raise ValueError(found["format"])
        files = dict(found["files"])
        _check_names(found["state"], files)
        at = datetime.fromisoformat(found["at"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BackupError(
            f"{path} er skadet eller fra en annen utgave av programmet. Ingenting er endret. Bruk en annen mappe."
        ) from None
    return Manifest(at, found["state"], files, hashlib.sha256(content).hexdigest())


def _check_names(state: str, files: Mapping[Any, Any]) -> None:
    """ValueError for a file that a backup of ours would not name: nothing may be read or written outside its place."""
    for name, digest in files.items():
        parts = PurePosixPath(name).parts
        is_ours = len(parts) == 3 if parts[:1] == ("archive",) else parts[:1] == (state,)
        if not is_ours or ".." in parts or not _DIGEST.fullmatch(digest):
            raise ValueError(name)
    if not _STATE.fullmatch(state) or f"{state}/decisions.jsonl" not in files:
        raise ValueError(state)


@contextmanager
def decisions_of(home: Home) -> Iterator[Decisions]:
    """What people decided in that home. A DecisionError becomes a BackupError."""
    try:
        with Decisions.open(home.decisions_url) as decisions:
            yield decisions
    except DecisionError as error:
        raise BackupError(str(error)) from error


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Turns what the disk refuses into one line."""
    try:
        yield
    except (OSError, shutil.Error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "filer kunne ikke kopieres"
        place = getattr(error, "filename", None) or folder
        raise BackupError(f"{place} kan ikke leses eller skrives: {reason}.") from error
