"""Rows and selections for the tests of what is taken along."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
from hypothesis import strategies as st
from publish_samples import NIGHT, frame

from calls.fields import APPLICANT_TYPES, LANGUAGES, STATUSES
from calls.store import Store
from matching.profiles import load_clusters
from publish.night_rows import NightRows, night_rows
from publish.rows import match_rows
from publish.selection import MOST_DAYS, MOST_NOK, SORTS, UNKNOWN, Selection

DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)


@st.composite
def selections(draw: st.DrawFn) -> Selection:
    """Any selection that makes sense."""
    first, last = sorted((draw(DAYS), draw(DAYS)))
    window = draw(
        st.sampled_from(
            [
                {},
                {"deadline_days": draw(st.integers(0, MOST_DAYS))},
                {"deadline_from": first},
                {"deadline_to": last},
                {"deadline_from": first, "deadline_to": last},
                {"has_no_deadline": True},
            ]
        )
    )
    return Selection(
        **window,
        cluster=draw(TEXTS),
        profile=draw(TEXTS),
        kind=draw(st.sampled_from([None, "topical", "general"])),
        status=tuple(draw(st.lists(st.sampled_from([*STATUSES, UNKNOWN])))),
        least_nok=draw(st.none() | st.integers(1, MOST_NOK)),
        funder=draw(TEXTS),
        applicants=tuple(draw(st.lists(st.sampled_from([*APPLICANT_TYPES, UNKNOWN])))),
        theme=draw(TEXTS),
        langs=tuple(draw(st.lists(st.sampled_from(LANGUAGES)))),
        new_since=draw(st.none() | DAYS),
        words=draw(TEXTS),
        hides_no=draw(st.booleans()),
        shows_hidden=draw(st.booleans()),
        sort=draw(st.sampled_from(SORTS)),
    )


def drawn(rows: pd.DataFrame, night_at: datetime, many: int) -> Iterator[Selection]:
    """Selections of what is in the rows, the same each time; one that leaves nothing is seldom among them."""
    chance = random.Random(6)
    today = night_at.date()
    codes = sorted({code for found in rows["applicant_codes"] for code in found})
    choices: list[tuple[str, list[Any]]] = [
        ("kind", [None, None, "topical", "general"]),
        ("status", [(), (), ("open",), ("open", "forecasted"), (UNKNOWN,)]),
        ("least_nok", [None, None, 500_000, 5_000_000]),
        ("funder", ["", "", *sorted(set(rows["funder"]))]),
        ("applicants", [(), (), (), (chance.choice(codes), UNKNOWN) if codes else ()]),
        ("langs", [(), (), ("nb", "nn"), ("en",)]),
        ("new_since", [None, None, today - timedelta(1), today]),
        ("words", ["", "", "helse", "e t"]),
        ("hides_no", [False, True]),
        ("sort", list(SORTS)),
    ]
    windows: list[dict[str, Any]] = [
        {},
        {},
        {"deadline_days": 30},
        {"deadline_days": 120},
        {"deadline_from": today, "deadline_to": today + timedelta(60)},
        {"has_no_deadline": True},
    ]
    profiles = ["", *sorted(set(rows["profile"]))]
    yield Selection()
    for number in range(many - 1):
        asked: dict[str, Any] = {"profile": profiles[number % len(profiles)]}
        asked |= dict(chance.sample([(name, chance.choice(some)) for name, some in choices], 3))
        yield Selection(**asked, **chance.choice(windows))


def rows_of(calls: Sequence[dict[str, Any]], profiles: Sequence[str] = ("demens_hjemme",)) -> pd.DataFrame:
    """A match of each project with each of the calls, in their order."""
    matches = [
        {
            "cluster": "helseinn",
            "profile": profile,
            "rank": rank,
            "score": 1 / rank,
            "source": call["source"],
            "source_id": call["source_id"],
            "terms": [],
            "detail": None,
        }
        for profile in profiles
        for rank, call in enumerate(calls, 1)
    ]
    return match_rows(pd.DataFrame(matches, dtype=object), frame(calls), [], NIGHT)


def shape(text: str) -> str:
    """A text as far as a PDF keeps it: no white space, no sign without width, one way of writing each letter; and no
    letters from right to left, which stand there in the order of the page."""
    plain = unicodedata.normalize("NFKD", text)
    kept = (char for char in plain if not char.isspace() and unicodedata.category(char) not in ("Cf", "Mn"))
    return "".join(char for char in kept if unicodedata.bidirectional(char) not in ("R", "AL"))


@contextmanager
def stored(url: str, clusters: Path) -> Iterator[tuple[Store, NightRows]]:
    """The store at an address and the rows of its newest night."""
    with Store.open(url) as store:
        yield store, night_rows(store, load_clusters(clusters))
