"""The values of clusters and profiles that need more than a text or a list: places, money, months, numbers, prose."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from itertools import count

from calls.tongue import note, say
from matching.strict_yaml import Notes, Sheet, Value, allowed_only

COUNTIES = ("03", "11", "15", "18", "31", "32", "33", "34", "39", "40", "42", "46", "50", "55", "56")
"""Norwegian county numbers since 2024 (SSB Klass 104)."""

SWITCH = ("true", "false")

KEY_RULE = note("små bokstaver a-z, tall, bindestrek og understrek")

_KEY = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_MONTH = re.compile(r"20[0-9]{2}(?:-(?:0[1-9]|1[0-2]))?")
_AMOUNT = re.compile(r"[0-9]{1,12}")
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s/]+(?:/\S*)?")
_KEY_LETTERS = 50
_SPELLED = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŧ": "t", "ŋ": "n"})
_ORGNR_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)


def is_key(text: str) -> bool:
    """Whether a text may be a key: it stands in addresses and file names."""
    return _KEY.fullmatch(text) is not None


def new_key(title: str, taken: Collection[str], other: str = "prosjekt") -> str:
    """A key for what has that title, which no other of `taken` is. other: the word where the title has no letters."""
    spelled = unicodedata.normalize("NFKD", title.casefold().translate(_SPELLED))
    words = re.findall(r"[a-z0-9]+", "".join(sign for sign in spelled if not unicodedata.combining(sign)))
    key = ""
    for word in words:
        if len(key) + 1 + len(word) > _KEY_LETTERS:
            break
        key = f"{key}_{word}" if key else word
    key = key or "".join(words)[:_KEY_LETTERS] or other
    numbered = (f"{key}_{number}" for number in count(2))
    return key if key not in taken else next(one for one in numbered if one not in taken)


def is_month(text: str) -> bool:
    """Whether a text is a month or a year as profiles write them: YYYY-MM or YYYY, from 2000 on."""
    return _MONTH.fullmatch(text) is not None


def is_orgnr(text: str) -> bool:
    """Whether a text is nine digits of which the last is the check digit (modulus 11, Brønnøysundregistrene)."""
    if not re.fullmatch(r"[0-9]{9}", text):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, _ORGNR_WEIGHTS, strict=False))
    return -total % 11 == int(text[8])


def read_region(sheet: Sheet, key: str = "region") -> str:
    """A county number or the name of a place; "" when absent or when the number is no county's."""
    text = sheet.text(key)
    if text.isdigit() and text not in COUNTIES:
        sheet.error(key, say("«{item}» er ikke et fylkesnummer.", item=text), ", ".join(COUNTIES))
        return ""
    return text


def read_address(sheet: Sheet, key: str) -> str:
    """A web address; "" when absent or not one."""
    text = sheet.text(key)
    if text and not _ADDRESS.fullmatch(text):
        sheet.error(key, say("«{item}» er ikke en nettadresse.", item=text), "https://…")
        return ""
    return text


def read_switch(sheet: Sheet, key: str) -> bool:
    """Whether something is on, `true` or `false`; False when absent or another word."""
    given = [Value(text, sheet.line_of(key))] if (text := sheet.text(key)) else []
    return allowed_only(given, key, SWITCH, sheet.notes) == ("true",)


def read_orgnr(sheet: Sheet, key: str = "orgnr") -> str:
    """An organisation number; "" when absent or not one."""
    text = sheet.text(key).replace(" ", "")
    if not text:
        return ""
    if is_orgnr(text):
        return text
    sheet.error(
        key, say("«{item}» er ikke et organisasjonsnummer.", item=text), say("ni siffer med rett kontrollsiffer")
    )
    return ""


def read_amounts(sheet: Sheet, key: str = "amount_nok") -> tuple[int | None, int | None]:
    """Least and most wanted, NOK; None where not stated."""
    inner = sheet.sheet(key, {"min": False, "max": False})
    if inner is None:
        return None, None
    least, most = _amount(inner, "min"), _amount(inner, "max")
    if least is not None and most is not None and least > most:
        inner.error(
            "min",
            say("«min» ({least}) er større enn «max» ({most}).", least=least, most=most),
            say("min høyst lik max"),
        )
    return least, most


def read_months(sheet: Sheet, key: str = "time_frame") -> tuple[str, str]:
    """Start and end, YYYY or YYYY-MM as written; "" where not stated."""
    inner = sheet.sheet(key, {"start": False, "end": False})
    if inner is None:
        return "", ""
    start, end = _month(inner, "start"), _month(inner, "end")
    if start and end and f"{start}-01"[:7] > f"{end}-12"[:7]:
        inner.error(
            "start", say("«start» ({start}) er etter «end» ({end}).", start=start, end=end), say("start før end")
        )
    return start, end


def read_description(sheet: Sheet, key: str = "description") -> str:
    """The prose of a profile, with a warning where it is too short to be ranked by (measured: .92 -> .69 nDCG@10)."""
    text = sheet.text(key)
    if text and len(_SENTENCE_END.findall(text)) < 2:
        message = f"«{key}» er kort, og da blir treffene dårligere."
        sheet.warning(key, message, "to til fire hele setninger")
    return text


def read_words(sheet: Sheet, key: str) -> list[Value]:
    """A list of words and phrases, each once whatever its case; repeated ones are noted."""
    first: dict[str, Value] = {}
    for value in sheet.texts(key):
        known = first.setdefault(value.text.casefold(), value)
        if known is not value:
            message = f"«{value.text}» står også på linje {known.line} i «{key}»."
            sheet.notes.warning(value.line, message, "hvert ord én gang", key)
    return list(first.values())


def check_disjoint(keywords: list[Value], avoid: list[Value], notes: Notes) -> None:
    """A warning for every word that is both wanted and to be avoided."""
    wanted = {value.text.casefold(): value.line for value in keywords}
    for value in avoid:
        if value.text.casefold() in wanted:
            line = wanted[value.text.casefold()]
            message = f"«{value.text}» står både i «keywords» (linje {line}) og i «avoid»."
            notes.warning(value.line, message, "ett av stedene", "avoid")


def _amount(sheet: Sheet, key: str) -> int | None:
    text = sheet.text(key)
    digits = text.replace(" ", "").replace("_", "")
    if _AMOUNT.fullmatch(digits):
        return int(digits)
    if text:
        sheet.error(
            key, say("«{item}» er ikke et beløp.", item=text), say("hele kroner med siffer, for eksempel 2000000")
        )
    return None


def _month(sheet: Sheet, key: str) -> str:
    text = sheet.text(key)
    if text and not is_month(text):
        sheet.error(
            key, say("«{item}» er ikke en måned eller et år.", item=text), say("ÅÅÅÅ-MM eller ÅÅÅÅ, fra år 2000")
        )
        return ""
    return text
