"""The search of the EU portal as far as it is known: a form of JSON files in, a page of hits out, and how it fails.

A row is a call as in `eu_samples`; one of the old index has `datasource` LEGACY. How it is reached stands in `eu_site`.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

from fetch_site import form_parts

from bundle.eu import hit, search_body

LEGACY = "SEDIA_PRD_CENTRICITY"
_MOST_SIZE = 100

Answer = tuple[int, bytes]
"""Status and body."""


class BadQuery(Exception):
    """A word that the search does not know."""


@dataclass(frozen=True)
class Index:
    """What the index holds tonight, and how it behaves.

    rows: in the order in which they lie where nothing is to be sorted by. said: the total that each page tells, the
    last for all that follow; None: as many as match. Where it says more than there are, rows stand there twice, a page
    apart, so that every page is full. ignored: fields of the query that the filter does not heed. restless: rows that
    are equal by the sort lie otherwise each time that a page is asked for. sorts_by: the field that it sorts by,
    whatever it is asked. stuck: pages in place of which another one comes.
    """

    rows: Sequence[Mapping[str, Any]]
    said: Sequence[int] | None = None
    ignored: frozenset[str] = frozenset()
    restless: random.Random | None = None
    sorts_by: str = ""
    stuck: Mapping[int, int] = field(default_factory=dict)
    _found: dict[str, list[str]] = field(default_factory=dict)

    @cached_property
    def _keyed(self) -> list[str]:
        return [json.dumps(row, sort_keys=True) for row in self.rows]

    def answer(self, method: str, url: str, content_type: str, body: bytes) -> Answer:
        """The search's answer to a request."""
        if method != "POST":
            return 405, b'{"type":"methodNotAllowed"}'
        parts: dict[str, Any] = {}
        for name, file, kind, content in form_parts(content_type, body) if "multipart" in content_type else ():
            if file is None or kind != "application/json":
                return 500, b'{"type":"throwable"}'
            parts[name] = json.loads(content)
        asked = parse_qs(urlsplit(url).query)
        size = min(int(asked.get("pageSize", ["10"])[0]), _MOST_SIZE)
        number = int(asked.get("pageNumber", ["1"])[0])
        try:
            return 200, self.page(parts, number, size)
        except BadQuery as error:
            return 400, json.dumps({"type": "businessError", "message": f"Invalid Query format: {error}"}).encode()

    def page(self, parts: Mapping[str, Any], number: int, size: int = _MOST_SIZE) -> bytes:
        """One page of what the parts of a form ask for; numbers begin with 1. BadQuery."""
        found = self._sorted(self._matching(parts.get("query")), parts.get("sort"))
        said = self.said or [len(found)]
        total = said[min(number, len(said)) - 1]
        given = self.stuck.get(number, number)
        chosen = _stretched(found, max(said), size)[(given - 1) * size : given * size]
        fields = parts.get("displayFields")
        return search_body([_shown(key, tuple(fields) if fields else None) for key in chosen], total, number, size)

    def _matching(self, query: Any) -> list[str]:
        key = json.dumps(query)
        if key not in self._found:
            self._found[key] = [one for one in self._keyed if matches(query, metadata(one), self.ignored)]
        return self._found[key]

    def _sorted(self, found: Sequence[str], sort: Any) -> list[str]:
        if not sort:
            return list(found)
        mixed = self.restless.sample(found, len(found)) if self.restless else found
        return sorted(
            mixed,
            key=lambda one: str((metadata(one).get(self.sorts_by or sort["field"]) or [""])[0]),
            reverse=sort["order"] == "DESC",
        )


def _stretched(found: Sequence[str], total: int, size: int) -> list[str]:
    """As many as the index says that there are: some a second time, a page after the first."""
    short = total - len(found)
    if short <= 0 or not found:
        return list(found)
    places = [(float(place), place) for place in range(len(found))]
    again = [one * len(found) // short if short < len(found) else one % len(found) for one in range(short)]
    return [found[place] for _, place in sorted([*places, *((place + size + 0.5, place) for place in again)])]


def matches(query: Any, fields: Mapping[str, Sequence[str]], ignored: frozenset[str] = frozenset()) -> bool:
    """Whether a hit is asked for. BadQuery for a word that the search does not know."""
    if query is None:
        return True
    (word, told), *more = query.items()
    if more:
        raise BadQuery(", ".join(query))
    if word == "bool":
        if told.keys() - {"must", "must_not"}:
            raise BadQuery(", ".join(told))
        return all(matches(one, fields, ignored) for one in told.get("must", ())) and not any(
            matches(one, fields, ignored) for one in told.get("must_not", ())
        )
    if word not in ("term", "terms"):
        raise BadQuery(word)
    ((name, wanted),) = told.items()
    values = [wanted] if word == "term" else wanted
    return name in ignored or any(value in values for value in fields.get(name, ()))


@lru_cache(maxsize=50_000)
def metadata(key: str) -> Mapping[str, Sequence[str]]:
    """The fields of a row's hit; the same row is rendered once."""
    found: Mapping[str, Sequence[str]] = hit(json.loads(key))["metadata"]
    return found


@lru_cache(maxsize=50_000)
def _shown(key: str, fields: tuple[str, ...] | None) -> str:
    whole = hit(json.loads(key))
    if fields:
        whole["metadata"] = {name: value for name, value in whole["metadata"].items() if name in fields}
    return json.dumps(whole, ensure_ascii=False)
