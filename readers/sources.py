"""Whether a source is fetched live, by what people have said of it."""

from __future__ import annotations

from readers.decisions import Decisions
from readers.shapes import SOURCE_KINDS, Decision


def last_word(decisions: Decisions, source: str) -> Decision | None:
    """The newest standing decision to collect the source or to leave it out; None when nobody has said anything."""
    said = [one for one in decisions.decisions(source=source) if one.kind in SOURCE_KINDS]
    return said[-1] if said else None


def is_enabled(word: Decision | None, *, is_open: bool) -> bool:
    """Whether to fetch a source live, by the last word on it.

    is_open: the source needs nobody's leave, so it is on until somebody turns it off.
    """
    return is_open if word is None else word.kind == "source_enabled"
