"""What a cluster's file was before: every version with who wrote it and when, beside the files that are read.

    <cluster>/.history/cluster.jsonl              one line a version of cluster.yaml, oldest first
    <cluster>/.history/profiles/<profile>.jsonl   the same of a profile, also one that is deleted

The reader passes over what begins with a full stop, and no name here ends in .yaml, so that a history never looks like
a change of what is read. How files are written is in `matching.profile_files` and `matching.cluster_files`.
"""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, get_args

from calls.tongue import say
from matching.field_changes import Change, changes_between

Deed = Literal["written", "found", "deleted"]
"""found: somebody had changed the file itself, by hand; nobody knows who, or when."""

MOST = 500
"""Versions that are kept of one file."""

FOLDER = ".history"


class HistoryError(ValueError):
    """A history that cannot be read. One line of bokmål that names the file."""


@dataclass(frozen=True)
class Version:
    """One version of a file. `number` is from 1, oldest first; at: None and by: "" where nobody knows.

    text: the file as it was. content: what it said, None when it was deleted or could not be read. changes: from the
    version before, none for the first.
    """

    number: int
    at: datetime | None
    by: str
    deed: Deed
    text: str
    content: Mapping[str, Any] | None
    changes: tuple[Change, ...] = ()


def versions(path: Path) -> list[Version]:
    """Every version of a history file, oldest first; [] where there is none. HistoryError."""
    if not path.exists():
        return []
    found: list[Version] = []
    before: Mapping[str, Any] | None = None
    try:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            row = json.loads(line)
            if row["deed"] not in get_args(Deed):
                raise ValueError(row["deed"])
            at = datetime.fromisoformat(row["at"]) if row["at"] else None
            content = row["content"]
            changes = changes_between(before, content) if before and content else ()
            found.append(Version(number, at, row["by"], row["deed"], row["text"], content, changes))
            before = content or before
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise HistoryError(
            say(
                "Historikken {file} kan ikke leses. Flytt filen et annet sted, så begynner historikken på nytt.",
                file=path,
            )
        ) from error
    return found


def add_version(
    path: Path, at: datetime | None, by: str, deed: Deed, text: str, content: Mapping[str, Any] | None
) -> None:
    """Adds a version to a history file, which is made if need be. HistoryError when it cannot be read."""
    versions(path)
    kept = path.read_text(encoding="utf-8").splitlines()[-(MOST - 1) :] if path.exists() else []
    row = {"at": at.isoformat() if at else None, "by": by, "deed": deed, "content": content, "text": text}
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, "\n".join([*kept, json.dumps(row, ensure_ascii=False)]) + "\n")


def keep_found(path: Path, text: str, content: Mapping[str, Any] | None) -> None:
    """Adds the file as it stands unless the history ends with just that: nothing may be overwritten and gone."""
    known = versions(path)
    if not known or known[-1].deed == "deleted" or known[-1].text != text:
        add_version(path, None, "", "found", text, content)


def write_whole(path: Path, text: str) -> None:
    """Writes a small file that appears whole or not at all, and stays when the power fails."""
    with beside(path, text) as written:
        written.replace(path)


@contextmanager
def beside(path: Path, text: str) -> Iterator[Path]:
    """A file with that text, in the folder that `path` is in, for as long as nobody moves it. Its name begins with a
    full stop and ends in .part, so that no reader takes it for one of its own."""
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=".part", dir=path.parent)
    written = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        written.chmod(0o644)
        yield written
    finally:
        written.unlink(missing_ok=True)


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Only one writer in a folder of clusters, of all threads and processes. The system lets go when one ends."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)  # on the folder itself: no file of ours to be copied or asked about
        yield
    finally:
        os.close(handle)
