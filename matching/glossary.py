"""The glossary: words in bokmål, nynorsk and English that mean the same, and where they stand in a text.

A concept is one row of `glossary/*.csv`, known by its first bokmål term. It is found as a phrase, on stems, in any of
its spellings, so that `digital heimeoppfølging` and `remote patient monitoring` are one term to the ranking. Reading
files is in `matching.glossary_files`, laying a user's on the shipped ones in `matching.glossary_layers`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, Self

from matching.glossary_files import LANGS, read_folder
from matching.glossary_finder import Finder
from matching.glossary_layers import Terms, lay
from matching.glossary_terms import GROUPS, Term
from matching.strict_yaml import ProfileProblem

FINDER_VERSION = "1"
"""Raised with every change that may find other concepts in some text."""

SHIPPED = Path(__file__).parents[1] / "glossary"
"""The glossary that comes with the code."""


DICTIONARY = "ordbok"
"""The folder in the user's own with the rows of a general dictionary."""


class Hit(NamedTuple):
    """A concept and where it stands: `words` are those from `start` to before `end`, as written."""

    concept: str
    start: int
    end: int
    words: tuple[str, ...]


class GlossaryError(ValueError):
    """The glossary cannot be used. `problems` are the errors, each with file and line."""

    def __init__(self, problems: tuple[ProfileProblem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class Glossary:
    """Concepts with their terms. Pure: the same words give the same hits, on any machine and in any order of calls."""

    def __init__(self, concepts: Mapping[str, Terms]) -> None:
        """`concepts`: name -> language -> terms."""
        self.concepts = dict(concepts)
        self._finders = {group: Finder(concepts, group) for group in ("no", "en")}

    def find(self, words: Sequence[str], lang: str) -> list[Hit]:
        """The concepts in `words` by place. `words` are as `matching.text.words` gives them: all, as written, in order.

        From the left the longest term is taken, and what it covers is not looked at again; where a word is a compound
        of two, or a term is written the same in two rows, there is a hit for each. `lang` is "nb", "nn" or "en";
        ValueError for another. Norwegian texts are read with both written forms, and with English phrases of two words
        or more.
        """
        if lang not in GROUPS:
            raise ValueError(f"no glossary for the language {lang!r}; known: {', '.join(GROUPS)}")
        found = self._finders[GROUPS[lang]].find(words)
        return [Hit(concept, start, end, tuple(words[start:end])) for concept, start, end in found]

    def may_begin(self, word: str, lang: str) -> bool:
        """Whether a concept may begin with `word`: where none may, `find` has nothing to find."""
        return self._finders[GROUPS[lang]].may_begin(word)

    def longest(self, lang: str) -> int:
        """How many words a concept stands in at most."""
        return self._finders[GROUPS[lang]].longest

    def labels(self, concept: str) -> dict[str, str]:
        """What to call a concept: language -> its first term. KeyError for an unknown one.

        Nynorsk without a term of its own says as bokmål does; English without one is left out.
        """
        terms = self.concepts[concept]
        first = {lang: terms[lang] or terms["nb"] for lang in LANGS if terms[lang] or lang == "nn"}
        return {lang: some[0].text for lang, some in first.items() if some}

    @property
    def content(self) -> dict[str, dict[str, list[list[Any]]]]:
        """Name -> language -> [text, keys, joined] of each term, as JSON has it: `of` makes the same glossary of it."""
        return {
            name: {lang: [[term.text, list(term.keys), term.joined] for term in terms[lang]] for lang in sorted(terms)}
            for name, terms in sorted(self.concepts.items())
        }

    @classmethod
    def of(cls, content: Mapping[str, Mapping[str, Sequence[Sequence[Any]]]]) -> Self:
        """The glossary that has that `content`."""
        return cls(
            {
                name: {
                    lang: tuple(Term(text, tuple(keys), joined) for text, keys, joined in some)
                    for lang, some in terms.items()
                }
                for name, terms in content.items()
            }
        )

    @cached_property
    def version(self) -> str:
        """The first 16 hex digits of the SHA-256 of all that can move a match: terms and rules, not notes."""
        content = {
            name: {lang: [[text, *keys] for text, keys, _ in terms[lang]] for lang in terms}
            for name, terms in self.content.items()
        }
        canonical = json.dumps([FINDER_VERSION, content], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def glossary_folders(own: Path) -> list[Path]:
    """A general dictionary where the user has taken one in (matching.dictionary), the glossary that comes with the
    code, and the user's own words where there are any: later on earlier."""
    return [*(one for one in [own / DICTIONARY] if one.is_dir()), SHIPPED, *([own] if own.is_dir() else [])]


def load_glossary(folders: Sequence[Path]) -> Glossary:
    """The glossary of `folders`, later ones laid on earlier. GlossaryError, with all that is wrong, at one error."""
    glossary, problems = usable_glossary(folders)
    errors = tuple(problem for problem in problems if problem.is_error)
    if errors:
        raise GlossaryError(errors)
    return glossary


def usable_glossary(folders: Sequence[Path]) -> tuple[Glossary, list[ProfileProblem]]:
    """The glossary of the rows that are in order, and all that is wrong, errors and warnings, by file and line.

    For a night that nobody watches: one slip of the pen must not cost every project its matches.
    """
    problems: list[ProfileProblem] = []
    layers = [read_folder(folder, problems) for folder in folders]
    concepts = lay(layers, problems)
    return Glossary(concepts), sorted(problems)
