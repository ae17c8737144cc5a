"""The funders' words -> our codes: status, applicants, partners, instrument, regions. Tables, not if-chains.

A word that no table knows is handed back or gives None; it never becomes "other". Dates and money: `calls.dates`,
`calls.money`.
"""

from __future__ import annotations

import re

from calls.applicant_words import ADJECTIVES, APPLICANTS, NOT_APPLICANTS, QUALIFIER
from calls.fields import APPLICANT_TYPES
from calls.words import any_of, clean, plain

_STATUS_WORDS = {
    "forecasted": "planlagt planlagd planlagte planned kommende komande kommer kommer_snart kjem_snart coming_soon"
    " upcoming forecasted forecast forthcoming"
    " åpner_snart opnar_snart opens_soon not_yet_open ikke_åpnet varslet",
    "open": "søk_nå søk_no aktiv active apply_now åpen open ope opa åpen_for_søknad åpen_for_søknader"
    " open_for_applications open_for_søknad åpent opent pågående"
    " open_for_søknader",
    "closed": "gjennomført gjennomførd gjennomførte fullført completed se_resultat se_resultater sjå_resultat"
    " see_result see_results result_published resultat_publisert"
    " lukket lukka stengt stengd closed avsluttet avslutta utløpt expired ended finished utgått fristen_er_ute"
    " fristen_er_gått_ut deadline_passed",
    "cancelled": "avlyst avlyste cancelled canceled kansellert trukket trukket_tilbake trekt_tilbake withdrawn"
    " annullert",
}
STATUS = {word.replace("_", " "): code for code, words in _STATUS_WORDS.items() for word in words.split()}

_INSTRUMENTS = (
    ("guarantee", r"\w*garanti(?:er|ar|en|ordning\w*)?|guarantees?|loan\s+guarantees?"),
    (
        "tax_deduction",
        r"skattefradrag\w*|skattefrådrag\w*|skattefunn|tax\s+(?:deductions?|credits?|incentives?|relief)",
    ),
    ("loan", r"\w*lån(?:et|a|ene)?|loans?"),
    (
        "grant",
        r"\w*(?:tilskudd|tilskot)(?:et|ene|a|sordning\w*)?|grants?|\w*stipend(?:et|er|a)?|scholarships?"
        r"|prosjektstøtte|forskningsmidler|økonomisk\s+støtte"
        r"|arrangementsstøtte|funding",
    ),
    ("equity", r"\w*egenkapital|eigenkapital|equity|aksjekapital|investering(?:skapital)?"),
    (
        "advice",
        r"\w*(?:rådgivning|rådgiving|rådgjeving|rettleiing|veiledning|mentor\w*)|advice|advisory(?:\s+services?)?"
        r"|consulting|guidance|mentoring|counselling",
    ),
    ("network", r"\w*nettverk(?:et)?|networks?|networking|klyngeprogram\w*"),
)

_COUNTIES = {
    "03": "Oslo",
    "11": "Rogaland",
    "15": "Møre og Romsdal|Møre & Romsdal",
    "18": "Nordland|Nordlánnda",
    "31": "Østfold",
    "32": "Akershus",
    "33": "Buskerud",
    "34": "Innlandet",
    "39": "Vestfold",
    "40": "Telemark",
    "42": "Agder",
    "46": "Vestland",
    "50": "Trøndelag|Trööndelage",
    "55": "Troms|Romsa|Tromssa",
    "56": "Finnmark|Finnmárku|Finmarkku",
}
"""SSB Klass 104, counties from 2024, with the Sami and Kven names."""

_COUNTY = {
    number: re.compile(rf"(?<![\w-])(?:{names}|{names.upper()})(?![\w-])".replace(" ", r"\s+"))
    for number, names in _COUNTIES.items()
}
_APPLICANT = tuple((re.compile(rf"(?<![\w-])(?:{words})(?![\w])", re.IGNORECASE), codes) for words, codes in APPLICANTS)
_NOT_APPLICANT = re.compile(rf"(?<!\w)(?:{NOT_APPLICANTS})(?!\w)", re.IGNORECASE)
_VERBS = any_of(
    "kan skal må bør er vere være har søke søkje søker søkjer kreves krevst gjelder gjeld får rettet_mot retta_mot "
    "can may must shall should is are be have has apply applies submit"
)
_VERB = re.compile(rf"\b{_VERBS}(?!\w)", re.IGNORECASE)
_CLAUSE = re.compile(r"[.;!?]\s+|[;\n]|,?\s+(?:men|but|mens|while|however)\s+", re.IGNORECASE)
_EXCEPT = re.compile(
    r"\s*[,(]?\s*\b(?:unntatt|unnateke|unnatatt|med\s+unntak\s+av|med\s+unntak\s+for|bortsett\s+fra|bortsett\s+frå"
    r"|except(?:\s+for)?|excluding"
    r"|with\s+the\s+exception\s+of|ekskludert|other\s+than)\b|[,(]\s*(?:men\s+|og\s+|and\s+|but\s+)?(?:ikke|ikkje"
    r"|not)\b",
    re.IGNORECASE,
)
_TOGETHER_WITH = re.compile(
    r"\s*[,(]?\s*\b(?:(?:i|in)\s+(?:\w+\s+)?(?:samarbeid|collaboration|cooperation|partnership)|saman\s+med"
    r"|sammen\s+med|together\s+with"
    r"|collaborat\w+\s+with|for\s+å|in\s+order\s+to)\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:ikke|ikkje|ingen|inga|not|cannot|can't|no|ineligible|ekskludert|utelukket|excluded|verken|neither"
    r"|nor)\b(?!\s+(?:bare|kun|berre|only))",
    re.IGNORECASE,
)
_PARTNERING = re.compile(
    r"\b(?:delta\w*|samarbeid\w*|partner\w*|participat\w*|collaborat\w*|medsøker\w*|godkjen(?:t|te)\s+av"
    r"|approved\s+by|finansiert\s+av|kostnade\w*|costs)\b",
    re.IGNORECASE,
)
_APPLYING = re.compile(
    r"\b(?:søk\w*|apply|applicants?|applications?|eligible|prosjektansvarlig\w*|prosjekteier\w*|project\s+owners?"
    r"|rettet\s+mot|retta\s+mot|aimed\s+at|for)\b",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"[,;/•·|+&\n]|\s-\s|\s+(?:og|and|eller|or|samt|as\s+well\s+as"
    r"|together\s+with)\s+",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^[^:,.]{0,60}:\s+")
_MARK = "\N{SYMBOL FOR UNIT SEPARATOR}"

_YES = re.compile(r"\s*(?:ja|yes)\s*(?:[.!]|$|[,-]\s*(?!men\b|but\b|optional|valgfri|frivillig))", re.IGNORECASE)
_NO = re.compile(r"\s*(?:nei|no)\s*(?:[.!]?\s*$|[,-]\s*(?:ikk(?:j)?e|not|det\s+er\s+ikk)\b)", re.IGNORECASE)
_DEMAND = (
    r"(?:må|skal|must|shall|kreves|krevst|krev(?:er)?|required?(?:\s+to)?|requires|requirement|krav\s+(?:om"
    r"|til)|obligatorisk\w*|forutsetter|føreset|mandatory|obliged|er\s+pålagt)"
)
_TOGETHER = r"(?:samarbeid\w*|samarbeide\w*|partner\w*|konsorti\w*|consorti\w*|collaborat\w*|cooperat\w*|medsøker\w*)"
_REQUIRED = re.compile(
    rf"\b{_DEMAND}\b[^.;]{{0,70}}\b{_TOGETHER}|\b{_TOGETHER}\b[^.;]{{0,40}}\b(?:kreves|krevst|er\s+påkrevd"
    rf"|er\s+(?:et\s+)?krav|er\s+obligatorisk|is\s+required|are\s+required|is\s+mandatory|is\s+a\s+requirement)\b",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    r"\b(?:kan|may|can|could|bør|should|ikke|ikkje|ingen|inga|not|no|valgfri\w*|valfri\w*|frivillig|optional"
    r"|encouraged|oppfordr\w*|anbefal\w*|tilrå\w*|dersom|hvis|viss|if|where|når|when|eventuell\w*|any)\b",
    re.IGNORECASE,
)


def _bare(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[^\w\s-]", " ", plain(text))).strip().lower()


def read_status(text: str) -> str | None:
    """One of `calls.fields.STATUSES` for a funder's status word; None for a word that no table knows."""
    word = _bare(text)
    return STATUS.get(word) or STATUS.get(word.removeprefix("status").strip())


def read_instrument(text: str) -> str | None:
    """One of `calls.fields.INSTRUMENTS` for the funder's kind of service; None when unknown or more than one."""
    found: list[str] = []
    rest = _bare(text)
    for code, words in _INSTRUMENTS:
        rest, count = re.subn(rf"(?<!\w)(?:{words})(?!\w)", " ", rest)
        if count:
            found.append(code)
    return found[0] if len(found) == 1 else None


def read_regions(text: str) -> list[str]:
    """County numbers (SSB Klass 104, 2024) of the counties that `text` names, in the order of the numbers.

    Whole capitalised words only; other places (Svalbard, a municipality) give nothing.
    """
    line = " ".join(clean(text).split())
    return [number for number, name in _COUNTY.items() if name.search(line)]


def read_partners(text: str) -> bool | None:
    """Whether one must apply with partners. True for a clear demand, False for a clear no, None for anything else."""
    line = plain(text)
    if _NO.match(line):
        return False
    if _YES.match(line):
        return None if _LOOSE.search(line) else True
    clauses = [clause for clause in _CLAUSE.split(line) if _REQUIRED.search(clause)]
    return True if any(not _LOOSE.search(clause) for clause in clauses) else None


def read_applicants(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Codes of who may apply, in the order of APPLICANT_TYPES, and the phrases that no table knows.

    In a short list every part is known or handed back. In prose only known words are taken, and the whole text is
    handed back when there are none. What stands under a negation or an exception, and whom one works with, gives none.
    """
    lines = [_NOT_APPLICANT.sub(" ", plain(line)) for line in text.replace("•", "\n").splitlines()]
    line = "; ".join(part for part in lines if part)
    if not line:
        return (), ()
    is_prose = len(line) > 200 or _VERB.search(_LABEL.sub("", line)) is not None
    codes, unknown = _from_prose(line) if is_prose else _from_list(line)
    if is_prose and not codes:
        unknown = [clean(text)]
    return tuple(code for code in APPLICANT_TYPES if code in codes), tuple(unknown)


def _mark(line: str) -> tuple[str, list[tuple[str, tuple[str, ...]]]]:
    """`line` with a mark in the place of each known phrase, and the phrases with their codes in order."""
    found: list[tuple[int, int, tuple[str, ...]]] = []
    hits = [(match, codes) for pattern, codes in _APPLICANT for match in pattern.finditer(line)]
    for match, codes in sorted(hits, key=lambda hit: (-len(hit[0].group()), hit[0].start())):
        if all(match.end() <= start or match.start() >= end for start, end, _ in found):
            found.append((*match.span(), codes))
    found.sort()
    marked = line
    for start, end, _ in reversed(found):
        marked = f"{marked[:start]}{_MARK}{marked[end:]}"
    return marked, [(line[start:end], codes) for start, end, codes in found]


def _codes(line: str) -> set[str]:
    return {code for _, codes in _mark(line)[1] for code in codes}


def _without_exceptions(line: str) -> tuple[str, set[str]]:
    """`line` up to an exception or to whom one works with, and the codes that the exception takes away."""
    excepted = _EXCEPT.search(line)
    kept = _TOGETHER_WITH.split(line[: excepted.start()] if excepted else line, maxsplit=1)[0]
    return kept, _codes(line[excepted.end() :]) if excepted else set()


def _from_list(line: str) -> tuple[set[str], list[str]]:
    kept, away = _without_exceptions(_LABEL.sub("", line).strip(" .:"))
    marked, phrases = _mark(kept)
    known: set[str] = set()
    unknown: list[str] = []
    queue = iter(phrases)
    for part in _PARTS.split(marked):
        here = [next(queue) for _ in range(part.count(_MARK))]
        rest = re.sub(rf"{_MARK}\s*\(?{QUALIFIER}[^{_MARK}]*$", _MARK, part, flags=re.IGNORECASE)
        rest = re.sub(rf"\b(?:{ADJECTIVES})\b", " ", rest, flags=re.IGNORECASE)
        if re.sub(rf"[\s.()\"'«»:{_MARK}-]", "", rest):
            for phrase, _ in here:
                part = part.replace(_MARK, phrase, 1)
            unknown.append(part.strip(" .:"))
        else:
            known.update(code for _, codes in here for code in codes)
    return known - away or known, [part for part in unknown if part]


def _from_prose(line: str) -> tuple[set[str], list[str]]:
    known: set[str] = set()
    for clause in _CLAUSE.split(line):
        kept, away = _without_exceptions(clause)
        if _NEGATION.search(kept) or (_PARTNERING.search(clause) and not _APPLYING.search(clause)):
            continue
        known.update(_codes(kept) - away or _codes(kept))
    return known, []
