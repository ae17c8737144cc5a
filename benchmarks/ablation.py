"""What each part of the ranking is worth: nDCG@10 of the product's ranking with one part taken out at a time.

A part is taken out by setting the product's own constant for as long as one measurement lasts; the extra `[semantic]`
is no part of it, and general fit neither. Run as `python -m benchmarks.ablation`, with `--moved` to move weights
instead, and with names of sets if not all are wanted: it takes many minutes, so `make bench` leaves it out.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import matching.index
import matching.languages
import matching.query
import matching.templates
import matching.text
from benchmarks.judged import (
    ABSENT,
    FOLDER,
    LANGS,
    by_language,
    funded,
    in_three,
    in_words,
    ndcg,
    topical_calls,
    topical_grades,
)
from matching.benchmark import rank_texts
from matching.evaluate import as_run
from matching.sets import JudgedSet
from matching.weights import CHANNEL_WEIGHTS

TOP = 10
NEVER = 10**9
TOPICAL = "cluster"
MOVE = "--moved"


def _same(word: str) -> str:
    return word


def _no_parts(word: str) -> tuple[str, ...]:
    del word
    return ()


class Part(NamedTuple):
    """A part of the ranking: where its constant stands (the names of a module, or a dict), and what it is without."""

    name: str
    names: dict[str, Any]
    key: str
    without: Any


PARTS = (
    Part("concepts", CHANNEL_WEIGHTS, "concepts", 0.0),
    Part("compound parts", vars(matching.text), "compound_parts", _no_parts),
    Part("nynorsk read as bokmål", vars(matching.text), "as_bokmal", _same),
    Part("letter sequences", CHANNEL_WEIGHTS, "chars", 0.0),
    Part("pairs of words", CHANNEL_WEIGHTS, "pairs", 0.0),
    Part("the title's own share", vars(matching.query), "TITLE_SHARE", 0.0),
    Part("pivot", vars(matching.index), "PIVOT", 1.0),
    Part("languages made comparable", vars(matching.languages), "LANGUAGE_LIMIT", 1.0),
    Part("template sentences taken out", vars(matching.templates), "TEMPLATE_CALLS", NEVER),
)

MOVED = (
    Part("concepts 1 for 2", CHANNEL_WEIGHTS, "concepts", 1.0),
    Part("concepts 4 for 2", CHANNEL_WEIGHTS, "concepts", 4.0),
    Part("pairs 0.25 for 0.5", CHANNEL_WEIGHTS, "pairs", 0.25),
    Part("pairs 1 for 0.5", CHANNEL_WEIGHTS, "pairs", 1.0),
    Part("letters 0.025 for 0.05", CHANNEL_WEIGHTS, "chars", 0.025),
    Part("letters 0.1 for 0.05", CHANNEL_WEIGHTS, "chars", 0.1),
    Part("title 0.15 for 0.3", vars(matching.query), "TITLE_SHARE", 0.15),
    Part("title 0.5 for 0.3", vars(matching.query), "TITLE_SHARE", 0.5),
    Part("pivot 0.7 for 0.85", vars(matching.index), "PIVOT", 0.7),
    Part("languages at most 2 for 4", vars(matching.languages), "LANGUAGE_LIMIT", 2.0),
    Part("languages at most 8 for 4", vars(matching.languages), "LANGUAGE_LIMIT", 8.0),
)
"""Weights at half and at twice what they are, or near it: how much hangs on each."""


@contextmanager
def taken_out(part: Part | None) -> Iterator[None]:
    """The ranking without `part` (None: with all), and as it was afterwards."""
    if part is None:
        yield
        return
    kept = part.names[part.key]
    part.names[part.key] = part.without
    _forget()
    try:
        yield
    finally:
        part.names[part.key] = kept
        _forget()


def run(wanted: Sequence[str] = ()) -> Iterator[str]:
    """Lines of the report, as they are measured. wanted: names of sets, "cluster" among them; all when empty.

    With "--moved" among them, weights are moved instead of parts taken out.
    """
    is_moved = MOVE in wanted
    wanted = [name for name in wanted if name != MOVE]
    if not FOLDER.is_dir():
        yield ABSENT
        return
    sets = [one for one in funded() if not wanted or one.name in wanted]
    langs = LANGS if not wanted or TOPICAL in wanted else ()
    heads = [*(one.name for one in sets), *(f"{TOPICAL} {lang}" for lang in langs)]
    yield f"nDCG@10 of the ranking with {'one weight moved' if is_moved else 'one part taken out'}"
    yield f"  {'':38}" + "".join(f"{head:>21}" for head in heads)
    for part in (None, *(MOVED if is_moved else PARTS)):
        with taken_out(part):
            found = [*(_of_set(one) for one in sets), *(_of_cluster() if langs else ())]
        without = "" if is_moved else "without "
        name = f"{without}{part.name}" if part else "all parts"
        yield f"  {name:38}" + "".join(f"{value:21.3f}" for value in found)


def _of_set(one: JudgedSet) -> float:
    return ndcg(as_run(rank_texts(one.calls, one.queries, TOP)), one.grades)


def _of_cluster() -> list[float]:
    found = by_language(rank_texts(topical_calls(), in_words(in_three()), TOP))
    return [ndcg(found[lang], topical_grades()) for lang in LANGS]


def _forget() -> None:
    """Lets go of the words that were read with the part, or without it."""
    for kept in (matching.text.stems, matching.text.content_words):
        kept.cache_clear()


if __name__ == "__main__":
    for line in run(sys.argv[1:]):
        print(line, flush=True)
