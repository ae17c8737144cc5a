"""What was made of pages last time: used where nothing differs, and only there."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from assets.fetching import archived_pages
from assets.memory import Memory, entry_key, remembered
from assets.resources import Radar
from assets.steps import read_calls
from calls.archive import Archive
from calls.evidence import Checked, NightWords
from calls.home import Home
from calls.normalise import normalise
from calls.record_json import record_line
from pipelines.cli.night import bundled_nights
from sources.forskningsradet import SOURCE
from sources.harvest import Collected, collect, read
from tests.source_samples import URL, card, main, page, rendered

STAMPS = [
    "Meldinger ved utskriftstidspunkt 2. oktober 2023, 16:13 CEST",
    "Meldinger ved utskriftstidspunkt 27. januar 2026, 05:02 CET",
    "Messages at time of print 27 December 2025, 05:02 CET",
    "Meldingar ved utskriftstidspunkt 3. mars 2026, 20.44",
]


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> dict[date, Collected]:
    """Lists and pages of the demonstration's nights."""
    home = Home.at(tmp_path_factory.mktemp("home"))
    archive = Archive(home.archive)
    archive.add(bundled_nights())
    found = {}
    for night in archive.nights():
        with archived_pages(Radar(home, Path(), "test", mode="replay"), night.day) as get:
            found[night.day] = collect(SOURCE, get, {})
    return found


def at(day: date, hour: int = 2) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def night(collected: Collected, night_at: datetime, file: Path) -> tuple[list[str], int]:
    """One night with the memory in `file`: what came of it, a line a call, and how many calls were not read again."""
    kept = Memory(SOURCE, night_at, remembered(file))
    found = read(SOURCE, collected, {}, recalls=kept.has)
    calls = read_calls(SOURCE, found, kept)
    words = NightWords.of(collected.lists.values(), collected.details, [one.record for one in calls])
    kept.checked = {one.source_id: kept.quotes(one.source_id) or words.check(one.record) for one in calls}
    kept.keep(file, calls)
    return [record_line(one.record) + repr(one.issues) for one in calls], len(found.recalled)


@pytest.mark.parametrize("days_later", [0, 1, 20, 200, 1000])
def test_a_night_gives_the_same_with_and_without_what_was_read_before(
    nights: dict[date, Collected], tmp_path: Path, days_later: int
) -> None:
    first, second = sorted(nights)
    night(nights[first], at(first), tmp_path / "kept")
    then = at(second) + timedelta(days=days_later)
    fresh, none = night(nights[second], then, tmp_path / "other")
    with_memory, recalled = night(nights[second], then, tmp_path / "kept")
    assert with_memory == fresh
    assert none == 0 < recalled < len(nights[second].details)
    assert (tmp_path / "kept").read_bytes() == (tmp_path / "other").read_bytes()


def test_most_pages_of_the_next_night_are_not_read_again(nights: dict[date, Collected], tmp_path: Path) -> None:
    first, second = sorted(nights)
    night(nights[first], at(first), tmp_path / "kept")
    _, recalled = night(nights[second], at(second), tmp_path / "kept")
    assert recalled > 0.6 * len(nights[second].details)


@pytest.mark.parametrize("stamp", STAMPS)
def test_a_new_print_stamp_is_no_new_page(stamp: str) -> None:
    printed = [main(f"<p>Frist 10. juni 2026, 13:00</p><div><p>{words}</p></div>") for words in (stamp, STAMPS[0])]
    unlike = stamp.split(" ", maxsplit=1)[0] != "Meldinger"
    keys = {entry_key(SOURCE, card(), page(body)) for body in printed}
    assert len(keys) == (2 if unlike else 1)  # another label is another page
    moved = stamp.replace("202", "203").replace("0", "1")
    assert entry_key(SOURCE, card(), page(printed[0])) == entry_key(
        SOURCE, card(), page(printed[0].replace(stamp, moved))
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>Frist 10 June 2026, 13:00 CEST</p>", "<p>Frist 11 June 2026, 13:00 CEST</p>"),
        (f"<p>{STAMPS[0]} og mer</p>", f"<p>{STAMPS[0].replace('16:13', '16:14')} og mer</p>"),
        (f"<p>Se {STAMPS[0]}</p>", f"<p>Se {STAMPS[1]}</p>"),
        ("<p>Ved utskriftstidspunkt 2. mai 2026, 16:13</p>", "<p>Ved utskriftstidspunkt 3. mai 2026, 16:13</p>"),
    ],
)
def test_any_other_time_on_the_page_is(before: str, after: str) -> None:
    assert entry_key(SOURCE, card(), page(main(before))) != entry_key(SOURCE, card(), page(main(after)))


def test_a_page_without_its_print_stamp_is_read_like_one_with_it() -> None:
    with_stamp = page(rendered())
    without = replace(with_stamp, body=SOURCE.lasting(with_stamp))
    assert without.body != with_stamp.body
    assert SOURCE.parse(card(), with_stamp) == SOURCE.parse(card(), without)


@pytest.mark.parametrize(
    "other",
    [
        {"final_url": URL + "?tab=1"},
        {"charset": "iso-8859-1"},
        {"content_type": "text/html; charset=iso-8859-1"},
        {"status": 203},
    ],
)
def test_an_answer_that_came_otherwise_is_another(other: dict[str, str]) -> None:
    one = page(rendered())
    assert entry_key(SOURCE, card(), one) != entry_key(SOURCE, card(), replace(one, **other))


def test_what_the_list_says_counts() -> None:
    one = page(rendered())
    assert entry_key(SOURCE, card(), one) != entry_key(SOURCE, card(title="Ny tittel"), one)


def test_a_call_is_read_again_when_the_night_passes_a_moment_of_it(tmp_path: Path) -> None:
    kept = Memory(SOURCE, datetime(2026, 9, 16, tzinfo=UTC))
    reading = SOURCE.parse(card(), page(rendered()))
    assert not kept.has(card(), page(rendered()))
    kept.checked[card().source_id] = Checked(card().source_id, {"title": "found"})
    kept.keep(tmp_path / "kept", [normalise(reading, SOURCE.rules, kept.night_at, SOURCE.parser_version)])
    entries = remembered(tmp_path / "kept")

    def is_kept(moment: datetime) -> bool:
        return Memory(SOURCE, moment, entries).has(card(), page(rendered()))

    deadline = datetime.fromisoformat(entries[card().source_id].normalised.record["deadlines"][0]["at"])
    assert is_kept(datetime(2026, 9, 17, tzinfo=UTC))
    assert is_kept(datetime(2026, 8, 20, tzinfo=UTC))
    assert is_kept(deadline - timedelta(seconds=1))
    assert not is_kept(deadline)
    assert not is_kept(datetime(2026, 8, 12, 5, tzinfo=UTC))  # the opening day, before it opens
    assert not is_kept(datetime(2026, 8, 1, tzinfo=UTC))


def test_what_other_code_wrote_or_is_damaged_is_not_used(
    nights: dict[date, Collected], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "kept"
    assert remembered(file) == {}
    day, _ = sorted(nights)
    night(nights[day], at(day), file)
    whole = file.read_text(encoding="utf-8")
    assert len(remembered(file)) > 20
    lines = whole.splitlines()
    head = json.loads(lines[0])
    for damaged in ("", "x", lines[0] + "\n[1", "\n".join(lines[:2]), "\n".join([lines[0], lines[2], lines[1]]), "[]"):
        file.write_text(damaged, encoding="utf-8")
        assert remembered(file) == {}
    file.write_text(whole.replace(head["code"], "0" * 64), encoding="utf-8")
    assert remembered(file) == {}
