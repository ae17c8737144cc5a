"""The words of dates and clocks in bokmål, nynorsk and English: tables and the patterns made from them.

Which day they mean is settled in `calls.moments`; what they say about a deadline, in `calls.deadlines`.
"""

from __future__ import annotations

import re
from datetime import timedelta

from calls.words import any_of

_MONTH_SPELLINGS = (
    "januar january jan",
    "februar february feb",
    "mars march mar",
    "april apr",
    "mai may",
    "juni june jun",
    "juli july jul",
    "august aug",
    "september sept sep",
    "oktober october okt oct",
    "november nov",
    "desember december des dec",
)
MONTHS = {word: number for number, words in enumerate(_MONTH_SPELLINGS, 1) for word in words.split()}

_WEEKDAY_SPELLINGS = (
    "mandag måndag monday man mon mån",
    "tirsdag tysdag tuesday tirs tir tys tue tues",
    "onsdag wednesday ons wed",
    "torsdag thursday tors tor thu thur thurs",
    "fredag friday fre fri",
    "lørdag laurdag saturday lør lau sat",
    "søndag sundag sunday søn sun",
)
WEEKDAYS = {word: number for number, words in enumerate(_WEEKDAY_SPELLINGS) for word in words.split()}
WEEKDAYS_NB = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
"""By `date.weekday()`."""

MONTH = any_of(" ".join(MONTHS)) + r"(?![^\W\d_])"
WEEKDAY = any_of(" ".join(WEEKDAYS)) + r"(?![^\W\d_])"
FULL_WEEKDAY = any_of(" ".join(word for word in WEEKDAYS if word[-3:] in ("dag", "day"))) + r"(?![^\W\d_])"

MIDNIGHT = r"\b(?:ved\s+|at\s+)?mid(?:natt|night)\b"

ZONES: dict[str, str] = {
    "CET": "CET",
    "CEST": "CEST",
    "UTC": "UTC",
    "GMT": "UTC",
    "WET": "UTC",
    "BST": "BST",
    "EET": "EET",
    "EEST": "EEST",
    "norsk tid": "Europe/Oslo",
    "norwegian time": "Europe/Oslo",
    "oslo time": "Europe/Oslo",
    "oslo-tid": "Europe/Oslo",
    "lokal tid": "Europe/Oslo",
    "local time": "Europe/Oslo",
    "brussels time": "Europe/Brussels",
    "brussels local time": "Europe/Brussels",
    "brussel-tid": "Europe/Brussels",
}
"""The funder's word for a time zone -> `Moment.zone`."""

OFFSETS = {
    "CET": timedelta(hours=1),
    "CEST": timedelta(hours=2),
    "UTC": timedelta(0),
    "BST": timedelta(hours=1),
    "EET": timedelta(hours=2),
    "EEST": timedelta(hours=3),
}
"""Zones that are a fixed distance from UTC, whatever the season."""

_ABBREVIATION = r"(?-i:CEST|CET|UTC|GMT|WET|BST|EEST|EET|EST|EDT|CST|CDT|MST|PST|PDT|MSK|JST|IST)"
ZONE = re.compile(
    rf"\b(?P<zone>{_ABBREVIATION}|(?:brussels\s+local|brussels|norwegian|oslo|local)\s+time|norsk\s+tid|lokal\s+tid"
    r"|oslo-tid|brussel-tid)(?P<shift>\s?[+-]\s?[0-9]{1,2})?(?![\w])",
    re.IGNORECASE,
)

_SEASON = any_of(
    "våren vår vårens sommeren sommer høsten høst haust hausten vinteren vinter spring summer autumn fall winter"
)
_FEAST = any_of(
    "påske påska påsken jul jula julen pinse pinsen nyttår sommerferien sommarferien ferien ferie fellesferien"
    " årsskiftet årsskifte easter christmas new_year høstferien vinterferien"
)
_PART = any_of(
    "primo medio ultimo midten_av midt_i begynnelsen_av starten_av slutten_av tidlig_i tidlig sent_i sein seint_i"
    " byrjinga_av midten slutten utgangen_av innen_utgangen_av løpet_av i_løpet_av første_halvdel_av"
    " andre_halvdel_av første_halvdel_av_måneden mid- mid early late beginning_of start_of end_of by_the_end_of"
    " the_end_of the_beginning_of first_half_of second_half_of"
)
_QUARTER = (
    r"(?:[1-4]\.?|første|andre|tredje|fjerde|first|second|third|fourth|1st|2nd|3rd|4th)\s*"
    r"(?:kvartal|quarter|halvår|tertial|half(?:-year)?)|Q[1-4]|[1-4]Q"
)
_UNKNOWN = (
    r"TBA|TBD|TBC|to\s+be\s+(?:announced|decided|determined|confirmed|advised)|ikk(?:j)?e\s+(?:fastsatt|fastsett"
    r"|bestemt|avklart"
    r"|avgjort|klar|klart|kjent)|ikkje\s+(?:bestemt|kjend)|not\s+(?:yet\s+)?(?:set|decided|announced|known"
    r"|determined)"
    r"|(?:dato(?:en)?\s+)?(?:kommer|kjem)(?:\s+(?:snart|seinare|senere|later))?|snart|soon|coming\s+soon"
    r"|(?:vil\s+bli|blir|vert)"
    r"\s+(?:annonsert|kunngjort|avklart|bestemt|publisert|offentliggjort)(?:\s+(?:senere|seinare|snart))?"
    r"|avklares(?:\s+senere)?|ukjent|ukjend|unknown|uavklart|later|senere|seinare"
)
YEAR = r"(?:19[89][0-9]|20[0-9]{2})(?![0-9])"

VAGUE = re.compile(
    rf"\b(?:{_PART}\s*{MONTH}|{MONTH}|{_PART}\s+{_SEASON}|{_SEASON}|{_FEAST}|{_QUARTER}"
    rf"|(?:uke|uka|veke|veka|week|ukene|vekene)\s*[0-9]{{1,2}}|{_UNKNOWN}"
    rf"|{_PART}\s+(?:året|year|{YEAR})|(?<!/){YEAR})(?![\w])",
    re.IGNORECASE,
)
"""Something that says when, but no day."""

NEARLY = re.compile(
    r"\b(?:ca|cirka|circa|rundt|omkring|kring|omtrent|om lag|around|about|approx|approximately|tidligst|tidlegast"
    r"|ikke før|ikkje før|not before|no earlier than|etter|after|like før|shortly before"
    r"|(?:dag(?:er|ar)?|uker?|veker?|måned(?:er)?|månad(?:er)?|timer|days?|weeks?|months?|hours)\s+(?:før|fra|frå"
    r"|before|prior to|from))"
    r"\b\.?\s*(?:den\s+)?$",
    re.IGNORECASE,
)
"""Before a date: the day named is not the day meant."""

FILLER = re.compile(
    r"\b(?:den|dag|innen|innan|før|senest|seinast|by|before|on|the|of|fra|frå|from|til|to|og|and|med|until|kl|at|i|in"
    r"|mellom|between|ca|cirka|circa|rundt|omkring|around|about|etter|after|løpet|av|månedsskiftet)\b",
    re.IGNORECASE,
)
"""Small words that may stand in a date cell beside the date."""
