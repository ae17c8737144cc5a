"""What goes into the store and comes out of it, besides records and frames."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple

from calls.history import Look
from calls.model import Json

NightState = Literal["begun", "published", "ranked"]
"""begun: nothing to show yet; published: a source at least has said or failed to say something; ranked: matches too."""

SourceState = Literal["fresh", "stale", "failed", "off"]
"""fresh: tonight's data; stale: published, but a field or a list kept older values; failed: the last good night's;
off: not asked tonight, so likewise the last good night's if there ever was one."""


@dataclass(frozen=True)
class NightRow:
    """One night that was begun."""

    night: date
    began_at: datetime  # UTC
    code_version: str
    is_demonstration: bool
    state: NightState


@dataclass(frozen=True)
class SourceNight:
    """What a source's night came to. The store adds new, changed, closed, issues and data_night itself."""

    night: date
    source: str
    state: SourceState
    is_complete: bool  # False: what is missing from the records is not known to be gone
    fetched: int = 0
    parsed: int = 0
    message: str = ""  # Norwegian bokmål, one sentence, for readers; "" when all is well
    fill_rates: Mapping[str, float] = field(default_factory=dict)  # column -> share of records that have a value
    reader: str = ""  # names the code that read the pages; "" when nobody says
    quotes: Mapping[str, Sequence[int]] = field(default_factory=dict)  # column -> quotes looked for, quotes found


@dataclass(frozen=True)
class Extras:
    """What a night may tell beside its records; see Store.publish_source."""

    baselines: Mapping[str, Mapping[str, Json]]
    looks: Mapping[str, Look]
    hold_new: bool


@dataclass(frozen=True)
class KnownCall:
    """What is already known of a call when a night begins."""

    status: str | None
    card_hash: str
    is_detail_read: bool  # its own page was read some night
    is_listed: bool
    url: str
    content_hash: str
    first_seen_at: datetime  # UTC
    misses: int = 0  # whole lists in a row without it, at most calls.history.MISSES_GONE
    page_night: date | None = None  # of the archived page that its content was read of
    deadlines_end: datetime | None = None  # UTC; its last dated deadline
    opens_at: datetime | None = None  # UTC


@dataclass(frozen=True)
class LastGood:
    """The newest night on which a source's calls were published."""

    night: date
    began_at: datetime  # UTC
    reader: str  # as in SourceNight


@dataclass(frozen=True)
class Counts:
    """What a publishing changed.

    new: calls never seen before. changed: known calls that got a new version. closed: calls that could be applied for
    or awaited (open or forecasted, and listed) and no longer can; one that closed by a new version is in both. A call
    that a list lacks counts as listed until it is known to be gone.
    """

    new: int
    changed: int
    closed: int


@dataclass(frozen=True)
class ProfileVersion:
    """A profile as it was when ranked. `version` names `content`, which never changes under that name."""

    cluster: str
    profile: str
    version: str
    content: Json


@dataclass(frozen=True)
class MatchRun:
    """What a profile's ranking of one night rests on, besides the calls of that night and the corpus weights."""

    cluster: str
    profile: str
    profile_version: str
    text_version: str
    glossary_version: str
    calls_ranked: int
    meaning_version: str = ""  # "" where nearness in meaning was not in use
    cluster_version: str = ""  # of what ranking reads of the cluster
    feedback_version: str = ""  # of what people have said of calls; "" where it does not count


InputKind = Literal["glossary", "cluster", "feedback"]


@dataclass(frozen=True)
class RankInput:
    """Something that rankings rest on, as it was. `version` names `content`, which never changes under that name."""

    kind: InputKind
    version: str
    content: Json


@dataclass(frozen=True)
class ProfileMoves:
    """Why the matches of a profile stand elsewhere than in the ranking before (matching.movement.Moved.content)."""

    cluster: str
    profile: str
    moves: Json


class ToldDeadlines(NamedTuple):
    """From the night that began at `at` on: the column `deadlines` of a call, and whether it is cancelled or gone."""

    at: datetime
    deadlines: list[Json]
    is_off: bool
