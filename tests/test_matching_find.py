"""Searching by words in either language, half written or whole, with what was met."""

from __future__ import annotations

import pandas as pd
import pytest

from matching.find import Answer, Finder, find_profiles, find_texts
from matching.find_query import LONGEST, read_query
from matching.index import build_index, shipped_glossary, sorted_records
from matching.own_clusters import EXAMPLES
from matching.profiles import load_clusters

GLOSSARY = shipped_glossary()
CLUSTERS = load_clusters(EXAMPLES)
CALLS = [
    ("1", "nb", "Velferdsteknologi i kommunene", "Kommuner kan søke om midler til nye løsninger."),
    ("2", "en", "Living labs", "The call funds assistive technology for older people living at home."),
    ("3", "nb", "Havbruk og fiskevelferd", "Midler til forskning på laks."),
    ("4", "nn", "Heimetenester", "Pengar til demens og pårørande i heimen."),
    ("5", "nb", "Pilot for demens", "Dagtilbud på gård. Personer med demens skal få tilbud nær hjemmet."),
    ("SKA-2027/3", "nb", "Skattefradrag", "Bedrifter får fradrag for utgifter til forskning og utvikling."),
    ("7", "en", "Dementia research", "Research on dementia and the ageing brain."),
]


@pytest.fixture(scope="module")
def finder() -> Finder:
    frame = pd.DataFrame(
        {
            **{"source": "s", "source_id": number, "content_hash": number, "lang": lang, "title": title},
            **{"summary": None, "themes": None, "full_text": text},
        }
        for number, lang, title, text in CALLS
    )
    return Finder(build_index(frame), sorted_records(frame))


def ids(answer: Answer) -> list[str]:
    return [one.source_id for one in answer.found]


@pytest.mark.parametrize(
    ("typed", "first", "others"),
    [
        ("velferdsteknologi", "1", {"2"}),
        ("assistive technology", "2", {"1"}),
        ("velferd", "1", {"3"}),
        ("teknologi", "1", set()),
        ("velferdstekno", "1", {"2"}),
        ("demens", "5", {"4", "7"}),
        ("dementia", "7", {"4", "5"}),
        ("hjemmetjeneste", "4", set()),
        ("ska-2027/3", "SKA-2027/3", set()),
        ("SKATTEFRADRAG", "SKA-2027/3", set()),
        ("forskning og utvikling", "SKA-2027/3", {"3"}),
        ("dem\u00adens\u200b", "5", {"4", "7"}),
    ],
)
def test_words_meet_their_like_in_either_language(finder: Finder, typed: str, first: str, others: set[str]) -> None:
    answer = finder.calls(typed, 10)
    assert ids(answer)[0] == first
    assert others <= set(ids(answer))
    assert answer.sentence == ""
    assert [one.score for one in answer.found] == sorted((one.score for one in answer.found), reverse=True)


def test_what_was_met_is_named_in_both_languages(finder: Finder) -> None:
    found = {one.source_id: one for one in finder.calls("velferdsteknologi", 10).found}
    (met,) = found["2"].why
    assert (met.query_word, met.words[0]) == ("velferdsteknologi", "assistive technology")
    assert (met.nb, met.en) == ("velferdsteknologi", "assistive technology")


@pytest.mark.parametrize("typed", ["", "   ", "og", "the", "i og for", "!?", "\x00\u202e", "12345"])
def test_a_query_without_a_word_is_answered_with_a_sentence(finder: Finder, typed: str) -> None:
    answer = finder.calls(typed, 10)
    assert answer.found == ()
    assert answer.sentence.startswith("Skriv et ord å søke etter")
    assert find_profiles(typed, CLUSTERS, GLOSSARY) == []


def test_words_that_no_call_has_are_answered_with_another(finder: Finder) -> None:
    assert finder.calls("xylofonterapi", 10) == ((), finder.calls("qqqqzzzz", 10).sentence)
    assert "Ingen utlysninger" in finder.calls("qqqqzzzz", 10).sentence


def test_only_so_many_are_given_and_always_the_same(finder: Finder) -> None:
    whole = finder.calls("demens teknologi", 10)
    assert finder.calls("demens teknologi", 2).found == whole.found[:2]
    assert finder.calls("demens teknologi", 10) == whole


def test_a_long_query_is_cut(finder: Finder) -> None:
    typed = "demens " * 100_000
    assert read_query(typed, GLOSSARY) == read_query(typed[:LONGEST], GLOSSARY)
    assert set(ids(finder.calls(typed, 10))) >= {"4", "5", "7"}


@pytest.mark.parametrize("typed", ["demens", "dementia", "pårør", "Et godt liv hjemme"])
def test_profiles_are_found_by_their_words(typed: str) -> None:
    found = find_profiles(typed, CLUSTERS, GLOSSARY)
    assert ("helseinn", "demens_hjemme") in [(one.cluster, one.profile) for one in found[:3]]
    assert all(one.why for one in found)


def test_what_people_wrote_is_searched_as_calls_are() -> None:
    texts = ["For lite beløp til oss", "Fristen er feil; ring saksbehandleren", "Amount is too small"]
    assert [one.number for one in find_texts("fristen feil", texts, GLOSSARY)] == [1]
    assert find_texts("saksbeh", texts, GLOSSARY)[0].why[0].words == ("saksbehandleren",)
    assert find_texts("beløpet", texts, GLOSSARY)[0].number == 0
