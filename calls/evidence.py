"""Whether every value that was made of the funder's words has its quote, and whether the quote still stands there.

Marking, counting and keeping what is lost is for those who ask; how a page becomes words is `calls.page_words`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from calls.model import Json, Page
from calls.page_words import list_words, page_words
from calls.words import composed

Verdict = Literal["found", "lost", "none"]
"""found: every quote of the value stands in the page; lost: one does not; none: a value without any quote."""

QUOTED: tuple[str, ...] = (
    "title",
    "summary",
    "scheme",
    "application_type",
    "status",
    "status_text",
    "opens_at",
    "deadline_at",
    "deadline_type",
    "deadline_text",
    "other_dates",
    "project_start_earliest_date",
    "project_start_latest_date",
    "project_end_latest_date",
    "budget_nok",
    "award_floor_nok",
    "award_ceiling_nok",
    "budget_eur",
    "award_floor_eur",
    "award_ceiling_eur",
    "awards_expected",
    "funding_rate_pct",
    "duration_min_months",
    "duration_max_months",
    "applicant_types",
    "applicant_text",
    "target_groups",
    "is_partner_required",
    "partner_text",
    "regions",
    "contact",
    "change_notes",
    "results",
)
"""Columns whose value is made of words of the page. Not among them: what we say ourselves (lang, hashes, when we saw
the call), addresses (url, twin_url), and full_text, which is the words."""

QUOTED_IF_CITED = ("instrument", "programme", "parent_id", "norway")
"""A rule of the source may give these without any words of the page: they are checked only where words are cited."""

PARTS = ("deadlines", "themes")
"""Columns whose parts are checked one by one, as `deadlines[0]`."""

DRAWN = ("results",)
"""Columns that may rest on what a script draws on the page."""

_MOST_PLACES = 1000
"""Of one quote in one page that are looked at; beyond that it is taken for lost."""

_BULLETS = "•*▪◦·"
_EMPTY: tuple[Json, ...] = (None, "", [], {})


@dataclass(frozen=True)
class Checked:
    """One call's quotes. fields: by column or part (`deadlines[0]`, `themes[2].amount_nok`), in the order looked at."""

    source_id: str
    fields: Mapping[str, Verdict]

    def of(self, verdict: Verdict) -> list[str]:
        """The fields with that verdict."""
        return [name for name, given in self.fields.items() if given == verdict]


@dataclass(frozen=True)
class NightWords:
    """The words of one source's pages of one night.

    lists: answers to the source's listings. details: calls' own pages by the address asked for. keys: what may name a
    call in a list (source_id, api_id, address) of every call that will be asked about.
    """

    lists: Collection[Page]
    details: Mapping[str, Page]
    keys: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls, lists: Iterable[Page], details: Mapping[str, Page], records: Iterable[Mapping[str, Json]]
    ) -> NightWords:
        """The words for these records."""
        return cls(tuple(lists), details, frozenset(key for record in records for key in _keys(record)))

    def check(self, record: Mapping[str, Json]) -> Checked:
        """`verify` against the pages of the night."""
        checked = verify(record, self.texts(record))
        # To read a page in both ways takes twice the time, and hardly any call needs it.
        return verify(record, self.texts(record, is_apart=True)) if checked.of("lost") else checked

    def texts(self, record: Mapping[str, Json], is_apart: bool = False) -> dict[str, str]:
        """By every address that the record's evidence names: the words of the page that was fetched from there.

        Where none was, the words stand in the lists: in the call's own entry of each, or anywhere in a list that has
        no entry that can be told to be the call's. is_apart: see `calls.page_words`.
        """
        cited = {entry["url"] for rows in record["evidence"].values() for entry in rows}
        listed = self._listed(record) if cited - self.details.keys() else ""
        is_drawn = any(record[column] not in _EMPTY for column in DRAWN)
        return {
            url: page_words(self.details[url], is_drawn=is_drawn, is_apart=is_apart) if url in self.details else listed
            for url in sorted(cited)
        }

    def _listed(self, record: Mapping[str, Json]) -> str:
        own = [entries[key] for entries in self._entries for key in _keys(record) if key in entries]
        return "\n".join(dict.fromkeys(own)) or "\n".join(self._whole)

    @cached_property
    def _entries(self) -> list[dict[str, str]]:
        return [list_words(page, self.keys) for page in self.lists]

    @cached_property
    def _whole(self) -> list[str]:
        return [page_words(page, is_apart=True) for page in self.lists]


def _keys(record: Mapping[str, Json]) -> list[str]:
    """What may name a call in a list, the surest first."""
    return [key for key in (record["source_id"], record["api_id"], record["url"]) if key]


def verify(record: Mapping[str, Json], texts: Mapping[str, str]) -> Checked:
    """Every value of QUOTED and PARTS that the record has, against the words of the pages that its evidence names.

    record: the columns of calls.fields.CALL. texts: by address, as `calls.page_words` gives them; an address that is
    absent has no words. A quote counts as found when each of its lines stands there, whole words and whole numbers,
    white space folded, accents composed, and without invisible characters.
    """
    evidence: Mapping[str, list[Mapping[str, str]]] = record["evidence"]
    looked = _Look(texts)
    fields: dict[str, Verdict] = {}
    for column in (*QUOTED, *QUOTED_IF_CITED):
        rows = evidence.get(column) or []
        if record[column] not in _EMPTY and (rows or column in QUOTED):
            fields[column] = looked.verdict(rows)
    for column in PARTS:
        for number, part in enumerate(record[column] or ()):
            name = f"{column}[{number}]"
            fields[name] = looked.verdict(_rows_of(part, evidence.get(column) or []))
            if part.get("amount_nok") is not None:
                fields[f"{name}.amount_nok"] = fields[name]
    return Checked(str(record["source_id"]), fields)


def shares(checked: Iterable[Checked]) -> dict[str, tuple[int, int]]:
    """Per column how many values were looked for and how many were found; parts count one by one under their column.

    A value without a quote counts as looked for, and not found.
    """
    counts: dict[str, list[int]] = {}
    for one in checked:
        for name, verdict in one.fields.items():
            count = counts.setdefault(column_of(name), [0, 0])
            count[0] += 1
            count[1] += verdict == "found"
    return {column: (looked_for, found) for column, (looked_for, found) in sorted(counts.items())}


def column_of(name: str) -> str:
    """The column of a field of `Checked`: `deadlines[0]` is one of deadlines, `themes[2].amount_nok` of
    themes.amount_nok."""
    column, _, rest = name.partition("[")
    return column + rest.partition("]")[2]


def _rows_of(part: Mapping[str, Json], rows: Iterable[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """The evidence that a part rests on: what has its words, and its label where the part has one."""
    text, label = composed(part["text"]), part.get("label")
    return [
        row
        for row in rows
        if (composed(row["text"]) == text or composed(row["text"]).startswith(f"{text} ("))
        and (label is None or row["label"] == label)
    ]


@dataclass
class _Look:
    """Looks quotes up; the same quote of the same page once."""

    texts: Mapping[str, str]
    known: dict[tuple[str, str], bool] = field(default_factory=dict)

    def verdict(self, rows: Iterable[Mapping[str, str]]) -> Verdict:
        stands = [self._stands(row["quote"], row["url"]) for row in rows]
        if not stands:
            return "none"
        return "found" if all(stands) else "lost"

    def _stands(self, quote: str, url: str) -> bool:
        if (quote, url) not in self.known:
            text = self.texts.get(url, "")
            lines = [words for line in quote.split("\n") if (words := composed(line).lstrip(_BULLETS).strip())]
            self.known[quote, url] = bool(lines) and all(holds(text, line) for line in lines)
        return self.known[quote, url]


def holds(text: str, words: str) -> bool:
    """Whether the words stand in the text, not as a part of a longer word or number. Both composed, on one line."""
    start = text.find(words)
    for _ in range(_MOST_PLACES):
        if start < 0:
            return False
        end = start + len(words)
        if not (_goes_on(text, start) or _goes_on(text, end)):
            return True
        start = text.find(words, start + 1)
    return False


def _goes_on(text: str, cut: int) -> bool:
    """Whether a word or a number goes on across the cut.

    A capital after a small letter begins a word: a badge and a title may stand together without a blank.
    """
    if not 0 < cut < len(text):
        return False
    left, right = text[cut - 1], text[cut]
    if left.isalpha() and right.isalpha():
        return not (left.islower() and right.isupper())
    if left.isdigit() and right in ".," and cut + 1 < len(text):
        return text[cut + 1].isdigit()
    if right.isdigit() and left in ".," and cut > 1:
        return text[cut - 2].isdigit()
    return left.isdigit() and right.isdigit()
