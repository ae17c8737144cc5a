"""Records for the tests of links and rounds: made by hand, bundled, and read from the real pages in shared/."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from store_samples import record

from bundle.build import load_sites
from bundle.render import detail_page
from calls.archive import group_nights
from calls.archive.replay import Replay
from calls.fetch import ReplayFetcher
from calls.model import Card, Page
from calls.normalise import normalise
from sources.forskningsradet import SOURCE
from sources.forskningsradet.addresses import canonical, is_call, source_id
from sources.harvest import harvest

AT = datetime(2026, 9, 16, 1, 30, tzinfo=UTC)
NIGHT_FILES = sorted((Path(__file__).resolve().parents[1] / "bundle" / "nights").glob("*.warc.gz"))

Record = dict[str, Any]


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 11, 0, tzinfo=UTC)


def call(
    source_id: str,
    title: str,
    *deadlines: date,
    lang: str = "nb",
    source: str = "forskningsradet",
    opens: date | None = None,
    **values: Any,
) -> Record:
    """A record with these deadlines; its address is made from the id."""
    rows = [{"at": moment(day).isoformat().replace("+00:00", "Z"), "type": "fixed"} for day in deadlines]
    given = {
        "url": f"https://{source}.example/{source_id}/",
        "deadlines": rows,
        "deadline_type": "fixed" if rows else None,
        "deadline_at": moment(deadlines[0]) if deadlines else None,
        "opens_at": moment(opens) if opens else None,
        "other_dates": [],
    }
    return record(source_id, source=source, title=title, lang=lang, **{**given, **values})


def bundled_records() -> list[Record]:
    """Every call of the bundled nights, as the last of them that has its page has it."""
    archived = group_nights(NIGHT_FILES)
    found: dict[tuple[str, str], Record] = {}
    for number, night in enumerate(archived, 1):
        fetcher = ReplayFetcher(Replay(night, archived[: number - 1]))
        for make in load_sites():
            source = make(number).source
            for reading in harvest(source, fetcher.get, {}).readings:
                key = source.key, reading.source_id
                if reading.is_detail_read or key not in found:
                    found[key] = normalise(reading, source.rules, night.at, "1").record
    return list(found.values())


def real_records(shared: Path) -> list[Record]:
    """Forskningsrådet's real pages, 2015 to 2026; of a page that was read twice, the later reading."""
    found: dict[str, Record] = {}
    for line in (shared / "data" / "forskningsradet" / "pages.jsonl").read_text("utf-8").splitlines():
        facts = json.loads(line)
        url = canonical(facts["url"])
        if not is_call(url):
            continue
        html = detail_page({**facts, "url": url}, markup="list", printed_at="2. oktober 2023, 16:13 CEST")
        card = Card(source_id(url), url, url, facts["title"], True)
        reading = SOURCE.parse(card, Page(url, 200, "text/html", html.encode(), AT, url))
        found[card.source_id] = normalise(reading, SOURCE.rules, AT, "1").record
    return list(found.values())
