"""Language twins: what a page says of its twin, and what may be guessed, with nothing where there is a doubt."""

from __future__ import annotations

import random
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from linking_samples import Record, bundled_records, call, real_records

from calls.linking import Link, find, find_links, merged, wrong_twins
from calls.model import Issue

MARCH, MAY, OCTOBER = date(2027, 3, 3), date(2027, 5, 5), date(2027, 10, 1)
NB, EN = "2027/pilot-helse", "en/2027/pilot-health"


def pilot(**values: Any) -> Record:
    return call(NB, "Pilot Helse", MARCH, **{"project_start_earliest_date": OCTOBER, **values})


def pilot_en(**values: Any) -> Record:
    return call(EN, "Pilot Health", MARCH, lang="en", **{"project_start_earliest_date": OCTOBER, **values})


def address(source_id: str) -> str:
    return f"https://forskningsradet.example/{source_id}"


def pairs(records: list[Record]) -> list[tuple[str, str]]:
    return [(link.source_id, link.other_id) for link in find_links(records) if link.kind == "twin"]


@pytest.fixture(scope="module")
def bundled() -> list[Record]:
    return bundled_records()


BUNDLED_TWINS = [
    ("eurostars-utlysning-11", "eurostars-call-11"),
    ("forskning-innovasjon-store-utfordringer-offentlig-sektor", "research-innovation-major-challenges-public-sector"),
    (
        "forskning-og-innovasjon-for-mer-sammenhengende-og-effektive-kommunale-helse--og-omsorgstjenester",
        "research-innovation-sustainability-municipal-health-care-services",
    ),
    ("forskning-pa-kvinners-helse", "research-on-womens-health"),
    ("kompetansebyggende-prosjekt-naringslivet", "competence-building-project-industry"),
    ("pilot-helse", "pilot-health"),
    ("samarbeidsprosjekt-utfordringer-samfunn-naringsliv", "collaborative-project-societal-industry-challenges"),
]
"""Every bundled call of 2026 that has an English text, read by hand."""

REAL_TWINS = [
    (
        "2021/obligatorisk-skisse-for-soknad-til-forskningsenter-for-petroleum",
        "en/2021/project-outline-research-center-petroleum",
    ),
    (
        "2023/kjonnsbalanse-mangfold-og-inkludering-i-norsk-forskning",
        "en/2023/gender-balance-diversity-inclusion-norwegian-research",
    ),
    ("2025/forskerprosjekt-fornyelse-tematisk", "en/2025/researcher-project-for-scientific-renewal-thematic-call"),
]
"""Read by hand. The Norwegian page of the collaborative project of 2025 has no dates, so nothing is said of it."""


def test_the_bundled_twins_are_found_and_nothing_else(bundled: list[Record]) -> None:
    expected = [(f"2026/{nb}", f"en/2026/{en}") for nb, en in BUNDLED_TWINS]
    assert pairs(bundled) == expected
    assert {link.reason for link in find_links(bundled) if link.kind == "twin"} == {
        "Nettstedet sier at det er samme utlysning på bokmål og engelsk."
    }
    assert find(bundled).issues == ()


def test_without_a_pointer_the_same_twins_are_found_by_what_they_say(bundled: list[Record]) -> None:
    silent = [{**record, "twin_url": None} for record in bundled]
    expected = [(f"2026/{nb}", f"en/2026/{en}") for nb, en in BUNDLED_TWINS]
    assert pairs(silent) == expected
    (pilots,) = [link for link in find_links(silent) if link.source_id == "2026/pilot-helse"]
    assert pilots.reason == (
        "Samme år i adressen, samme frist 23. september 2026, samme øvrige datoer og beløp og samme innhold i tittelen "
        "på bokmål og engelsk."
    )


def test_the_twins_among_real_pages_are_found_and_nothing_else(shared: Path) -> None:
    assert pairs(real_records(shared)) == REAL_TWINS


def test_with_all_dates_made_equal_the_titles_alone_still_find_no_wrong_pair(
    shared: Path, bundled: list[Record]
) -> None:
    known = {record["source_id"]: record for record in (*real_records(shared), *bundled)}
    alike = [
        call(record["source_id"], record["title"], MARCH, lang=record["lang"], project_start_earliest_date=OCTOBER)
        for record in known.values()
        if record["source"] == "forskningsradet"
    ]
    right = {
        *REAL_TWINS,
        *((f"2026/{nb}", f"en/2026/{en}") for nb, en in BUNDLED_TWINS),
        (
            "2025/samarbeidsprosjekt-utfordringer-samfunn-naringsliv",
            "en/2025/collaborative-project-societal-industry-challenges",
        ),
        (
            "2025/forskning-og-innovasjon-kommunale-helse--og-omsorgstjenester",
            "en/2025/research-innovation-sustainability-municipal-health-care-services",
        ),
    }
    assert set(pairs(alike)) <= right


@pytest.mark.parametrize(
    "changed",
    [
        {"deadlines": [], "deadline_type": None},
        {"project_start_earliest_date": date(2027, 9, 1)},
        {"project_start_earliest_date": None},
        {"budget_nok": 5_000_000},
        {"title": "Hydrogen Value Chains"},
        {"lang": "nb"},
        {"source": "innovasjonnorge"},
        {"source_id": "en/2026/pilot-health"},
        {"source_id": "pilot-health"},
    ],
    ids=str,
)
def test_what_differs_or_is_missing_makes_no_twin(changed: dict[str, Any]) -> None:
    norwegian = pilot(budget_nok=150_000_000)
    assert pairs([norwegian, pilot_en()]) == [(NB, EN)]
    assert pairs([norwegian, {**pilot_en(), **changed}]) == []


def test_two_candidates_are_none() -> None:
    other = {**pilot_en(), "source_id": "en/2027/pilot-health-2"}
    assert pairs([pilot(), pilot_en(), other]) == []
    # One of them is clearly nearer.
    other["title"] = "Pilot Health: Battery Technology, Hydrogen and Ocean Wind"
    assert pairs([pilot(), pilot_en(), other]) == [(NB, EN)]


def test_nynorsk_bokmal_and_english_are_one_call_however_they_point() -> None:
    nynorsk = call("2027/pilot-helse-nn", "Pilot Helse", MARCH, lang="nn", twin_url=address(NB) + "/")
    english = pilot_en(twin_url=address(NB) + "?tab=1")
    found = find([english, nynorsk, pilot(twin_url=address(EN))])
    assert [(link.source_id, link.other_id) for link in found.links] == [(NB, "2027/pilot-helse-nn"), (NB, EN)]
    assert found.links[0].reason == "Nettstedet sier at det er samme utlysning på bokmål og nynorsk."
    assert found.issues == ()


def doubted(record: Record, other: Record) -> Issue:
    return Issue(
        "forskningsradet",
        record["source_id"],
        "wrong_twin",
        "twin_url",
        other["url"],
        "Siden oppgir en annen side som samme utlysning på et annet språk, men den siden er ikke det; de to er ikke "
        "slått sammen. Se på begge sidene.",
        record["url"],
    )


def test_a_pointer_that_does_not_hold_is_an_issue_and_no_link() -> None:
    english = pilot_en(twin_url=address("2027/annet"))
    other = call("2027/annet", "Noe helt annet", MAY)
    norwegian = pilot(twin_url=address(EN))
    found = find([english, norwegian, other])
    assert [(link.source_id, link.other_id) for link in found.links] == [("2027/annet", EN)]
    assert found.issues == (doubted(norwegian, english),)
    assert wrong_twins([english, norwegian, other]) == found.issues
    same_language = call("2027/kopi", "Pilot Helse", MAY, twin_url=address(NB))
    assert find([pilot(), same_language]).issues == (doubted(same_language, pilot()),)


def test_of_two_pages_that_claim_a_twin_the_one_with_its_deadline_is_right() -> None:
    last_year = call("2026/pilot-helse", "Pilot Helse", date(2026, 3, 4), twin_url=address(EN))
    norwegian, english = pilot(twin_url=address(EN)), pilot_en()
    found = find([last_year, norwegian, english])
    assert [(link.source_id, link.other_id) for link in found.links] == [(NB, EN)]
    assert found.issues == (doubted(last_year, english),)


def test_a_chain_of_pointers_never_joins_two_texts_in_one_language() -> None:
    nynorsk = call("2027/nn", "Pilot Helse", MARCH, lang="nn", twin_url=address(EN))
    second = call("2027/to", "Noe anna", MAY, twin_url=address("2027/nn"))
    found = find([pilot(twin_url=address(EN), project_start_earliest_date=None), pilot_en(), nynorsk, second])
    assert found.links == ()
    assert len(found.issues) == 3


@pytest.mark.parametrize("hostile", ["javascript:alert(1)", "https://[", "", "//", "https://forskningsradet.example/"])
def test_a_hostile_pointer_is_nothing(hostile: str) -> None:
    assert find([pilot(twin_url=hostile, project_start_earliest_date=None), pilot_en()]).links == ()


def test_links_do_not_depend_on_the_order_of_the_records(bundled: list[Record]) -> None:
    expected = find(bundled)
    for seed in range(3):
        shuffled = list(bundled)
        random.Random(seed).shuffle(shuffled)
        assert find(shuffled) == expected


def test_three_thousand_calls_with_one_deadline_are_linked_fast() -> None:
    words = ["helse", "omsorg", "kommune", "sykehus", "klima", "energi", "hav", "mat", "skog", "data", "kvinne", "barn"]
    picks = random.Random(5)
    records = []
    for number in range(1500):
        title = " ".join(picks.sample(words, 4))
        records.append(call(f"2027/{number}", title, MARCH, project_start_earliest_date=OCTOBER))
        records.append(call(f"en/2027/{number}", title, MARCH, lang="en", project_start_earliest_date=OCTOBER))
    began = time.process_time()
    find(records)
    # Bounds a slip to all pairs with every field compared, which takes minutes; this takes a second or two.
    assert time.process_time() - began < 20


def test_merged_shows_the_norwegian_text_and_keeps_the_others_whole() -> None:
    joint = call("9COMPETITIVE_CALL", "Pilot Health", MARCH, lang="en", source="eu")
    alone = call("2027/annet", "Noe annet", MAY)
    norwegian, english = pilot(status="closed"), pilot_en(status="open")
    links = [
        Link("eu", "9COMPETITIVE_CALL", "forskningsradet", NB, "same_call", "Samme navn."),
        Link("forskningsradet", NB, "forskningsradet", EN, "twin", "Nettstedet sier det."),
        Link("forskningsradet", NB, "forskningsradet", "2027/ukjent", "twin", "Nettstedet sier det."),
    ]
    one, other = merged([alone, english, joint, norwegian], links)
    assert one.record is norwegian
    assert [(also.record["source_id"], also.kind, also.reason) for also in one.others] == [
        (EN, "twin", "Nettstedet sier det."),
        ("9COMPETITIVE_CALL", "same_call", "Samme navn."),
    ]
    assert one.others[0].record is english
    assert (other.record, other.others) == (alone, ())


def test_of_texts_in_one_language_the_open_and_then_the_fuller_is_shown() -> None:
    closed = call("a", "Pilot", MARCH, lang="en", status="closed", summary="Mye tekst.")
    bare = call("b", "Pilot", MARCH, lang="en", source="eu")
    full = call("c", "Pilot", MARCH, lang="en", source="x", summary="Mye tekst.")
    links = [
        Link("eu", "b", "forskningsradet", "a", "same_call", "1"),
        Link("eu", "b", "x", "c", "same_call", "2"),
    ]
    (one,) = merged([closed, bare, full], links)
    assert [one.record["source_id"], *(also.record["source_id"] for also in one.others)] == ["c", "b", "a"]
