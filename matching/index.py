"""The index of one night: every call as a TF-IDF vector.

Fitted on all calls, open or not: how rare a word is should not depend on what happens to be open tonight.
Profiles have no part in it, so a profile never moves another one's matches. Ranking is in `matching.rank`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.text import analyse

FIELD_WEIGHTS = {"title": 2, "summary": 1, "themes": 2, "full_text": 1}
"""How many times a term of that field counts. A theme is short beside the body, and is what money is set aside for."""

THEME_TEXTS = ("name", "target_group")
"""The words of a theme. Its `text` is the line that these were read from."""


@dataclass(frozen=True, eq=False)
class Index:
    """Calls as rows and terms as columns, both sorted, so that the order of the calls given never matters.

    calls: (source, source_id, content_hash) of each row.
    matrix: rows of length 1 (L2), or of nothing where a call has no words.
    """

    calls: tuple[tuple[str, str, str], ...]
    terms: tuple[str, ...]
    idf: tuple[float, ...]
    matrix: csr_matrix

    @cached_property
    def weights(self) -> dict[str, float]:
        """Term -> idf, to explain a score of this night later."""
        return dict(zip(self.terms, self.idf, strict=True))

    @cached_property
    def columns(self) -> dict[str, int]:
        """Term -> column of the matrix."""
        return {term: column for column, term in enumerate(self.terms)}

    @cached_property
    def weights_version(self) -> str:
        """The first 16 hex digits of the SHA-256 of all weights, each to 12 decimals."""
        lines = (f"{term}\t{round(weight, 12)!r}\n" for term, weight in self.weights.items())
        return hashlib.sha256("".join(lines).encode()).hexdigest()[:16]

    def row(self, number: int) -> dict[str, float]:
        """The words of one call: term -> its share of the call's vector."""
        start, end = self.matrix.indptr[number : number + 2]
        cells = zip(self.matrix.indices[start:end], self.matrix.data[start:end], strict=True)
        return {self.terms[column]: float(value) for column, value in cells}


def build_index(calls: pd.DataFrame) -> Index:
    """Index over all `calls`: a frame with the columns of calls.fields, of which source, source_id, content_hash,
    lang, title, summary, themes and full_text are read. ValueError when a call is given twice.

    tf is sublinear (1 + ln), idf smooth: ln((1 + calls) / (1 + calls with the term)) + 1, rows have length 1.
    """
    records = sorted_records(calls)
    keys = tuple((row["source"], row["source_id"], row["content_hash"]) for row in records)
    documents = [_terms_of(row) for row in records]
    if not any(documents):
        return Index(keys, (), (), csr_matrix((len(keys), 0), dtype=np.float64))
    vectorizer = TfidfVectorizer(analyzer=_as_given, sublinear_tf=True)
    matrix = csr_matrix(vectorizer.fit_transform(documents))
    matrix.sort_indices()
    terms = tuple(str(term) for term in vectorizer.get_feature_names_out())
    return Index(keys, terms, tuple(float(weight) for weight in vectorizer.idf_), matrix)


def sorted_records(calls: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of `calls` as dicts in the order of (source, source_id). ValueError when a call is given twice."""
    records: list[dict[str, Any]] = [
        {str(column): value for column, value in row.items()} for row in calls.to_dict("records")
    ]
    records.sort(key=lambda row: (row["source"], row["source_id"]))
    for first, second in pairwise(records):
        if (first["source"], first["source_id"]) == (second["source"], second["source_id"]):
            raise ValueError(f"the call {first['source_id']!r} of {first['source']!r} is given twice")
    return records


def field_text(row: dict[str, Any], field: str) -> str:
    """Text of one field of a call, "" when it is absent (None or NaN). The parts of themes, one a line."""
    value = row[field]
    if field == "themes" and isinstance(value, list):
        return "\n".join(theme[part] for theme in value for part in THEME_TEXTS if theme[part])
    return value if isinstance(value, str) else ""


def call_text(row: dict[str, Any]) -> str:
    """All that is indexed of a call, title first."""
    return "\n".join(field_text(row, field) for field in FIELD_WEIGHTS)


def _terms_of(row: dict[str, Any]) -> list[str]:
    fields = ((analyse(field_text(row, field), row["lang"]), weight) for field, weight in FIELD_WEIGHTS.items())
    return [term for terms, weight in fields for term in terms * weight]


def _as_given(terms: list[str]) -> list[str]:
    return terms
