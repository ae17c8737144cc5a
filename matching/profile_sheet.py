"""Profiles read from a spreadsheet, with a row each: what can be used, and what is wrong by row. Nothing is written.

The file itself is read in `matching.sheet_file`; an empty one to fill in is made in `publish.profile_template`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from calls.fields import APPLICANT_TYPES, LANGUAGES, WORDS_NB, word_nb
from calls.language import language_of
from calls.terms import COUNTY_NAMES
from calls.tongue import TONGUES, say, speaking
from calls.words import composed, plain
from matching.advice import LANGUAGE_NAMES
from matching.field_changes import PROFILE_LABELS
from matching.file_checks import too_long
from matching.profile_values import COUNTIES, is_month, new_key
from matching.projects import Member, Profile
from matching.sheet_file import MOST_ROWS, SheetError, read_table

_NEEDED = ("title", "description", "keywords")
_SPLIT = re.compile(r"[;,\n]")
_MONTH_FIRST = re.compile(r"(?:\d{1,2}\.)?(\d{1,2})[./](20\d{2})")
_AMOUNT = re.compile(r"(?:kr\.?\s*)?(\d{1,3}(?:[ .]\d{3})*|\d{1,12})(?:,00|,-|,–)?(?:\s*kr\.?)?", re.IGNORECASE)
_COUNTY_NUMBERS = {name.casefold(): number for number, name in COUNTY_NAMES.items()}


def _spoken(names: Mapping[str, str]) -> dict[str, str]:
    """Names of codes in every tongue, small letters -> the code: a sheet may be filled in by whoever, and passed on."""
    found: dict[str, str] = {}
    for one in TONGUES:
        with speaking(one):
            found |= {say(name).casefold(): code for code, name in names.items()}
    return found


@cache
def _columns() -> dict[str, str]:
    return _spoken(PROFILE_LABELS)


@cache
def _type_names() -> dict[str, str]:
    return _spoken({code: WORDS_NB[code] for code in APPLICANT_TYPES}) | {code: code for code in APPLICANT_TYPES}


@cache
def _language_names() -> dict[str, str]:
    return _spoken(LANGUAGE_NAMES) | {code: code for code in LANGUAGES}


class RowProblem(NamedTuple):
    """What is wrong in a row, and under which heading. Rows as a spreadsheet counts them: the headings are row 1."""

    row: int
    heading: str
    message: str


class ReadRow(NamedTuple):
    row: int
    profile: Profile


@dataclass(frozen=True)
class ReadSheet:
    """The profiles of the rows that are in order, and what is wrong with the others."""

    rows: tuple[ReadRow, ...]
    problems: tuple[RowProblem, ...]


def read_profiles(name: str, raw: bytes, members: Sequence[Member], taken: Collection[str] = ()) -> ReadSheet:
    """The profiles of a file. name: as it was sent, for its ending alone. members: of the cluster they are for.
    taken: keys of the profiles that it has. SheetError when the file is no such spreadsheet."""
    table = read_table(name, raw)
    if not table or not any(table[0]):
        raise SheetError(say("Filen er tom. Første rad skal ha overskrifter, som «Tittel» og «Beskrivelse»."))
    if len(table) > MOST_ROWS + 1:
        raise SheetError(say("Filen har for mange rader. Den kan ha høyst {n} prosjekter.", n=MOST_ROWS))
    columns = _headings(table[0])
    rows: list[ReadRow] = []
    problems: list[RowProblem] = []
    keys = set(taken)
    for number, cells in enumerate(table[1:], 2):
        if not any(cells):
            continue
        reader = _Row(number, {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}, members)
        profile = reader.profile(keys)
        if reader.problems:
            problems += reader.problems
        else:
            rows.append(ReadRow(number, profile))
            keys.add(profile.key)
    return ReadSheet(tuple(rows), tuple(problems))


def _headings(cells: Sequence[str]) -> dict[str, int]:
    """Field -> its column. SheetError for a heading that we do not know, that stands twice, or that is missing."""
    found: dict[str, int] = {}
    known = ", ".join(say(label) for label in PROFILE_LABELS.values())
    for at, cell in enumerate(cells):
        heading = composed(cell).rstrip(":* ")
        if not heading:
            continue
        field_name = _columns().get(heading.casefold())
        if field_name is None:
            raise SheetError(
                say(
                    "Vi kjenner ikke overskriften «{heading}». Overskriftene kan være: {known}.",
                    heading=heading[:60],
                    known=known,
                )
            )
        if field_name in found:
            raise SheetError(say("Overskriften «{heading}» står to ganger.", heading=heading))
        found[field_name] = at
    missing = [say(PROFILE_LABELS[name]) for name in _NEEDED if name not in found]
    if missing:
        raise SheetError(say("Disse overskriftene mangler: {missing}.", missing=", ".join(missing)))
    return found


@dataclass
class _Row:
    """One row being read. What is wrong is noted in `problems`."""

    number: int
    cells: dict[str, str]
    members: Sequence[Member]
    problems: list[RowProblem] = field(default_factory=list)

    def profile(self, taken: Collection[str]) -> Profile:
        title, description = self._text("title"), self._text("description")
        for name in _NEEDED:
            if not self._text(name):
                self._note(name, say("Cellen er tom."))
        members = {word.casefold(): one.key for one in self.members for word in (one.name, one.key)}
        read = Profile(
            key=new_key(title, taken),
            title=title,
            description=description,
            keywords=self._list("keywords"),
            lang=self._language(f"{title}\n{description}"),
            avoid=self._list("avoid"),
            partner_types=self._known(
                "partner_types", _type_names(), ", ".join(word_nb(one) for one in APPLICANT_TYPES)
            ),
            members=self._known("members", members, ", ".join(one.name for one in self.members) or say("ingen")),
            region=self._region(),
            amount_min_nok=self._amount("amount_min_nok"),
            amount_max_nok=self._amount("amount_max_nok"),
            start=self._month("start"),
            end=self._month("end"),
            owner_role=self._text("owner_role"),
        )
        for problem in too_long(read.content):
            self._note(problem.field, f"{problem.message} {problem.allowed}".strip())
        least, most = read.amount_min_nok, read.amount_max_nok
        if least is not None and most is not None and least > most:
            self._note("amount_min_nok", say("Det minste beløpet er større enn det høyeste."))
        if read.start and read.end and f"{read.start}-01"[:7] > f"{read.end}-12"[:7]:
            self._note("start", say("Starten er etter slutten."))
        return read

    def _note(self, name: str, message: str) -> None:
        self.problems.append(RowProblem(self.number, say(PROFILE_LABELS[name]), message))

    def _text(self, name: str) -> str:
        return composed(self.cells.get(name, ""))

    def _list(self, name: str) -> tuple[str, ...]:
        items = (composed(item) for item in _SPLIT.split(self.cells.get(name, "")))
        return tuple({item.casefold(): item for item in items if item}.values())

    def _known(self, name: str, known: dict[str, str], allowed: str) -> tuple[str, ...]:
        found = dict.fromkeys(self._one(name, item, known, allowed) for item in self._list(name))
        return tuple(one for one in found if one)

    def _language(self, text: str) -> str:
        written = self._text("lang")
        if not written:
            return language_of(text)
        return self._one("lang", written, _language_names(), ", ".join(say(one) for one in LANGUAGE_NAMES.values()))

    def _one(self, name: str, written: str, known: dict[str, str], allowed: str) -> str:
        code = known.get(written.casefold(), "")
        if not code:
            message = say("«{item}» er ukjent. Det kan være: {allowed}.", item=written[:60], allowed=allowed)
            self._note(name, message)
        return code

    def _region(self) -> str:
        text = self._text("region")
        number = _COUNTY_NUMBERS.get(text.casefold(), text.zfill(2) if text.isdigit() else text)
        if number.isdigit() and number not in COUNTIES:
            self._note("region", say("«{item}» er ikke et fylkesnummer.", item=text[:60]))
        return number

    def _amount(self, name: str) -> int | None:
        text = plain(self.cells.get(name, ""))
        found = _AMOUNT.fullmatch(text)
        if text and not found:
            self._note(name, say("«{item}» er ikke et beløp. Skriv hele kroner, for eksempel 2000000.", item=text[:60]))
        return int(re.sub(r"\D", "", found[1])) if found else None

    def _month(self, name: str) -> str:
        text = self._text(name)
        turned = _MONTH_FIRST.fullmatch(text)
        month = f"{turned[2]}-{int(turned[1]):02}" if turned else text
        if text and not is_month(month):
            self._note(name, say("«{item}» er ikke en måned eller et år. Skriv for eksempel 2027-01.", item=text[:60]))
            return ""
        return month
