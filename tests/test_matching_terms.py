"""Terms of the four channels, and the way back from each to the words as written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.glossary import Glossary
from matching.index import shipped_glossary
from matching.terms import LETTERS, channel_of, count_terms, grams, term_words
from matching.text import words

EMPTY = Glossary({})


def test_the_terms_of_a_text() -> None:
    assert count_terms("Demens hjemme. Demens!", "nb", EMPTY) == {
        "dem": 2,
        "hjemm": 1,
        "dem hjemm": 2,
        "=demens": 2,
        "=hjemme": 1,
    }


def test_three_languages_are_one_concept() -> None:
    texts = [("velferdsteknologi", "nb"), ("velferdsteknologiar", "nn"), ("assistive technology", "en")]
    found = [{term for term in count_terms(*text, shipped_glossary()) if term.startswith("concept:")} for text in texts]
    assert found[0] & found[1] & found[2] == {"concept:velferdsteknologi"}


def test_nynorsk_and_bokmal_are_the_same_terms() -> None:
    assert count_terms("heimesjukepleia", "nn", EMPTY) == count_terms("hjemmesykepleia", "nb", EMPTY)


@pytest.mark.parametrize(
    ("term", "channel"),
    [("demens", "words"), ("dem hjemm", "pairs"), ("concept:bo hjemme", "concepts"), ("~ de", "chars")],
)
def test_a_term_says_its_channel(term: str, channel: str) -> None:
    assert channel_of(term) == channel


def test_letters_have_a_space_where_the_word_begins_and_ends() -> None:
    assert grams("ti") == ("~ ti", "~ti ", "~ ti ")
    assert grams("demens")[:3] == ("~ de", "~dem", "~eme")


def test_a_term_leads_back_to_the_commonest_word() -> None:
    texts = [("Trening, treningen og VR-trening. Treninger, treninger og treninger.", "nb")]
    forms = term_words(texts, EMPTY)
    assert (forms["trening"], forms["vr"], forms["~ tre"]) == ("treninger", "VR-trening", "treninger")
    assert term_words([("VR-trening", "nb")], EMPTY)["trening vr"] == "VR-trening"


@given(st.text(max_size=200), st.sampled_from(["nb", "nn", "en"]))
def test_every_term_has_words_of_the_text(text: str, lang: str) -> None:
    counts = count_terms(text, lang, shipped_glossary())
    forms = term_words([(text, lang)], shipped_glossary())
    spelled = {gram for name in counts if name.startswith(LETTERS) for gram in grams(name.removeprefix(LETTERS))}
    assert set(forms) == {name for name in counts if not name.startswith(LETTERS)} | spelled
    written = set(words(text))
    assert all(set(form.split(" ")) <= written for form in forms.values())
