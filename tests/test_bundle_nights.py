"""The shipped nights, replayed through the sources: no wrong value, and the story that the content tells."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assets.steps import with_list_columns
from bundle.build import NIGHTS, Site, build, load_sites
from bundle.innovasjonnorge import load_services
from bundle.services import on_night
from calls.archive import Question, Replay, group_nights
from calls.fetch import ReplayFetcher
from calls.model import Issue, Request
from calls.normalise import normalise
from sources.harvest import Harvest, Known, harvest

NIGHT_FILES = sorted((Path(__file__).resolve().parents[1] / "bundle" / "nights").glob("*.warc.gz"))
FORSKNINGSRADET, INNOVASJON_NORGE, EU = "forskningsradet", "innovasjonnorge", "eu"
EXPECTED = ("deadline_at", "deadline_type", "status", "award_floor_nok", "award_ceiling_nok", "funding_rate_pct",
            "instrument")  # fmt: skip
"""Columns of a call, in the order of a service's `expect`."""
NOT_CONTENT = {"content_hash", "evidence", "last_seen_at", "first_seen_at", "api_id"}

Record = dict[str, Any]


@dataclass(frozen=True)
class Night:
    """What one shipped night came to for one source."""

    found: Harvest
    records: Mapping[str, Record]  # every call of tonight's lists, and those that left them whose own page was read
    issues: Mapping[str, tuple[Issue, ...]]


@pytest.fixture(scope="module")
def nights() -> dict[str, list[Night]]:
    """Both shipped nights of each source, the second with what the first had found."""
    archived = group_nights(NIGHT_FILES)
    assert [night.day for night in archived] == list(NIGHTS)
    replayed: dict[str, list[Night]] = {}
    for number, night in enumerate(archived, 1):
        fetcher = ReplayFetcher(Replay(night, archived[: number - 1]))
        for site in (make(number) for make in load_sites()):
            before = replayed.setdefault(site.source.key, [])
            before.append(replay(site, fetcher, before, night.at))
    return replayed


def replay(site: Site, fetcher: ReplayFetcher, before: list[Night], at: datetime) -> Night:
    earlier = dict(before[0].records) if before else {}
    known = {
        key: Known(record["status"], before[0].found.card_hashes[key], True, True, record["url"])
        for key, record in earlier.items()
    }
    found = harvest(site.source, fetcher.get, known)
    made = {one.source_id: normalise(one, site.source.rules, at, "1") for one in found.readings}
    listed = {card.source_id for card in found.listing.cards}
    records = {key: made[key].record if key in made else earlier[key] for key in listed | made.keys()}
    records |= {key: with_list_columns(site.source, records[key], earlier[key]) for key in records.keys() - listed}
    return Night(found, records, {key: one.issues for key, one in made.items()})


def what_happened(key: str, before: Mapping[str, Record], after: Mapping[str, Record]) -> str:
    """The kind of event between two nights, as a reader would tell it; "" for none."""
    if key not in before or key not in after:
        return "gone" if key in before else "new"
    old, new = before[key], after[key]
    changed = {name for name in old if old[name] != new[name]} - NOT_CONTENT
    if "status" in changed:
        return {"open": "opened", "closed": "closed", "cancelled": "cancelled"}[new["status"]]
    if "deadline_at" in changed:
        return "moved"
    if changed & {"award_floor_nok", "award_ceiling_nok", "funding_rate_pct", "budget_nok"}:
        return "amount"
    if changed:
        assert changed <= {"summary", "full_text", "partner_text", "themes", "change_notes"}, (
            f"{key}: {sorted(changed)}"
        )
        assert old["content_hash"] != new["content_hash"]
        return "text"
    assert old["content_hash"] == new["content_hash"]
    return ""


@pytest.mark.parametrize(
    ("source", "story"),
    [
        (FORSKNINGSRADET, {"new": 5, "gone": 2, "moved": 4, "closed": 3, "opened": 2, "cancelled": 1, "text": 2}),
        (INNOVASJON_NORGE, {"new": 3, "gone": 2, "moved": 2, "closed": 3, "amount": 1, "text": 2}),
        (EU, {"new": 1, "moved": 2, "closed": 1, "opened": 1, "text": 1}),
    ],
)
def test_between_the_nights_the_story_is_as_told(
    nights: dict[str, list[Night]], source: str, story: dict[str, int]
) -> None:
    first, second = (night.records for night in nights[source])
    assert Counter(kind for key in {*first, *second} if (kind := what_happened(key, first, second))) == story


@pytest.mark.parametrize("number", [1, 2])
def test_every_funding_service_is_read_as_it_should_and_nothing_else_is_a_call(
    nights: dict[str, list[Night]], number: int
) -> None:
    records = nights[INNOVASJON_NORGE][number - 1].records
    shown = {one["id"]: on_night(one, number) for one in load_services() if number in one["nights"]}
    expected = {key: tuple(one["expect"].values()) for key, one in shown.items() if one["expect"]}
    assert {key: values(record) for key, record in records.items()} == expected
    assert {key: (record["title"], record["url"]) for key, record in records.items()} == {
        key: (shown[key]["title"], f"https://www.innovasjonnorge.no/{shown[key]['path'].lstrip('/')}")
        for key in expected
    }


def values(record: Record) -> tuple[Any, ...]:
    at = record["deadline_at"]
    stamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None
    return (stamp, *(record[name] for name in EXPECTED[1:]))


@pytest.mark.parametrize("number", [1, 2])
def test_a_service_without_a_deadline_or_status_says_so(nights: dict[str, list[Night]], number: int) -> None:
    night = nights[INNOVASJON_NORGE][number - 1]
    silent = {key for key, record in night.records.items() if record["status"] is None}
    told = {key for key, issues in night.issues.items() if any(one.field == "status" for one in issues)}
    assert silent == told
    titles = {night.records[key]["title"] for key in silent}
    assert titles == {
        "Oppstartstilskudd 3",
        "Markedsavklaring for helseideer",
        "Grønne løsninger for helse og omsorg",
        "Innovasjon i akuttkjeden",
    }


@pytest.mark.parametrize("number", [1, 2])
def test_nothing_invisible_and_no_shared_text_reaches_a_record(nights: dict[str, list[Night]], number: int) -> None:
    for record in nights[INNOVASJON_NORGE][number - 1].records.values():
        said = str(record)
        assert "\u00ad" not in said and "\u200b" not in said
        assert "300 000 euro" not in said, "the shared legal text is no part of a call"


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize(("source", "least"), [(FORSKNINGSRADET, 72), (INNOVASJON_NORGE, 40), (EU, 40)])
def test_the_lists_are_whole_and_large_enough(
    nights: dict[str, list[Night]], source: str, least: int, number: int
) -> None:
    night = nights[source][number - 1]
    assert night.found.listing.is_complete
    assert len(night.records) >= least
    assert [one for one in night.found.issues if one.severity == "error"] == []


def test_deadlines_of_the_eu_move_both_ways_and_a_call_that_the_search_left_out_is_as_it_was(
    nights: dict[str, list[Night]],
) -> None:
    first, second = (night.records for night in nights[EU])
    moved = [
        (first[key]["deadline_at"].date().isoformat(), record["deadline_at"].date().isoformat())
        for key, record in second.items()
        if key in first and what_happened(key, first, second) == "moved"
    ]
    assert sorted(moved) == [("2026-10-01", "2026-10-15"), ("2026-11-19", "2026-11-05")]
    listed = [{card.source_id for card in night.found.listing.cards} for night in nights[EU]]
    assert {second[key]["title"] for key in listed[0] - listed[1]} == {
        "Earlier and more precise palliative care",
        "Biotechnology for Healthy Ageing",
    }
    (left_out,) = [record for record in second.values() if record["title"] == "Biotechnology for Healthy Ageing"]
    assert left_out["status"] == "open"


def test_the_eu_calls_say_whether_they_are_for_norway_and_never_no(nights: dict[str, list[Night]]) -> None:
    records = nights[EU][0].records.values()
    assert Counter(record["norway"] for record in records) == {"probable": 36, "unknown": 5}
    unknown = {record["programme"].partition(" (")[0] for record in records if record["norway"] == "unknown"}
    assert unknown == {
        "Programme for the Environment and Climate Action",
        "Citizens, Equality, Rights and Values Programme",
        "Connecting Europe Facility",
        "Interregional Innovation Investments Instrument",
        "EU External Action - Prospect",
    }
    assert all(record["norway_text"] for record in records)


def test_a_sign_up_date_is_kept_beside_the_deadline(nights: dict[str, list[Night]]) -> None:
    records = nights[INNOVASJON_NORGE][0].records.values()
    (record,) = [one for one in records if one["url"].endswith("/akselerator-for-helseoppstart")]
    assert record["other_dates"] == [{"label": "Påmeldingsfrist", "text": "30. september 2026", "date": "2026-09-30"}]


def test_each_host_was_asked_for_its_robots_first() -> None:
    for night in group_nights(NIGHT_FILES):
        kept = Replay(night)
        asked = {site.robots: kept.answer(Question(site.robots, "GET")) for site in (make(1) for make in load_sites())}
        assert {url: answer.status for url, answer in asked.items()} == {
            "https://www.forskningsradet.no/robots.txt": 200,
            "https://loal7n8w.apicdn.sanity.io/robots.txt": 404,
            "https://ec.europa.eu/robots.txt": 404,
        }


def test_a_site_has_nothing_but_its_own_pages() -> None:
    for make in load_sites():
        site = make(1)
        url = site.robots.replace("robots.txt", "finnes-ikke")
        assert site.answer(Request(url), datetime(2026, 9, 15, 1, 30, tzinfo=UTC))[0] == 404


def test_the_shipped_nights_are_what_the_builder_makes_and_stay_small(tmp_path: Path) -> None:
    built = build(tmp_path)
    assert [path.name for path in built] == [path.name for path in NIGHT_FILES]
    for made, shipped in zip(built, NIGHT_FILES, strict=True):
        # Unpacked, because another zlib may pack the same records into other bytes.
        same = gzip.decompress(made.read_bytes()) == gzip.decompress(shipped.read_bytes())
        assert same, "run `python -m bundle.build` and commit bundle/nights"
    assert sum(path.stat().st_size for path in NIGHT_FILES) < 3_000_000
