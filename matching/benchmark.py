"""Calls and queries of a benchmark, as JSON lines, ranked as a night ranks them. What is not as said is refused.

calls: {id, title, text, lang?}; queries: {id, title, text, lang?, applicant_types?, region?}; other keys are let be.
A language that is not given, or is not one of ours, is told from the text. Scoring is in `matching.evaluate`.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from calls.fields import APPLICANT_TYPES, LANGUAGES
from calls.language import language_of
from matching.glossary import Glossary
from matching.index import build_index
from matching.lists import Lists, placed
from matching.meaning import Meaning
from matching.profiles import Cluster, Profile

SOURCE = "benchmark"

NIGHT = datetime(2000, 1, 1, tzinfo=UTC)
"""The calls have no dates, so that any night will do."""


class BenchmarkError(ValueError):
    """A file of a benchmark cannot be used. The message says which, where and why."""


class Text(NamedTuple):
    """A call or a query. `lang` is one of calls.fields.LANGUAGES.

    Of a query alone: applicant_types (codes of calls.fields.APPLICANT_TYPES) of those who take part, and region.
    """

    id: str
    title: str
    text: str
    lang: str
    source: str = SOURCE
    applicant_types: tuple[str, ...] = ()
    region: str = ""


class Ranked(NamedTuple):
    """One line of a run. Ranks of a query are 1, 2, 3 ..."""

    query_id: str
    call_id: str
    rank: int
    score: float


def read_texts(path: Path) -> list[Text]:
    """The calls or queries of a JSON-lines file (.gz: compressed). BenchmarkError when a line is not as it must be."""
    found: dict[str, Text] = {}
    for number, line in _lines(path):
        text = _read(line, f"{path}:{number}")
        if text.id in found:
            raise BenchmarkError(f"{path}:{number}: id {text.id!r} er brukt før i filen")
        found[text.id] = text
    if not found:
        raise BenchmarkError(f"{path}: filen har ingen linjer")
    return list(found.values())


def read_ids(path: Path) -> frozenset[str]:
    """The ids of a file, one a line. BenchmarkError when one has a tab, or there is none."""
    ids = frozenset(line.strip() for _, line in _lines(path) if line.strip())
    if not ids or any("\t" in one for one in ids):
        raise BenchmarkError(f"{path}: én id per linje ventes")
    return ids


def rank_texts(
    calls: Sequence[Text],
    queries: Sequence[Text],
    top: int,
    glossary: Glossary | None = None,
    meaning: Meaning | None = None,
) -> list[Ranked]:
    """The `top` calls of every query, as a night ranks them, in the order of the queries. Nobody is ruled out."""
    frame = pd.DataFrame([call_record(call) for call in calls])
    lists = Lists(build_index(frame, glossary), frame, NIGHT, meaning)
    pairs = [asker(query) for query in queries]
    return [
        Ranked(query.id, call_id, place, score)
        for query, listed in zip(queries, lists.of(pairs, top, is_judged=False), strict=True)
        for place, (_, call_id, score) in enumerate(placed(lists, listed)[:top], 1)
    ]


def asker(query: Text) -> tuple[Cluster, Profile]:
    """A query as a profile, of a cluster that is nothing more."""
    profile = Profile(
        query.id, query.title, query.text, (), query.lang, partner_types=query.applicant_types, region=query.region
    )
    return Cluster("", "", "", query.region, (), (profile,)), profile


def run_lines(ranked: Iterable[Ranked]) -> Iterator[str]:
    """A run as text, a line a ranked call: query_id, call_id, rank and score, with tabs between."""
    for row in ranked:
        yield f"{row.query_id}\t{row.call_id}\t{row.rank}\t{row.score!r}\n"


def call_record(call: Text) -> dict[str, Any]:
    """A call as a record with the columns that ranking reads: open, without dates."""
    absent = dict.fromkeys(("summary", "themes", "deadlines", "deadline_type", "deadline_at", "status_text"))
    known = {"source": call.source, "source_id": call.id, "content_hash": "", "url": "", "status": "open"}
    return {**absent, **known, "title": call.title, "full_text": call.text, "lang": call.lang}


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Number and text of each line that is not empty."""
    try:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    except OSError as error:
        raise BenchmarkError(f"{path}: {error.strerror or 'kan ikke pakkes ut'}") from None
    except (EOFError, zlib.error):
        raise BenchmarkError(f"{path}: kan ikke pakkes ut") from None
    except UnicodeDecodeError as error:
        raise BenchmarkError(f"{path}: ikke UTF-8 (byte {error.start})") from None
    yield from ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def _read(line: str, place: str) -> Text:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise BenchmarkError(f"{place}: ikke gyldig JSON ({error.msg}, tegn {error.pos + 1})") from None
    except RecursionError:
        raise BenchmarkError(f"{place}: ikke gyldig JSON (for dypt)") from None
    if not isinstance(row, dict):
        raise BenchmarkError(f"{place}: et JSON-objekt ventes")
    call_id, title, text = (_text_of(row, key, place) for key in ("id", "title", "text"))
    if not call_id or any(sign in call_id for sign in "\t\r\n"):
        raise BenchmarkError(f"{place}: id {call_id!r} er tom eller har tabulator eller linjeskift")
    lang = row.get("lang")
    if lang not in LANGUAGES:
        lang = language_of(f"{title}\n{text}")
    source, region = (value if isinstance(value := row.get(key), str) else "" for key in ("source", "region"))
    return Text(call_id, title, text, lang, source or SOURCE, _kinds_of(row, place), region)


def _kinds_of(row: Mapping[str, Any], place: str) -> tuple[str, ...]:
    """Those who take part; kinds that we have no code for tell us nothing."""
    kinds = row.get("applicant_types", [])
    if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
        raise BenchmarkError(f"{place}: feltet 'applicant_types' er ikke en liste av tekster")
    return tuple(kind for kind in kinds if kind in APPLICANT_TYPES)


def _text_of(row: Mapping[str, Any], key: str, place: str) -> str:
    if key not in row:
        raise BenchmarkError(f"{place}: feltet {key!r} mangler")
    value = row[key]
    if not isinstance(value, str):
        raise BenchmarkError(f"{place}: feltet {key!r} er ikke en tekst")
    if not value.isprintable() and "\ud800" <= max(value, default="") <= "\udfff":
        raise BenchmarkError(f"{place}: feltet {key!r} har tegn som ikke kan skrives")
    return value
