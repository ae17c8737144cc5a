"""One call in the lists of two sources: linked by the name of the partnership and the deadline, never by less."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from linking_samples import Record, bundled_records, call, moment, real_records

from calls.linking import Link, find_links
from calls.linking.joint_names import JointName, read_joint_name
from sources.eu.hit import key_of

DAY = date(2026, 9, 10)
EUROSTARS = (
    "European Partnership on Innovative SMEs/Eurostars: joint transnational call for proposals (CALL 11 of Eurostars-3)"
)
NAMED = frozenset({"eurostars"})


def home(title: str, *days: date, lang: str = "nb", source: str = "forskningsradet") -> Record:
    return call("2026/hjemme", title, *(days or (DAY,)), lang=lang, source=source)


def abroad(
    title: str, *days: date, number: int = 1, paid_by: str | None = None, kind: str = "COMPETITIVE_CALL"
) -> Record:
    """A call of the portal; paid_by: the title of the topic that pays it."""
    return call(f"{number}{kind}", title, *(days or (DAY,)), lang="en", source="eu", scheme=paid_by)


def reasons(*records: Record) -> list[str]:
    return [link.reason for link in find_links(records)]


@pytest.mark.parametrize(
    ("ours", "theirs", "reason"),
    [
        (
            "Eurostars 3 – utlysning 11",
            EUROSTARS,
            "Begge gjelder «Eurostars», utlysning nummer 11 og har samme frist, 10. september 2026.",
        ),
        ("Eurostars: støtte til internasjonale prosjekter", EUROSTARS, "«Eurostars» og har samme frist"),
        (
            "Fellesutlysning 2026 om uløste sjeldne sykdommer (ERDERA)",
            "ERDERA Joint Transnational Call 2026: “Resolving unsolved cases in rare diseases”",
            "Begge gjelder «ERDERA», året 2026 og har samme frist",
        ),
        (
            "BE READY: Fellesutlysning om pandemiberedskap",
            "Joint Transnational Call 2026 for the BE READY Partnership: Advancing knowledge of host and pathogens",
            "«BE READY» og har samme frist",
        ),
        (
            "Transnasjonal utlysning: Driving Urban Transitions 2025",
            "Driving Urban Transitions (DUT) Call 2025",
            "«Driving Urban Transitions», året 2025 og har samme frist",
        ),
        ("Water4All: vann og helse", "Water4All 2025 Joint Transnational Call “Water and health”", "«Water4All»"),
        (
            "Trials4Health: utlysning av kliniske studier",
            "Multi-country Trials (Trials4Health) JTC2026",
            "«Trials4Health»",
        ),
    ],
)
def test_a_joint_call_is_linked_with_what_the_two_share(ours: str, theirs: str, reason: str) -> None:
    (found,) = find_links([home(ours), abroad(theirs)])
    assert (found.source, found.source_id, found.other_source, found.other_id, found.kind) == (
        "eu",
        "1COMPETITIVE_CALL",
        "forskningsradet",
        "2026/hjemme",
        "same_call",
    )
    assert reason in found.reason


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Eurostars 3 – utlysning 12", EUROSTARS),
        ("ERDERA fellesutlysning 2025", "ERDERA Joint Transnational Call 2026"),
        ("Fellesutlysning om sjeldne sykdommer", "ERDERA Joint Transnational Call 2026"),
        ("KI i helse: fellesutlysning med partnerskap", "AI in health: joint transnational call"),
        ("THCS fellesutlysning", "ERA4Health joint transnational call"),
        ("Helse: CO2 og VR", "CO2 and VR: open call"),
        ("Innovasjonsprosjekt i næringslivet", EUROSTARS),
        ("Support to the FUSION network", "FUSION open call for pilots"),
        ("VI SØKER PARTNERSKAP FOR NYE PROSJEKTER", "OPEN CALL: PARTNERSKAP FOR NYE PROSJEKTER"),
    ],
)
def test_less_than_a_name_in_common_is_no_link(ours: str, theirs: str) -> None:
    assert reasons(home(ours), abroad(theirs)) == []


HEALTH = "European partnership fostering a European Research Area (ERA) for health research"
EIT = "EITHEALTH Business Plan 2026"


@pytest.mark.parametrize(
    ("ours", "theirs", "paid_by", "name"),
    [
        (
            "ERA4Health: Fellesutlysning om overvekt",
            "Preventing Overweight and Obesity - PREVENT-OO",
            HEALTH,
            "ERA4Health",
        ),
        (
            "Fellesutlysning om antibiotikaresistens (One Health AMR)",
            "Treatments and Adherence to Treatment protocols",
            "European Partnership: One Health Anti-Microbial Resistance",
            "One Health AMR",
        ),
        ("EIT Health: Innovation Validation Call 2026", "Innovation Validation Call 2026", EIT, "EIT Health"),
        (
            "Utlysning fra partnerskapet EP PerMed",
            "Joint call 2026",
            "Partnership on Personalised Medicine",
            "EP PerMed",
        ),
    ],
)
def test_a_call_that_does_not_name_its_partnership_is_known_by_the_topic_that_pays(
    ours: str, theirs: str, paid_by: str, name: str
) -> None:
    (reason,) = reasons(home(ours), abroad(theirs, paid_by=paid_by))
    assert reason.startswith(f"Begge gjelder «{name}»")
    assert reasons(home(ours), abroad(theirs)) == []


@pytest.mark.parametrize(
    ("ours", "theirs", "paid_by"),
    [
        ("Eurostars 2, Call 11", EUROSTARS, "European Partnership on Innovative SMEs"),
        ("Forprosjekt for bedrifter som vil søke Eurostars", EUROSTARS, "European Partnership on Innovative SMEs"),
        ("Registrering av norske partnere i ERA4Health", "ERA4Health JTC2026", HEALTH),
        ("Innowwide: markedsstudier", EUROSTARS, "European Partnership on Innovative SMEs"),
        ("Eureka: nettverksprosjekter for bedrifter", EUROSTARS, "Eureka"),
        ("EIT Health: kurs for oppstartsbedrifter", "Innovation Validation Call 2026", EIT),
        ("ARISE: mobilitet for unge forskere", "2nd ARISE Open Call", "Robotics (AI Data and Robotics Partnership)"),
        ("Samarbeid mellom NTNU og industrien om vind", "DigiWind NTNU Open Call", "European partnership on wind"),
        ("Partnerskap om sjeldne sykdommer", "Joint call 2026", "European Partnership on Rare Diseases"),
    ],
)
def test_a_call_beside_the_joint_one_is_another(ours: str, theirs: str, paid_by: str) -> None:
    assert reasons(home(ours), abroad(theirs, paid_by=paid_by)) == []


def test_a_topic_of_the_commission_is_no_call_of_the_partnership_that_it_pays() -> None:
    ours = home("ERDERA: Fellesutlysning 2026")
    title = "European Partnership on Rare Diseases (ERDERA) (Phase 2)"
    assert reasons(ours, abroad(title, kind="TOPICS")) == []
    assert len(reasons(ours, abroad(title))) == 1


def test_of_sister_calls_on_one_day_the_one_that_says_the_same_is_it() -> None:
    validation = abroad("Innovation Validation Call 2026", number=1, paid_by=EIT)
    models = abroad("New Models to Deliver Healthcare 2026", number=2, paid_by=EIT)
    ours = call("en/2026/eit", "EIT Health: New Models to Deliver Healthcare", DAY, lang="en")
    assert [link.source_id for link in find_links([ours, validation, models])] == ["2COMPETITIVE_CALL"]
    sisters = [abroad("Nutrition and health", number=1, paid_by=HEALTH), abroad("Trials", number=2, paid_by=HEALTH)]
    assert reasons(home("ERA4Health: Fellesutlysning 2026"), *sisters) == []
    trial = call("en/2026/era", "ERA4Health: Joint Call on Nutrition and Health", DAY, lang="en")
    assert [link.source_id for link in find_links([trial, *sisters])] == ["1COMPETITIVE_CALL"]


@pytest.mark.parametrize(("apart", "is_linked"), [(0, True), (1, True), (2, True), (3, False), (180, False)])
def test_the_deadline_may_be_two_days_off(apart: int, is_linked: bool) -> None:
    later = date.fromordinal(DAY.toordinal() + apart)
    assert bool(reasons(home("Eurostars"), abroad(EUROSTARS, later))) is is_linked
    assert bool(reasons(home("Eurostars", later), abroad(EUROSTARS, date(2026, 3, 1), DAY))) is is_linked


def test_a_call_without_a_deadline_is_linked_to_none() -> None:
    record = {**home("Eurostars, utlysning 11"), "deadlines": []}
    assert reasons(record, abroad(EUROSTARS)) == []


def test_a_deadline_a_day_apart_is_told() -> None:
    assert reasons(home("Eurostars", date(2026, 9, 11)), abroad(EUROSTARS)) == [
        "Begge gjelder «Eurostars» og har nesten samme frist, 10. september 2026 og 11. september 2026."
    ]


def test_two_candidates_are_none_unless_their_number_tells() -> None:
    first = abroad("EP BrainHealth Call 1 | Biological factors", number=1)
    second = abroad("EP BrainHealth Call 2 | Social factors", number=2)
    first["scheme"] = second["scheme"] = "European Partnership for Brain Health"
    assert reasons(home("BrainHealth: fellesutlysning"), first, second) == []
    assert find_links([home("BrainHealth, utlysning 2"), first, second])[0].source_id == "2COMPETITIVE_CALL"


def test_both_texts_at_home_and_the_one_abroad_are_one_call() -> None:
    norwegian = home("ERDERA: Fellesutlysning 2026", DAY)
    english = call("en/2026/hjemme", "ERDERA Joint Call 2026", DAY, lang="en", twin_url=norwegian["url"])
    links = find_links([english, norwegian, abroad("ERDERA Joint Transnational Call 2026")])
    assert [(link.source_id, link.other_id, link.kind) for link in links] == [
        ("1COMPETITIVE_CALL", "2026/hjemme", "same_call"),
        ("2026/hjemme", "en/2026/hjemme", "twin"),
    ]


def test_two_norwegian_funders_with_one_title_and_one_deadline_day() -> None:
    title = "Helseløftet – hovedutlysning for helsenæringen"
    ours, theirs = home(title), home(title.replace("–", "-"), source="innovasjonnorge")
    assert find_links([ours, theirs]) == [
        Link(
            "forskningsradet",
            "2026/hjemme",
            "innovasjonnorge",
            "2026/hjemme",
            "same_call",
            "Samme tittel og samme frist, 10. september 2026.",
        )
    ]
    assert find_links([ours, home(title, date(2026, 9, 11), source="innovasjonnorge")]) == []
    assert find_links([home("Utlysning 2026"), home("Utlysning 2026", source="innovasjonnorge")]) == []


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (EUROSTARS, JointName(NAMED, numbers=frozenset({11}), editions=frozenset("3"))),
        ("Eurostars 2, Call 5", JointName(NAMED, numbers=frozenset({5}), editions=frozenset("2"))),
        ("Eurostars, 11. utlysning", JointName(NAMED, numbers=frozenset({11}))),
        ("Eurostars call 10 September", JointName(NAMED)),
        ("Eurostars 2021–2027: utlysning nr. 12", JointName(NAMED, numbers=frozenset({12}))),
        ("Forprosjekt før Eurostars", JointName(NAMED, is_beside=True)),
        ("2nd ARISE Open Call", JointName(frozenset({"arise"}), numbers=frozenset({2}), doubtful=frozenset({"arise"}))),
        ("Second Call for OneHealthAMR", JointName(frozenset({"onehealthamr"}), numbers=frozenset({2}))),
        ("ERA4Health JTC2026: nutrition", JointName(frozenset({"era4health"}), frozenset({"2026"}))),
        ("THCS, andre utlysning 2027", JointName(frozenset({"thcs"}), frozenset({"2027"}), frozenset({2}))),
        ("Nye helsetjenester for SMB i EU", JointName(frozenset())),
    ],
)
def test_names_years_and_numbers_are_read_from_a_title(title: str, expected: JointName) -> None:
    assert read_joint_name(title) == expected


def portal_calls(shared: Path) -> list[Record]:
    """The real calls of the portal, as the last fetch has each, named and described as `sources.eu` does it."""
    latest = {}
    with gzip.open(shared / "data" / "eu_history" / "records.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            found = json.loads(line)["record"]
            latest[found["id"]] = found
    made = []
    for one in latest.values():
        title = (one["callTitle"] or one["title"]) if one["kind"]["id"] == "8" else one["title"]
        days = [date.fromisoformat(one["deadlineDate"][:10])] if one["deadlineDate"] else []
        scheme = one["title"] if one["kind"]["id"] == "8" else one["callTitle"]
        key = key_of(one["id"])
        assert key
        made.append(call(key, title, *days, lang="en", source="eu", scheme=scheme))
    return made


IN_TWO_LISTS = {
    ("12845COMPETITIVE_CALL", "2026/brainhealth-nevrodegenerasjon"): "«EP BrainHealth», utlysning nummer 2",
    ("12982COMPETITIVE_CALL", "2026/pandemiberedskap-be-ready"): "«BE READY»",
    ("13405COMPETITIVE_CALL", "2026/eurostars-utlysning-11"): "«Eurostars», utlysning nummer 11",
    ("14871COMPETITIVE_CALL", "2026/eurostars-utlysning-12"): "«Eurostars», utlysning nummer 12",
}
"""Every bundled call that Forskningsrådet and the portal both announce, read by hand, and what they share."""


def test_the_bundled_calls_in_two_lists_are_linked_and_nothing_else() -> None:
    found = [link for link in find_links(bundled_records()) if link.kind == "same_call"]
    assert [(link.source_id, link.other_id) for link in found] == list(IN_TWO_LISTS)
    for link, shared in zip(found, IN_TWO_LISTS.values(), strict=True):
        assert link.reason.startswith(f"Begge gjelder {shared} og har samme frist, ")


def test_no_real_call_of_the_portal_is_taken_for_one_of_the_norwegian_ones(shared: Path) -> None:
    abroad_calls = portal_calls(shared)
    at_home = [record for record in (*real_records(shared), *bundled_records()) if record["source"] != "eu"]
    assert len(abroad_calls) > 1000
    known = list({(record["source"], record["source_id"]): record for record in [*abroad_calls, *at_home]}.values())
    assert [link for link in find_links(known) if link.kind == "same_call"] == []
    # Nor when the deadlines say nothing; then the bundled joint calls meet the real ones that they are made from.
    row = {"at": moment(DAY).isoformat(), "type": "fixed"}
    alike = [{**record, "deadlines": [row], "twin_url": None} for record in known]
    met = {(link.source_id, link.other_id) for link in find_links(alike) if link.kind == "same_call"}
    assert len(met) == 3
    assert met <= IN_TWO_LISTS.keys()
