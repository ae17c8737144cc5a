"""Which nights there are: files grouped by the night they belong to, and the folder that keeps them."""

from __future__ import annotations

import hashlib
import itertools
import shutil
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from calls.archive.exchange import header, split_fields
from calls.archive.replay import Replay
from calls.archive.warc import broken, records
from calls.archive.writer import CODE_FIELD, DEMONSTRATION_FIELD, NIGHT_FIELD, NightWriter
from calls.failures import ArchiveError

_OSLO = ZoneInfo("Europe/Oslo")
_SUFFIXES = (".warc.gz", ".warc")
_WARCINFO = 1 << 16


@dataclass(frozen=True)
class ArchivedNight:
    """One night and its files, oldest first. at: UTC, the earliest moment that its files name."""

    day: date
    at: datetime
    files: tuple[Path, ...]
    is_demonstration: bool
    code_version: str


@dataclass(frozen=True)
class _File:
    path: Path
    day: date
    at: datetime
    is_demonstration: bool
    code_version: str


def group_nights(files: Iterable[Path], *, read_whole: bool = True) -> list[ArchivedNight]:
    """The nights of some files, oldest first; several files of one date are one night.

    A file's night is the radar-night of its first warcinfo record, else the day in Norway of its newest record.
    read_whole: read files that name their night to the end too, so that a damaged one is found now.
    ArchiveError for a file that is not a whole WARC file.
    """
    by_day: dict[date, list[_File]] = defaultdict(list)
    for path in sorted(set(files)):
        found = _read(path, read_whole)
        by_day[found.day].append(found)
    return [_night(day, by_day[day]) for day in sorted(by_day)]


def _night(day: date, files: list[_File]) -> ArchivedNight:
    files.sort(key=lambda file: (file.at, file.path.name, file.path))
    return ArchivedNight(
        day=day,
        at=files[0].at,
        files=tuple(file.path for file in files),
        is_demonstration=any(file.is_demonstration for file in files),
        code_version=next((file.code_version for file in reversed(files) if file.code_version), ""),
    )


def _read(path: Path, read_whole: bool) -> _File:
    day: date | None = None
    first: datetime | None = None
    last: datetime | None = None
    is_demonstration, code_version = False, ""
    for number, record in enumerate(records(path)):
        first, last = min(first or record.at, record.at), max(last or record.at, record.at)
        if number == 0 and record.type == "warcinfo":
            fields = split_fields(record.read(_WARCINFO))
            day = _day(path, header(fields, NIGHT_FIELD))
            is_demonstration = header(fields, DEMONSTRATION_FIELD) == "true"
            code_version = header(fields, CODE_FIELD)
            if day and not read_whole:
                break
    assert first and last  # records() refuses a file without any
    return _File(path, day or last.astimezone(_OSLO).date(), first, is_demonstration, code_version)


def _day(path: Path, text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise broken(path, f"feltet {NIGHT_FIELD} er ikke en dato: «{text[:40]}»") from error


class Archive:
    """The folder of archived nights: `<folder>/<YYYY-MM-DD>/*.warc.gz`. Files ending in .part are not in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def nights(self) -> list[ArchivedNight]:
        """Every night, oldest first; empty when the folder does not exist. ArchiveError for a damaged file."""
        found = [path for suffix in _SUFFIXES for path in self.folder.glob(f"*/*{suffix}")]
        return group_nights(found, read_whole=False)

    def night(self, day: date) -> ArchivedNight:
        """One night. ArchiveError when the archive does not have it."""
        return self._of(self.nights(), day)

    def _of(self, nights: Iterable[ArchivedNight], day: date) -> ArchivedNight:
        for night in nights:
            if night.day == day:
                return night
        raise ArchiveError(f"{self.folder}: arkivet har ingen natt {day.isoformat()}. Velg en natt som er arkivert.")

    def replay(self, day: date) -> Replay:
        """The answers of one night, with every earlier night behind it. ArchiveError when it is not there."""
        nights = self.nights()
        return Replay(self._of(nights, day), [night for night in nights if night.day < day])

    def add(self, files: Iterable[Path]) -> list[ArchivedNight]:
        """Copy files in, each to its night; the nights that they belong to, as they now stand in the archive.

        The same bytes twice are kept once. Another file of the same name gets its content hash in the name.
        ArchiveError, before anything is copied, when a file is not a whole WARC file.
        """
        given = group_nights(files)
        self.keep(given)
        days = {night.day for night in given}
        return [night for night in self.nights() if night.day in days]

    def keep(self, nights: Iterable[ArchivedNight]) -> None:
        """Copy the files of nights that `group_nights` has read whole, as `add` does."""
        for night in nights:
            for path in night.files:
                self._keep(path, self.folder / night.day.isoformat())

    def _keep(self, path: Path, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        digest = _sha256(path)
        with path.open("rb") as file:
            is_packed = file.read(2) == b"\x1f\x8b"
        stem = path.name.removesuffix(".gz").removesuffix(".warc")
        name = stem + (".warc.gz" if is_packed else ".warc")
        kept = [one for one in folder.iterdir() if one.name.endswith(_SUFFIXES)]
        if any(one.stat().st_size == path.stat().st_size and _sha256(one) == digest for one in kept):
            return
        if (folder / name).exists():
            name = f"{stem}-{digest[:12]}" + name.removeprefix(stem)
        part = folder / (name + ".part")
        shutil.copyfile(path, part)
        part.replace(folder / name)

    def writer(
        self, day: date, at: datetime, code_version: str, *, is_demonstration: bool = False, operator: str = ""
    ) -> NightWriter:
        """A writer of one more file of the night. at: UTC, when the run began. operator: name and mail."""
        folder = self.folder / day.isoformat()
        stem = f"radar-{day.isoformat()}-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        # Numbered with leading noughts: files of one second must sort in the order in which they were written.
        number = next(n for n in itertools.count(1) if not (folder / f"{stem}-{n:04d}.warc.gz").exists())
        return NightWriter(
            folder / f"{stem}-{number:04d}.warc.gz",
            day,
            at,
            code_version,
            is_demonstration=is_demonstration,
            operator=operator,
        )

    def remove(self, day: date) -> None:
        """Delete a night's files. ArchiveError when the archive does not have it."""
        for path in self.night(day).files:
            path.unlink()
            if not any(path.parent.iterdir()):
                path.parent.rmdir()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
