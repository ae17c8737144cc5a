"""The portal's HTML as headings and texts. It is somebody's word processor's: marked headings, bold lines, lists."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache

from calls.model import Json
from sources.base import UnreadablePage
from sources.blocks import Block, document, flatten
from sources.portable_text import line

_HEADING_CLASS = "topicdescriptionkind"
_LONGEST_HEADING = 120
_BOLD = ("b", "strong")


@lru_cache(maxsize=4096)
def sections(markup: str) -> Sequence[tuple[str, str]]:
    """Heading ("" for none) and text of each section, a block a line. Cached: a list says the same for weeks."""
    found: list[tuple[str, str]] = []
    heading, body = "", list[str]()
    for block in _blocks(markup):
        words = line(block.text)
        if not words:
            continue
        if _is_heading(block):
            if body:
                found.append((heading, "\n".join(body)))
            heading, body = words.rstrip(" :"), []
        else:
            body.append(words)
    if body:
        found.append((heading, "\n".join(body)))
    return tuple(found)


def _blocks(markup: str) -> list[Block]:
    if not markup.strip():
        return []
    try:
        return flatten(document(markup))
    except UnreadablePage:
        return []


def _is_heading(block: Block) -> bool:
    if block.level or _HEADING_CLASS in (block.element.get("class") or "").split():
        return True
    is_bold = all(run.tag in _BOLD for run in block.runs)
    return is_bold and block.text.endswith(":") and len(block.text) <= _LONGEST_HEADING


def unpacked(value: Json) -> Json:
    """JSON that is kept as a string, alone in its list or not, as what it says; None for what does not parse."""
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
        value = value[0]
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return None
