"""Reading the parts of a call that have their own amount, from the lines of a section. Whole pots: `calls.money`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from calls.amount_scan import find_sums
from calls.dates import is_date_text, split_leading_date
from calls.model import Json
from calls.money import read_budget
from calls.terms import read_applicants
from calls.words import clean, plain

_LONGEST_NAME = 90
_MOST_WORDS = 12
_MARKER = re.compile(r"^\s*(?:[•*·▪◦]|-(?=\s)|\(?[A-Za-z0-9]{1,2}[).](?=\s))\s*")
_NAME_FIRST = re.compile(r"^(?P<name>[^:]+?)\s*(?::|\s-)\s*(?P<rest>\S.*)$")
_AMOUNT_FIRST = re.compile(
    r"^\s*(?:kroner\s+)?(?:er\s+satt\s+av\s+)?(?:til|for|to|towards|within|innenfor|innan)\s+(?:temaet\s+"
    r"|the\s+theme\s+)?(?P<name>\S.*)$",
    re.IGNORECASE,
)
_BEFORE_AMOUNT = re.compile(
    r"\s*(?:(?:inntil|opptil|opp\s+til|om\s+lag|ca\.?|rundt|omtrent|totalt|up\s+to|about|approximately|around"
    r"|a\s+total\s+of|minst)\s*)*",
    re.IGNORECASE,
)
_NAME_ENDS = re.compile(
    r"\s*(?:[.;]\s|[.;]?$|,\s+(?:og\s+)?(?:hvorav|herav|som|der|ett|et|en|one|a|with|med)\b)", re.IGNORECASE
)
_NOT_A_NAME = re.compile(
    r"^(?:antatt|amount|støttegrense\w*|totalt?|total|sum|samlet|samla|beløp\w*|ramme\w*|budsjett\w*|budget"
    r"|hvor\s+mye|kor\s+mykje|how\s+much|maks\w*|max\w*|minimum|minst"
    r"|søknad\w*|søknadsbeløp|frist\w*|deadline|oppdater\w*|endring\w*|update\w*|merk|note|obs|funding|award"
    r"|grant\s+size|prosjektvarighet|varighet|duration|tilgjengelig\w*"
    r"|available|støttebeløp\w*|tilskudd\w*|støtte|per|pr|hver\w*|hvert|each|every|å|prosjekt(?:er|et|ene)?"
    r"|project(?:s)?|this|dette|det|den|vi|we|søker\w*|applicant\w*|hele|whole"
    r"|perioden|fase\s+\d+|trinn\s+\d+|stage\s+\d+|gjelder|kontakt\w*|egeninnsats\w*|egenfinansiering)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:er|var|har|kan|skal|må|vil|blir|ble|lyser|økt|endret|flyttet|is|are|was|has|will|must|can|shall|may"
    r"|changed|strengthened|increased|available)\b",
    re.IGNORECASE,
)


def read_themes(lines: Sequence[str]) -> list[dict[str, Json]]:
    """The themes that have their name and their amount together on one line, in the order of the lines.

    Keys: name, amount_nok (int; a range gives its upper end), target_group (the funder's words, or None), text (the
    line). A line with another number of amounts than one, or without a clear name, gives nothing; so does a name that
    comes with different amounts.
    """
    themes: list[dict[str, Json]] = []
    for line in lines:
        theme = _theme(clean(line))
        if theme is not None and theme not in themes:
            themes.append(theme)
    amounts: dict[str, set[int]] = {}
    for theme in themes:
        amounts.setdefault(theme["name"].lower(), set()).add(theme["amount_nok"])
    return [theme for theme in themes if len(amounts[theme["name"].lower()]) == 1]


def _theme(text: str) -> dict[str, Json] | None:
    line = _MARKER.sub("", plain(text))
    if split_leading_date(line) is not None:
        return None
    spans = [span for span in find_sums(line) if span.high.is_money]
    if len(spans) != 1:
        return None
    span = spans[0]
    before, after = line[: span.start], line[span.end :]
    amount_first = _AMOUNT_FIRST.match(after) if _BEFORE_AMOUNT.fullmatch(before) else None
    name_first = _NAME_FIRST.match(line)
    if amount_first is not None:
        name, target = _cut(amount_first["name"]), None
    elif name_first is not None and name_first.start("rest") <= span.start:
        if _BEFORE_AMOUNT.fullmatch(line[name_first.start("rest") : span.start]) is None:
            return None
        name, target = name_first["name"].strip(), _target_group(after)
    else:
        return None
    amount = read_budget(line[span.start : span.end]).amount_nok
    if amount is None or not _is_name(name) or read_budget(line).amount_nok != amount:
        return None
    return {"name": name, "amount_nok": amount, "target_group": target, "text": text}


def _cut(name: str) -> str:
    return _NAME_ENDS.split(name, maxsplit=1)[0].strip(" .,;:")


def _is_name(name: str) -> bool:
    if not name or not name[0].isalpha() or len(name) > _LONGEST_NAME or len(name.split()) > _MOST_WORDS:
        return False
    return not (_NOT_A_NAME.match(name) or _VERB.search(name) or is_date_text(name))


def _target_group(after: str) -> str | None:
    """`… til kommuner`: the words behind the amount when they are applicants, all of them known."""
    match = re.match(r"\s*,?\s*(?:til|for|to)\s+(?P<group>[^.;]+)", after, re.IGNORECASE)
    if match is None:
        return None
    codes, unknown = read_applicants(match["group"])
    return match["group"].strip() if codes and not unknown else None
