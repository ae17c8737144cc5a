"""What every asset is given: where state lives, and how pages are fetched tonight."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from calls.archive import Archive
from calls.database import is_there
from calls.home import Home
from calls.store import Store
from matching.feedback import Judged
from matching.glossary import Glossary, glossary_folders, usable_glossary
from matching.profiles import Cluster
from matching.strict_yaml import ProfileProblem
from readers import Decisions, in_force, is_enabled, judged_calls, last_word, stood_at
from readers.standing import Standing
from sources.base import Source

Mode = Literal["auto", "replay", "live"]
OSLO = ZoneInfo("Europe/Oslo")


@dataclass(frozen=True)
class Radar:
    """Home of the state, and the mode of the night.

    A plain object and no configurable resource: Dagster's page would show the password in a database's address.

    replay: every page comes from the archive, and no socket is opened. live: pages are fetched and archived first.
    auto, the scheduled way: today's night is live, every other one is replayed.

    sentence_model: whether the night's ranking uses it; None for where it is installed.
    """

    home: Home = field(repr=False)
    clusters: Path
    code_version: str
    mode: Mode = "auto"
    contact: str = ""
    sentence_model: bool | None = None

    def is_live(self, day: date) -> bool:
        """Whether that night's pages are fetched from the sites."""
        if self.mode != "auto":
            return self.mode == "live"
        return day == datetime.now(OSLO).date()

    def is_asked(self, source: Source, day: date) -> bool:
        """Whether the source takes part in that night.

        Live: unless an owner must be asked for leave and nobody has said that it was given. In replay: if the night's
        archive has any exchange with its hosts, so that a replay leaves out what the live night left out.
        """
        if self.is_live(day):
            return self._is_enabled(source)
        night = self.archived().replay(day)
        return any(night.asked(url) for one in source.listings.values() for url in (one.url, *one.same_as))

    def _is_enabled(self, source: Source) -> bool:
        with Decisions.open(self.home.decisions_url) as decisions:
            return is_enabled(last_word(decisions, source.key), is_open=not source.needs_leave)

    def accepted(self, source: Source, day: date, last_good: date | None) -> frozenset[str]:
        """Fields of the source that a person has found right and that count that night; see readers.in_force."""
        if not is_there(self.home.decisions_url):
            return frozenset()
        with Decisions.open(self.home.decisions_url) as decisions:
            return in_force(decisions.acceptances(source=source.key), day, last_good)

    def archived(self) -> Archive:
        return Archive(self.home.archive)

    def glossary(self) -> tuple[Glossary, list[ProfileProblem]]:
        """The glossary of the rows that are in order, the user's laid on the shipped one, and all that is wrong."""
        return usable_glossary(glossary_folders(self.home.glossary))

    def said(self, clusters: Sequence[Cluster], at: datetime) -> dict[tuple[str, str], list[Judged]]:
        """(cluster, profile) -> what counted at `at` of what was said of calls, in clusters that let it count."""
        learning = [cluster for cluster in clusters if cluster.feedback]
        if not learning or not is_there(self.home.decisions_url):
            return {}
        with Decisions.open(self.home.decisions_url) as decisions:
            stood = stood_at(decisions.decisions(is_standing=False), at)
        found = {
            (cluster.key, profile.key): [Judged(*one) for one in judged_calls(stood, cluster.key, profile.key)]
            for cluster in learning
            for profile in cluster.profiles
        }
        return {key: judged for key, judged in found.items() if judged}

    def standing(self) -> Standing:
        """What people said of calls; `at` a night's beginning for what its ranking rests on."""
        return Standing.of(self.home.decisions_url)

    @contextmanager
    def store(self) -> Iterator[Store]:
        with Store.open(self.home.database_url) as store:
            yield store

    def staged_file(self, day: date, source: str) -> Path:
        """Where the staged records of one source and night are handed from asset to asset."""
        return self.home.staged_file(source, day)

    def memory_file(self, source: str) -> Path:
        """Where it stands what was made of the source's pages last time."""
        return self.home.cache / "memory" / f"{source}.jsonl"
