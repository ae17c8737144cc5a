"""Text hygiene: what every reader does to a string before it looks at the words. No meaning is read here."""

from __future__ import annotations

import re
import unicodedata

_ODD = re.compile("[^\x20-\x7e\u00a0-\u00ac\u00ae-\u024f]")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_QUOTES = dict.fromkeys(map(ord, "’‘`´"), "'")
_PLAIN = {**_DASHES, **_QUOTES}


def _keep(match: re.Match[str]) -> str:
    char = match.group()
    category = unicodedata.category(char)
    if category in ("Cf", "Cs"):
        return ""
    return " " if category == "Cc" else char


def clean(text: str) -> str:
    """`text` without invisible characters, every run of white space one blank, no blank at either end.

    Unicode category Cf (soft hyphen, zero-width and direction marks) and lone surrogates go; control characters count
    as white space, and so does the no-break space.
    """
    if not text.isprintable():  # most text is: no character of category C, and no white space but the blank
        text = _ODD.sub(_keep, text)
    elif "  " not in text:
        return text.strip(" ")
    return " ".join(text.split())


def composed(text: str) -> str:
    """`clean` text with accents composed (NFC), so that `å` is one character however it was typed."""
    return unicodedata.normalize("NFC", clean(text))


def plain(text: str) -> str:
    """`composed` text with every dash a hyphen and every single quote straight; as long as `composed(text)`."""
    return composed(text).translate(_PLAIN)


def any_of(words: str) -> str:
    """A regular-expression group that matches any of the blank-separated `words`, longest first; `_` is a blank."""
    longest_first = sorted(set(words.split()), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace("_", r"\s+") for word in longest_first) + ")"
