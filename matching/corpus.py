"""The counted terms of many texts, and the file that keeps them, so that a night analyses only new and changed calls.

The file is a help, never a need: what is missing, damaged or of another version is counted again. What a term is
worth does not belong here; that is `matching.index`. How a text is counted is in `matching.counting`.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from matching.counting import Document
from matching.glossary import Glossary
from matching.merging import Counts, merged, nothing
from matching.text import ANALYSER_VERSION
from matching.vocabulary import Vocabulary

KEY_BYTES = 16

FILE_VERSION = "2"
"""Raised when the file is laid out in another way."""


class _Kept(NamedTuple):
    keys: npt.NDArray[np.uint8]
    counts: Counts


def count(documents: Sequence[Document], glossary: Glossary, cache: Path | None = None, saves: bool = True) -> Counts:
    """The terms of `documents`, one row each, and in `cache` (a file) for the next time; saves: whether what is new is
    written there.

    Terms are sorted: nothing depends on the order in which texts were once counted.
    """
    stamp = f"{FILE_VERSION} {ANALYSER_VERSION} {glossary.version}"
    kept = (_load(cache, stamp) if cache else None) or _Kept(np.empty((0, KEY_BYTES), np.uint8), nothing())
    places = {key.tobytes(): row for row, key in enumerate(kept.keys)}
    keys = [_key(document) for document in documents]
    rows = [places.get(key, -1) for key in keys]
    if rows == list(range(len(kept.keys))):
        return kept.counts
    counts = merged(kept.counts, rows, documents, glossary)
    if cache and saves and (-1 in rows or len(places) != len(set(keys))):
        _save(cache, stamp, _Kept(np.frombuffer(b"".join(keys), np.uint8).reshape(-1, KEY_BYTES), counts))
    return counts


def _key(document: Document) -> bytes:
    digest = hashlib.sha256(document.lang.encode())
    for weight, text in document.texts:
        digest.update(f"\0{weight}\0".encode() + text.encode("utf-8", "surrogatepass"))
    return digest.digest()[:KEY_BYTES]


def _save(path: Path, stamp: str, kept: _Kept) -> None:
    """Whole or not at all: written beside, then put in place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    terms, matrix, letters, letter_matrix = kept.counts
    texts = (np.frombuffer("\n".join(lines).encode(), np.uint8) for lines in ([stamp], terms.names, letters))
    cells = (part for one in (matrix, letter_matrix) for part in (one.data, one.indices, one.indptr))
    beside = path.with_suffix(".new")
    with beside.open("wb") as file:
        np.savez(file, *texts, terms.pairs, kept.keys, *cells)
    beside.replace(path)


def _load(path: Path, stamp: str) -> _Kept | None:
    """What `path` holds; None when there is none, or it is another version's, or is not whole."""
    try:
        with np.load(path, allow_pickle=False) as file:
            if file[file.files[0]].tobytes().decode() != stamp:
                return None
            _, names, letters, pairs, keys, *cells = (file[name] for name in file.files)
        terms, spelled = Vocabulary(_lines(names), pairs), _lines(letters)
        matrix = csr_matrix(tuple(cells[:3]), shape=(len(keys), len(terms)))
        letter_matrix = csr_matrix(tuple(cells[3:]), shape=(len(keys), len(spelled)))
        matrix.check_format(full_check=True)
        letter_matrix.check_format(full_check=True)
    except (OSError, ValueError, EOFError, IndexError, zipfile.BadZipFile):
        return None
    return _Kept(keys, Counts(terms, matrix, spelled, letter_matrix))


def _lines(written: npt.NDArray[np.uint8]) -> list[str]:
    return written.tobytes().decode().split("\n") if written.size else []
