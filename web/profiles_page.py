"""What the list of projects shows, and the history of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from calls.tongue import say
from matching.file_history import Version
from matching.profile_files import deleted_profiles, history
from matching.profiles import Cluster
from publish import words


@dataclass(frozen=True)
class ClusterProfiles:
    """A cluster with its projects, and those that were deleted and can be brought back: key, title and version."""

    cluster: Cluster
    deleted: list[tuple[str, str, int]]


@dataclass(frozen=True)
class HistoryRow:
    """One version: which, when, and what it changed, in words. has_content: whether it can be brought back."""

    number: int
    when: str
    changes: list[str]
    has_content: bool
    is_newest: bool


def deleted(folder: Path, cluster: str) -> list[tuple[str, str, int]]:
    """Key, title and last version of the projects of a cluster that were deleted and can be brought back."""
    found = []
    for gone in deleted_profiles(folder, cluster):
        last = next((one for one in reversed(history(folder, cluster, gone.key)) if one.content is not None), None)
        if last is not None:
            found.append((gone.key, gone.title, last.number))
    return found


def profiles_page(clusters: Sequence[Cluster], gone: Mapping[str, list[tuple[str, str, int]]]) -> list[ClusterProfiles]:
    """`cards` of profiles.html. gone: what `deleted` says of each cluster."""
    return [ClusterProfiles(one, gone[one.key]) for one in clusters]


def history_rows(versions: Sequence[Version]) -> list[HistoryRow]:
    """`history` of profile_form.html, newest first."""
    return [
        HistoryRow(
            number=one.number,
            when=words.moment_words(one.at) if one.at else say("uten dato"),
            changes=[change.words for change in one.changes] or [_first_words(one)],
            has_content=one.content is not None,
            is_newest=one.number == len(versions),
        )
        for one in reversed(versions)
    ]


def _first_words(version: Version) -> str:
    if version.deed == "deleted":
        return say("Slettet.")
    return say("Slik sto det i filen.") if version.deed == "found" else say("Laget.")
