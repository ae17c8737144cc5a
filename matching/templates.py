"""Sentences that a funder puts in call after call, which say nothing of what any of them is for."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from matching.weights import TEMPLATE_CALLS

_SENTENCE = re.compile(r"[^\n.!?]*(?:[.!?](?!\s|$)[^\n.!?]*)*(?:[.!?]+(?=\s|$)|\n|$)")
_VARYING = re.compile(
    r"\d+|\b(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
    r"|january|february|march|may|june|july|october|december)\b",
    re.IGNORECASE,
)
_FEWEST_LETTERS = 15
"""Shorter ones are headings; they are few, and idf weighs them."""


def sentences(text: str) -> Iterator[str]:
    """The sentences of `text` in order, with all that is between them: joined they are the text again."""
    return (found[0] for found in _SENTENCE.finditer(text) if found[0])


def template_sentences(calls: Iterable[tuple[str, str, str]]) -> dict[str, frozenset[bytes]]:
    """Source -> its template sentences, for `without`. `calls` are (source, title, text).

    A sentence is one when it stands in TEMPLATE_CALLS calls of other titles: one scheme that comes back every year
    says the same each time, and means it.
    """
    titles: dict[tuple[str, bytes], set[str]] = defaultdict(set)
    for source, title, text in calls:
        masked = mask(title)
        for sentence in {mask(sentence) for sentence in sentences(text)}:
            if len(sentence) >= _FEWEST_LETTERS:
                titles[source, _digest(sentence)].add(masked)
    found: dict[str, set[bytes]] = defaultdict(set)
    for (source, digest), standing in titles.items():
        if len(standing) >= TEMPLATE_CALLS:
            found[source].add(digest)
    return {source: frozenset(some) for source, some in found.items()}


def without(text: str, templates: frozenset[bytes]) -> str:
    """`text` without the sentences that are in `templates`."""
    if not templates:
        return text
    return "".join(sentence for sentence in sentences(text) if _digest(mask(sentence)) not in templates)


def _digest(masked: str) -> bytes:
    """Stands for a sentence: all of a night's together are as long as its calls."""
    return hashlib.sha256(masked.encode("utf-8", "surrogatepass")).digest()[:16]


def mask(sentence: str) -> str:
    """`sentence` with what varies from year to year taken out: numbers, months, case and space."""
    return " ".join(_VARYING.sub("#", sentence).lower().split())
