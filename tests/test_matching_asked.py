"""What is found of the asked terms is what all terms of the text say of them."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.asked import Asked
from matching.glossary import Glossary
from matching.index import shipped_glossary
from matching.terms import CHARS, occurrences, term_words

GLOSSARY = shipped_glossary()
WORDS = (
    *("demens", "Demens", "hjemme", "og", "VR-trening", "test-testing-tester", "Hjemmesykepleie", "hjemmesykepleien"),
    *("digital", "heimeoppfølging", "remote", "patient", "monitoring", "velferdsteknologi", "treninger", "trening"),
)
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join) | st.text(max_size=60), max_size=3)


@given(TEXTS, st.sampled_from(["nb", "nn", "en"]), st.randoms(use_true_random=False))
def test_the_asked_terms_are_those_of_all_terms(texts: list[str], lang: str, draw: Any) -> None:
    every = term_words([(text, lang) for text in texts], GLOSSARY)
    terms = draw.sample(sorted(every), draw.randint(0, len(every)))
    asked = Asked([*terms, "nowhere", "no where", "concept:nowhere", "~now"], lang, GLOSSARY)
    assert asked.words(texts) == {term: every[term] for term in terms}
    for text in texts:
        counts = Counter(term for term, _ in occurrences(text, lang, GLOSSARY))
        assert asked.counts(text) == {term: counts[term] for term in terms if term in counts}


def test_letters_count_by_the_parts_of_a_word_that_have_them() -> None:
    text = "testing testing test-tester-testet teste"
    asked = Asked(["~tes", "~ing "], "nb", Glossary({}))
    assert asked.words([text]) == {"~tes": "test-tester-testet", "~ing ": "testing"}
    assert asked.words(["testing", "testing", text]) == {"~tes": "testing", "~ing ": "testing"}


@pytest.mark.parametrize(("text", "expected"), [("demens, demens", 2), ("Hjemme", 0)])
def test_letters_are_counted_in_no_sentence(text: str, expected: int) -> None:
    found = Asked(["dem", f"{CHARS}dem"], "nb", Glossary({})).counts(text)
    assert found == ({"dem": expected} if expected else {})
