"""Strict, streaming reading of WARC files (ISO 28500, 1.0 and 1.1), plain or gzipped.

warcio writes our files. It does not read them, because its reader takes a cut-off file for a complete one, writes its
doubts to stderr and refuses a file gzipped as a whole. Here a damaged file is an ArchiveError, never a shorter answer.
What records mean does not belong here; see `calls.archive.replay`.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from calls.failures import ArchiveError

_CHUNK = 1 << 16
_LONGEST_LINE = 1 << 16
_MOST_HEADERS = 1000
_GZIP = b"\x1f\x8b"
_VERSION = re.compile(rb"WARC/\d+\.\d+\s*$")
_DATE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record begins: byte offset in the file, and bytes to skip there once the gzip member is undone."""

    path: Path
    offset: int
    skip: int


class _Bytes:
    """The bytes of a file with its gzip members undone, from an offset on. Refuses members that are cut or damaged."""

    def __init__(self, file: BinaryIO, path: Path, offset: int = 0) -> None:
        self._file = file
        self._path = path
        self._buffer = b""
        self._used = 0
        self._member = offset  # offset of the gzip member, or of the buffer where nothing is packed
        self._before = 0  # bytes of the member that lie before the buffer
        self._packed = b""
        file.seek(offset)
        start = file.read(len(_GZIP))
        file.seek(offset)
        self._inflater = zlib.decompressobj(zlib.MAX_WBITS | 16) if start == _GZIP else None
        self._is_packed = self._inflater is not None

    def place(self) -> Place:
        """Where the next byte lies."""
        self._fill()
        if self._is_packed:
            return Place(self._path, self._member, self._before + self._used)
        return Place(self._path, self._member + self._used, 0)

    def read(self, count: int) -> bytes:
        """At least one byte and at most `count`; empty at the end of the file."""
        self._fill()
        found = self._buffer[self._used : self._used + count]
        self._used += len(found)
        return found

    def line(self) -> bytes:
        """One line with its end; empty at the end of the file. ArchiveError when it is too long to be a header."""
        parts: list[bytes] = []
        length = 0
        while length <= _LONGEST_LINE:
            self._fill()
            end = self._buffer.find(b"\n", self._used)
            part = self.read((end + 1 if end >= 0 else len(self._buffer)) - self._used)
            parts.append(part)
            length += len(part)
            if end >= 0 or not part:
                return b"".join(parts)
        raise broken(self._path, "en linje i et posthode er for lang")

    def _fill(self) -> None:
        while self._used >= len(self._buffer):
            self._before += len(self._buffer)
            self._used = 0
            if not self._is_packed:
                self._member += len(self._buffer)
                self._buffer = self._file.read(_CHUNK)
                return
            self._buffer = b""
            if self._inflater is None or (self._inflater.eof and not self._next_member()):
                self._inflater = None
                return
            self._inflate()

    def _next_member(self) -> bool:
        assert self._inflater is not None
        self._packed = self._inflater.unused_data or self._file.read(_CHUNK)
        self._member = self._file.tell() - len(self._packed)
        self._before = 0
        self._inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
        return bool(self._packed.strip(b"\0"))  # some writers pad the file with zero bytes

    def _inflate(self) -> None:
        assert self._inflater is not None
        packed = self._packed or self._file.read(_CHUNK)
        if not packed:
            raise broken(self._path, "filen er avkuttet")
        try:
            self._buffer = self._inflater.decompress(packed, 1 << 20)
        except zlib.error as error:
            raise broken(self._path, "gzip-pakkingen er skadet") from error
        self._packed = self._inflater.unconsumed_tail


class Record:
    """One record: its header fields and a block that can be read once, before the next record is asked for."""

    def __init__(self, source: _Bytes, place: Place, fields: dict[str, list[str]]) -> None:
        self.place = place
        self._fields = fields
        self._source = source
        length = self.field("content-length")
        if not length.isascii() or not length.isdigit():
            raise broken(place.path, "en post oppgir ikke lengden sin (Content-Length)")
        self.left = int(length)

    @property
    def type(self) -> str:
        return self.field("warc-type").lower()

    def field(self, name: str) -> str:
        """First value of a header field, by its name in lower case; empty when it is absent."""
        return self._fields.get(name, [""])[0]

    def fields(self, name: str) -> tuple[str, ...]:
        """Every value of a header field, in order."""
        return tuple(self._fields.get(name, ()))

    @property
    def at(self) -> datetime:
        """WARC-Date in UTC. ArchiveError when it is missing or not a date."""
        found = read_date(self.field("warc-date"))
        if found is None:
            raise broken(self.place.path, f"en post har en ugyldig dato «{self.field('warc-date')[:40]}»")
        return found

    def read(self, count: int) -> bytes:
        """The next bytes of the block, at least one and at most `count`; empty when it has been read."""
        if not self.left:
            return b""
        found = self._source.read(min(count, self.left))
        if not found:
            raise broken(self.place.path, "filen er avkuttet")
        self.left -= len(found)
        return found

    def rest(self) -> bytes:
        """All of the block that has not been read."""
        return b"".join(iter(lambda: self.read(_CHUNK), b""))


def records(path: Path) -> Iterator[Record]:
    """Every record of a file in order, in one pass that never holds more than a chunk of it.

    ArchiveError for a file that is missing, empty, cut off, damaged or not a WARC.
    """
    with _open(path) as file:
        source = _Bytes(file, path)
        count = 0
        while (record := _next_record(source, path)) is not None:
            count += 1
            yield record
            while record.read(_CHUNK):
                pass
        if not count:
            raise ArchiveError(f"{path.name}: filen er tom. Hent den på nytt.")


def block_at(place: Place, most: int) -> bytes:
    """The block of the record at `place`, or its first `most` bytes."""
    with _open(place.path) as file:
        source = _Bytes(file, place.path, place.offset)
        skip = place.skip
        while skip and (skipped := source.read(skip)):
            skip -= len(skipped)
        record = _next_record(source, place.path)
        if record is None:
            raise broken(place.path, "filen er endret mens den ble lest")
        parts: list[bytes] = []
        while most > 0 and (part := record.read(min(most, _CHUNK))):
            parts.append(part)
            most -= len(part)
        return b"".join(parts)


def read_date(text: str) -> datetime | None:
    """A WARC date (UTC, fractions of a second allowed; kept to the microsecond), or None when it is not one."""
    found = _DATE.fullmatch(text.strip())
    if not found:
        return None
    try:
        whole = datetime.fromisoformat(found[1])
    except ValueError:
        return None
    return whole.replace(microsecond=int((found[2] or "0")[:6].ljust(6, "0")), tzinfo=UTC)


def broken(path: Path, what: str) -> ArchiveError:
    """The error for a damaged file."""
    return ArchiveError(f"{path.name}: {what}. Hent filen på nytt, eller ta den ut av arkivet.")


def decoded(raw: bytes) -> str:
    """Header bytes as text: UTF-8, or Latin-1 where they are not."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise ArchiveError(f"{path.name}: filen kan ikke åpnes ({error.strerror}). Sjekk navn og tilgang.") from error


def _next_record(source: _Bytes, path: Path) -> Record | None:
    place, line = source.place(), source.line()
    while line and not line.strip():
        place, line = source.place(), source.line()
    if not line:
        return None
    if not _VERSION.match(line):
        raise ArchiveError(f"{path.name}: filen er ikke en WARC-fil, eller en post er skadet. Oppgi en .warc.gz-fil.")
    fields: dict[str, list[str]] = {}
    name = ""
    for _ in range(_MOST_HEADERS):
        line = source.line()
        if not line:
            raise broken(path, "filen er avkuttet")
        text = decoded(line).rstrip("\r\n")
        if not text:
            return Record(source, place, fields)
        if text[0] in " \t" and name:
            fields[name][-1] += " " + text.strip()
            continue
        name, _, value = text.partition(":")
        name = name.strip().lower()
        fields.setdefault(name, []).append(value.strip())
    raise broken(path, "et posthode er for langt")
