"""The partners that a text demands: how many, of what kinds, from how many countries. Reading only; tables first.

Only demands count (`må`, `skal`, `minst`), never what is possible or wished for. A clause of which something is left
when its partners and its words of taking part are gone is understood in part, and then nothing is called fulfilled.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from calls.applicant_words import APPLICANTS, BUSINESS, PUBLIC, RESEARCH
from calls.fields import APPLICANT_TYPES
from matching.eligible.applicant_conditions import NARROW_PHRASE
from matching.eligible.applicant_text import LONGEST, leftmost, sentences

ANYBODY = APPLICANT_TYPES
OUTSIDE_RESEARCH = tuple(code for code in APPLICANT_TYPES if code not in RESEARCH)

_BODY = (
    r"(?:part(?:er|ar)?|(?:samarbeids)?partnere?|(?:samarbeids)?partnar(?:ar)?|aktør(?:er|ar)?|virksomhet(?:er)?"
    r"|verksemd(?:er)?|bedrifter"
    r"|organi[sz]ations?|organisasjon(?:er|ar)?|actors?|partners?|entities)"
)
_OUTSIDE = (
    r"(?:utenfor|utanfor|outside)\s+(?:the\s+)?(?:forskning\w*|forsking\w*|akademia|academia|research(?:\s+sector)?)"
)
_PARTNERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        r"offentl[ie]ge?\s+(?:helsetenest|helsetjeneste)\w*|public\s+health(?:care)?\s+services?|helsetjeneste[nr]?"
        r"|helsetenest[ae]r?",
        ("kommune", "helseforetak"),
    ),
    (rf"(?:andre\s+|annan\s+|annen\s+|other\s+)?{_BODY}\s+{_OUTSIDE}", OUTSIDE_RESEARCH),
    (rf"offentl[ie]ge?\s+{_BODY}", PUBLIC),
    (r"offentl[ie]ge?(?=\s+og\s+private)", PUBLIC),
    (rf"private?\s+{_BODY}|private\s+sector\s+partners?", BUSINESS),
    (
        r"teknologipart\w+|industripart\w+|nærings(?:livs)?part\w+|bedriftspart\w+|leverandør(?:er|ar|bedrift\w*)?"
        r"|helsenæringen?|\w+(?<!leverandør)bedrift(?:er|ar)?|suppliers?|(?:industrial|technology)\s+partners?",
        BUSINESS,
    ),
    (
        r"(?:ungdoms|bruker|brukar|pasient|interesse)organisasjon(?:er|ar)?|patient\s+organi[sz]ations?",
        ("frivillig_org",),
    ),
    (r"sykehjem|sjukeheim(?:ar)?|hjemmetjenesten?|heimetenest[ea]r?|kommunehelsetjenesten?", ("kommune",)),
)
"""Words for partners -> codes that would do, before the words for applicants."""

_TABLE = tuple(
    (re.compile(rf"(?<![\w-])(?:{like})(?![\w-])", re.IGNORECASE), codes) for like, codes in (*_PARTNERS, *APPLICANTS)
)
_ANY_PARTNER = re.compile(rf"(?<![\w-]){_BODY}(?![\w-])", re.IGNORECASE)
_NUMBERS = {
    word: number
    for number, words in enumerate(
        ("én éin en ein ett eitt et eit ei one a an", "to two", "tre three", "fire four", "fem five", "seks six"), 1
    )
    for word in words.split()
} | dict.fromkeys(("flere", "fleire", "several"), 2)  # fmt: skip
_COUNT = rf"(?:{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}|\d{{1,2}})"
_COUNTED = re.compile(
    rf"(?:\b(?:minst|at\s+least|minimum)\s+)?\b(?P<count>{_COUNT})\b"
    r"(?:\s+(?:eller\s+(?:flere|fleire)|or\s+more))?\s+(?:\w+\s+){0,2}?$",
    re.IGNORECASE,
)
_COUNTRIES = re.compile(
    rf"\b(?P<count>{_COUNT})\s+(?:\w+\s+){{0,2}}?(?:\w+land|land|countries|member\s+states|medlemsland)\b",
    re.IGNORECASE,
)
_MUST = re.compile(
    r"\b(?:må|skal|kreves|krevst|krever|krev|krav|obligatorisk\w*|forutsetter|føreset|minst|minimum|must|shall"
    r"|requires?|required"
    r"|at least|mandatory)\b",
    re.IGNORECASE,
)
_MAY = re.compile(
    r"\b(?:kan|bør|may|can|could|should|gjerne|ønskelig|ønskjeleg|oppfordr\w*|anbefal\w*|encouraged)\b", re.IGNORECASE
)
_NOT = re.compile(r"\b(?:ikke|ikkje|not|no|ingen|inga)\b", re.IGNORECASE)
_PART = re.compile(
    r"\b(?:delta\w*|deltek|participat\w*|part(?:ner|nar)\w*|med|bidra|contribute|samarbeid\w*|collaborat\w*"
    r"|inkluder\w*|include"
    r"|involve\w*|representert|eie|own|stå|ansvar|oppgaver|oppgåver|tasks|kreves|krevst|krever|krav|required?|requires"
    r"|konsorti\w*|consorti\w*|teste|ha)\b",
    re.IGNORECASE,
)
"""Words of taking part in a project: what pays, is asked or is invited need not be a partner."""

_CHOICE = re.compile(r"\b(?:eller|or)\b(?!\s+(?:flere|fleire|more))", re.IGNORECASE)
_EXAMPLES = re.compile(
    r",?\s*\b(?:for\s+eksempel|f\.?\s?eks\.?|til\s+dømes|such\s+as|for\s+example|e\.?g\.?)\b.*$", re.IGNORECASE
)
_CLAUSE = re.compile(r",\s+(?:og|and|mens|medan|men|but)\s+|;\s+", re.IGNORECASE)
_OR = re.compile(r"^\s*(?:,\s*)?(?:eller|or|og/eller|and/or|/)\s*(?:(?:en|ein|et|eit|én|a|an)\s+)?$", re.IGNORECASE)
_LISTED = re.compile(r"^\s*,\s*(?:(?:en|ein|et|eit|én|ei|a|an)\s+)?$", re.IGNORECASE)
_TAKING_PART = re.compile(
    r"\b(?:må|skal|must|shall|kreves|krevst|krever|krev|krav|et|om|required|requires?|minst|minimum|at least|være"
    r"|vere|be|er"
    r"|is|are|med|partnere?|partnar(?:ar)?|partners?|delta(?:r|s)?|deltek|participate|i|in|prosjektet|the|project"
    r"|ha|have"
    r"|has|aktivt|active(?:ly)?|faktisk|actually|også|og|and|eller|or|som|as|bidra|contribute|samarbeide?|collaborate"
    r"|collaboration|cooperation|sammen|saman|together|konsortiet|konsortium|consortium|forpliktende|forpliktande"
    r"|binding"
    r"|oppgaver|oppgåver|tasks|stå|for|evaluering(?:en|a)?|ansvar|til|tillegg|representert|søker(?:en)?|søkjar(?:en)?"
    r"|søknaden|inkludere|include|involvere|involve|det|prosjekt|av|bestå|obligatorisk|partnerskap|gjennomføres"
    r"|gjennomførast|fra|frå|from|with|flere|fleire|more)\b",
    re.IGNORECASE,
)
_SOME_OF_A_KIND = re.compile(
    r"(?:ungdoms|interesse)org|teknologi|technology|leverandør|supplier|industri\w*p|helsenæring", re.I
)
"""Partners of whom a member's kind does not tell whether it is one; more in applicant_conditions.NARROW_PHRASE."""

_BARE = re.compile(r"\W*(?:ja|yes|nei|no)\W*", re.IGNORECASE)
_MOST = 20


@dataclass(frozen=True)
class Want:
    """A demand for `count` partners, each of any of `types`, in the funder's word."""

    types: tuple[str, ...]
    count: int
    word: str


@dataclass(frozen=True)
class Wants:
    """What a text demands. countries: from how many, 0 when it does not say; is_clear: all of it was understood."""

    wants: tuple[Want, ...]
    countries: int
    is_clear: bool
    quote: str


@lru_cache(maxsize=4096)
def read_wants(text: str) -> Wants:
    """The partners that a text demands, and the sentences that demand them. One over LONGEST is not understood."""
    if len(text) > LONGEST:
        return Wants((), 0, False, "")
    wants: list[Want] = []
    countries, is_clear, told = 0, True, []
    for sentence in sentences(text):
        demands = [clause for clause in _CLAUSE.split(_EXAMPLES.sub("", sentence)) if _is_demand(clause)]
        for clause in demands:
            if abroad := _COUNTRIES.search(clause):
                countries = max(countries, _number(abroad["count"]))
            found, rest = _read_clause(clause)
            wants += found
            is_clear = is_clear and bool(found or abroad) and _is_plain(found, rest)
        told += [sentence] if demands else []
    return Wants(tuple(wants), countries, is_clear, " ".join(told))


def _is_plain(found: list[Want], rest: str) -> bool:
    """Whether a clause asks for kinds of organisation and for nothing besides; `rest` is what is left of it."""
    narrow = (pattern.search(want.word) for want in found for pattern in (NARROW_PHRASE, _SOME_OF_A_KIND))
    return not re.search(r"[^\W\d]", _TAKING_PART.sub(" ", rest)) and not any(narrow)


def is_bare(text: str) -> bool:
    """Whether a text is a plain yes or no."""
    return _BARE.fullmatch(text) is not None


def _is_demand(clause: str) -> bool:
    """Whether a clause asks for something: its first modal verb decides (`kan delta og skal dele` asks for nobody)."""
    must, may = _MUST.search(clause), _MAY.search(clause)
    return bool(must) and not _NOT.search(clause) and not (may and must and may.start() < must.start())


def _read_clause(clause: str) -> tuple[list[Want], str]:
    """The demands of one clause, and what is left of it. Kinds joined by `eller` are one demand.

    A choice of which one side is unknown demands nothing that we can name; nor does what somebody is to do who need not
    be a partner.
    """
    if not _PART.search(clause):
        return [], clause
    wants: list[Want] = []
    rest, end, joined = clause, 0, 0
    choices = len(_CHOICE.findall(clause))
    is_mixed = bool(choices) and bool(re.search(r"\b(?:og|and)\b", clause, re.IGNORECASE))
    for start, phrase, codes in _partners(clause):
        between = clause[end:start]
        counted = _COUNTED.search(between)
        is_joined = bool(wants) and _OR.match(between) is not None
        if is_joined or (wants and choices and not is_mixed and _LISTED.match(between)):
            last = wants.pop()
            wants.append(Want(tuple(dict.fromkeys(last.types + codes)), last.count, f"{last.word} eller {phrase}"))
            joined += is_joined
        else:
            wants.append(Want(codes, _number(counted["count"]) if counted else 1, phrase))
        rest = rest[:start] + " " * len(phrase) + rest[start + len(phrase) :]
        end = start + len(phrase)
    if joined < choices:
        return [], clause
    return wants, re.sub(rf"\b{_COUNT}\b", " ", rest, flags=re.IGNORECASE)


def _partners(clause: str) -> list[tuple[int, str, tuple[str, ...]]]:
    """Words for partners in a clause; a bare `partnere` counts only with a number and where no kind is named."""
    if found := leftmost(clause, _TABLE):
        return found
    bare = next((match for match in _ANY_PARTNER.finditer(clause) if _COUNTED.search(clause[: match.start()])), None)
    return [(bare.start(), bare.group(), ANYBODY)] if bare else []


def _number(word: str) -> int:
    return min(_NUMBERS.get(word.casefold()) or int(word), _MOST)
