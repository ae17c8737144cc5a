"""Text from outside, made harmless for whatever shows it: no character that works unseen, and no more than fits.

Nothing goes silently: a character that must go leaves a mark in its place, and a text that is cut says so.
"""

from __future__ import annotations

import re

from calls.tongue import say
from publish.words import number_words

MARK = "\N{REPLACEMENT CHARACTER}"

HIDDEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufdd0-\ufdef\ufffe\uffff"
)
"""Control characters but for tabulators and line ends; what turns the direction of the text around it; byte order marks
and what is no character. A set of a regular expression."""

_HIDDEN = re.compile(f"[{HIDDEN}]")
_ACCENTS = "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_TOWER = re.compile(f"({_ACCENTS}{{4}}){_ACCENTS}+")
_BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")


def visible(text: str) -> str:
    """The text with line ends of one kind, and MARK for each hidden character and for more accents than a letter has:
    a tower of them is drawn over the lines above."""
    return _TOWER.sub(rf"\1{MARK}", _HIDDEN.sub(MARK, _BREAKS.sub("\n", text)))


def one_line(text: str, limit: int) -> str:
    """`visible`, on one line of at most `limit` characters and a note on what was cut."""
    return cut(" ".join(visible(text).split()), limit)


def cut(text: str, limit: int) -> str:
    """The first `limit` characters and, where those are not all: «… [forkortet fra 1 000 000 tegn]»."""
    if len(text) <= limit:
        return text
    return text[:limit].rstrip() + say("… [forkortet fra {count} tegn]", count=number_words(len(text)))
