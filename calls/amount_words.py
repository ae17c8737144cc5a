"""The words of money in bokmål, nynorsk and English: units, currencies, limits, and what a sum is said to be for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

_END = r"(?![^\W\d_])"

_UNITS = (
    (r"tusen|thousand", Decimal(1_000)),
    (r"millionar(?:er|s)?|millioner|millions?|mill\.?|mio\.?|mln\.?", Decimal(1_000_000)),
    (r"milliard(?:er|ar)?|mrd\.?|billion|bn", Decimal(1_000_000_000)),
    (r"mnok", Decimal(1_000_000)),
    (r"[tk]nok", Decimal(1_000)),
    (r"bnok", Decimal(1_000_000_000)),
)
LETTERS = {"k": Decimal(1_000), "m": Decimal(1_000_000), "mn": Decimal(1_000_000), "b": Decimal(1_000_000_000)}
"""Behind a number that has its currency before it: `NOK 500k`."""

_CURRENCIES = (
    (r"(?:norske?\s+|norwegian\s+)?(?:kroner|kronar|krone)|kr\.?|nok|[mtkb]nok", "NOK"),
    (r"euros?|[mk]?eur|m?€", "EUR"),
    (r"us\$|m?usd|\$|(?:us\s+)?dollars?|dollar", "USD"),
    (r"m?gbp|£|pounds?|pund", "GBP"),
    (r"m?sek|svenske?\s+kroner|svenske?\s+kronar|swedish\s+kron(?:or|er|a)", "SEK"),
    (r"m?dkk|danske?\s+kroner|danske?\s+kronar|danish\s+kroner", "DKK"),
    (r"chf|sveitsiske?\s+franc", "CHF"),
    (r"isk|islandske?\s+kroner", "ISK"),
)


def _group(rows: Sequence[tuple[str, object]]) -> str:
    return "(?:" + "|".join(words for words, _ in rows) + ")" + _END


UNIT = _group(_UNITS)
CODE = rf"[mtkb]nok{_END}"
CURRENCY = _group(tuple(reversed(_CURRENCIES)))
KRONER_SOON_FOLLOWED = rf"(?:kr\.?|nok){_END}\.?\s*[0-9]"
"""Behind a number: this `kr` belongs to the number after it."""


def unit_of(words: str) -> Decimal:
    """How many of the currency one of the unit is: 1 000 for `tusen`, 1 000 000 for `MNOK`. KeyError when unknown."""
    for pattern, value in _UNITS:
        if re.fullmatch(pattern, words.strip(), re.IGNORECASE):
            return value
    raise KeyError(words)


def currency_of(words: str) -> str:
    """ISO 4217 code of a currency word. KeyError when unknown."""
    for pattern, code in _CURRENCIES:
        if re.fullmatch(pattern, words.strip(), re.IGNORECASE):
            return code
    raise KeyError(words)


_FILLER = (
    r"(?:[\s:,(\"«]|\b(?:ca|cirka|om\s+lag|rundt|omtrent|about|approximately|around|er|vere|være|is|be|of|på|for"
    r"|til|kr|nok|kroner"
    r"|beløp|beløpet|støtte|støtta|støtten|støttebeløp|støttebeløpet|tilskudd|tilskot|søknadsbeløp|søknadssum|sum"
    r"|lån|grant|grants|amount"
    r"|award|funding|support|limit|grense|ramme|per|pr|prosjekt|project|søknad|application|søker|applicant|kan|may"
    r"|can|totalt|total"
    r"|samlet|samla|tildeling|et|eit|en|ein|a|an|the|på\s+inntil|det|vi|gir|gis|søkes|søkast|om|being|set\s+at"
    r"|satt\s+til)\b\.?)*"
)
FLOOR = re.compile(
    rf"\b(?:minimum\w*|minst\w*|min|fra|frå|from|at\s+least|(?:no|not)\s+less\s+than|ikk(?:j)?e\s+(?:under"
    rf"|mindre\s+enn)|nedre\s+grense"
    rf"|lower\s+limit|not\s+below|lowest|laveste|lågaste)\b\.?{_FILLER}$",
    re.IGNORECASE,
)
CEILING = re.compile(
    rf"\b(?:inntil|maks(?:imum|imalt|imal|imale|grense|beløp)?|maximum|maximal|max|opptil|opp\s+til|opp\s+mot"
    rf"|up\s+to|at\s+most"
    rf"|(?:no|not)\s+(?:more\s+than|exceed(?:ing)?)|(?:ikk(?:j)?e|aldri)\s+(?:over|mer\s+enn|meir\s+enn|overstige)"
    rf"|høyst"
    rf"|høgst|høyeste|høgaste|høyst"
    rf"|oppad\s+til|begrenset\s+til|limited\s+to|capped\s+at|øvre\s+grense|upper\s+limit|cannot\s+exceed|exceed"
    rf"|beløpsgrense|til)\b\.?{_FILLER}$",
    re.IGNORECASE,
)
FLOOR_AFTER = re.compile(
    r"\s*[,(]?\s*(?:eller\s+mer|eller\s+meir|og\s+oppover|or\s+more|and\s+(?:above|up)|min(?:imum|st)?\b\.?\s*\)?$)",
    re.I,
)
CEILING_AFTER = re.compile(
    r"\s*[,(]?\s*(?:eller\s+mindre|or\s+less|or\s+below|som\s+maksimum|maks(?:imum|imalt)?\b\.?\s*\)?$|max\b)", re.I
)
BETWEEN = re.compile(rf"\b(?:mellom|between)\b{_FILLER}$", re.IGNORECASE)

_UNIT_OF_WORK = (
    r"(?:time|timen|timer|timar|hours?|hr|dag|dagen|døgn|days?|måned|måneden|månad|mnd|month|uke|veke|week|km"
    r"|kilometer|deltaker|deltakar"
    r"|participant|student|elev|pupil|person|innbygger|innbyggar|hode|head|stk|barn|child|plass|m2|enhet|unit|liter"
    r"|kwh|ansatt|tilsett|employee"
    r"|årsverk|fte|partner|partnar|dyr|dekar|daa|stipendiat|fellow|reise|trip|møte)"
)
PER_PIECE = re.compile(
    rf"\s*(?:i\s+støtte\s+)?(?:per|pr\.?|/|i|for\s+hver|for\s+each|an?|each)\s*{_UNIT_OF_WORK}\b|\s*hourly",
    re.IGNORECASE,
)
"""Behind a sum: a price of a piece of work, neither an award nor a pot."""

PIECE_BEFORE = re.compile(
    r"[àá@]\s*$|\b(?:time|dag|måneds|honorar)sats\w*\b[^.;]{0,20}$|\b(?:hourly|daily|day)\s+rate\b[^.;]{0,20}$",
    re.IGNORECASE,
)
MORE_THAN = re.compile(
    r"\b(?:over|mer\s+enn|meir\s+enn|more\s+than|above|exceeding|i\s+overkant\s+av)\s*$", re.IGNORECASE
)
"""Before a sum: it is not the limit itself."""

PER_AWARD = re.compile(
    r"\s*(?:i\s+støtte\s+)?(?:(?:per|pr\.?|for\s+(?:hvert|hver|each)|til\s+(?:hvert|hver|kvart|kvar)|to\s+each"
    r"|for\s+every)\s+\w+"
    r"|(?:hver|kvar|hvert|each|apiece|i\s+hvert)\b)",
    re.IGNORECASE,
)
PER_YEAR = re.compile(
    r"\s*(?:i\s+støtte\s+)?(?:(?:per|pr\.?|i|each|every|hvert|kvart|a)\s*(?:år|året|year|annum)\b|årl(?:ig|eg)"
    r"|annually|yearly|p\.\s?a\.)",
    re.I,
)
PER_AWARD_BEFORE = re.compile(
    r"\b(?:per|pr\.?|hvert|hver|each|kvart|every)\s+(?:prosjekt|forprosjekt|project|søknad|søker|application"
    r"|applicant|bedrift|senter|centre)\b",
    re.I,
)

OTHER_BEFORE = re.compile(
    r"\b(?:egeninnsats|egenandel|eigendel|egenfinansiering|eigenfinansiering|egne\s+midler|egenkapital|eigenkapital"
    r"|bagatellmessig\w*|de\s?minimis|gjennomsnitt\w*|i\s+snitt|own\s+(?:contribution"
    r"|funding|financing)|co-?(?:funding"
    r"|financing)|medfinansiering|omsetning|omsetnad|turnover|revenue|balanse\w*|prosjektkostnad\w*|kostnad(?:er|ar"
    r"|en|ene)?|costs|lønn\w*|gebyr|fee"
    r"|søknader\s+(?:over|under|på)|applications\s+(?:over|above|below)|gjenstår|gjenstående|remaining"
    r"|remains)\b[^.;,]{0,40}$",
    re.IGNORECASE,
)
OTHER_AFTER = re.compile(
    r"\s*(?:i|in|som|as|av|of)\s+(?:\w+\s+)?(?:egeninnsats|egenandel|eigendel|egenfinansiering|own\s+contribution"
    r"|co-?funding|omsetning|turnover|revenue"
    r"|annual\s+turnover)\b|\s*(?:gjenstår|er\s+brukt|allerede|remain\w*)",
    re.IGNORECASE,
)
DELTA_BEFORE = re.compile(
    r"\b(?:økt|auka|økning|auke|økes|styrket|styrka|redusert|reduced|increased?|strengthened|decreased|raised|cut"
    r"|tillegg|ekstra|additional|ytterligere)\b"
    r"(?:\s+(?:med|by|with|på|av|of|an?|extra|additional|inntil|ca\.?))*\s*$",
    re.IGNORECASE,
)
"""Before a sum: by how much something changed."""

TOTAL_BEFORE = re.compile(
    r"\b(?:totalt?|total(?:e|en)?|samlet|samla|i\s+alt|til\s+sammen|til\s+saman|tilsammen|altogether|in\s+(?:total"
    r"|all)|sum|overall|totalramme\w*)\b"
    r"[^.;,0-9]{0,40}$",
    re.IGNORECASE,
)
TOTAL_AFTER = re.compile(
    r"\s*,?\s*\(?(?:totalt|i\s+alt|til\s+sammen|til\s+saman|tilsammen|samlet|samla|in\s+total|in\s+all|altogether)\b",
    re.IGNORECASE,
)
POT = re.compile(
    r"\b(?:\w*ramme|\w*ramma|\w*rammen|pott|potten|utlyst|lyser\s+ut|lyses\s+ut|disponib\w+|tilgjengelig\w*"
    r"|(?:satt|sett)\s+av|avsatt|avsett|(?:total|prosjekt)budsjett\w*|available"
    r"|total\s+budget|budget)\b",
    re.IGNORECASE,
)
SPLIT = re.compile(
    r"\b(?:fordelt|fordeles|fordelast|fordeler\s+seg|herav|hvorav|derav|kvarav|av\s+dette|av\s+disse|av\s+desse"
    r"|of\s+which|divided|distributed"
    r"|split|broken\s+down|including|inkludert|medregnet|øremerk\w*|earmarked)\b",
    re.IGNORECASE,
)
"""Between the head sum and the parts it is made of."""

PLACEHOLDER = re.compile(
    r"(?<![\w.])(?:x{1,4}|n{2,3}|y{2,3}|\?+|_{2,}|\.{3}|…|#+)\s*(?:(?:-|til|to)\s*\S+\s*)?(?:kr\b|mill|mrd|nok\b"
    r"|million|000|tusen)",
    re.IGNORECASE,
)
IN_THOUSANDS = re.compile(
    r"\b(?:i|in)\s+(?:(?:hele\s+|heile\s+)?(?:1[ .]?000|tusen|thousands?(?:\s+of)?)\s*(?:kr|kroner|kronar|nok)"
    r"|nok\s+(?:1[ .,]?000s?|thousands?))\b|\bnok\s+thousands\b",
    re.IGNORECASE,
)
PRODUCT = re.compile(
    r"[0-9]\s*[x×*]\s*(?:kr\.?\s*|nok\s*)?[0-9]|(?:%|prosent|per\s?cent)\s+(?:av|of)\s+(?:kr\.?\s*|nok\s*)?[0-9]",
    re.IGNORECASE,
)
