"""The counted terms of many texts, and the file that keeps them, so that a night analyses only new and changed calls.

The file is a help, never a need: what is missing, damaged or of another version is counted again. What a term is
worth does not belong here; that is `matching.index`.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from matching.glossary import Glossary
from matching.terms import count_terms
from matching.text import ANALYSER_VERSION

KEY_BYTES = 16


class Document(NamedTuple):
    """What is counted as one: texts with how many times a term of each counts, in one language."""

    lang: str
    texts: tuple[tuple[int, str], ...]


class Counts(NamedTuple):
    """Documents as rows, terms as columns, both in the order of `names`; integers. See matching.terms.count_terms."""

    names: list[str]
    matrix: csr_matrix


class _Kept(NamedTuple):
    keys: npt.NDArray[np.uint8]
    names: list[str]
    matrix: csr_matrix


def count(documents: Sequence[Document], glossary: Glossary, cache: Path | None = None) -> Counts:
    """The terms of `documents`, one row each, and in `cache` (a file) for the next time.

    Names are sorted: nothing depends on the order in which texts were once counted.
    """
    stamp = f"{ANALYSER_VERSION} {glossary.version}"
    kept = _load(cache, stamp) if cache else None
    places = {key.tobytes(): row for row, key in enumerate(kept.keys)} if kept else {}
    keys = [_key(document) for document in documents]
    column = {name: number for number, name in enumerate(kept.names)} if kept else {}
    fresh = [number for number, key in enumerate(keys) if key not in places]
    added = _count_rows([documents[number] for number in fresh], glossary, column)
    if kept:
        kept.matrix.resize((kept.matrix.shape[0], len(column)))
        added = _stack(kept.matrix, added)
    start = kept.matrix.shape[0] if kept else 0  # not the number of keys: two documents may be the same
    at = places | {keys[number]: start + row for row, number in enumerate(fresh)}
    counts = _tidy(list(column), added[[at[key] for key in keys]] if keys else added)
    if cache and (fresh or len(places) != len(set(keys))):
        _save(cache, stamp, _Kept(np.frombuffer(b"".join(keys), np.uint8).reshape(-1, KEY_BYTES), *counts))
    return counts


def _count_rows(documents: Sequence[Document], glossary: Glossary, column: dict[str, int]) -> csr_matrix:
    """A row for each of `documents`; names that are new are put into `column`."""
    indptr, indices, data = [0], list[int](), list[int]()
    for document in documents:
        total: dict[int, int] = {}
        for weight, text in document.texts:
            for name, times in count_terms(text, document.lang, glossary).items():
                number = column.setdefault(name, len(column))
                total[number] = total.get(number, 0) + weight * times
        indices += total.keys()
        data += total.values()
        indptr.append(len(indices))
    cells = np.array(data, np.int32), np.array(indices, np.int32), np.array(indptr, np.int64)
    return csr_matrix(cells, shape=(len(documents), len(column)))


def _stack(upper: csr_matrix, lower: csr_matrix) -> csr_matrix:
    indptr = np.concatenate([upper.indptr, lower.indptr[1:].astype(np.int64) + upper.indptr[-1]])
    cells = np.concatenate([upper.data, lower.data]), np.concatenate([upper.indices, lower.indices]), indptr
    return csr_matrix(cells, shape=(len(indptr) - 1, lower.shape[1]))


def _tidy(names: list[str], matrix: csr_matrix) -> Counts:
    """Columns in the order of their names, without those that no row has."""
    used = np.flatnonzero(np.bincount(matrix.indices, minlength=len(names)))
    order = sorted(used.tolist(), key=names.__getitem__)
    new = np.zeros(len(names), np.int32)
    new[order] = np.arange(len(order), dtype=np.int32)
    tidy = csr_matrix((matrix.data, new[matrix.indices], matrix.indptr), shape=(matrix.shape[0], len(order)))
    tidy.sort_indices()
    return Counts([names[number] for number in order], tidy)


def _key(document: Document) -> bytes:
    digest = hashlib.sha256(document.lang.encode())
    for weight, text in document.texts:
        digest.update(f"\0{weight}\0".encode() + text.encode("utf-8", "surrogatepass"))
    return digest.digest()[:KEY_BYTES]


def _save(path: Path, stamp: str, kept: _Kept) -> None:
    """Whole or not at all: written beside, then put in place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    matrix, buffer = kept.matrix, io.BytesIO()
    texts = (np.frombuffer("\n".join(lines).encode(), np.uint8) for lines in ([stamp], kept.names))
    np.savez(buffer, *texts, kept.keys, matrix.data, matrix.indices, matrix.indptr)
    beside = path.with_suffix(".new")
    beside.write_bytes(buffer.getvalue())
    beside.replace(path)


def _load(path: Path, stamp: str) -> _Kept | None:
    """What `path` holds; None when there is none, or it is another version's, or is not whole."""
    try:
        with np.load(path, allow_pickle=False) as file:
            written, names, keys, *cells = (file[name] for name in file.files)
        if written.tobytes().decode() != stamp:
            return None
        known = names.tobytes().decode().split("\n") if names.size else []
        matrix = csr_matrix(tuple(cells), shape=(len(keys), len(known)))
        matrix.check_format(full_check=True)
    except (OSError, ValueError, EOFError, zipfile.BadZipFile):
        return None
    return _Kept(keys, known, matrix)
