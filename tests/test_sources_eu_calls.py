"""What one hit of the EU portal becomes: the whole record, and that order and clock times change nothing."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from eu_samples import CLOSED, FORTHCOMING, NIGHT, OPEN, Portal, cascade, from_record, topic

from calls.evidence import NightWords
from calls.fields import NAMES
from calls.model import Card, Issue
from calls.normalise import is_same_at, normalise
from sources.eu import SOURCE
from sources.eu.moments import moment
from sources.eu.programmes import PROGRAMMES, norway
from sources.harvest import card_hash, collect, read

Record = Mapping[str, Any]


def cards(*calls: Mapping[str, Any]) -> tuple[Card, ...]:
    found = collect(SOURCE, Portal(calls).get, {}).listing
    assert found is not None
    return found.cards


def made(call: Mapping[str, Any]) -> tuple[Record, list[tuple[str, str, str]]]:
    """The record, and kind, field and text of every issue about the call."""
    portal = Portal([call])
    harvest = read(SOURCE, collect(SOURCE, portal.get, {}), {})
    (reading,) = harvest.readings
    found = normalise(reading, SOURCE.rules, NIGHT, "1")
    issues: list[Issue] = [*harvest.issues, *found.issues]
    told = [(one.kind, one.field, one.text) for one in issues if one.kind != "not_archived"]
    return found.record, told


def test_a_two_stage_topic_gives_every_column_that_the_portal_tells() -> None:
    record, issues = made(topic())
    assert issues == []
    page = "https://ec.europa.eu/info/funding-tenders/opportunities/portal/screen/opportunities/topic-details/"
    empty = ("evidence", "content_hash", "summary", "full_text")
    stage = {"type": "staged", "clock": "inferred", "is_closed": False}
    told = {name: value for name, value in record.items() if value not in (None, [], {}) and name not in empty}
    assert told == {
        "source": "eu",
        "source_id": "50138952TOPICS",
        "api_id": "50138952TOPICSen",
        "url": f"{page}HORIZON-HLTH-2027-01-CARE-02-two-stage",
        "title": "Better care at home",
        "lang": "en",
        "funder": "EU",
        "scheme": "Cluster 1 - Health (two stage - 2027)",
        "application_type": "HORIZON Research and Innovation Actions",
        "instrument": "grant",
        "themes": [
            {"name": name, "amount_nok": None, "target_group": None, "text": name}
            for name in ("Ageing", "Telemedicine")
        ],
        "status": "forecasted",
        "status_text": "Forthcoming",
        "opens_at": moment("2027-02-04").opens_at,  # type: ignore[union-attr]
        "deadline_at": moment("2027-04-08").at,  # type: ignore[union-attr]
        "deadlines": [
            {"at": "2027-04-08T15:00:00Z", "label": "Stage 1 (outline)", "text": "2027-04-08", **stage},
            {"at": "2027-09-14T15:00:00Z", "label": "Stage 2 (full proposal)", "text": "2027-09-14", **stage},
        ],
        "deadline_type": "staged",
        "deadline_text": "2027-04-08; 2027-09-14",
        "budget_eur": 24_000_000,
        "award_floor_eur": 8_000_000,
        "award_ceiling_eur": 12_000_000,
        "awards_expected": 2,
        "programme": ("Horizon Europe (HORIZON) › Global Challenges and European Industrial Competitiveness › Health"),
        "parent_id": "HORIZON-HLTH-2027-01",
        "norway": "probable",
        "norway_text": norway("43108390", "")[1],
        "first_seen_at": NIGHT,
        "last_seen_at": NIGHT,
        "is_listed": True,
        "layout": "type 1",
        "parser_version": record["parser_version"],
    }
    assert list(record) == list(NAMES)
    assert record["summary"] == "Proposals shall improve hospital care."
    assert record["full_text"] == (
        "Expected Outcome\nProposals shall improve hospital care.\nScope\nDigital tools & data;\nRemote monitoring."
    )


def test_a_cascade_call_goes_by_its_own_name_and_keeps_the_topic_that_pays() -> None:
    record, issues = made(cascade())
    assert issues == []
    names = ("title", "scheme", "parent_id", "status", "budget_eur", "deadline_type", "url", "norway")
    assert [record[name] for name in names] == [
        "Eurostars call 12",
        "The topic that pays",
        "HORIZON-EIC-2023-INNOVPRO-01",
        "open",
        2_000_000,
        "fixed",
        "https://ec.europa.eu/info/funding-tenders/opportunities/portal/screen/opportunities/competitive-calls-cs/13501",
        "probable",
    ]
    assert [(one["at"], one["clock"]) for one in record["deadlines"]] == [("2026-10-10T21:59:00Z", "listed")]


def test_every_value_has_its_quote_in_the_answer() -> None:
    calls = [topic(), cascade(), topic(reference="5TOPICSen", model="multiple cut-off", status=OPEN)]
    collected = collect(SOURCE, Portal(calls).get, {})
    found = [normalise(one, SOURCE.rules, NIGHT, "1").record for one in read(SOURCE, collected, {}).readings]
    words = NightWords.of(collected.lists.values(), {}, found)
    assert [words.check(record).of("lost") + words.check(record).of("none") for record in found] == [[], [], []]


def test_the_status_of_the_topic_wins_over_the_index_and_dates_over_both() -> None:
    record, issues = made(topic(status=FORTHCOMING, action_status=OPEN, opens="2026-09-01"))
    assert (record["status"], issues) == ("open", [("contradiction", "status", f"{FORTHCOMING} / {OPEN}")])
    past = topic(status=OPEN, opens="2026-01-04", deadlines=["2026-03-08", "2026-09-14"])
    assert (made(past)[0]["status"], made(past)[0]["status_text"]) == ("closed", "Open for submission")
    assert made({**past, "deadlines": ["2026-03-08", "2026-09-16"]})[0]["status"] == "open"
    assert made(topic(status=CLOSED, action_status=CLOSED))[0]["status"] == "closed"
    record, issues = made(cascade(status="7"))
    assert (record["status"], issues) == ("open", [("unknown_word", "status", "7")])


@pytest.mark.parametrize(
    ("model", "days", "kind", "labels", "issues"),
    [
        ("single-stage", 1, "fixed", ["Deadline"], []),
        ("two-stage", 1, "staged", ["Deadline"], []),
        ("multiple cut-off", 3, "cut_off", ["Cut-off 1", "Cut-off 2", "Cut-off 3"], []),
        (None, 2, "fixed", ["Deadline 1", "Deadline 2"], [("missing_field", "deadline_type", "")]),
        ("three-stage", 1, "fixed", ["Deadline"], [("unknown_word", "deadline_type", "three-stage")]),
    ],
)
def test_deadlines_are_labelled_by_their_model(
    model: str | None, days: int, kind: str, labels: list[str], issues: list[Any]
) -> None:
    given = [f"2027-0{number}-15" for number in range(1, days + 1)]
    record, told = made(topic(model=model, deadlines=given[::-1]))
    assert (record["deadline_type"], [one["label"] for one in record["deadlines"]]) == (kind, labels)
    assert [one["text"] for one in record["deadlines"]] == given
    assert told == issues


def test_deadlines_that_disagree_are_the_topics_own_and_reported() -> None:
    record, issues = made(topic(action_deadlines=["2027-04-15", "2027-09-14"]))
    assert record["deadline_text"] == "2027-04-15; 2027-09-14"
    words = "2027-04-08, 2027-09-14 / 2027-04-15, 2027-09-14"
    assert issues == [("contradiction", "deadline_at", words)]


def test_dates_that_are_none_are_reported() -> None:
    record, issues = made(cascade(deadlines=["2026-02-30T00:00:00.000+0000", "soon"]))
    assert (record["deadlines"], record["deadline_at"]) == ([], None)
    assert issues == [
        ("vague_date", "deadline_at", "2026-02-30T00:00:00.000+0000"),
        ("vague_date", "deadline_at", "soon"),
        ("missing_field", "deadline_at", ""),
    ]


def test_rows_of_other_topics_do_not_count_and_a_shared_pot_is_noted() -> None:
    same = ("HORIZON-HLTH-2027-01-CARE-03 - HORIZON-RIA x", {"2027": "24000000"})
    record, _ = made(topic(others=[*topic()["others"], same]))
    assert record["budget_eur"] == 24_000_000
    assert record["evidence"]["budget_eur"][0]["text"] == "EUR 24 000 000 (potten kan være delt med 1 andre emner)"
    record, _ = made(topic(budget={"2027": "24000000", "2028": "6000000.00"}))
    assert record["budget_eur"] == 30_000_000
    short, _ = made(topic(identifier="HORIZON-HLTH-2027-01-CARE-02"))
    assert short["budget_eur"] == 31_000_000  # two rows of its own, with pots of their own


def test_odd_money_is_reported_and_left_out() -> None:
    record, issues = made(topic(floor=9_000_000, ceiling=8_000_000))
    assert (record["award_floor_eur"], record["award_ceiling_eur"]) == (None, None)
    assert issues == [("contradiction", "award_floor_eur", "9000000 / 8000000")]
    record, issues = made(cascade(scalar=("2000000", "USD")))
    assert (record["budget_eur"], issues) == (None, [("ambiguous_amount", "budget_eur", "2000000 USD")])


def test_openness_to_norway_is_never_more_than_probable_and_never_no() -> None:
    answers = {code: norway(code, "X")[0] for code in PROGRAMMES}
    assert {code for code, answer in answers.items() if answer == "probable"} == {
        *("43108390", "43152860", "43332642", "44181033", "43251814", "43353764", "43298203"),
    }
    assert set(answers.values()) == {"probable", "unknown"}
    assert (norway("43252476", "SMP-COSME-2024-CLUSTER-01")[0], norway("43252476", "SMP-FOOD-2024")[0]) == (
        "probable",
        "unknown",
    )
    record, issues = made(topic(programme="99"))
    assert (record["norway"], issues) == ("unknown", [("unknown_word", "programme", "99")])


def test_order_clock_times_and_stamps_of_the_index_change_neither_card_nor_record() -> None:
    before = topic(model="multiple cut-off", status=OPEN)
    after = {
        **before,
        "divisions": before["divisions"][::-1],
        "keywords": [json.dumps(before["keywords"][::-1])],
        "deadlines": ["2027-09-14T17:00:00.000+0000", "2027-04-08T17:00:00.000+0000"],
        "action_deadlines": ["2027-09-14", "2027-04-08"],
        "others": before["others"][::-1],
        "title": f"  {before['title']}\u200b ",
        "metadata": {"esDA_IngestDate": ["x"], "es_SortDate": ["1"]},
    }
    (one,), (other,) = cards(before), cards(after)
    assert card_hash(one) == card_hash(other)
    assert made(before)[0]["content_hash"] == made(after)[0]["content_hash"]
    wobbling = [cascade(deadlines=[f"2026-10-10T{clock}.000+0000"]) for clock in ("21:00:07", "02:00:00", "17:00:00")]
    assert len({card_hash(cards(call)[0]) for call in wobbling}) == 1
    assert card_hash(cards(cascade(deadlines=["2026-10-11T21:00:07.000+0000"]))[0]) != card_hash(cards(wobbling[0])[0])


def test_real_changes_of_the_daily_history_and_no_others_change_a_card(shared: Path) -> None:
    versions: dict[str, dict[str, Any]] = {}
    with gzip.open(shared / "data/eu_history/records.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            versions[row["version"]] = row["record"]
    last: dict[str, dict[str, Any]] = {}
    naive = false = missed = 0
    with gzip.open(shared / "data/eu_history/nights.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            for version in json.loads(line)["records"]:
                record = versions[version]
                before = last.get(record["id"])
                last[record["id"]] = record
                if before in (None, record):
                    continue
                naive += 1
                changed = card_hash(_card(before)) != card_hash(_card(record))
                false += changed and _meaning(before) == _meaning(record)
                missed += not changed and _meaning(before) != _meaning(record)
    assert naive > 900
    assert (false, missed) == (0, 0)


def _card(record: dict[str, Any]) -> Card:
    return cards(from_record(record))[0]


_PLAIN = ("title", "callTitle", "abstract", "budget", "status", "actionType", "destination", "kind")


def _meaning(record: dict[str, Any]) -> list[Any]:
    """What a person would call the same: days, codes in any order, folded words."""
    words = [" ".join(str(record.get(name)).split()) for name in _PLAIN]
    days = [str(record[name])[:10] for name in ("startDate", "deadlineDate")]
    programmes = {one["id"] for one in record["frameworkProgrammes"]}
    labelled = {one["id"] for one in record["programmeDivisions"] if one["id"] != one["label"]}
    # The identifier of an EuropeAid call comes and goes by a country code, and nothing rests on it.
    identifier = record["identifier"] if record["kind"]["id"] != "2" else ""
    return [*words, *days, sorted(labelled - programmes), identifier]


def test_a_prospect_call_is_linked_by_its_own_number() -> None:
    """Its identifier comes and goes by a country code, and its address must not."""
    own = "https://webgate.ec.europa.eu/prospect/external/publishedcalls.htm?callId=185979"
    same = {"reference": "185979PROSPECTSEN", "type": "2", "url": own}
    calls = [cascade(**same, identifier=f"EuropeAid/185979/DD/ACT/{country}") for country in ("", "BA")]
    assert {made(call)[0]["url"] for call in calls} == {own}
    elsewhere = made({**calls[0], "url": "https://example.com/?callId=1"})[0]["url"]
    assert elsewhere.endswith("/topic-details/EuropeAid%2F185979%2FDD%2FACT%2F")


def test_a_call_closes_with_the_day_where_the_clock_is_only_listed() -> None:
    day = cascade(deadlines=["2026-09-15T01:00:00.000+0000"])
    assert made(day)[0]["status"] == "open", "the night began half an hour later"
    assert made({**day, "deadlines": ["2026-09-14T23:00:00.000+0000"]})[0]["status"] == "closed"
    assert not is_same_at(made(day)[0], NIGHT, NIGHT + timedelta(days=1)), "it is read again when the day is over"
