"""What stands around every page: the night, how fresh it is, the menu's place, the reader's tongue."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from calls.tongue import say
from publish import words
from publish.plain_text import one_line
from publish.rows import Row, as_day, is_behind
from sources.base import source_name
from web.nights import Shown

_ADDRESS = re.compile(r"\s*\(https?://[^\s)]*\)?")
MOST_REASON = 350
"""Characters of why a source is behind; the whole stands among the sources."""


@dataclass(frozen=True)
class Frame:
    """`night` is "" before the first night and on error pages.

    natt: the night (ISO) that links carry on, "" where the newest is shown. path: the page's own, without a night.
    is_example: whether the clusters are the ones that come with the program. reasons: by source that is behind, what
    its night says of why.
    """

    night: str
    natt: str
    path: str
    tongue: str
    is_ranked: bool
    began: str
    code_version: str
    is_demonstration: bool
    is_example: bool
    freshness: str
    is_fresh: bool
    reasons: Mapping[str, str]


def frame(shown: Shown | None, path: str, tongue: str, is_example: bool) -> Frame:
    """The frame of every page."""
    if shown is None:
        return Frame("", "", path, tongue, False, "", "", False, is_example, "", True, {})
    behind = [row for row in shown.source_rows() if is_behind(row)]
    old = [behind_words(row) for row in behind]
    fresh = say("Alle kilder var ferske.") if shown.is_past else say("Alle kilder er ferske.")
    return Frame(
        night=words.weekday_date_words(shown.night.night),
        natt=shown.night.night.isoformat() if shown.is_past else "",
        path=path,
        tongue=tongue,
        is_ranked=shown.night.state == "ranked",
        began=words.moment_words(shown.night.began_at),
        code_version=shown.night.code_version,
        is_demonstration=shown.night.is_demonstration,
        is_example=is_example,
        freshness=say("Ikke ferske: {sources}.", sources=words.join_words(old)) if old else fresh,
        is_fresh=not old,
        reasons={row["source"]: _reason(row) for row in behind if row["message"]},
    )


def _reason(row: Row) -> str:
    """Why a source is behind, in one sentence: «Innovasjon Norge: Nettstedet svarte ikke i natt.» The page on sources
    has the rest, and the addresses."""
    first = _ADDRESS.sub("", row["message"]).partition(". ")[0].rstrip(".")
    return f"{source_name(row['source'])}: {one_line(first, MOST_REASON)}."


def behind_words(row: Row) -> str:
    """The name of a source that is behind, and from when its calls are: «Forskningsrådet (fra 20. november 2026)»."""
    name = source_name(row["source"])
    if row["state"] == "stale":
        return say("{name} (delvis)", name=name)
    day = row["data_night"]
    return say("{name} (fra {day})", name=name, day=words.date_words(as_day(day))) if day else name
