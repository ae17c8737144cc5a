"""The report: rows as a PDF of A4 pages, to print or to take into a meeting. What it looks like stands in report.typ.

Set by Typst from JSON, in which text is data and never markup. Tagged as PDF/UA-1 asks. The fonts are those inside
Typst and those that matplotlib brings, never the machine's, so that the same rows give the same bytes everywhere.
"""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst

from calls.tongue import note, say, tongue
from publish.links import web_address
from publish.night_rows import NightRows
from publish.plain_text import one_line
from publish.rows import STATES_NB, Row, as_day, records
from publish.selection_words import selection_words
from publish.words import count_words, moment_words, utc_moment, weekday_date_words
from sources.base import source_name

TEMPLATE = Path(__file__).with_name("report.typ")
TITLE_LIMIT = 300
TEXT_LIMIT = 1500
BREAK = "\N{ZERO WIDTH SPACE}"

_LONG_WORD = re.compile(r"\S{30}(?=\S)")
_LONG_PART = re.compile(r"(?:[^/\-]{40}|[/\-]{10})(?=.)")
"""Of an address: lines end after / and - anyway, and one that is copied should have as few signs of ours as may be."""


def report(found: NightRows) -> bytes:
    """The report of the rows, in their order. Equal rows of a night give equal bytes."""
    return typst.compile(
        str(TEMPLATE),
        format="pdf",
        pdf_standards="ua-1",
        timestamp=utc_moment(found.night.began_at).replace(microsecond=0),
        ignore_system_fonts=True,
        font_paths=[str(_fonts())],
        sys_inputs={"report": json.dumps(_content(found), ensure_ascii=False)},
    )


def _fonts() -> Path:
    """DejaVu Sans has Greek, Cyrillic, Arabic, Hebrew and many signs that Typst's own fonts lack."""
    spec = find_spec("matplotlib")
    if spec is None or spec.origin is None:
        raise RuntimeError("matplotlib is not installed")
    return Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"


def _content(found: NightRows) -> dict[str, Any]:
    titles = {name.title for name in found.profiles}
    rows, night = records(found.rows), found.night
    is_one = len(titles) == 1
    return {
        "lang": tongue(),
        "words": _words(),
        "title": _fits(titles.pop(), TITLE_LIMIT) if is_one else say("Treff for prosjektene"),
        "night": say(
            "Natt til {night}. Kjøringen begynte {moment}.",
            night=weekday_date_words(night.night),
            moment=moment_words(night.began_at),
        ),
        "demonstration": say("Demonstrasjon: datoene er flyttet, og tekstene er skrevet for formålet.")
        if night.is_demonstration
        else "",
        "selected": _fits(selection_words(found.selection, found.profiles), TEXT_LIMIT),
        "count": count_words(len(rows), "utlysning", "utlysninger").capitalize(),
        "sources": [_source(row) for row in records(found.source_nights)],
        "matches": [_match(row, is_one) for row in rows],
    }


_PAGE = note("Side {page} av {pages}")
"""At the foot; the template fills it in."""


def _words() -> dict[str, str]:
    """What the page says around the rows."""
    return {
        "page": say(_PAGE),
        "selection": say("Utvalget"),
        "freshness": say("Hvor ferske opplysningene er"),
        "source": say("Kilde"),
        "state": say("Tilstand"),
        "since": say("Opplysninger fra"),
        "calls": say("Utlysningene"),
        "none": say("Ingen utlysninger passer med utvalget."),
        "address": say("Adresse"),
    }


def _source(row: Row) -> list[str]:
    since = weekday_date_words(as_day(row["data_night"])) if row["data_night"] else say("ingen natt ennå")
    return [source_name(row["source"]), say(STATES_NB[row["state"]]), since]


def _match(row: Row, is_one_project: bool) -> dict[str, Any]:
    distance = f" ({row['deadline_distance']})" if row["deadline_distance"] else ""
    may = f"{row['may_apply'].capitalize()}. {row['because']}" if row["may_apply"] else ""
    facts = [
        (say("Prosjekt"), "" if is_one_project else row["profile_title"]),
        (say("Finansiør"), row["funder"]),
        (say("Frist"), f"{row['deadline']}{distance}"),
        (say("Beløp"), row["amount"]),
        (say("Hvem kan søke"), row["applicants"]),
        (say("Kan dere søke"), may),
        (say("Partner som mangler"), row["missing"]),
        (say("Hvorfor den passer"), row["reason"]),
        (say("Tema"), row["theme"]),
        (say("Ord som bærer"), row["why"]),
        (say("Setningene som teller mest"), " … ".join(row["passages"])),
        (say("Flyttet på listen"), row["moved"]),
        (say("Nytt"), row["news"]),
        (say("Står også"), row["also"]),
        (say("Forbehold"), row["stale"]),
    ]
    return {
        "title": f"{row['rank']}. {_fits(row['title'], TITLE_LIMIT)}",
        "facts": [[label, _fits(text, TEXT_LIMIT)] for label, text in facts if text],
        "address": _address(row["url"]),
        "link": web_address(row["url"]) or "",
    }


def _fits(text: str, limit: int) -> str:
    """The text on one line that can be broken anywhere: a word wider than the page would run off it."""
    return _LONG_WORD.sub(lambda word: word.group() + BREAK, one_line(text, limit))


def _address(url: str) -> str:
    if web_address(url) is None:
        return _fits(url, TEXT_LIMIT)
    return _LONG_PART.sub(lambda part: part.group() + BREAK, one_line(url, TEXT_LIMIT))
