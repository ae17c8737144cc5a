"""What the rows of several folders come to: the shipped glossary, and a user's own rows laid upon it.

A row names a concept by its first bokmål term. In a later folder the same name adds to the concept, `!name` switches it
off, `!term` takes one term away, and a term that an earlier folder had elsewhere moves to the new row.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from matching.glossary_files import LANGS, Row
from matching.glossary_terms import GROUPS, Term
from matching.strict_yaml import Notes, ProfileProblem

Terms: TypeAlias = dict[str, tuple[Term, ...]]

Key: TypeAlias = tuple[str, tuple[str, ...]]
"""Group of languages and the term's keys: two terms with the same are one to a text."""


@dataclass
class _Concept:
    """Terms of one concept by language, each with its key; the first of a language is what a reader is shown."""

    terms: dict[str, dict[Key, Term]] = field(default_factory=lambda: {lang: {} for lang in LANGS})

    def add(self, terms: Mapping[str, Sequence[Term]]) -> int:
        """How many of `terms` were not there."""
        before = sum(map(len, self.terms.values()))
        for lang, new in terms.items():
            for term in new:
                self.terms[lang].setdefault((GROUPS[lang], term.keys), term)
        return sum(map(len, self.terms.values())) - before

    def remove(self, text: str, lang: str) -> bool:
        gone = [key for key, term in self.terms[lang].items() if term.text.lower() == text]
        for key in gone:
            del self.terms[lang][key]
        return bool(gone)


def lay(layers: Iterable[Sequence[Row]], problems: list[ProfileProblem]) -> dict[str, Terms]:
    """Concept -> its terms by language, by name. A row that cannot be used is left out, with the reason noted."""
    stack = _Stack(problems)
    for rows in layers:
        stack.lay(rows)
    return {
        name: {lang: tuple(terms.values()) for lang, terms in concept.terms.items()}
        for name, concept in sorted(stack.concepts.items())
    }


class _Stack:
    def __init__(self, problems: list[ProfileProblem]) -> None:
        self.problems = problems
        self.concepts: dict[str, _Concept] = {}

    def lay(self, rows: Sequence[Row]) -> None:
        """One folder upon the others: first what it takes away, then what it adds."""
        names = self._names()
        for row in rows:
            self._take_away(row, names.get(row.name, ""))
        names = self._names()
        earlier = {key: name for name, concept in self.concepts.items() for key in _keys(concept.terms)}
        own: dict[Key, Row] = {}
        rows_of: dict[str, Row] = {}
        for row in rows:
            if not row.is_off:
                self._add(
                    _unnamed(row) if row.name in names else row, names.get(row.name, row.name), earlier, own, rows_of
                )

    def _names(self) -> dict[str, str]:
        """Each Norwegian term -> its concept: a row may begin with any of them. A concept's name goes first."""
        names: dict[str, str] = {}
        for name, concept in self.concepts.items():
            for lang in ("nb", "nn"):
                names |= {term.text.lower(): name for term in concept.terms[lang].values()}
        return names | {name: name for name in self.concepts}

    def _take_away(self, row: Row, name: str) -> None:
        notes = Notes(row.file, self.problems)
        removed = [(lang, text) for lang, texts in row.removed.items() for text in texts if not row.is_off]
        if not name and (row.is_off or removed):
            near = difflib.get_close_matches(row.name, self.concepts, n=1)
            hint = f" Mente du «{near[0]}»?" if near else ""
            notes.error(row.line, f"ingen rad heter «{row.name}».{hint}", "navnet er det første ordet i nb")
        elif row.is_off and name != row.name:
            allowed = f"!{name} for raden, {name}|!{row.name} for ordet"
            notes.error(row.line, f"«{row.name}» står i raden «{name}».", allowed)
        elif row.is_off:
            del self.concepts[name]
        else:
            for lang, text in removed:
                if not self.concepts[name].remove(text, lang):
                    notes.error(row.line, f"raden «{name}» har ikke «{text}» i {lang}.")

    def _add(
        self, row: Row, name: str, earlier: Mapping[Key, str], own: dict[Key, Row], rows_of: dict[str, Row]
    ) -> None:
        notes = Notes(row.file, self.problems)
        if name in rows_of:
            notes.error(row.line, f"«{row.name}» har alt en rad: {_place(rows_of[name])}.", "én rad for hvert begrep")
            return
        terms = _keys(row.terms)
        taken = [(term, own[key]) for key, term in terms.items() if key in own]
        for term, other in taken:
            notes.error(row.line, f"«{term.text}» står også i {_place(other)}.", "et ord hører til ett begrep")
        if taken:
            return
        rows_of[name] = row
        own |= dict.fromkeys(terms, row)
        for key, term in terms.items():
            if earlier.get(key, name) != name:
                notes.warning(row.line, f"«{term.text}» flyttes hit fra «{earlier[key]}».")
                self._move(key, earlier[key])
        if not self.concepts.setdefault(name, _Concept()).add(row.terms) and not any(row.removed.values()):
            notes.warning(row.line, f"raden «{name}» sier ikke noe nytt.")

    def _move(self, key: Key, name: str) -> None:
        for terms in self.concepts[name].terms.values():
            terms.pop(key, None)


def _unnamed(row: Row) -> Row:
    """A row that adds to a concept, without the word that only says which: `demens` beside `demens*` is no new term."""
    return replace(row, terms={**row.terms, "nb": row.terms["nb"][1:]})


def _keys(terms: Mapping[str, Sequence[Term] | Mapping[Key, Term]]) -> dict[Key, Term]:
    return {
        (GROUPS[lang], term.keys): term
        for lang, some in terms.items()
        for term in (some.values() if isinstance(some, Mapping) else some)
    }


def _place(row: Row) -> str:
    return f"{row.file}, linje {row.line}"
