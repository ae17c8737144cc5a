"""The sentences of a call that carry most of a match."""

from __future__ import annotations

from matching.asked import Asked
from matching.explain import Term
from matching.glossary import Glossary
from matching.passages import Passage, passages, read_sentences

TEXT = """Om utlysningen
Vi søker prosjekter om demens og velferdsteknologi. Fristen er 1. mai for alle som vil være med.
Kommuner kan søke sammen med bedrifter. Velferdsteknologi skal prøves ut i kommuner."""


def term(name: str, contribution: float) -> Term:
    return Term(term=name, profile_word="", call_word="", contribution=contribution)


def test_a_summand_is_shared_among_the_sentences_that_it_stands_in() -> None:
    terms = [term("velferdsteknologi", 0.4), term("dem", 0.1), term("kommun", -0.05), term("language:nb", 0.9)]
    first = "Vi søker prosjekter om demens og velferdsteknologi."
    last = "Velferdsteknologi skal prøves ut i kommuner."
    asked = Asked([one["term"] for one in terms], "nb", Glossary({}))
    read = read_sentences(TEXT, asked)
    assert passages(read, terms) == [
        Passage(first, TEXT.index(first), 0.2 + 0.1),
        Passage(last, TEXT.index(last), 0.2 - 0.025),
    ]
    assert len(passages(read, terms, 1)) == 1
    assert passages(read_sentences("", asked), terms) == passages(read, []) == []
