"""What the rows of several folders come to: the shipped glossary, and a user's own rows laid upon it.

A row names a concept by its first bokmål term. In a later folder the same name adds to the concept, `!name` switches it
off, `!term` takes one term away, and a term that an earlier folder had elsewhere moves to the new row.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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
        for row in rows:
            self._take_away(row)
        earlier = {key: name for name, concept in self.concepts.items() for key in _keys(concept.terms)}
        own: dict[Key, Row] = {}
        names: dict[str, Row] = {}
        for row in rows:
            if not row.is_off:
                self._add(row, earlier, own, names)

    def _take_away(self, row: Row) -> None:
        notes = Notes(row.file, self.problems)
        name = self._known_name(row)
        if row.is_off and name == row.name:
            del self.concepts[name]
        elif row.is_off and name:
            notes.error(
                row.line, f"«{row.name}» står i raden «{name}».", f"!{name} for raden, {name}|!{row.name} for ordet"
            )
        elif row.is_off:
            notes.error(
                row.line, f"ingen rad heter «{row.name}».{self._near(row.name)}", "navnet er det første ordet i nb"
            )
        for lang, texts in row.removed.items():
            for text in texts if not row.is_off else ():
                if not name or not self.concepts[name].remove(text, lang):
                    notes.error(row.line, f"raden «{name or row.name}» har ikke «{text}» i {lang}.")

    def _add(self, row: Row, earlier: Mapping[Key, str], own: dict[Key, Row], names: dict[str, Row]) -> None:
        notes = Notes(row.file, self.problems)
        name = self._known_name(row) or row.name
        if name in names:
            notes.error(row.line, f"«{row.name}» har alt en rad: {_place(names[name])}.", "én rad for hvert begrep")
            return
        taken = [(term, own[key]) for key, term in _keys(row.terms).items() if key in own]
        for term, other in taken:
            notes.error(row.line, f"«{term.text}» står også i {_place(other)}.", "et ord hører til ett begrep")
        if taken:
            return
        names[name] = row
        for key, term in _keys(row.terms).items():
            own[key] = row
            if earlier.get(key, name) != name and earlier[key] in self.concepts:
                notes.warning(row.line, f"«{term.text}» flyttes hit fra «{earlier[key]}».")
                self._move(key, earlier[key])
        if not self.concepts.setdefault(name, _Concept()).add(row.terms) and not any(row.removed.values()):
            notes.warning(row.line, f"raden «{name}» sier ikke noe nytt.")

    def _move(self, key: Key, name: str) -> None:
        for terms in self.concepts[name].terms.values():
            terms.pop(key, None)

    def _known_name(self, row: Row) -> str:
        """The concept that a row is about: so named, or with that name as a Norwegian term; "" for a new one."""
        if row.name in self.concepts:
            return row.name
        for name, concept in self.concepts.items():
            if any(term.text.lower() == row.name for lang in ("nb", "nn") for term in concept.terms[lang].values()):
                return name
        return ""

    def _near(self, name: str) -> str:
        near = difflib.get_close_matches(name, self.concepts, n=1)
        return f" Mente du «{near[0]}»?" if near else ""


def _keys(terms: Mapping[str, Sequence[Term] | Mapping[Key, Term]]) -> dict[Key, Term]:
    return {
        (GROUPS[lang], term.keys): term
        for lang, some in terms.items()
        for term in (some.values() if isinstance(some, Mapping) else some)
    }


def _place(row: Row) -> str:
    return f"{row.file}, linje {row.line}"
