"""What is pasted in the wizard of the first use: members of lines, a project of a text, all of it to be confirmed."""

from __future__ import annotations

import pandas as pd
import pytest

from calls.fields import APPLICANT_TYPES
from matching.index import build_index
from matching.own_clusters import EXAMPLES
from matching.profile_values import COUNTIES
from matching.profiles import load_clusters
from matching.setup import LONGEST_TEXT, MOST_LINES, guess_types, read_members, read_project, regions

PASTED = """\
974 631 385 Sykehuset Innlandet HF
Elverum kommune
  - Demensforeningen i Hamar;
952857991
VRINN AS, 940837685

974631385 Samme en gang til
123456789 Feil nummer
!!!
99999999999999
Innlandet fylkeskommune\u202e\x00
Noe helt annet
Elverum kommune
"""


def test_lines_are_read_with_number_name_and_kind() -> None:
    read = read_members(PASTED, taken=["vrinn_as"])
    assert [
        (one.line, one.member.name, one.member.orgnr, one.member.types, one.member.key) for one in read.members
    ] == [
        (1, "Sykehuset Innlandet HF", "974631385", ("helseforetak",), "sykehuset_innlandet_hf"),
        (2, "Elverum kommune", "", ("kommune",), "elverum_kommune"),
        (3, "Demensforeningen i Hamar", "", ("frivillig_org",), "demensforeningen_i_hamar"),
        (4, "", "952857991", (), "952857991"),
        (5, "VRINN AS", "940837685", ("bedrift_smb",), "vrinn_as_2"),
        (11, "Innlandet fylkeskommune", "", ("fylkeskommune",), "innlandet_fylkeskommune"),
        (12, "Noe helt annet", "", (), "noe_helt_annet"),
        (13, "Elverum kommune", "", ("kommune",), "elverum_kommune_2"),
    ]
    assert read.members[1].member.place == "Elverum"
    assert [one.note for one in read.members if one.note] == [
        "Skriv navnet på organisasjonen.",
        "Velg hva slags organisasjon dette er.",
    ]


def test_lines_that_are_not_understood_are_named() -> None:
    assert [(one.line, one.message) for one in read_members(PASTED).problems] == [
        (7, "Organisasjonsnummeret står også på linje 1."),
        (8, "«123456789» er ikke et gyldig organisasjonsnummer. Se etter skrivefeil."),
        (9, "Vi forstår ikke linjen. Skriv navn, organisasjonsnummer, eller begge deler."),
        (10, "Vi forstår ikke linjen. Skriv navn, organisasjonsnummer, eller begge deler."),
    ]


def test_only_so_many_lines_are_read_and_the_rest_is_said() -> None:
    read = read_members("Elverum kommune\n" * (MOST_LINES + 5))
    assert len(read.members) == MOST_LINES
    assert len({one.member.key for one in read.members}) == MOST_LINES
    assert read.problems[0].line == MOST_LINES + 1
    assert read_members("x" * 10_000).problems[0].message == "Linjen er for lang til å være et navn."


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Helse Møre og Romsdal HF", "helseforetak"),
        ("Universitetssykehuset Nord-Norge", "helseforetak"),
        ("NTNU i Gjøvik", "uh_institusjon"),
        ("Høgskulen på Vestlandet", "uh_institusjon"),
        ("SINTEF AS", "forskningsinstitutt"),
        ("Helsedirektoratet", "statlig"),
        ("Norwegian Smart Care Cluster", "klynge"),
        ("Stiftelsen Betanien", "frivillig_org"),
        ("Telenor ASA", "bedrift_stor"),
        ("Dignio AS", "bedrift_smb"),
    ],
)
def test_the_kind_is_guessed_from_the_name(name: str, kind: str) -> None:
    assert guess_types(name) == (kind,)
    assert kind in APPLICANT_TYPES


def test_the_guesses_agree_with_what_people_wrote_of_the_examples() -> None:
    members = [member for cluster in load_clusters(EXAMPLES) for member in cluster.members]
    guessed = [(guess_types(member.name), member.types) for member in members]
    told = [pair for pair in guessed if pair[0]]
    assert len(told) > len(guessed) / 2
    assert [pair for pair in told if pair[0][0] not in pair[1]] == []


@pytest.fixture(scope="module")
def calls() -> pd.DataFrame:
    texts = [
        "Midler til demens",
        "Kommuner og velferdsteknologi",
        *(f"Prosjekter i kommuner, nummer {n}" for n in range(30)),
    ]
    return pd.DataFrame(
        {
            **{"source": "s", "source_id": f"{number:02}", "content_hash": "", "lang": "nb", "title": text},
            **{"summary": None, "themes": None, "full_text": ""},
        }
        for number, text in enumerate(texts)
    )


def test_a_text_becomes_a_project_with_the_words_that_tell_most(calls: pd.DataFrame) -> None:
    text = (
        "Trygg hverdag med demens.\n\nKommuner prøver ut velferdsteknologi sammen.\n"
        "Målet er at personer med demens kan bo hjemme. Prosjekter i xylofonterapi er ikke med.\n"
    )
    read = read_project(text, build_index(calls))
    assert read.title == "Trygg hverdag med demens"
    assert read.description.startswith("Kommuner prøver ut velferdsteknologi sammen. Målet er")
    assert read.keywords == ("demens", "velferdsteknologi")
    assert read.lang == "nb"
    assert read_project(text).keywords == ()


def test_an_odd_text_is_no_reason_to_stop(calls: pd.DataFrame) -> None:
    index = build_index(calls)
    assert read_project("", index).title == ""
    assert read_project("\x00\u202e\n \n", index).description == ""
    assert read_project("Municipalities develop services for dementia in their own homes.", index).lang == "en"
    assert len(read_project("demens " * 100_000, index).description) <= LONGEST_TEXT


def test_every_county_may_be_chosen() -> None:
    assert sorted(number for number, _ in regions()) == sorted(COUNTIES)
    names = [name for _, name in regions()]
    assert (names[0], names[-1]) == ("Agder", "Østfold")
