"""Counting many texts at once gives what counting each by itself gives, whatever was kept and however it is cut."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import counting
from matching.corpus import count
from matching.counting import Document
from matching.index import shipped_glossary
from matching.letters import letters_of
from matching.merging import Counts
from matching.terms import LETTERS, count_terms, grams
from matching.vocabulary import Columns

WORDS = ["Demens", "hjemme", "e-helse", "helse", "data", "VR-trening", "velferdsteknologi", "og", "2026", "remote"]
WORDS += ["patient", "monitoring", "heimesjukepleia", "LIFE", "life", "post@etat.no", "organisation", "«", "Æ", "5G"]

texts = st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join) | st.text(max_size=60)
documents = st.lists(
    st.builds(
        Document, st.sampled_from(["nb", "nn", "en"]), st.lists(st.tuples(st.integers(1, 200), texts), max_size=3)
    ),
    max_size=7,
)


def one_by_one(document: Document) -> Counter[str]:
    total: Counter[str] = Counter()
    for weight, text in document.texts:
        for term, times in count_terms(text, document.lang, shipped_glossary()).items():
            total[term] += weight * times
    return total


def rows(counts: Counts) -> list[dict[str, int]]:
    """Each document's terms, and the words that stand for letters, as `count_terms` names them."""
    found = []
    for row in range(counts.matrix.shape[0]):
        terms, letters = counts.matrix[[row]], counts.letter_matrix[[row]]
        names = [*counts.terms.texts(terms.indices), *(LETTERS + counts.letters[at] for at in letters.indices)]
        found.append(dict(zip(names, [*terms.data.tolist(), *letters.data.tolist()], strict=True)))
    return found


@settings(deadline=None)
@given(documents, documents)
def test_together_is_as_apart(
    tmp_path_factory: pytest.TempPathFactory, some: list[Document], others: list[Document]
) -> None:
    cache = tmp_path_factory.mktemp("kept") / "terms.npz"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "BLOCK", 2)
        for asked in (some, others + some[::-1], some[:2] * 2):
            counts = count(asked, shipped_glossary(), cache)
            assert rows(counts) == [one_by_one(document) for document in asked]
            assert list(counts.terms) == sorted(set(counts.terms)) and counts.letters == sorted(set(counts.letters))
            assert same(counts, count(asked, shipped_glossary()))


def same(one: Counts, other: Counts) -> bool:
    cells = all(
        np.array_equal(getattr(mine, part), getattr(theirs, part))
        for mine, theirs in ((one.matrix, other.matrix), (one.letter_matrix, other.letter_matrix))
        for part in ("data", "indices", "indptr")
    )
    return cells and (list(one.terms), one.letters) == (list(other.terms), other.letters)


def test_every_term_leads_to_its_column_and_no_other_does(tmp_path: Path) -> None:
    terms = count([Document("nb", ((1, "Demens hjemme, helse og demens"),))], shipped_glossary()).terms
    columns = Columns(terms)
    assert {term: columns[term] for term in terms} == {term: at for at, term in enumerate(terms)}
    assert terms.texts(np.arange(len(terms))[::-1]) == list(terms)[::-1]
    assert not any(term in columns for term in ("hjemm dem", "dem dem", "ukjent", "dem ukjent", "dem ", " ", ""))


@given(
    st.lists(st.text("abæø ny\U0001d4b3", min_size=1, max_size=9).map(lambda word: word.replace(" ", "")), unique=True)
)
def test_letters_of_many_words_are_those_of_each(words: list[str]) -> None:
    names, by_word = letters_of(words)
    assert names == sorted({gram for word in words for gram in grams(word)})
    for row, word in enumerate(words):
        cells = by_word[[row]]
        assert dict(zip([names[at] for at in cells.indices], cells.data.tolist(), strict=True)) == Counter(grams(word))
