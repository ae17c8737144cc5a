"""Who may apply, read out of sentences and lists: only who applies, never a partner, a supplier or one shut out."""

from __future__ import annotations

import pytest
from applicant_texts import SAID
from hypothesis import given
from hypothesis import strategies as st

from calls.applicants import read_applicants
from calls.fields import APPLICANT_TYPES

BUSINESS = ("bedrift_smb", "bedrift_stor")
RESEARCH = ("uh_institusjon", "forskningsinstitutt")
PUBLIC = ("kommune", "fylkeskommune", "helseforetak", "statlig")
GROUPS = {"bedrift": BUSINESS, "forskning": RESEARCH, "offentlig": PUBLIC}

WORDS = (*("kommuner", "bedrifter", "kan", "ikke", "søke", "og", "men", "som", "partner", "er", "hvis"), *",.:()?")
CASES = [(text.strip().replace(" / ", "\n"), key) for key, block in SAID.items() for text in block.strip().splitlines()]


@pytest.mark.parametrize(("text", "key"), CASES)
def test_only_who_applies_gives_codes(text: str, key: str) -> None:
    expected = {code for word in key.split() for code in GROUPS.get(word, (word,))}
    codes, unknown = read_applicants(text)
    assert codes == tuple(code for code in APPLICANT_TYPES if code in expected)
    assert codes or unknown, "what gives no code is handed back"


@pytest.mark.parametrize(
    ("text", "codes", "unknown"),
    [
        ("Bønder og skogeiere", (), ("Bønder", "skogeiere")),
        ("marsboere, kommuner", ("kommune",), ("marsboere",)),
        ("Gründere + Ut i verden", ("bedrift_smb",), ("Ut i verden",)),
        ("venner av kommuner", (), ("venner av kommuner",)),
        ("Bøndene kan søke.", (), ("Bøndene",)),
        ("Museer og kommuner kan søke.", ("kommune",), ("Museer",)),
        ("Søkeren må være et museum eller en kommune.", ("kommune",), ("et museum",)),
        ("Companies are not eligible to apply", (), ("Companies are not eligible to apply",)),
        ("Interkommunale selskaper kan søke.", (), ("Interkommunale selskaper",)),
        ("Bedrifter i kommuner og fylkeskommuner kan søke.", BUSINESS, ("fylkeskommuner",)),
        ("Kommuner kan søke. Helseforetak bes søke.", ("kommune",), ("Helseforetak bes søke",)),
        ("Rederier; minst 12 måneders norsk eierskap.", BUSINESS, ()),
        ("Bedrifter av alle størrelser og fra alle fylker kan søke, også store.", BUSINESS, ()),
        ("Frå alle fylke", (), ("Frå alle fylke",)),
        ("Alle fylker", ("fylkeskommune",), ()),
        ("Alle kan søke.", (), ("Alle kan søke.",)),
        ("Kommuner\u241f kan søke. \u241f", ("kommune",), ()),
        ("Kommuner kan søke. Bedrifter" + " i dal" * 400 + " kan søke.", ("kommune",), None),
        ("", (), ()),
    ],
)
def test_what_no_table_knows_is_handed_back(text: str, codes: tuple[str, ...], unknown: tuple[str, ...] | None) -> None:
    read = read_applicants(text)
    assert read == (codes, read[1] if unknown is None else unknown)
    assert unknown is not None or read[1]


@given(st.text(max_size=300))
def test_any_text_gives_codes_in_order_or_is_handed_back(text: str) -> None:
    codes, _ = read_applicants(text)
    assert list(codes) == [code for code in APPLICANT_TYPES if code in codes]


@given(st.lists(st.sampled_from(WORDS)))
def test_any_order_of_the_words_is_read(words: list[str]) -> None:
    codes, unknown = read_applicants(" ".join(words))
    assert set(codes) <= {"kommune", *BUSINESS}
    assert codes or unknown or not words


@given(st.sampled_from(APPLICANT_TYPES), st.sampled_from(("kan søke", "kan stå som prosjektansvarlig", "er søkere")))
def test_what_may_apply_may_not_under_a_negation(code: str, verb: str) -> None:
    names = {
        "bedrift_smb": "Gründere",
        "bedrift_stor": "Store bedrifter",
        "kommune": "Kommuner",
        "fylkeskommune": "Fylkeskommuner",
        "helseforetak": "Helseforetak",
        "uh_institusjon": "Universiteter",
        "forskningsinstitutt": "Forskningsinstitutter",
        "frivillig_org": "Frivillige organisasjoner",
        "klynge": "Klynger",
        "privatperson": "Privatpersoner",
        "statlig": "Direktorater",
    }
    first, *rest = verb.split()
    assert read_applicants(f"{names[code]} {verb}.") == ((code,), ())
    assert read_applicants(f"{names[code]} {first} ikke {' '.join(rest)}.")[0] == ()


@pytest.mark.parametrize(
    ("text", "codes", "unknown"),
    [
        ("Rederier som eier skip eldre enn tjue år, registrert i norsk register.", BUSINESS, ()),
        ("Oppstartsbedrifter som er ferdige med prototypen", ("bedrift_smb",), ()),
        ("Bedrifter i hele landet som skal ut i verden", BUSINESS, ()),
        ("Bedrifter som skal levere til kommuner", BUSINESS, ()),
        ("Minst tre bedrifter som samarbeider", (), ("Minst tre bedrifter som samarbeider",)),
        ("Prosjekter som er ledet av kommuner", (), ("Prosjekter som er ledet av kommuner",)),
        ("Bønder som eier gården", (), ("Bønder som eier gården",)),
    ],
)
def test_a_relative_clause_with_a_verb_leaves_its_noun_readable(
    text: str, codes: tuple[str, ...], unknown: tuple[str, ...]
) -> None:
    assert read_applicants(text) == (codes, unknown)
