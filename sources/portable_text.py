"""Words out of Portable Text (JSON blocks of spans), plain strings, and lists of both in any mixture.

Names and private addresses of contact persons are taken out here, so that they reach no fact. What the words mean
does not belong here, and neither does HTML (`sources.blocks`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from calls.model import Json
from calls.words import clean, composed

DEEPEST = 20
"""Lists in lists beyond this are not looked into; the real ones are two or three deep."""

_NESTED = ("text", "content", "body", "items", "rows", "cells")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,24}\d{0,2});", re.IGNORECASE)
_PERSON = re.compile(
    r"\b(?:kontaktperson(?:er)?|kontakt\s+tjenesteansvarlig)\s*:.*|^\W*(?:e-?post|telefon|tlf|mobil)\b\s*\.?\s*:.*",
    re.I,
)
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_SHARED_MAIL = re.compile(
    r"(?:e?-?post(?:mottak)?|info|kontakt|contact|kunde\w*|support|hjelp|s[oø]knad\w*)(?:[.-][\w-]+)?@", re.IGNORECASE
)


def lines(value: Json, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Style ("" or such as `h3`) and words of each line, bullets marked. Images and unknown blocks have no words."""
    style, bullet, content = "", "", value
    if isinstance(value, dict) and isinstance(value.get("children"), list):
        spans = [one.get("text") if isinstance(one, dict) else one for one in value["children"]]
        content = "".join(one for one in spans if isinstance(one, str))
        style, bullet = str(value.get("style") or ""), "• " if value.get("listItem") else ""
    if isinstance(content, str):
        for raw in _ENTITY.sub(lambda found: html.unescape(found.group()), content).splitlines():
            words = clean(_MAIL.sub(_shared_alone, _PERSON.sub("", composed(raw))))
            if words:
                yield style, bullet + words
    elif depth < DEEPEST:
        inner = [content.get(name) for name in _NESTED] if isinstance(content, dict) else content
        for one in inner if isinstance(inner, list) else ():
            yield from lines(one, depth + 1)


def line(value: Json) -> str:
    """All words of a value on one line."""
    return " ".join(words for _, words in lines(value))


def members(value: Json, depth: int = 0) -> Iterator[Json]:
    """The members of a list and of the lists in it, without nulls; anything else is its own only member."""
    if isinstance(value, list):
        for one in value if depth < DEEPEST else ():
            yield from members(one, depth + 1)
    elif value is not None:
        yield value


def titles(value: Json) -> list[str]:
    """Names of categories, given as objects with a title or as strings."""
    found = (line(one.get("title") if isinstance(one, dict) else one) for one in members(value))
    return list(dict.fromkeys(name for name in found if name))


def pairs(value: Json, label_field: str, text_field: str) -> list[tuple[str, str]]:
    """Label and text of each member that has either, as one line each; a bare string is a text without a label."""
    found = (one if isinstance(one, dict) else {text_field: one} for one in members(value))
    told = ((line(one.get(label_field)).rstrip(" :"), line(one.get(text_field))) for one in found)
    return [pair for pair in told if any(pair)]


def sections(value: Json, heading_field: str) -> Iterator[tuple[str, str]]:
    """Heading ("" for none) and text of each section, an object with a heading and `content`.

    A heading inside its Portable Text begins another section.
    """
    for one in members(value):
        heading = line(one.get(heading_field)) if isinstance(one, dict) else ""
        body: list[str] = []
        for style, words in lines(one.get("content") if isinstance(one, dict) else one):
            if re.fullmatch(r"h[1-6]", style):
                if body:
                    yield heading, "\n".join(body)
                heading, body = words, []
            else:
                body.append(words)
        if body:
            yield heading, "\n".join(body)


def shared_mails(value: Json) -> list[str]:
    """Addresses of shared mailboxes in a value, in links too; addresses that may be a person's are left out."""
    found = (mail for text in _strings(value) for mail in _MAIL.findall(clean(text)))
    return list(dict.fromkeys(mail for mail in found if _SHARED_MAIL.match(mail)))


def _strings(value: Json, depth: int = 0) -> Iterator[str]:
    """Every string in a value; deeper than `lines` looks, since a list of blocks holds lists of spans and links."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list) and depth < 2 * DEEPEST:
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one, depth + 1)


def _shared_alone(found: re.Match[str]) -> str:
    return found.group() if _SHARED_MAIL.match(found.group()) else "…"
