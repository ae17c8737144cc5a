"""The words of funders' notes on their own changes, in bokmål, nynorsk and English: tables and patterns.

For `plain` text. What a note comes to is settled in `calls.notes`.
"""

from __future__ import annotations

import re

from calls.date_words import WEEKDAY


def _any(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


LEAD = _any(
    r"^\s*(?:(?:siste\s+)?oppdater(?:ing|t|inga)|endr(?:ing|et|a)|nytt|ny|merk|nb|update[d]?|last\s+updated?|changed?|new|note)"
    r"\s*[:,-]?\s*(?:(?:per|pr\.?|den|fom\.?|fra\s+og\s+med|frå\s+og\s+med|on|as\s+of|of)\s+)?(?=[0-9]|[A-Z][a-z]+\s[0-9])"
)
"""What may stand before the date of a note."""

CLAUSE = re.compile(r"\s*;\s+|\n+|(?<=[a-zæøå0-9)»\"][.!?])\s+(?=[A-ZÆØÅ«\"(–])")
"""Where a note's clauses part. A full stop inside a date or before a small letter ends none."""

QUOTED = re.compile(r"[\"«“][^\"»”]{0,200}[\"»”]")
"""Names of headings and templates: their words say nothing of the note."""

UNSURE = _any(
    r"\b(?:kan|kunne|kanskje|muligens|eventuel\w*|dersom|hvis|viss|vurder(?:er|es)|forbehold|forventes|(?-i:may)|might"
    r"|could|can|if|whether|considers?|considering|expected|reserved|would|possible|possibly|unless|skulle)\b"
)
"""A clause with one of these says what may be."""

DENIED = _any(
    r"\b(?:ikke|ikkje|ingen|inga|uendra|uendret|som\s+planlagt|not|no|unchanged|as\s+planned|remains?|blir\s+stående"
    r"|verken|korkje|neither)\b"
)
"""A clause with one of these may say what has not happened: no day and no status is read from it."""

OTHERS = _any(
    r"hoved(?:utlys|prosjekt)|hovud(?:utlys|prosjekt)|main\s+(?:call|project)|webinar|seminar|\bm[øo]te|\bmeeting"
    r"|påmelding|registration|rapport|\breport|arrangement|\bevent\b|info\w*\s*(?:day|dag)|andre\s+utlys|other\s+calls?"
    r"|klage|appeal|svarfrist"
)
"""A clause with one of these is not about the dates of the call itself."""

CALL = _any(
    r"\butlys\w*|\butlysing\w*|\bordning\w*|\bsøknadsmottak\w*|\b(?:the|this)\s+(?:call|topic|scheme)\b|\bcall\b|\btopic\b"
)
SYSTEM = _any(r"portal|søknadssystem|mitt\s+nettsted|\bsystem|vedlikehold|maintenance|\bsubmission\s+tool")

DEADLINE = _any(
    r"\b(?:søknads|innsendings|innleverings|skisse)?frist(?:en|er|ene|ane|a)?\b|\b(?:submission\s+)?deadlines?\b"
    r"|\bclosing\s+date\b"
)
MOVED = _any(
    r"\b(?:flytt\w*|utsatt|utset\w*|utsett\w*|forleng\w*|lengd?\w*\s+ut|forskyv\w*|forskjøv\w*|fr[ae]mskynd\w*|skyv\w*"
    r"|skjøv\w*|endr\w*|ny(?:e|tt)?|changed?|moved|extended|postponed|prolonged|brought\s+forward|new|delayed|revised)\b"
)

_DATED_COLUMNS = (
    ("project_start_latest_date", r"(?:sen|sein)este?\s+\w*\s*prosjektstart|latest\s+(?:\w+\s+){0,2}project\s+start"),
    (
        "project_start_earliest_date",
        r"tidlig(?:ste?|ast)\s+\w*\s*prosjektstart|tidlegast\w*\s+\w*\s*prosjektstart"
        r"|earliest\s+(?:\w+\s+){0,2}project\s+start",
    ),
    (
        "project_end_latest_date",
        r"(?:sen|sein)este?\s+\w*\s*prosjektslutt|latest\s+(?:\w+\s+){0,2}project\s+(?:end|completion)",
    ),
    (
        "opens_at",
        r"åpningsdato\w*|opningsdato\w*|\båpn(?:er|ingen)\b|\bopn(?:ar|inga)\b|opening\s+(?:date|of\s+the\s+call)",
    ),
)
DATED_COLUMNS = tuple((column, _any(words)) for column, words in _DATED_COLUMNS)
"""Columns that hold a day, other than the deadline, and the words for it."""

_CLOCK = r"(?:kl\.?\s*[0-9.:]+|at\s+[0-9.:]+|[0-9]{1,2}[.:][0-9]{2})\s*(?:CES?T|norsk\s+tid)?\s*"
_BETWEEN = rf"(?:{_CLOCK})?[,(]?\s*(?:(?:den|the|on)\s+)?(?:{WEEKDAY}\.?,?\s*(?:den\s+)?)?$"
OLD_DAY = _any(rf"\b(?:fra|frå|from)\s+(?:og\s+med\s+)?{_BETWEEN}")
NEW_DAY = _any(
    rf"(?:\b(?:til(?:\s+og\s+med)?|to|until|til\s+ny\s+dato|(?:er|is|blir|vert)(?:\s+(?:nå|no|now))?)|frist\w*:?|deadline:?)"
    rf"\s+{_BETWEEN}"
)
"""What stands right before the day that was, and before the day that is."""

CANCELLED = _any(
    r"\b(?:avlyst|avlyses|avlysast|kansellert|trukket(?:\s+tilbake)?|trekt(?:\s+tilbake)?|cancelled|canceled|withdrawn)\b"
)
CLOSED = _any(r"\b(?:stengt|stengd|stenges|stengjer|lukket|lukka|avsluttet|avslutta|closed)\b")
OPENED = _any(
    r"\b(?:er|is|has|har|ble|vart)\s+(?:(?:nå|no|now|been|blitt)\s+)?(?:åpen|åpnet|open|opna|opened)\b"
    r"|submission\s+session\s+is\s+(?:now\s+)?(?:available|open)"
)
RESULTS = _any(
    r"\bflash\s+(?:evaluation|call)|evaluation\s+results?\b|\b(?:a\s+total\s+of\s+)?[0-9 ,]{1,12}\s+proposals"
    r"\s+(?:were|have\s+been)\s+(?:submitted|received)|\b(?:innvilgede|innvilga)\s+søknad\w*"
)

MONEY = _any(
    r"\bramme\w*|\bbudsjettramme\w*|\bbeløp\w*|\bmidl\w+|\bbevilgning\w*|\bløyving\w*|\bamount\b|\bbudget\b|\bfunding\b"
)
AMOUNT_CHANGED = _any(
    r"\b(?:økt|økes|øker|auka?|aukar|redusert|reduseres|kuttet|endret|endra|justert|styrket|styrka|increased|reduced|changed"
    r"|adjusted|strengthened|raised|up|down)\b"
)
TEXT_CHANGED = _any(
    r"\b(?:oppdater(?:t|te|a)|endr(?:et|a)|rett(?:et|a)|juster(?:t|te)|korriger(?:t|te)|presiser(?:t|te)|fjern(?:et|a)"
    r"|lag[td]\s+til|ny\s+mal|nye\s+maler|updated|changed|corrected|adjusted|clarified|specified|removed|added|revised|deleted)\b"
)
