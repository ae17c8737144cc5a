"""The sentences of a call that carry most of a match: worked out from its summands and the text, no index needed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from matching.asked import Asked
from matching.explain import ALIKE, GENERAL, LANGUAGE, MEANING, THEME, Term
from matching.templates import sentences

SHORTEST = 25
"""Letters of a sentence under which it says nothing by itself."""


class Passage(NamedTuple):
    """A sentence of a call as written, where it stands (characters from the start), and its part of the score."""

    text: str
    start: int
    contribution: float


class Sentence(NamedTuple):
    """A sentence of a call, with all around it, where it begins, and how often each asked term stands in it."""

    text: str
    start: int
    terms: Counter[str]


def read_sentences(text: str, asked: Asked) -> list[Sentence]:
    """The sentences of `text` in which a word or concept stands that is asked for, in order: read once for all the
    matches of a call."""
    found = []
    start = 0
    for sentence in sentences(text):
        if terms := asked.counts(sentence):
            found.append(Sentence(sentence, start, terms))
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
    told = []
    for sentence in read:
        if its := {term: times for term, times in sentence.terms.items() if term in worth}:
            total.update(its)
            told.append((sentence, its))
    found = [
        Passage(written, one.start + one.text.index(written), _worth(its, total, worth))
        for one, its in told
        if len(written := one.text.strip()) >= SHORTEST
    ]
    carrying = [passage for passage in found if passage.contribution > 0]
    return sorted(carrying, key=lambda passage: (-passage.contribution, passage.start))[:n]


def _worth(counts: Mapping[str, int], total: Mapping[str, int], worth: Mapping[str, float]) -> float:
    return math.fsum(worth[term] * times / total[term] for term, times in counts.items())
