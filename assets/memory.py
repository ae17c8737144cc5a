"""What was made of every call's page last time, so that a page that still says the same is not read again.

Kept beside the store and never needed: without it a night gives the same rows, only later. An entry counts while the
call's card, the page's lasting bytes and all code that reads them are what they were, and while no moment of the call
(opening, deadline) lies between that night and this one.
"""

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

import calls
import sources
from calls.evidence import Checked
from calls.model import Card, Issue, Json, Normalised, Page
from calls.normalise import is_same_at
from calls.record_json import SURROGATES, read_record, record_line
from sources.base import Source

_READERS = ("beautifulsoup4", "lxml", "py3langid")
"""Packages that take part in reading a page."""


@dataclass(frozen=True)
class Entry:
    """A call as read of its page on a night that began `at` (UTC)."""

    key: str
    at: datetime
    normalised: Normalised
    checked: Checked


@dataclass
class Memory:
    """What one source's pages said last time, and tonight."""

    source: Source
    night_at: datetime
    earlier: Mapping[str, Entry] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)  # of the pages seen tonight, by source_id
    checked: dict[str, Checked] = field(default_factory=dict)  # which quotes stand on tonight's pages, by source_id

    def has(self, card: Card, page: Page) -> bool:
        """Whether the call need not be read again."""
        key = self.keys[card.source_id] = entry_key(self.source, card, page)
        entry = self.earlier.get(card.source_id)
        return entry is not None and entry.key == key and is_same_at(entry.normalised.record, entry.at, self.night_at)

    def recall(self, source_id: str) -> Normalised:
        """What reading the call again would give tonight. KeyError for a call that `has` did not find."""
        normalised = self.earlier[source_id].normalised
        seen = {"first_seen_at": self.night_at, "last_seen_at": self.night_at}
        return dataclasses.replace(normalised, record={**normalised.record, **seen})

    def quotes(self, source_id: str) -> Checked | None:
        """Which quotes stand on the call's page, where it says what it said when that was last looked up."""
        entry = self.earlier.get(source_id)
        return entry.checked if entry and entry.key == self.keys.get(source_id) else None

    def keep(self, path: Path, read: Iterable[Normalised]) -> None:
        """Writes tonight's entries in place of the last ones: beside, then renamed. read: calls read of their page."""
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.part")
        with beside.open("w", encoding="utf-8", errors=SURROGATES, newline="\n") as file:
            file.write(json.dumps({"code": code_hash(), "at": self.night_at.isoformat()}) + "\n")
            for normalised in read:
                key = self.keys.get(normalised.source_id)
                if key is None:
                    continue  # its list says all there is
                issues = [dataclasses.asdict(issue) for issue in normalised.issues]
                quotes = self.checked[normalised.source_id].fields
                file.write(json.dumps([key, issues, dict(quotes)], ensure_ascii=False) + "\n")
                file.write(record_line(normalised.record) + "\n")
        beside.replace(path)


def remembered(path: Path) -> dict[str, Entry]:
    """The entries that `Memory.keep` wrote; none when there is no file, it is damaged, or other code wrote it."""
    try:
        with path.open(encoding="utf-8", errors=SURROGATES, newline="\n") as file:
            head = json.loads(file.readline())
            if head["code"] != code_hash():
                return {}
            at = datetime.fromisoformat(head["at"])
            entries = [_entry(line, next(file, ""), at) for line in file]
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError):
        return {}  # a copy of what the archive holds: the pages are read again
    return {entry.normalised.source_id: entry for entry in entries}


def _entry(head: str, record: str, at: datetime) -> Entry:
    key, issues, quotes = json.loads(head)
    normalised = Normalised(read_record(record), tuple(Issue(**issue) for issue in issues))
    return Entry(key, at, normalised, Checked(normalised.source_id, quotes))


def entry_key(source: Source, card: Card, page: Page) -> str:
    """SHA-256 (hex) of all that a reading rests on: the card, and the page but for what says when it was fetched."""
    about: Json = [
        source.rules.key,
        card,
        page.url,
        page.final_url,
        page.status,
        page.content_type,
        page.charset,
    ]
    digest = hashlib.sha256(json.dumps(about, default=vars, sort_keys=True).encode())
    digest.update(source.lasting(page))
    return digest.hexdigest()


@cache
def code_hash() -> str:
    """SHA-256 (hex) of the code that reads pages, ours and that of the packages it rests on."""
    digest = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in _READERS).encode())
    for package in (calls, sources):
        folder = Path(package.__path__[0])
        for path in sorted(folder.rglob("*.py")):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
