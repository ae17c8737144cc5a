"""The funders' words -> our codes: status, partners, instrument, regions. Tables, not if-chains.

A word that no table knows is handed back or gives None; it never becomes "other". Who may apply takes a reading of
sentences and stands in `calls.applicants`; dates and money: `calls.dates`, `calls.money`.
"""

from __future__ import annotations

import re

from calls.applicants import read_applicants
from calls.words import clean, plain

__all__ = [
    "COUNTY_NAMES",
    "STATUS",
    "read_applicants",
    "read_instrument",
    "read_partners",
    "read_regions",
    "read_status",
]

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

COUNTY_NAMES = {number: names.partition("|")[0] for number, names in _COUNTIES.items()}
"""County number -> its Norwegian name."""

_COUNTY = {
    number: re.compile(rf"(?<![\w-])(?:{names}|{names.upper()})(?![\w-])".replace(" ", r"\s+"))
    for number, names in _COUNTIES.items()
}
_CLAUSE = re.compile(
    r"[.;!?]\s+|,?\s+(?:men|but|mens|medan|while|whereas|though|although|however)\s+|,\s+(?:og|and|so|slik\s+at)\s+",
    re.IGNORECASE,
)
_YES = re.compile(r"\s*(?:ja|yes)\s*(?:[.!]|$|[,-]\s*(?!men\b|but\b|optional|valgfri|frivillig))", re.IGNORECASE)
_NO = re.compile(r"\s*(?:nei|no)\s*(?:[.!]?\s*$|[,-]\s*(?:ikk(?:j)?e|not|det\s+er\s+ikk)\b)", re.IGNORECASE)
_PARTNER = r"(?:\w*part(?:ner|nar)(?:e|ar|s)?|samarbeid|konsorti(?:um|er)|consorti(?:um|a)|collaboration|cooperation)\b"
_MUST = r"(?:må|skal|must|shall|(?:has|have|needs?)\s+to|er\s+pålagt\s+å)\s+(?:\w+\s+){0,3}?"
_SOME = (
    r"(?:minst\s+|at\s+least\s+)?(?:to|tre|fire|fem|flere|fleire|en|ein|én|éin|et|eit|ett|eitt|two|three|four"
    r"|several|one|an?)"
)
_BODY = (
    r"(?:virksomhet|verksemd|aktør|\w*organisasjon|\w*institusjon|kommun|\w*bedrift|helsef|sykehus|sjukehus|selskap|foretak"
    r"|etat|\w*partn|compan|organi[sz]ation|institution|municipalit|hospital|actor|agenc|enterprise|universit)\w*"
)
_REQUIRED = re.compile(
    r"\b(?:kreves|krevst|krever|krev|required|requires?|requirement|krav\s+om|obligatorisk\w*|forutsetter|føreset"
    rf"|mandatory|obliged)\b(?:(?!\b(?:at(?!\s+least)|that)\b)[^:]){{0,70}}\b{_PARTNER}"
    rf"|\b{_PARTNER}[^:]{{0,40}}\b(?:kreves|krevst|er\s+påkrevd|er\s+(?:et\s+|eit\s+)?krav|er\s+obligatorisk"
    r"|(?:is|are)\s+(?:required|mandatory)|is\s+a\s+requirement)\b"
    rf"|\b{_MUST}(?:ha|have|include|inkludere|involve|inngå\s+i|gjennomføres|gjennomførast|utføres|skje|søke|søkje|apply"
    rf"|be\s+carried\s+out|take\s+place)\s+[^:]{{0,40}}?\b{_PARTNER}|\b{_MUST}(?:samarbeide?|collaborate|cooperate)\b"
    rf"|\b{_MUST}(?:ha\s+med|inkludere|involvere|include|involve)\s+{_SOME}\s+(?:\w+\s+)?{_BODY}"
    rf"|\b{_SOME}\s+(?:\w+\s+){{0,2}}?{_BODY}[^:]{{0,90}}?\b{_MUST}(?:delta|medvirke|medverke|bidra|være\s+med|vere\s+med"
    r"|(?:være|vere)\s+\w*part(?:ner|nar)\w*|stå\s+sam[ma][ea]n|take\s+(?:an\s+active\s+)?part|participate|contribute"
    r"|be\s+(?:a\s+)?partners?|be\s+involved|work\s+(?:closely\s+)?together|eie\s+prosjektet\s+sammen"
    r"|ha\s+forpliktende\s+oppgaver|ha\s+forpliktande\s+oppgåver|have\s+binding\s+tasks)\b",
    re.IGNORECASE,
)
_DEMANDED = (
    r"(?:krav|krevd|påkrevd|obligatorisk\w*|nødvendige?|naudsynt|required|(?:a\s+)?requirement|mandatory|necessary"
    r"|compulsory)"
)
_NOT = r"(?:ikke|ikkje|ingen|inga|not|no)"
_NOT_REQUIRED = re.compile(
    rf"\b{_PARTNER}\s+(?:er|is|are|blir|vert)\s+(?:{_NOT}\s+(?:et\s+|eit\s+|noe\s+)?{_DEMANDED}|optional|valgfri\w*"
    rf"|valfri\w*|frivillig\w*)\b|\b{_PARTNER}\s+(?:kreves|krevst)\s+{_NOT}\b|\b{_NOT}\s+{_PARTNER}\s+(?:er|is|are)\s+"
    rf"{_DEMANDED}\b|\b{_NOT}\s+(?:noe\s+|noko\s+|et\s+|eit\s+)?(?:{_DEMANDED}\s+(?:om|til|for|of|to\s+have)"
    rf"|nødvendig\s+med|need)\s+(?:å\s+ha\s+|en\s+|ein\s+|an?\s+|any\s+)?{_PARTNER}|\b(?:kreves|krevst)\s+{_NOT}\s+{_PARTNER}",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    r"\b(?:kan|may|can|could|bør|should|ikke|ikkje|ingen|inga|not|no|valgfri\w*|valfri\w*|optional"
    r"|frivillig(?!\w*\s+(?:organ|lag|for|aktør|sekt|hjelp))|encouraged|oppfordr\w*|anbefal\w*|tilrå\w*|dersom|hvis|viss|if|where|når|when|eventuell\w*|any)\b",
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
    """Whether one must apply with partners. True for a clear demand, False for a clear no, None for anything else.

    A text that says both, of different applicants perhaps, gives None.
    """
    lines = [plain(line) for line in text.splitlines()]
    line = ". ".join(line for line in lines if line)
    if _NO.match(line):
        return False
    if _YES.match(line):
        return None if _LOOSE.search(line) else True
    clauses = _CLAUSE.split(line)
    is_free = any(_NOT_REQUIRED.search(clause) for clause in clauses)
    is_bound = any(_REQUIRED.search(clause) and not _LOOSE.search(clause) for clause in clauses)
    return None if is_free == is_bound else is_bound
