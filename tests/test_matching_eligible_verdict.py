"""Eligibility as a whole: what the rules come to, what a reader is told, and what holds for any record."""

from __future__ import annotations

import json
import math
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from eligible_cases import PARTNERS, WHO
from eligible_cases_terms import EARMARKED
from eligible_samples import NIGHT, ask, call, cases, members, project, said_to
from hypothesis import given
from hypothesis import strategies as st

from calls.fields import NAMES
from matching.eligible import LABELS_NB, Candidate, MissingPartner, Rule, judge
from matching.profiles import Member, load_clusters

CLEAR = call(
    **said_to("Kommuner kan søke."),
    status="open",
    deadline_type="fixed",
    deadlines=[{"at": "2026-10-14T11:00:00Z", "clock": "stated"}],
    deadline_text="14. oktober 2026 kl. 13.00",
    award_floor_nok=2_000_000,
    award_ceiling_nok=8_000_000,
)
WANTS = {"amount_min_nok": 3_000_000, "amount_max_nok": 6_000_000}

VERDICTS: list[tuple[str, dict[str, Any], str, str]] = [
    ("all that is said fits", {}, "kommune", "yes"),
    ("nobody may apply", {}, "bedrift_smb", "no"),
    ("nobody is named", {}, "-", "unknown"),
    ("the call does not say who", {"applicant_text": None, "applicant_types": []}, "kommune", "unknown"),
    ("the codes are there without words", {"applicant_text": None}, "kommune", "yes"),
    ("codes and words disagree", {"applicant_types": ["bedrift_smb"]}, "kommune", "unknown"),
    ("codes and words disagree the other way", {"applicant_types": ["bedrift_smb"]}, "bedrift_smb", "unknown"),
    ("no deadline is known", {"deadlines": [], "deadline_type": None}, "kommune", "unknown"),
    ("the deadline has passed", {"status": None, "deadlines": [{"at": "2026-09-01T11:00:00Z"}]}, "kommune", "no"),
    ("cancelled", {"status": "cancelled"}, "kommune", "no"),
    ("too little money", {"award_ceiling_nok": 2_500_000}, "kommune", "no"),
    ("another county", {"regions": ["15"]}, "kommune", "no"),
    ("the right county", {"regions": ["34"]}, "kommune", "yes"),
    ("a partner is missing", {"partner_text": "Minst én bedrift må delta."}, "kommune", "unknown"),
    ("the partner is there", {"partner_text": "Minst én bedrift må delta."}, "kommune+bedrift_smb", "yes"),
    ("likely open to Norway", {"norway": "probable"}, "kommune", "unknown"),
    ("surely closed to Norway", {"norway": "no"}, "kommune", "no"),
    ("kept for another", {"title": "Øremerket tilskudd til Universitetet i Bergen"}, "kommune", "no"),
    (
        "only the target group is told",
        {"target_groups": ["Kommuner"], "applicant_text": "Kommuner"},
        "kommune",
        "unknown",
    ),
    (
        "only the target group is told",
        {"target_groups": ["Kommuner"], "applicant_text": "Kommuner"},
        "statlig",
        "unknown",
    ),
    ("a period after all is over", {"project_end_latest_date": "2026-12-31"}, "kommune", "no"),
]


@pytest.mark.parametrize(("values", "own", "answer"), [row[1:] for row in VERDICTS], ids=[row[0] for row in VERDICTS])
def test_what_the_rules_come_to(values: dict[str, Any], own: str, answer: str) -> None:
    verdict = ask(CLEAR | values, own, start="2027-01", end="2028-12", **WANTS)
    assert verdict.answer == answer, verdict
    assert verdict.because_nb in {rule.words_nb for rule in verdict.rules if rule.answer == answer or answer == "yes"}


def test_a_whole_answer_as_a_reader_gets_it() -> None:
    own = (Member("hamar", "Hamar kommune", ("kommune",), "Hamar"),)
    others = (Member("inn", "Høgskolen i Innlandet", ("uh_institusjon",)), Member("si", "Sykehuset", ("helseforetak",)))
    evidence = {
        "applicant_text": [{"quote": "Forskningsorganisasjoner kan søke.", "url": "https://a.no", "label": "Hvem?"}]
    }
    record = call(
        **said_to("Forskningsorganisasjoner kan søke."),
        evidence=evidence,
        partner_text="Minst én bedrift og én kommune må delta.",
        deadline_type="rolling",
        deadline_text="Løpende",
    )
    found = judge(record, *project(own, others), NIGHT)
    no = "Bare universiteter, høgskoler og forskningsinstitutter kan søke, og det er ingen av medlemmene i prosjektet."
    assert found.answer == "no"
    assert found.rule("applicant") == Rule(
        "applicant",
        "no",
        f"{no} Høgskolen i Innlandet i klyngen kan søke om de blir med.",
        "Forskningsorganisasjoner kan søke.",
        "https://a.no",
        "Hvem?",
    )
    assert found.candidates == (
        Candidate("inn", "Høgskolen i Innlandet", "yes", False),
        Candidate("si", "Sykehuset", "unknown", False),
    )
    words = "Minst én bedrift og én kommune må delta."
    assert found.missing_partners == (MissingPartner("en bedrift", ("bedrift_smb", "bedrift_stor"), 1, (), words),)
    assert [rule.name for rule in found.rules] == list(LABELS_NB)
    assert found.rule("deadline").quote == "Løpende"


def test_the_member_who_could_fill_a_missing_place_is_named() -> None:
    firm = Member("firma", "Firmaet", ("bedrift_smb",))
    verdict = judge(call(partner_text="Minst én bedrift må delta."), *project(members("kommune"), (firm,)), NIGHT)
    assert [one.members for one in verdict.missing_partners] == [("firma",)]


def test_an_eu_action_that_takes_three_countries_lacks_partners_abroad() -> None:
    record = call(application_type="HORIZON  Research and Innovation Actions", norway="probable")
    missing = ask(record, "helseforetak+uh_institusjon").missing_partners
    assert [(one.words_nb, one.count, one.members) for one in missing] == [
        ("partnere i andre land (minst tre land i alt)", 2, ())
    ]
    assert not ask(call(application_type="HORIZON EIC Accelerator")).missing_partners


def test_an_amount_is_told_in_the_funders_own_currency() -> None:
    rule = ask(call(award_ceiling_eur=15_000), "kommune", **WANTS).rule("amount")
    assert rule.words_nb == "Høyeste beløp er 15 000 euro. Dere trenger minst 3 000 000 kroner."


def test_the_cluster_itself_may_be_a_cluster() -> None:
    verdict = ask(call(**said_to("Klynger kan søke.")), "kommune", partner_types=("klynge",))
    assert verdict.candidates == (Candidate("", "Klyngen", "unknown", True),)


def test_the_example_clusters_get_the_answers_that_their_files_call_for() -> None:
    """Companies only: no project without a company may apply, and every project with one may."""
    record = call(**said_to("Bedrifter kan søke."))
    for cluster in load_clusters(Path(__file__).parents[1] / "clusters"):
        kinds = {member.key: set(member.types) for member in cluster.members}
        for profile in cluster.profiles:
            own = set().union(*(kinds[key] for key in profile.members))
            expected = "yes" if own & {"bedrift_smb", "bedrift_stor"} else "unknown" if own & {"klynge"} else "no"
            assert judge(record, profile, cluster, NIGHT).rule("applicant").answer == expected, profile.key


ABSENT = [None, math.nan, pd.NaT, pd.NA, np.nan, "", [], {}, np.array([])]


@pytest.mark.parametrize("nothing", ABSENT, ids=[repr(value) for value in ABSENT])
def test_nothing_in_any_form_says_nothing(nothing: object) -> None:
    empty = dict.fromkeys(NAMES, nothing)
    verdict = judge(empty, *project(members("kommune")), NIGHT)
    assert verdict == judge({}, *project(members("kommune")), NIGHT)
    assert {rule.answer for rule in verdict.rules} == {"unknown"}
    assert not any(rule.is_stated for rule in verdict.rules)


def test_a_record_out_of_a_frame_gets_the_same_verdict() -> None:
    both = [CLEAR, call(source_id="other")]
    row = pd.DataFrame(both).to_dict("records")[0]
    row |= {"is_partner_required": np.bool_(False), "award_floor_nok": np.float64(2_000_000), "norway": math.nan}
    assert judge(row, *project(members("kommune"), **WANTS), NIGHT) == ask(
        CLEAR | {"is_partner_required": False}, "kommune", **WANTS
    )


@pytest.mark.parametrize("part", ["Bare A ", "kommuner ", "minst to ", "om støtte til ", "1 2 3 ", "A og "])
def test_a_text_without_end_is_not_read(part: str) -> None:
    verdict = ask(call(applicant_text=part * 20_000, partner_text=part * 20_000), "kommune")
    assert {verdict.rule(name).answer for name in ("applicant", "earmarked", "partners")} == {"unknown"}


def test_a_night_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        judge(CLEAR, *project(members("kommune")), datetime(2026, 9, 16))  # noqa: DTZ001


KINDS = ("kommune", "helseforetak", "bedrift_smb", "bedrift_stor", "uh_institusjon", "klynge", "frivillig_org")
RECORDS = st.fixed_dictionaries(
    {},
    optional={
        "applicant_text": st.sampled_from([case[0] for case in (*cases(WHO), *cases(EARMARKED))]),
        "applicant_types": st.lists(st.sampled_from(KINDS), max_size=3, unique=True),
        "partner_text": st.sampled_from([case[0] for case in cases(PARTNERS)]),
        "is_partner_required": st.sampled_from([True, False, None, math.nan]),
        "regions": st.lists(st.sampled_from(["15", "34", "hele landet", "Hamar", "Månen"]), max_size=2),
        "status": st.sampled_from(["open", "forecasted", "closed", "cancelled", None]),
        "deadline_type": st.sampled_from(["fixed", "rolling", "staged", None]),
        "deadline_at": st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),  # noqa: DTZ001
        "award_floor_nok": st.integers(0, 10**8),
        "award_ceiling_nok": st.integers(0, 10**8),
        "norway": st.sampled_from(["yes", "probable", "unknown", "no", None]),
        "title": st.text(max_size=60),
    },
)
OWN = st.lists(st.sampled_from(KINDS), max_size=4).map(lambda kinds: "+".join(kinds) or "-")


@given(record=RECORDS, own=OWN, least=st.none() | st.integers(0, 10**7))
def test_what_holds_for_any_record(record: dict[str, Any], own: str, least: int | None) -> None:
    verdict = ask(call(**record), own, amount_min_nok=least)
    assert verdict == ask(call(**record), own, amount_min_nok=least)
    assert (verdict.answer == "no") is any(rule.answer == "no" for rule in verdict.rules)
    assert all(rule.answer == "unknown" for rule in verdict.rules if not rule.is_stated)
    assert verdict.rule("partners").answer != "no"
    if verdict.answer == "yes":
        assert any(one.answer == "yes" and one.is_involved for one in verdict.candidates)
    assert json.loads(json.dumps(verdict.content, allow_nan=False)) == verdict.content


COLUMNS = {"regions": "region", "norway": "norway", "award_ceiling_nok": "amount", "award_floor_nok": "amount"}


@given(record=RECORDS, own=OWN, column=st.sampled_from(sorted(COLUMNS)))
def test_a_rule_rests_on_its_own_facts(record: dict[str, Any], own: str, column: str) -> None:
    wants = {"amount_min_nok": 10**6}
    before, after = (ask(call(**facts), own, **wants) for facts in (record, record | {column: None}))
    others = [name for name in LABELS_NB if name != COLUMNS[column]]
    assert [before.rule(name) for name in others] == [after.rule(name) for name in others]
