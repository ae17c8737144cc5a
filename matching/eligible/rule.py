"""The shapes of an answer on eligibility: a rule, who may apply, who is missing, and what it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from calls.fields import word_nb
from calls.tongue import note, number, say
from matching.eligible.facts import Quote

Answer = Literal["yes", "no", "unknown"]
"""Whether it holds. `unknown` means that we cannot tell: it never hides a call and never counts as no."""

RuleName = Literal["applicant", "earmarked", "region", "norway", "deadline", "amount", "time", "partners"]

LABELS_NB: dict[RuleName, str] = {
    "applicant": note("Hvem kan søke"),
    "earmarked": note("Øremerket"),
    "region": note("Geografi"),
    "norway": note("Åpen for Norge"),
    "deadline": note("Søknadsfrist"),
    "amount": note("Beløp"),
    "time": note("Prosjektperiode"),
    "partners": note("Partnere"),
}
"""What a reader knows each rule by in bokmål, in the order in which they are shown."""


_MONTHS_NB = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
)
_COMPANIES = ("bedrift_smb", "bedrift_stor")


@dataclass(frozen=True)
class Rule:
    """One question about a call and a profile, with its answer.

    words_nb: why, one or two sentences in the tongue that is spoken: bokmål at night. quote: the funder's words that it
    rests on, "" where there are none; place and label: the page they stand on and their heading there. is_stated:
    whether the call says anything on it; where it does not, the answer is `unknown` and nothing stands in the way.
    """

    name: RuleName
    answer: Answer
    words_nb: str
    quote: str = ""
    place: str = ""
    label: str = ""
    is_stated: bool = True


@dataclass(frozen=True)
class Candidate:
    """A member that the call's words on applicants let in, or may let in. `member` is its key; of the cluster's own
    organisation, which no list of members has, it is ""."""

    member: str
    name: str
    answer: Answer
    is_involved: bool


@dataclass(frozen=True)
class MissingPartner:
    """A partner that the call demands and the project lacks. members: keys of those in the cluster who could fill it.

    types: codes of calls.fields.APPLICANT_TYPES that would do; () where no type of ours says it (a partner abroad).
    """

    words_nb: str
    types: tuple[str, ...]
    count: int
    members: tuple[str, ...]
    quote: str = ""


@dataclass(frozen=True)
class Verdict:
    """May this project apply? `because_nb` is one sentence for the reader. Rules are in the order of LABELS_NB."""

    answer: Answer
    because_nb: str
    rules: tuple[Rule, ...]
    missing_partners: tuple[MissingPartner, ...]
    candidates: tuple[Candidate, ...]

    @property
    def content(self) -> dict[str, Any]:
        """The same as JSON has it: dicts, lists, texts, numbers and booleans."""
        missing = [{**vars(one), "types": [*one.types], "members": [*one.members]} for one in self.missing_partners]
        rules, candidates = ([{**vars(one)} for one in some] for some in (self.rules, self.candidates))
        return {**vars(self), "rules": rules, "missing_partners": missing, "candidates": candidates}

    def rule(self, name: RuleName) -> Rule:
        """The rule of that name. KeyError when there is none."""
        for one in self.rules:
            if one.name == name:
                return one
        raise KeyError(name)


def stated(name: RuleName, answer: Answer, words_nb: str, quote: Quote) -> Rule:
    """A rule on what the call says."""
    return Rule(name, answer, words_nb, quote.text, quote.place, quote.label)


def silent(name: RuleName, words_nb: str) -> Rule:
    """A rule on which the call says nothing."""
    return Rule(name, "unknown", words_nb, is_stated=False)


AND, OR = note("og"), note("eller")
"""Joints of a listing."""


def listing(words: Sequence[str], joint: str = AND) -> str:
    """`a`, `a og b`, `a, b og c`; joint: AND or OR."""
    *most, last = words
    return f"{', '.join(most)} {say(joint)} {last}" if most else last


def types_nb(types: Sequence[str], joint: str = AND) -> str:
    """Applicant types in readers' words; companies of either size are just companies."""
    sizes = [code for code in types if code in _COMPANIES]
    words = [say("bedrifter")] if len(sizes) == len(_COMPANIES) else [word_nb(code) for code in sizes]
    for code in types:
        if code not in _COMPANIES:
            words += word_nb(code).split(f" {say(AND)} ") if len(types) > 1 else [word_nb(code)]
    return listing(words, joint)


def date_nb(day: date) -> str:
    """`14. oktober 2026`."""
    return say("{day}. {month} {year}", day=day.day, month=say(_MONTHS_NB[day.month - 1]), year=day.year)


def digits(amount: int) -> str:
    """`3 000 000`, as the tongue groups them, with spaces that may break."""
    return number(amount).replace("\N{NO-BREAK SPACE}", " ")
