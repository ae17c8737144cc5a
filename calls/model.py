"""The shapes that pass between the steps: what was fetched, what a page said, what was wrong with it.

Text-level facts only. What a call *is* once its words have been understood stands in `calls.fields`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

Json = Any
"""A value that `json.loads` may return."""

OWN_SOURCE = "own"
"""Key of the source of calls that people entered themselves (`readers.own`)."""

Severity = Literal["info", "warning", "error"]

IssueKind = Literal[
    "unknown_word",  # a word that no table of ours knows
    "unknown_label",  # a label that no table of ours knows
    "vague_date",  # "Medio desember": no day
    "year_missing",  # a day and a month, no year, and no rule that settles it
    "clock_doubt",  # the stated clock time is odd, e.g. CET named in summer
    "weekday_doubt",  # the stated weekday is not that date's
    "ambiguous_amount",  # several amounts, or a number without a unit
    "contradiction",  # two places on the funder's pages disagree
    "missing_field",  # something that ought to be there is not
    "unreadable_page",  # the page is not one that the source knows
    "not_archived",  # the archive has no answer for a request that we made
    "not_answered",  # the site gave no usable answer
    "count_mismatch",  # a declared count differs from what was found
    "capped",  # more to fetch than one night allows
    "not_listed",  # a call that was listed before is in no list tonight
    "drift",  # a field of a whole source is read otherwise than before
    "stale_value",  # a field that is not read safely tonight keeps its last good value
    "wrong_twin",  # a page names as its text in another language a page that is not
]


@dataclass(frozen=True, order=True)
class Issue:
    """Something that a person should look at. Never a substitute for a value, never silently dropped."""

    source: str
    source_id: str  # "" when it concerns the whole source
    kind: IssueKind
    field: str  # column of calls.fields, or "" when it concerns the page or the list
    text: str  # the funder's own words that we could not use; "" if none
    message: str  # Norwegian bokmål, one sentence, for a grant writer or operator
    url: str = ""
    severity: Severity = "warning"


@dataclass(frozen=True)
class Request:
    """One request to a source. `json` is sent as the body of a POST; the archive compares it by meaning.

    parts: the body as multipart/form-data instead: each a JSON value in a file part of that name, as a browser sends a
    form of blobs. fields: plain fields of the same form, after the parts. Either makes it a POST with such a body.
    same_as: other addresses of the same question, under which an archive of somebody else may hold the answer. They
    are looked for in the archive alone and never fetched.
    """

    url: str
    method: Literal["GET", "POST"] = "GET"
    json: Json = None
    accept: str = "text/html"
    parts: Mapping[str, Json] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """One kept answer: bytes as they came (content decoding undone), and where and when from."""

    url: str  # the URL asked for
    status: int
    content_type: str
    body: bytes
    fetched_at: datetime  # UTC, from the archive record
    final_url: str = ""  # after redirects; "" means the same as url
    archived_on: date | None = None  # night whose file holds the payload (earlier than tonight for a revisit)
    charset: str = ""  # from the Content-Type header; "" when it names none
    is_revisit: bool = False  # the site said 304: same bytes as on `archived_on`


FactName = Literal[
    "title",
    "summary",
    "status",
    "opens",
    "deadline",
    "date",  # any other dated row: project start, answer, webinar
    "budget",
    "award",
    "rate",
    "duration",
    "project_start_earliest",
    "project_start_latest",
    "project_end_latest",
    "applicants",  # who may apply
    "target_groups",  # whom the call is aimed at
    "application_type",
    "scheme",
    "portfolio",
    "theme",
    "partners",
    "region",
    "contact",
    "notice",
    "update",
    "section",
    "twin_url",
    "result",
    "programme",  # the programme that pays, or a part of it, the widest first; `data` names its code
    "parent",  # what the call is part of, by the funder's identifier
    "norway",  # whether the programme is open to Norway: `data` is one of calls.fields.NORWAY, `text` why, in bokmål
    "awards",  # how many awards are expected
]


@dataclass(frozen=True)
class Fact:
    """One thing that a page says, in the funder's own words, with the place it was read from."""

    name: FactName
    text: str  # the value, as on the page; white space folded, invisible characters removed
    label: str = ""  # the funder's label or heading beside it
    note: str = ""  # a further line that belongs to it (description of a date row, year given apart)
    url: str = ""  # the page it was read from
    quote: str = ""  # verbatim from the page's visible text; "" means `text` itself
    data: Json = None
    """Structured content where the page gives structure: result table, theme amounts, or the value itself.

    A value that the source states as data is used as it is, and the words are not read: status {"status": code};
    deadline {"at": ISO UTC, "clock", "type"}; opens {"at", "clock"}; budget {"eur"}; award {"floor_eur",
    "ceiling_eur"}; awards {"count"}.
    """


@dataclass(frozen=True)
class Card:
    """One entry of a listing. `facts` are what the list itself says; the detail page overrules them."""

    source_id: str
    url: str  # canonical
    listed_url: str  # as it stood in the list, made absolute
    title: str
    is_current: bool  # stands in the list of current calls
    facts: tuple[Fact, ...] = ()
    api_id: str = ""
    group: str = ""

    @property
    def status_text(self) -> str:
        return next((fact.text for fact in self.facts if fact.name == "status"), "")


@dataclass(frozen=True)
class Listing:
    """What a source's lists said tonight. `is_complete` is False when any list is missing or its counts disagree."""

    cards: tuple[Card, ...]
    is_complete: bool
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What one call's pages say, text only: the output of a source, the input of `calls.normalise`."""

    source: str
    source_id: str
    url: str
    facts: tuple[Fact, ...]
    lang_hint: str = ""  # "nb", "nn" or "en" where the address or the page says so
    layout: str = ""  # which layout of the source was recognised; "" for a card alone
    api_id: str = ""
    issues: tuple[Issue, ...] = ()
    pages: tuple[str, ...] = ()  # URLs of the archived pages behind it
    is_detail_read: bool = False
    published_on: str = ""  # ISO date of the page's publication where it says so; "" where it does not

    def all(self, name: FactName) -> list[Fact]:
        """Every fact of that name, in page order."""
        return [fact for fact in self.facts if fact.name == name]

    def first(self, name: FactName) -> Fact | None:
        """The first fact of that name, or None."""
        return next((fact for fact in self.facts if fact.name == name), None)


@dataclass(frozen=True)
class SourceRules:
    """What holds for every call of one funder, with the source of each rule in the source's docstring."""

    key: str
    funder: str  # name as the funder writes it
    deadline_clock: str = "23:59"  # Europe/Oslo, used when the page states a day and no clock time
    instrument: str = "grant"  # where the page names none; "" when nothing may be taken for granted
    binding_lang: str = "nb"
    closes_by_date: bool = False  # a call is closed once its last deadline is past, whatever its status word says


@dataclass(frozen=True)
class Normalised:
    """One normalised call: `record` has exactly the columns of calls.fields.CALL."""

    record: dict[str, Json]
    issues: tuple[Issue, ...] = field(default=())

    @property
    def source_id(self) -> str:
        """The call's id."""
        return str(self.record["source_id"])


@dataclass(frozen=True)
class Problem:
    """Why a reader of words could not give a value, or doubts the one it gave. Becomes an Issue with a place."""

    kind: IssueKind
    message: str  # Norwegian bokmål, one sentence
    severity: Severity = "warning"
