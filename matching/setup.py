"""What the wizard of the first use makes of what is pasted: members of lines, a project of a text. Nothing is written.

Everything that is guessed is said to be, for the reader to confirm.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from calls.language import language_of
from calls.terms import COUNTY_NAMES
from calls.tongue import say
from calls.words import composed, plain
from matching.file_checks import LONGEST
from matching.index import Index
from matching.places import counties_of
from matching.profile_values import is_orgnr, new_key
from matching.projects import Member
from matching.text import LONGEST_WORD, content_words, stem, words

MOST_LINES = 300
LONGEST_LINE = 200
LONGEST_TEXT = 20_000
KEYWORDS = 8
SHORTEST_KEYWORD = 4
"""Letters. Shorter words are mostly abbreviations that only the writer knows."""

COMMON_SHARE = 0.2
"""Of the calls: a word that more of them have says little of one project."""

_NUMBER = re.compile(r"(?<!\d)\d{3}[ .\u00a0]?\d{3}[ .\u00a0]?\d{3}(?!\d)")
_DIGITS = re.compile(r"\d{6,}")
_EDGES = " \t,;:.-–—|•*()"

_TYPES: tuple[tuple[str, str], ...] = (
    ("fylkeskommune", r"fylkeskommun\w*|fylkesting"),
    ("kommune", r"\w*kommun(?:e|en)?|bydel\w*"),
    ("helseforetak", r"\w*(?:helseforetak|helseføretak|sykehus|sjukehus)\w*|hf|rhf"),
    ("uh_institusjon", r"\w*universitet\w*|university|\w*(?:høgskule|høgskole|høyskole|fagskole|fagskule)\w*|ntnu"),
    ("forskningsinstitutt", r"sintef|norce|nibio|\w*(?:forskings|forsknings)(?:institutt|senter)\w*"),
    ("statlig", r"\w*direktorat\w*|nav|statsforvalter\w*|\w*departement\w*|\w*tilsyn\w*|\w*instituttet"),
    ("klynge", r"\w*klynge\w*|cluster|\w*innovasjonssenter\w*"),
    (
        "frivillig_org",
        r"\w*(?:foreining|forening|forbund|frivillig)\w*|stiftelse\w*|stifting\w*|\w*lag|(?:røde|raude) kors",
    ),
    ("frivillig_org", r"sanitetskvinne\w*|blå kors|kirkens bymisjon|ks"),
    ("bedrift_stor", r"asa"),
    ("bedrift_smb", r"as|ans|da|ba|sa|enk|\w*bedrift\w*|\w*selskap\w*|company|ltd|gmbh|ab"),
)
"""Kind of organisation -> words in its name, the more telling kinds first: `Nordlandssykehuset HF` before any `AS`."""

_NAMED = [(code, re.compile(rf"(?<!\w)(?:{words_})(?!\w)", re.IGNORECASE)) for code, words_ in _TYPES]


class ReadLine(NamedTuple):
    """A member as a line was understood. type_told: whether the name says what kind it is; where not, `types` is empty
    and somebody must choose. note: what to look at, "" for nothing."""

    line: int
    member: Member
    type_told: bool
    note: str


class LineProblem(NamedTuple):
    """A line that nobody could make a member of, and why. `line` is from 1."""

    line: int
    text: str
    message: str


@dataclass(frozen=True)
class PastedMembers:
    members: tuple[ReadLine, ...]
    problems: tuple[LineProblem, ...]


@dataclass(frozen=True)
class SuggestedProject:
    """A project as a pasted text tells of it, for somebody to go through."""

    title: str
    description: str
    keywords: tuple[str, ...]
    lang: str


def read_members(pasted: str, taken: Collection[str] = ()) -> PastedMembers:
    """The members of a pasted list, one a line: an organisation number, a name, or both, in any order. taken: keys of
    members that there are already."""
    members: list[ReadLine] = []
    problems: list[LineProblem] = []
    keys, numbers = set(taken), dict[str, int]()
    lines = pasted.splitlines()
    for number, raw in enumerate(lines[:MOST_LINES], 1):
        line = composed(raw[: 2 * LONGEST_LINE])
        if not line.strip(_EDGES):
            continue
        problem = _line_problem(line, numbers)
        if problem:
            problems.append(LineProblem(number, line[:LONGEST_LINE], problem))
            continue
        read = _read_line(number, line, keys)
        keys.add(read.member.key)
        if read.member.orgnr:
            numbers[read.member.orgnr] = number
        members.append(read)
    if len(lines) > MOST_LINES:
        message = say("Linjene etter linje {n} er ikke lest. Lim inn resten etterpå.", n=MOST_LINES)
        problems.append(LineProblem(MOST_LINES + 1, "", message))
    return PastedMembers(tuple(members), tuple(problems))


def guess_types(name: str) -> tuple[str, ...]:
    """What kind of organisation a name says that it is, as a code of calls.fields.APPLICANT_TYPES; () where it does not
    say."""
    return next(((code,) for code, like in _NAMED if like.search(plain(name))), ())


def read_project(pasted: str, index: Index | None = None) -> SuggestedProject:
    """A project of a pasted text: the first line is its title, the rest its description.

    keywords: the words of the text that are rarest among the calls of `index` and yet there, as they are written;
    none without an index.
    """
    lines = [composed(line) for line in pasted[:LONGEST_TEXT].splitlines()]
    lines = [line for line in lines if line]
    title = lines[0][: LONGEST["title"]].rstrip(" .:") if lines else ""
    rest = " ".join(lines[1:]) if len(lines) > 1 else (lines[0] if lines else "")
    lang = language_of("\n".join(lines))
    keywords = rare_words("\n".join(lines), lang, index) if index is not None else ()
    return SuggestedProject(title, rest[: LONGEST["description"]], keywords, lang)


def rare_words(text: str, lang: str, index: Index, most: int = KEYWORDS) -> tuple[str, ...]:
    """The words of a text that tell most of it among the calls: rare there, but had by some, and repeated in the text.
    As first written, in small letters unless the text never has them so."""
    written: dict[str, list[str]] = {}
    for word in words(text):
        if SHORTEST_KEYWORD <= len(word) <= LONGEST_WORD:
            for part in content_words(word.lower(), lang)[:1]:
                written.setdefault(stem(part, lang), []).append(word)
    known = [term for term in written if term in index.columns]
    idf = dict(zip(known, index.idf[[index.columns[term] for term in known]].tolist(), strict=True))
    common = np.log((1 + len(index.calls)) / (1 + COMMON_SHARE * len(index.calls))) + 1
    worth = {term: value * (1 + np.log(len(written[term]))) for term, value in idf.items() if value > common}
    best = sorted(worth, key=lambda term: (-worth[term], term))[:most]
    return tuple(_shown(written[term]) for term in best)


def regions() -> list[tuple[str, str]]:
    """(number, name) of every county, by name."""
    return sorted(COUNTY_NAMES.items(), key=lambda one: one[1].casefold().replace("ø", "~").replace("å", "~~"))


def _line_problem(line: str, numbers: dict[str, int]) -> str:
    """Why a line cannot be a member, "" where it can."""
    found = _NUMBER.search(line)
    digits = re.sub(r"\D", "", found.group()) if found else ""
    if found and not is_orgnr(digits):
        return say("«{number}» er ikke et gyldig organisasjonsnummer. Se etter skrivefeil.", number=found.group())
    if digits in numbers:
        return say("Organisasjonsnummeret står også på linje {n}.", n=numbers[digits])
    rest = _NUMBER.sub(" ", line, count=1)
    if _DIGITS.search(rest) or (not found and not words(rest)):
        return say("Vi forstår ikke linjen. Skriv navn, organisasjonsnummer, eller begge deler.")
    if len(rest.strip(_EDGES)) > LONGEST_LINE:
        return say("Linjen er for lang til å være et navn.")
    return ""


def _read_line(number: int, line: str, keys: Collection[str]) -> ReadLine:
    found = _NUMBER.search(line)
    orgnr = re.sub(r"\D", "", found.group()) if found else ""
    name = " ".join(_NUMBER.sub(" ", line, count=1).split()).strip(_EDGES)
    types = guess_types(name)
    place = name.removesuffix(" kommune").removesuffix(" kommun") if types == ("kommune",) else ""
    member = Member(
        key=new_key(name or orgnr, keys, "medlem"),
        name=name,
        types=types,
        place=place if counties_of(place) else "",
        orgnr=orgnr,
    )
    if not name:
        return ReadLine(number, member, False, say("Skriv navnet på organisasjonen."))
    return ReadLine(number, member, bool(types), "" if types else say("Velg hva slags organisasjon dette er."))


def _shown(forms: list[str]) -> str:
    """One way to write a word: as first written, in small letters unless it has capitals inside, as `VR` has."""
    first = forms[0]
    return first if any(letter.isupper() for letter in first[1:]) else first.lower()
