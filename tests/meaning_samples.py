"""Nearness in meaning for tests, without the extra: real vectors through the same door, so that it costs no model."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from matching.glossary import Glossary
from matching.index import Index, field_text
from matching.meaning import Meaning
from matching.nearness import centred
from matching.profiles import Profile
from matching.semantic import DIM, Vectors, unit
from matching.text import words


class LettersAsMeaning(Meaning):
    """Near are texts whose words begin alike. The same for everybody, whatever is installed."""

    def __init__(self) -> None:
        self.version = "begynnelser/1"

    def calls(self, index: Index, records: Sequence[Mapping[str, Any]]) -> Vectors:
        texts = [" ".join(field_text(row, part) for part in ("title", "summary", "full_text")) for row in records]
        return centred(_vectors(texts), index.groups.tolist())

    def profiles(self, profiles: Sequence[Profile], glossary: Glossary) -> Vectors:
        return _vectors([f"{profile.title} {profile.description}" for profile in profiles])

    def unkept(self) -> LettersAsMeaning:
        return self


def _vectors(texts: Sequence[str]) -> Vectors:
    rows = np.zeros((len(texts), DIM))
    for row, text in zip(rows, texts, strict=True):
        for word in words(text):
            row[int(hashlib.sha256(word.casefold()[:3].encode()).hexdigest(), 16) % DIM] += 1
    return unit(rows)
