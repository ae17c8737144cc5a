"""The words that say how a deadline works, and whether it has passed, in bokmål, nynorsk and English.

Patterns only, for `plain` text. What they mean for a date beside them is decided in `calls.deadlines`.
"""

from __future__ import annotations

import re

from calls.date_words import MONTH

_MONEY = (
    r"(?:midler|midlene|midlar|midlane|midla|penger|pengene|pengar|pengane|ramme|rammen|ramma|pott|potten|budsjett\w*"
    r"|bevilgning\w*|løyving\w*|beløpet|funds?|funding|money|budget|means|resources|grant\s+pot)"
)
_SPENT = (
    r"(?:brukt|brukte|oppbrukt\w*|brukt\s+opp|tomt?|tømt|slutt|tildelt\w*|fordelt\w*|delt\s+ut|utdelt\w*"
    r"|disponert\w*|bundet"
    r"|bundne|bevilget|utlyst|exhausted|spent|used|depleted|allocated|awarded|committed|disbursed|gone"
    r"|run(?:s)?\s+out)"
)
_PHRASE = r"[^.;:]{0,45}?"

GUARANTEED = re.compile(r"garantifrist\w*|garantert\s+(?:søknads)?frist|guarantee(?:d)?\s+deadline", re.IGNORECASE)
CUT_OFF = re.compile(r"\b(?:tellende|teljande|tellande)\s+\w*frist\w*|\bcut[- ]?offs?\b", re.IGNORECASE)
UNTIL_SPENT = re.compile(
    rf"\b(?:så\s+lenge|så\s+lengje|so\s+lenge|as\s+long\s+as|for\s+as\s+long\s+as|while"
    rf"|så\s+langt)\b{_PHRASE}\b{_MONEY}\b"
    rf"|\b(?:til|inntil|fram\s+til|frem\s+til|until|till|når|when|or\s+when"
    rf"|once)\b{_PHRASE}\b{_MONEY}\b{_PHRASE}\b{_SPENT}\b"
    rf"|\b(?:til|inntil|until|når|when)\b{_PHRASE}\b(?:brukt|har\s+brukt|spent|used\s+up"
    rf"|allocated)\b{_PHRASE}\b{_MONEY}\b"
    r"|\bwhile\s+(?:funds|stocks|money)\s+lasts?\b|\btil\s+(?:det\s+er\s+)?tomt\b",
    re.IGNORECASE,
)
_ROLLING = (
    r"(?:fort)?løp(?:ende|ande)|open[- ]ended|rolling|continuous(?:ly)?|kontinuerlig|kontinuerleg"
    r"|(?:ingen|inga|ikke\s+noen|ikkje\s+nokon|uten|utan)\s+(?:fast\s+|faste\s+|bestemt\s+|spesiell\s+)?(?:søknads"
    r"|søknads-\s?)?frist(?:er|ar)?"
    r"|(?:no|without(?:\s+an?)?)\s+(?:fixed\s+|set\s+|specific\s+)?(?:application\s+|submission\s+)?deadlines?"
    r"|(?:hele|heile)\s+året|året\s+rundt|year[- ]round|all\s+year(?:\s+round)?|throughout\s+the\s+year"
    r"|når\s+som\s+helst|at\s+any\s+time|any\s?time|inntil\s+videre|inntil\s+vidare|until\s+further\s+notice"
    r"|alltid\s+åpen|always\s+open|permanently\s+open"
)
_NOT = r"(?<!ikke )(?<!ikkje )(?<!not )(?<!ikke en )(?<!not a )"
ROLLING = re.compile(rf"{_NOT}\b(?:{_ROLLING})\b|^\s*ongoing\W*$", re.IGNORECASE)
HANDLED_AS_THEY_COME = re.compile(
    r"\b(?:behandl\w+|vurder\w+|handsam\w+|processed|assessed|evaluated|reviewed)\s+(?:\w+\s+){0,2}?"
    r"(?:(?:fort)?løp(?:ende|ande)|continuously|on\s+a\s+(?:rolling|continuous)\s+basis)"
    r"|\b(?:(?:fort)?løp(?:ende|ande)|rolling|continuous)\s+(?:\w+\s+)?"
    r"(?:behandling|saksbehandling|vurdering|handsaming|assessment|evaluation|review)\w*",
    re.IGNORECASE,
)
"""How applications are handled, which says nothing of the deadline when a date stands beside it."""

ROLLING_CELL = re.compile(
    rf"(?:søknadsfrist:?\s*)?(?:{_ROLLING}|ongoing)(?:\s+(?:frist|søknadsfrist|deadline))?\W*", re.IGNORECASE
)
STAGED = re.compile(
    r"\b(?:to|two|tre|three|2|3)[- ]?(?:trinns?|stegs?|stages?|steps?)(?:[- ]?\w*)?\b|\b(?:fase|trinn|steg|stage"
    r"|step)\s+[12]\b",
    re.IGNORECASE,
)
CLOSED = re.compile(
    r"(?<!snart )(?<!blir )(?<!bli )(?<!vert )(?<!be )(?<!ikke )(?<!ikkje )(?<!not )(?<!blir ikke )"
    r"\b(?:utløpt|utgått|gått\s+ut|gjekk\s+ut|gikk\s+ut|avsluttet|avslutta|stengt|stengd|lukket|lukka|expired"
    r"|closed|(?<!open[- ])ended"
    r"|passed|past\s+deadline|er\s+ute|er\s+passert|passert|over\s+and\s+done)\b"
    rf"(?!\s+i\s+(?:{MONTH}|sommer|ferie|jul|påske))",
    re.IGNORECASE,
)

OPENS_CUE = re.compile(
    r"\b(?:åpner|åpnes|åpnet|åpnar|opnar|opna|åpent?|ope|opning|åpning|opens?|opening|opened|open\s+from|starter"
    r"|startar|starts?"
    r"|fra|frå|from|mellom|between|tidligst|etter|after|siden|sidan|since)\b",
    re.IGNORECASE,
)
STAMP_CUE = re.compile(
    r"\b(?:publisert|oppdatert|oppdatering|sist|endret|endra|endring|revidert|published|updated|update|posted"
    r"|changed|flyttet\s+fra"
    r"|flytta\s+frå|moved\s+from|kunngjort|vedtatt)\b",
    re.IGNORECASE,
)
EVENT_CUE = re.compile(
    r"\b(?:svar\w*|tildeling\w*|vedtak\w*|beslutning\w*|prosjektstart|prosjektslutt|oppstart\w*|webinar\w*"
    r"|\w*møte\w*|kurs|rapport\w*"
    r"|response|decision|feedback|award\w*|announc\w*|start\s+date|meeting|reporting|påmelding\w*|sluttføres"
    r"|ferdig\w*|hovedutlysning\w*"
    r"|main\s+call|svara|resultat\w*)\b",
    re.IGNORECASE,
)
DEADLINE_CUE = re.compile(
    r"\b(?:\w*frist\w*|\w*deadlines?|søk\w*|appl\w+|submi\w+|send\w*|clos(?:es?|ing)|stenger|stengjer|stengt|lukkes"
    r"|lukker|due|utløper|går\s+ut"
    r"|avsluttes)\b",
    re.IGNORECASE,
)
UNTIL_CUE = re.compile(
    r"\b(?:innen|innan|senest|seinast|til|fram|frem|by|before|until|till|to|and|og|før|ends?)\b", re.IGNORECASE
)
"""The last day of something: of the time to apply, unless an event is named before it."""
