"""The sentences of a call that carry most of a match: worked out from its summands and the text, no index needed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from matching.explain import ALIKE, GENERAL, LANGUAGE, MEANING, THEME, Term
from matching.glossary import Glossary
from matching.templates import sentences
from matching.terms import occurrences

SHORTEST = 25
"""Letters of a sentence under which it says nothing by itself."""


class Passage(NamedTuple):
    """A sentence of a call as written, where it stands (characters from the start), and its part of the score."""

    text: str
    start: int
    contribution: float


def passages(text: str, lang: str, terms: Sequence[Term], glossary: Glossary, n: int = 3) -> list[Passage]:
    """The `n` sentences of `text` that carry most of a match's `terms`, greatest first; those that carry none are out.

    A summand is shared among the sentences that it stands in, as often as it does: a sentence is what all its shares
    sum to. Letters and the comparison of languages are of no one sentence.
    """
    worth = {
        term["term"]: term["contribution"]
        for term in terms
        if not term["term"].startswith((ALIKE, LANGUAGE, MEANING, GENERAL, THEME))
    }
    found: list[tuple[int, str, Counter[str]]] = []
    start = 0
    for sentence in sentences(text):
        counts = Counter(term for term, _ in occurrences(sentence, lang, glossary) if term in worth)
        found.append((start, sentence, counts))
        start += len(sentence)
    total: Counter[str] = Counter()
    for _, _, counts in found:
        total.update(counts)
    told = [
        Passage(sentence.strip(), at + len(sentence) - len(sentence.lstrip()), _worth(counts, total, worth))
        for at, sentence, counts in found
        if len(sentence.strip()) >= SHORTEST
    ]
    carrying = [passage for passage in told if passage.contribution > 0]
    return sorted(carrying, key=lambda passage: (-passage.contribution, passage.start))[:n]


def _worth(counts: Counter[str], total: Counter[str], worth: dict[str, float]) -> float:
    return math.fsum(worth[term] * times / total[term] for term, times in counts.items())
