"""What the funder's words say of applicants: whom they let in as they are, whom under a condition, whom not at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from calls.applicant_words import APPLICANTS
from calls.applicants import read_applicants
from calls.fields import APPLICANT_TYPES
from calls.words import plain
from matching.eligible import applicant_conditions as words

_APPLICANT = tuple((re.compile(rf"(?<![\w-])(?:{like})(?!\w)", re.IGNORECASE), codes) for like, codes in APPLICANTS)
LONGEST = 8000
"""Characters of a text on applicants or partners that are read: what is longer is no such text, or an attack."""

_CODES = frozenset(APPLICANT_TYPES)
_TO_BE_APPROVED = frozenset(("helseforetak", "forskningsinstitutt"))


@dataclass(frozen=True)
class Condition:
    """A sentence that asks more of an applicant than to be of a kind.

    codes: of whom; empty when of everybody. is_demand: it asks of those whom another sentence has let in; otherwise it
    is the sentence that lets them in, and holds only where no other does so freely.
    """

    sentence: str
    codes: frozenset[str]
    is_demand: bool

    def asks(self, code: str) -> bool:
        """Whether it asks something of applicants of that kind."""
        return not self.codes or code in self.codes


@dataclass(frozen=True)
class Said:
    """What a text says. read: codes that it lets in; free: those of them that some sentence lets in without more ado;
    excluded: those it shuts out by name; torn: those that one sentence lets in and another shuts out; unclear: phrases
    that no table knows; is_open: it says that others may too.
    """

    read: frozenset[str]
    free: frozenset[str]
    excluded: frozenset[str]
    torn: frozenset[str]
    unclear: tuple[str, ...]
    conditions: tuple[Condition, ...]
    is_open: bool


@lru_cache(maxsize=4096)
def read_said(text: str) -> Said:
    """What `text` says of applicants, sentence by sentence. One over LONGEST is not read: all of it is unclear."""
    if len(text) > LONGEST:
        none: frozenset[str] = frozenset()
        return Said(none, none, none, none, (text[:LONGEST],), (), is_open=True)
    codes, unclear = read_applicants(text)
    free: set[str] = set()
    let_in: set[str] = set()
    excluded = set(_shut_out(text))
    conditions: list[Condition] = []
    is_approval_asked = words.APPROVED.search(text) is not None
    for sentence in sentences(text):
        excluded |= _partners_only(sentence)
        own = frozenset(read_applicants(sentence)[0])
        let_in |= own
        if here := own & frozenset(codes):
            narrowed = _narrowed(sentence, here, unclear) | (_TO_BE_APPROVED & here if is_approval_asked else set())
            free |= here - narrowed
            conditions += [Condition(sentence, frozenset(narrowed), False)] if narrowed else []
        elif asked := _asked(sentence, frozenset(codes)):
            conditions.append(asked)
    return Said(
        frozenset(codes),
        frozenset(free),
        frozenset(excluded),
        frozenset(excluded & let_in),
        unclear,
        tuple(conditions),
        words.OPEN.search(text) is not None,
    )


def sentences(text: str) -> list[str]:
    """The sentences and lines of a text, without the empty ones."""
    return [part.strip() for line in text.splitlines() for part in words.SENTENCE.split(plain(line)) if part.strip()]


def phrases(line: str) -> list[tuple[int, str, tuple[str, ...]]]:
    """Known words for applicants in `line`: place, words and codes."""
    return leftmost(line, _APPLICANT)


def leftmost(
    line: str, table: Sequence[tuple[re.Pattern[str], tuple[str, ...]]]
) -> list[tuple[int, str, tuple[str, ...]]]:
    """Words of `line` that a table knows: place, words and codes; the leftmost, at one place the longest."""
    hits = [(match.start(), match.group(), codes) for like, codes in table for match in like.finditer(line)]
    found: list[tuple[int, str, tuple[str, ...]]] = []
    end = 0
    for start, phrase, codes in sorted(hits, key=lambda hit: (hit[0], -len(hit[1]))):
        if start >= end:
            found.append((start, phrase, codes))
            end = start + len(phrase)
    return found


def _narrowed(sentence: str, codes: frozenset[str], unclear: tuple[str, ...]) -> frozenset[str]:
    """Those of `codes` that a sentence which lets them in lets in under a condition only."""
    rest = words.ASKS_WITH.sub(" ", sentence)
    for pattern in (words.NATIONWIDE, words.APPROVED, words.ASIDE):
        rest = pattern.sub(" ", rest)
    for phrase in unclear:
        rest = rest.replace(phrase, " ") if " " not in phrase else rest  # a longer one may qualify those before it
    narrow: set[str] = set()
    free: set[str] = set()
    for start, phrase, given in phrases(rest):
        (narrow if words.NARROW_PHRASE.search(phrase) else free).update(given)
        rest = rest[:start] + " " * len(phrase) + rest[start + len(phrase) :]
    if re.search(r"\w", words.HARMLESS.sub(" ", rest)):
        return codes
    return codes - free


def _asked(sentence: str, codes: frozenset[str]) -> Condition | None:
    """What a sentence that lets nobody in asks of those who are in, None when nothing."""
    if not words.DEMAND.search(sentence) or words.ON_OTHERS.search(sentence) or _shut_out(sentence):
        return None
    named = frozenset(code for _, _, given in phrases(sentence) for code in given)
    if named and not named & codes:
        return None
    return Condition(sentence, named & codes, True)


def _shut_out(text: str) -> frozenset[str]:
    """Codes of those whom a text shuts out by name."""
    left_in, _ = read_applicants(f"{text}\n{words.EVERYBODY}")
    return _CODES - frozenset(left_in)


def _partners_only(sentence: str) -> frozenset[str]:
    """Codes of those whom a sentence lets in as partners and not as applicants."""
    found = words.PARTNER_ONLY.match(sentence)
    if not found or not words.NOT_APPLYING.search(sentence[found.end("who") :]):
        return frozenset()
    return frozenset(code for _, _, given in phrases(found["who"]) for code in given)
