"""The index of one night: every call, and every theme of a call, as a TF-IDF vector over words, concepts and letters.

Fitted on all calls, open or not: how rare a word is should not depend on what happens to be open tonight.
Profiles have no part in it, so a profile never moves another one's matches. Ranking is in `matching.rank`.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_matrix, hstack, vstack
from sklearn.feature_extraction.text import TfidfTransformer

from matching.corpus import count
from matching.counting import Document, lean
from matching.glossary import SHIPPED, Glossary, load_glossary
from matching.glossary_terms import GROUPS
from matching.letters import letters_of
from matching.merging import Counts
from matching.templates import template_sentences, without
from matching.terms import channel_of
from matching.text import check_language
from matching.vocabulary import Columns, Vocabulary
from matching.weights import CHANNEL_WEIGHTS, FIELD_WEIGHTS, PIVOT

Floats = npt.NDArray[np.float64]

THEME_TEXTS = ("name", "target_group")
"""The words of a theme. Its `text` is the line that these were read from."""

ROWS = 4096
"""Rows that are worked out at a time."""

NO_THEME = -1
"""In `Index.themes`, for the row of a whole call."""


@dataclass(frozen=True, eq=False)
class Index:
    """Calls and their themes as rows and terms as columns, all sorted: the order of the calls given never matters.

    calls: (source, source_id, content_hash) of each call. The first rows are the calls, the rest are themes.
    owners, themes: of each row, which call it is of and which theme of it (NO_THEME: all of the call).
    groups: of each call, the languages it is read with, "no" or "en".
    texts: of each row, what was indexed: (weight, text) by field, template sentences taken out.
    matrix: float32; a cell is (1 + ln tf) * idf * scale / length, length as PIVOT says.
    """

    calls: tuple[tuple[str, str, str], ...]
    owners: npt.NDArray[np.int64]
    themes: npt.NDArray[np.int64]
    groups: npt.NDArray[np.str_]
    documents: tuple[Document, ...]
    terms: Vocabulary
    idf: Floats
    matrix: csr_matrix
    glossary: Glossary

    @cached_property
    def weights(self) -> dict[str, float]:
        """Stem or concept -> idf, to explain a score of this night later. Pairs and letters are left to a rebuild."""
        return dict(zip(self.terms.names, self.idf[self.terms.name_columns].tolist(), strict=True))

    @cached_property
    def columns(self) -> Columns:
        """Term -> column of the matrix."""
        return Columns(self.terms)

    @cached_property
    def scale(self) -> Floats:
        """What a term counts by its channel: the root of the channel's weight, once in the call, once in the query."""
        return channel_scale(self.terms)

    @cached_property
    def weights_version(self) -> str:
        """The first 16 hex digits of the SHA-256 of all terms and their weights, each to 12 decimals."""
        digest = hashlib.sha256()
        for number, lines in enumerate(chain(self.terms.lines(), self.terms.letters)):
            digest.update(f"\n{lines}".encode() if number else lines.encode())
        digest.update(np.round(self.idf, 12).tobytes())
        return digest.hexdigest()[:16]

    def row(self, number: int) -> dict[str, float]:
        """The terms of one row: term -> its share of the row's vector."""
        start, end = self.matrix.indptr[number : number + 2]
        columns, data = self.matrix.indices[start:end], self.matrix.data[start:end]
        return dict(zip(self.terms.texts(columns), data.tolist(), strict=True))


@cache
def shipped_glossary() -> Glossary:
    """The glossary that comes with the code, read once a process."""
    return load_glossary([SHIPPED])


def build_index(
    calls: pd.DataFrame, glossary: Glossary | None = None, cache: Path | None = None, saves: bool = True
) -> Index:
    """Index over all `calls`: a frame with the columns of calls.fields, of which source, source_id, content_hash,
    lang, title, summary, themes and full_text are read. ValueError when a call is given twice.

    glossary: the shipped one when None. cache: a file that keeps what was counted (matching.corpus), or None;
    saves: whether what is new is written there.
    tf is sublinear (1 + ln), idf smooth: ln((1 + calls) / (1 + calls with the term)) + 1.
    """
    glossary = glossary or shipped_glossary()
    records = sorted_records(calls)
    documents, owners, themes = documents_of(records)
    terms, tf = _spelled_out(count(documents, glossary, cache, saves))
    idf, matrix = _weigh(terms, tf, len(records))
    return Index(
        calls=tuple((row["source"], row["source_id"], row["content_hash"]) for row in records),
        owners=np.array(owners, np.int64),
        themes=np.array(themes, np.int64),
        groups=np.array([GROUPS[row["lang"]] for row in records], np.str_),
        documents=tuple(documents),
        terms=terms,
        idf=idf,
        matrix=matrix,
        glossary=glossary,
    )


def channel_scale(terms: Vocabulary) -> Floats:
    """The root of the weight of each term's channel."""
    roots = {channel: weight**0.5 for channel, weight in CHANNEL_WEIGHTS.items()}
    scale = np.full(len(terms), roots["pairs"])
    scale[terms.name_columns] = [roots[channel_of(name)] for name in terms.names]
    scale[terms.spelled :] = roots["chars"]
    return scale


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


def themes_of(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The themes of a call, [] where there are none (None or NaN)."""
    found: list[dict[str, Any]] = row["themes"] if isinstance(row["themes"], list) else []
    return found


def field_text(row: Mapping[str, Any], field: str) -> str:
    """Text of one field of a call, "" when it is absent (None or NaN). The parts of themes, one a line."""
    if field == "themes":
        return "\n".join(_theme_text(theme) for theme in themes_of(row))
    value = row[field]
    return value if isinstance(value, str) else ""


def _theme_text(theme: dict[str, Any]) -> str:
    return "\n".join(theme[part] for part in THEME_TEXTS if theme[part])


def documents_of(records: Sequence[dict[str, Any]]) -> tuple[list[Document], list[int], list[int]]:
    """What is counted: the calls, then the themes of those that have several, each with its owner and its number.

    A theme is the call's title and summary and its own words, without the other themes and the body, which is of all.
    """
    standing = ((row["source"], field_text(row, "title"), field_text(row, "full_text")) for row in records)
    templates = template_sentences(standing)
    documents, owners, numbers = [], list(range(len(records))), [NO_THEME] * len(records)
    for row in records:
        check_language(row["lang"])
        texts = {field: field_text(row, field) for field in FIELD_WEIGHTS}
        texts["full_text"] = without(texts["full_text"], templates.get(row["source"], frozenset()))
        documents.append(_document(row, texts))
    for owner, row in enumerate(records):
        themes = themes_of(row)
        for number, theme in enumerate(themes if len(themes) > 1 else []):
            shared = {field: field_text(row, field) for field in ("title", "summary")}
            documents.append(_document(row, {**shared, "themes": _theme_text(theme)}))
            owners.append(owner)
            numbers.append(number)
    return documents, owners, numbers


def _document(row: dict[str, Any], texts: dict[str, str]) -> Document:
    return Document(row["lang"], tuple((FIELD_WEIGHTS[field], text) for field, text in texts.items()))


def _spelled_out(counts: Counts) -> tuple[Vocabulary, csr_matrix]:
    """Terms in order and their counts by document, the letters of words in place of the words."""
    letters, by_word = letters_of(counts.letters)
    terms = Vocabulary(counts.terms.names, counts.terms.pairs, letters)
    if not letters:
        return terms, counts.matrix
    blocks = []
    for span in _spans(counts.matrix):
        spelled = csr_matrix(counts.letter_matrix[span] @ by_word)
        spelled.sort_indices()
        spelled.data = lean(spelled.data)
        blocks.append(csr_matrix(hstack([counts.matrix[span], spelled], format="csr")))
    return terms, csr_matrix(vstack(blocks, format="csr"))


def _weigh(terms: Vocabulary, tf: csr_matrix, calls: int) -> tuple[Floats, csr_matrix]:
    """The idf of each term over the first `calls` rows, and the rows as they are ranked.

    Worked out in float64, a block of rows at a time, and kept in float32: half the memory, and no last digit that
    another processor's logarithm could move. A score is the sum of what is kept.
    """
    if not len(terms):
        return np.empty(0), csr_matrix(tf.shape, dtype=np.float32)
    end = tf.indptr[calls]
    seen = csr_matrix((np.ones(end), tf.indices[:end], tf.indptr[: calls + 1]), shape=(calls, len(terms)))
    idf = np.asarray(TfidfTransformer().fit(seen).idf_)  # which asks only where a term stands
    by_term = idf * channel_scale(terms)
    by_count = np.array([0.0, *(1 + math.log(times) for times in range(1, int(tf.data.max(initial=0)) + 1))])
    spans = _spans(tf)
    lengths = np.concatenate([np.sqrt(_sums(tf, span, _values(tf, span, by_count, by_term) ** 2)) for span in spans])
    own = lengths[:calls]
    divisors = PIVOT * lengths + (1 - PIVOT) * (own[own > 0].mean() if own.any() else 1.0)
    data = np.empty(tf.nnz, np.float32)
    for span in spans:
        values = _values(tf, span, by_count, by_term)
        data[tf.indptr[span.start] : tf.indptr[span.stop]] = values / np.repeat(divisors[span], _sizes(tf, span))
    return idf, csr_matrix((data, tf.indices, tf.indptr), shape=tf.shape)


def _spans(matrix: csr_matrix) -> list[slice]:
    """All rows, ROWS at a time."""
    return [slice(start, min(start + ROWS, matrix.shape[0])) for start in range(0, matrix.shape[0], ROWS)]


def _values(tf: csr_matrix, rows: slice, by_count: Floats, by_term: Floats) -> Floats:
    """(1 + ln tf) * idf * scale of every cell of some rows."""
    cells = slice(tf.indptr[rows.start], tf.indptr[rows.stop])
    values: Floats = by_count[tf.data[cells]] * by_term[tf.indices[cells]]
    return values


def _sums(tf: csr_matrix, rows: slice, values: Floats) -> Floats:
    """The sum of `values` (one a cell) by row."""
    sizes = _sizes(tf, rows)
    return np.bincount(np.repeat(np.arange(len(sizes)), sizes), values, minlength=len(sizes)).astype(np.float64)


def _sizes(tf: csr_matrix, rows: slice) -> npt.NDArray[np.int64]:
    sizes: npt.NDArray[np.int64] = np.diff(tf.indptr[rows.start : rows.stop + 1]).astype(np.int64)
    return sizes
