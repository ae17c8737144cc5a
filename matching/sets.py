"""Sets of judged calls in folders, to measure a ranking on: calls, queries and what is right, one folder a set.

Reading of one file stands in `matching.benchmark`, measuring in `matching.evaluate`.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from matching.benchmark import BenchmarkError, Text, read_texts
from matching.evaluate import Grades, read_grades

CALLS = ("calls.jsonl.gz", "calls.jsonl")
"""Either will do; the first that is there is read."""

QUERIES = "queries.jsonl"
QRELS = "qrels.tsv"


class JudgedSet(NamedTuple):
    """Calls, queries and grades that belong together. `name`: of its folder."""

    name: str
    calls: list[Text]
    queries: list[Text]
    grades: Grades


def set_folders(folder: Path) -> list[Path]:
    """The folders in `folder` that hold a set, by name. BenchmarkError when there is none.

    A folder with none of a set's files is something else and let be; one with some of them is refused.
    """
    found = []
    for one in sorted(path for path in folder.iterdir() if path.is_dir()):
        calls = _calls_file(one)
        there = [calls is not None, *((one / name).is_file() for name in (QUERIES, QRELS))]
        if any(there) and not all(there):
            raise BenchmarkError(f"{one}: {CALLS[0]} (eller {CALLS[1]}), {QUERIES} og {QRELS} ventes")
        found += [one] if all(there) else []
    if not found:
        raise BenchmarkError(f"{folder}: ingen undermappe har utlysninger, prosjekter og vurderinger")
    return found


def read_set(folder: Path) -> JudgedSet:
    """The set of one of `set_folders`. BenchmarkError when a file is not as it must be, or no query is judged."""
    calls = _calls_file(folder)
    if calls is None:
        raise BenchmarkError(f"{folder}: {CALLS[0]} (eller {CALLS[1]}), {QUERIES} og {QRELS} ventes")
    found = JudgedSet(folder.name, read_texts(calls), read_texts(folder / QUERIES), read_grades(folder / QRELS))
    if not any(query.id in found.grades for query in found.queries):
        raise BenchmarkError(f"{folder}: ingen av prosjektene har en vurdert utlysning")
    return found


def _calls_file(folder: Path) -> Path | None:
    return next((folder / name for name in CALLS if (folder / name).is_file()), None)
