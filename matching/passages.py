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


class Sentence(NamedTuple):
    """A sentence of a call, with all around it, where it begins, and how often each term stands in it."""

    text: str
    start: int
    terms: Counter[str]


def read_sentences(text: str, lang: str, glossary: Glossary) -> list[Sentence]:
    """The sentences of `text`, in order: read once for all the matches of a call."""
    found = []
    start = 0
    for sentence in sentences(text):
        found.append(Sentence(sentence, start, Counter(term for term, _ in occurrences(sentence, lang, glossary))))
        start += len(sentence)
    return found


def passages(read: Sequence[Sentence], terms: Sequence[Term], n: int = 3) -> list[Passage]:
    """The `n` sentences that carry most of a match's `terms`, greatest first; those that carry none are out.

    A summand is shared among the sentences that it stands in, as often as it does: a sentence is what all its shares
    sum to. Letters, the comparison of languages, meaning and general fit are of no one sentence.
    """
    of_none = (ALIKE, LANGUAGE, MEANING, GENERAL, THEME)
    worth = {term["term"]: term["contribution"] for term in terms if not term["term"].startswith(of_none)}
    total: Counter[str] = Counter()
    for sentence in read:
        total.update({term: times for term, times in sentence.terms.items() if term in worth})
    told = [
        Passage(one.text.strip(), one.start + len(one.text) - len(one.text.lstrip()), _worth(one.terms, total, worth))
        for one in read
        if len(one.text.strip()) >= SHORTEST
    ]
    carrying = [passage for passage in told if passage.contribution > 0]
    return sorted(carrying, key=lambda passage: (-passage.contribution, passage.start))[:n]


def _worth(counts: Counter[str], total: Counter[str], worth: dict[str, float]) -> float:
    return math.fsum(worth[term] * times / total[term] for term, times in counts.items() if term in worth)
