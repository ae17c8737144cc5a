"""Every record of shared/data/forskningsradet in every markup, against what must be read from it; 0 wrong."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from source_samples import parsed

from bundle.render import MARKUPS, detail_page
from calls.dates import read_deadline, read_moment
from calls.model import Reading
from calls.words import clean
from sources.base import UnreadablePage
from sources.forskningsradet import visible_text

OSLO = ZoneInfo("Europe/Oslo")
STATUS = {
    "planlagt": "forecasted",
    "planned": "forecasted",
    "søk nå": "open",
    "aktiv": "open",
    "apply now": "open",
    "gjennomført": "closed",
    "completed": "closed",
    "cancelled": "cancelled",
}
CALLS = ("L0", "L1", "L2", "L3")


def _values(reading: Reading) -> dict[str, set[str]]:
    """What the facts say, as sets: opening day, own deadline days, status, rolling."""
    opens = {day.isoformat() for fact in reading.all("opens") if (day := read_moment(fact.text).day)}
    read = [read_deadline(fact.text, label=fact.label, clock_rule="13:00") for fact in reading.all("deadline")]
    words = [STATUS[word] for fact in reading.all("status") if (word := fact.text.casefold()) in STATUS]
    return {
        "opens": opens,
        "deadlines": {entry.at.astimezone(OSLO).date().isoformat() for entry in read if entry.at},
        "badge_status": set(words[:1]),
        "deadline_type": {entry.type for entry in read if entry.type == "rolling"},
        "title": {fact.text for fact in reading.all("title")},
    }


def _wanted(expected: Mapping[str, Any]) -> dict[str, set[str]]:
    def some(name: str) -> set[str]:
        return {expected[name]} if expected.get(name) else set()

    names = ("opens", "badge_status", "deadline_type", "title")
    return {**{name: some(name) for name in names}, "deadlines": set(expected["deadlines"])}


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("markup", MARKUPS)
def test_records(shared: Path, markup: str, capsys: pytest.CaptureFixture[str]) -> None:
    folder = shared / "data" / "forskningsradet"
    counts: Counter[tuple[str, str]] = Counter()
    wrong: list[tuple[str, str, set[str], set[str]]] = []
    for record, expected in zip(_lines(folder / "pages.jsonl"), _lines(folder / "expected.jsonl"), strict=True):
        body = detail_page(record, markup=markup, printed_at="27. desember 2025, 05.02 CET")
        if record["layout"] not in CALLS:
            with pytest.raises(UnreadablePage):
                parsed(body, record["url"], record["title"])
            continue
        reading = parsed(body, record["url"], record["title"])
        shown = visible_text(body)
        assert all(clean(fact.quote or fact.text) in shown for fact in reading.facts if fact.name != "twin_url")
        wanted = _wanted(expected)
        for name, got in _values(reading).items():
            counts[name, "right"] += len(got & wanted[name])
            counts[name, "wrong"] += len(got - wanted[name])
            counts[name, "missed"] += len(wanted[name] - got)
            if got != wanted[name]:
                wrong.append((record["url"], name, got, wanted[name]))
    with capsys.disabled():
        print(f"\n{markup}: " + "; ".join(_share(counts, name) for name in _wanted({"deadlines": []})))  # noqa: T201
    assert wrong == []


def _share(counts: Counter[tuple[str, str]], name: str) -> str:
    right, wrong, missed = (counts[name, kind] for kind in ("right", "wrong", "missed"))
    precision, recall = right / max(right + wrong, 1), right / max(right + missed, 1)
    return f"{name} {right} right, precision {precision:.3f}, recall {recall:.3f}"
