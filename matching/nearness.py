"""What nearness in meaning adds to a score: calls made comparable across languages, and a share beside that of words.

score = words + share, so that the explanation is a sum with one line for meaning. The model is in
`matching.semantic`; the constants were chosen on the benchmarks that docs/ranking.md tells of.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from matching import semantic
from matching.glossary import Glossary
from matching.semantic import DIM, Progress, Vectors, embed, unit
from matching.text import words
from matching.vector_cache import Vector, VectorCache

Floats = npt.NDArray[np.float64]

LABEL_LANGS = ("nb", "en")
"""The languages that a profile's concepts are named in, whatever its own: what makes three profiles of one project
near to the same calls."""

LABELS_SHARE = 0.3
"""How much the names of its concepts are of a profile; the rest is what was written."""

SHRINK = 2
"""How many calls' worth a language's mean is drawn towards the mean of all calls."""

WEIGHT = 0.35
"""How much of words and meaning together is meaning: a call three deviations nearer than the mean of all calls gets
WEIGHT / (1 - WEIGHT) of what the best calls get by words."""

STEEPNESS = 0.25
"""The share grows as exp(STEEPNESS * deviations). Scores by words have a few high ones, nearness has none; without
this the nearest call would hardly be told from the hundredth."""

LEAST_SPREAD = 1e-6
"""Of the cosines of one profile, below which they are as near as each other and differ by rounding alone."""

BEST = 5
"""Calls whose mean score is what the best calls get by words."""


def version() -> str:
    """What shares were made with, model and weights, as one word; RuntimeError without the extra."""
    weights = [LABEL_LANGS, LABELS_SHARE, SHRINK, WEIGHT, STEEPNESS, BEST]
    return f"{semantic.version()}/{hashlib.sha256(json.dumps(weights).encode()).hexdigest()[:8]}"


def centred(vectors: Vectors, groups: Sequence[str]) -> Vectors:
    """Calls' `vectors` without what those of one group of languages have in common, length 1 again.

    groups: of each row, the languages it is read with ("no" or "en"). A group's mean is drawn towards the mean of all,
    so that one call alone in its language keeps what it is about. Profiles stay as they are: they come one at a time.
    """
    if len(groups) != len(vectors):
        raise ValueError(f"{len(vectors)} vectors and {len(groups)} groups")
    wide = vectors.astype(np.float64)
    if not len(wide):
        return vectors
    overall = wide.mean(axis=0)
    for group in sorted(set(groups)):
        rows = np.flatnonzero(np.array(groups) == group)
        own = len(rows) / (len(rows) + SHRINK)
        wide[rows] -= own * wide[rows].mean(axis=0) + (1 - own) * overall
    return unit(wide)


def call_vectors(
    texts: Sequence[tuple[str, str]],
    groups: Sequence[str],
    kept: VectorCache | None = None,
    progress: Progress | None = None,
) -> Vectors:
    """Calls as (title, body) as rows to hold profiles against. RuntimeError without the extra."""
    return centred(embed(texts, kept, progress), groups)


def profile_vectors(
    profiles: Sequence[tuple[str, str, str]], glossary: Glossary, kept: VectorCache | None = None
) -> Vectors:
    """Profiles as (title, the rest, language), as rows to hold calls against. RuntimeError without the extra.

    The title is read by itself and with the rest. A profile in which the glossary finds nothing is what was written.
    """
    texts = [f"{title}\n{rest}" for title, rest, _ in profiles]
    lines = [concept_lines(text, lang, glossary) for text, (*_, lang) in zip(texts, profiles, strict=True)]
    written = embed([(title, text) for text, (title, *_) in zip(texts, profiles, strict=True)], kept)
    named = [embed([("", line[number]) for line in lines], kept) for number in range(len(LABEL_LANGS))]
    labels = unit(sum(named, np.zeros((len(profiles), DIM))))
    return unit((1 - LABELS_SHARE) * written + LABELS_SHARE * labels)


def concept_lines(text: str, lang: str, glossary: Glossary) -> list[str]:
    """The concepts of `text` in the order they come, named in each of LABEL_LANGS: one line a language."""
    found = list(dict.fromkeys(hit.concept for hit in glossary.find(words(text), lang)))
    labels = [glossary.labels(concept) for concept in found]
    return [", ".join(label[name] for label in labels if name in label) for name in LABEL_LANGS]


def shares(profile: Vector, calls: Vectors, best: float) -> Floats:
    """What meaning adds to the score of each call for one profile: shape (calls,), 0 or more, in the unit of `best`.

    best: the mean score of the profile's BEST nearest calls by words. Nearness is the cosine. A call no nearer than the
    mean of all calls gets nothing, and so does every call when all are as near as each other.
    """
    if not len(calls):
        return np.zeros(0)
    nearness = np.einsum("ij,j->i", calls.astype(np.float64), profile.astype(np.float64))  # in one order on any cores
    spread = nearness.std()
    if not spread > LEAST_SPREAD:
        return np.zeros(len(calls))
    deviations = (nearness - nearness.mean()) / spread
    steep: Floats = np.maximum(np.expm1(STEEPNESS * deviations), 0) / np.expm1(3 * STEEPNESS)
    return WEIGHT / (1 - WEIGHT) * max(best, 0.0) * steep
