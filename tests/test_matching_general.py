"""General instruments: which calls are, a fit that adds up, the one list, and the benchmark with all calls in."""

from __future__ import annotations

import dataclasses
import json
import math
from pathlib import Path
from typing import Any

import pytest
from eligible_samples import call
from general_scores import (
    best_first,
    fixed_list,
    general_lists,
    interval,
    load_calls,
    load_grades,
    load_profiles,
    ndcg,
)
from hypothesis import given
from hypothesis import strategies as st

from calls.fields import APPLICANT_TYPES
from matching.general import WEIGHTS, general_fit, joint, read_project, recognise
from matching.general.schemes import KINDS
from matching.profiles import Cluster, Member, Profile

NOBODY = Cluster("c", "Klyngen", "K", "34", (), ())

KINDS_OF_TITLES = """
Pilot Helse | pilot_helse
Pilot Health | pilot_helse
Forprosjekt til Pilot Helse | pilot_helse_forprosjekt
Forprosjekter til Pilot Helse | pilot_helse_forprosjekt
Innovasjonsprosjekt i offentlig sektor | offentlig_innovasjon
Research and Innovation for Major Challenges in the Public Sector | offentlig_innovasjon
Forprosjekt for innovasjonsprosjekt i offentlig sektor | offentlig_forprosjekt
Forskning og innovasjon for å styrke bærekraften i kommunale helse- og omsorgstjenester | kommunal_helse
Offentleg sektor-ph.d. 2023 | offentlig_phd
Nærings-ph.d. – doktorgradsprosjekt i bedrift 2026 | narings_phd
Samarbeidsprosjekt for å møte utfordringer i samfunn og næringsliv | samarbeidsprosjekt
Forskerprosjekt for fornyelse (tematisk utlysning) | forskerprosjekt
Innovasjonsprosjekt i næringslivet: Helse 2026 | naring_innovasjon
SkatteFUNN – skattefradrag for forskning og utvikling | skattefunn
Oppstartstilskudd 2 | oppstart
Markedsavklaring for helseideer | oppstart
Tilskudd til innovasjonskontrakter | innovasjonskontrakt
Innovasjonslån | vekst
Regionale utviklingsmidlar: helseinnovasjon og testarenaer | regional_utvikling
Designdrevet innovasjon og inkluderende design 2026 | design
EIC Accelerator 2026 - Short proposal | eu_vekst
European Partnership on Innovative SMEs/Eurostars: joint transnational call (CALL 12) | eu_vekst
MSCA Doctoral Networks 2027 | eu_forsker
Innovation Projects for the Industrial Sector: Land-based Bioeconomy 2026 |
134 millioner kroner til Forskerprosjekt og Unge forskertalenter innenfor marin forskning |
Tilskudd til fornyelse av skip i nærskipsfart |
Demens og den aldrende hjernen |
Kunstig intelligens i sykehus: fra modell til klinisk bruk |
Earlier and more precise palliative care |
Kompetansebyggende prosjekt for næringslivet | kompetanse_naring
"""


@pytest.mark.parametrize("row", KINDS_OF_TITLES.strip().splitlines())
def test_schemes_are_known_by_their_names_and_themed_calls_are_none(row: str) -> None:
    title, _, expected = (part.strip() for part in row.rpartition("|"))
    found = recognise({"title": title, "text": "", "lang": "nb"})
    assert (found.kind.key if found else "") == expected


def test_a_record_and_its_bare_text_are_known_alike() -> None:
    text = "Stiftelsen Dam. Gjennom programmet Utvikling gir stiftelsen støtte til frivillige organisasjoner."
    bare = recognise({"title": "Utvikling: nye tiltak", "text": text, "lang": "nb"})
    record = recognise(call(title="Utvikling: nye tiltak", funder="Stiftelsen Dam", full_text="Om utlysningen"))
    assert bare and record and bare.kind == record.kind
    assert recognise(call(title="Utvikling: nye tiltak", full_text="x " * 300 + "Stiftelsen Dam")) is None


def test_breadth_of_themes_makes_a_call_of_a_known_type_general() -> None:
    themes = [{"name": name, "amount_nok": 1, "target_group": None, "text": name} for name in ("A", "B", "C", "D")]
    record = call(title="Stor fellesutlysning", application_type="Forskerprosjekt", themes=themes)
    found = recognise(record)
    assert found and found.kind.key == "forskerprosjekt"
    assert recognise(record | {"themes": themes[:3]}) is None


def test_the_calls_own_words_on_applicants_and_place_go_before_the_table() -> None:
    record = call(title="Regionale utviklingsmidler 2027", funder="Innlandet fylkeskommune")
    found = recognise(record | {"applicant_types": ["klynge"]})
    assert found and (found.owners, found.counties) == (("klynge",), frozenset({"34"}))
    limited = recognise(record | {"regions": ["15"]})
    assert limited and limited.counties == frozenset({"15"})


PILOT = {"title": "Pilot Helse", "text": "", "lang": "nb"}
TRIAL = Profile(
    "p",
    "Sensorer i hjemmetjenesten",
    "Vi prøver ut digital teknologi i tjenesten. Legene er med.",
    ("velferdsteknologi",),
    "nb",
    partner_types=("kommune", "bedrift_smb", "uh_institusjon"),
    region="34",
    owner_role="En kommune eier prosjektet",
)


def test_a_whole_fit_with_its_reasons() -> None:
    found = general_fit(PILOT, TRIAL, NOBODY)
    assert found is not None
    told = {part.name: (part.value, part.words_nb) for part in found.parts}
    assert told["applicant"] == (
        0.25,
        "Søkes av bedrifter, kommuner og helseforetak, og det er en slik som eier prosjektet.",
    )
    assert told["partners"] == (0.25, "De som må være med, er med.")
    assert told["field"] == (0.1, "Ordningen er for helse og omsorg.")
    assert (found.kind, found.name_nb, found.quote) == ("pilot_helse", "Pilot Helse", "Pilot Helse")
    assert math.isclose(found.score, sum(part.value for part in found.parts), abs_tol=1e-9)
    assert json.loads(json.dumps(found.content)) == found.content


def score(record: dict[str, Any], **changes: Any) -> float:
    found = general_fit(record, dataclasses.replace(TRIAL, **changes), NOBODY)
    assert found is not None
    return found.score


def test_what_raises_and_lowers_a_fit() -> None:
    full = score(PILOT)
    assert score(PILOT, partner_types=("kommune", "uh_institusjon")) < full, "no company"
    assert score(PILOT, partner_types=("frivillig_org",), owner_role="") < score(PILOT, partner_types=(), owner_role="")
    funds = call(title="Regionale utviklingsmidler", funder="Innlandet fylkeskommune")
    assert score(funds, region="15") < score(funds) - 0.4, "nobody there may apply"
    dear = call(title="Pilot Helse", award_floor_nok=8_000_000, award_ceiling_nok=16_000_000)
    assert score(dear, amount_max_nok=1_000_000) < score(dear) < score(dear, amount_min_nok=8_000_000)
    doctor = {"title": "Offentlig sektor-ph.d.", "text": "", "lang": "nb"}
    assert score(doctor, title="Doktorgrad i kommunen") > score(doctor)


def test_members_count_beside_the_kinds_of_partner_that_a_profile_names() -> None:
    cluster = Cluster("c", "K", "K", "34", (Member("firma", "Firmaet", ("bedrift_smb",)),), ())
    alone = dataclasses.replace(TRIAL, partner_types=("kommune",), members=("firma",))
    assert read_project(alone, cluster).present == {"kommune", "bedrift_smb"}


def test_the_weights_are_one_and_every_kind_is_whole() -> None:
    assert math.isclose(sum(WEIGHTS.values()), 1)
    assert len({kind.key for kind in KINDS}) == len(KINDS)
    for kind in KINDS:
        assert math.isclose(sum(kind.purposes.values()), 1), kind.key
        assert kind.owners and kind.needs and kind.stages
        assert set(kind.owners).union(*kind.needs) <= set(APPLICANT_TYPES)


TYPES = st.lists(st.sampled_from(APPLICANT_TYPES), max_size=4, unique=True).map(tuple)
TITLES = st.sampled_from([row.rpartition("|")[0].strip() for row in KINDS_OF_TITLES.strip().splitlines()]) | st.text()


@given(
    title=TITLES, text=st.text(max_size=200), words=st.text(max_size=200), partners=TYPES, region=st.text(max_size=5)
)
def test_a_fit_is_a_sum_of_parts_within_their_bounds(
    title: str, text: str, words: str, partners: tuple[str, ...], region: str
) -> None:
    profile = Profile("p", words[:30], words, (), "nb", partner_types=partners, region=region)
    found = general_fit({"title": title, "text": text, "lang": "nb"}, profile, NOBODY)
    if found is None:
        return
    assert math.isclose(found.score, math.fsum(part.value for part in found.parts), abs_tol=1e-9)
    assert [part.name for part in found.parts] == list(WEIGHTS)
    assert all(0 <= part.value <= part.most == WEIGHTS[part.name] and part.words_nb for part in found.parts)


@given(topical=st.floats(0, 1), nearest=st.floats(0, 1), general=st.none() | st.floats(0, 1))
def test_the_one_list_is_a_sum_of_two_reasons(topical: float, nearest: float, general: float | None) -> None:
    low, high = sorted((topical, nearest))
    found = joint(low, high, general)
    assert math.isclose(found.score, found.topical + found.general, abs_tol=1e-9)
    alone = joint(low, high, None).score, joint(0.0, high, general).score
    assert found.score >= max(alone) - 1e-9, "a second reason never lowers"
    with pytest.raises(ValueError, match="over the nearest"):
        joint(high + 1, high, general)


def test_with_all_calls_in_it_beats_the_best_list_that_is_blind_to_profiles(shared: Path) -> None:
    """Leave one profile out: the fixed list of a profile is made of all the others' grades."""
    calls, grades = load_calls(shared), load_grades(shared)
    fixed = fixed_list(grades)
    for lang in ("nb", "nn", "en"):
        lists = general_lists(calls, load_profiles(shared, lang))
        reached = {key: ndcg(best_first(scores), grades[key]) for key, scores in lists.items()}
        low, _ = interval([reached[key] - fixed[key] for key in sorted(fixed)])
        assert low > 0, (lang, sum(reached.values()) / len(reached), sum(fixed.values()) / len(fixed))


def test_it_knows_the_general_instruments_of_the_benchmark(shared: Path) -> None:
    """Precision and recall against a list by another hand, which counts farm and ship loans and help pages as general
    and leaves the EU's out."""
    listed = set((shared / "benchmarks" / "cluster" / "general.txt").read_text(encoding="utf-8").split())
    norwegian = [one for one in load_calls(shared) if not one["source"].startswith("eu")]
    found = {one["id"] for one in norwegian if recognise(one)}
    assert len(found & listed) / len(found) >= 0.9
    assert len(found & listed) / len(listed) >= 0.75
