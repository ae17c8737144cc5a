"""One hit of the search: its fields as they are kept (lists of strings, JSON in strings), and its key."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from calls.model import Json
from calls.words import clean
from sources.eu.portal import CASCADE, TOPIC, is_ours
from sources.eu.texts import unpacked

_REFERENCE = re.compile(r"([0-9]{1,12}(?:TOPICS|COMPETITIVE_CALL|PROSPECTS))([A-Za-z]{2})")
_OLD_REFERENCE = re.compile(r"[A-Za-z0-9_.-]{1,200}")
_NUMBER = re.compile(r"[0-9]+")


def key_of(reference: Json) -> str | None:
    """A record's key: its reference without the language. A legacy reference is its own key. None for anything else."""
    if not isinstance(reference, str):
        return None
    found = _REFERENCE.fullmatch(reference)
    return found[1] if found else reference if _OLD_REFERENCE.fullmatch(reference) else None


@dataclass(frozen=True)
class Hit:
    """One record. url: where the hit itself says that it is."""

    key: str
    reference: str
    metadata: Mapping[str, Json]
    url: str = ""

    def texts(self, name: str) -> list[str]:
        """Every string of a field, cleaned, empty ones left out."""
        value = self.metadata.get(name)
        found = value if isinstance(value, list) else [value]
        told = (clean(html.unescape(one) if "&" in one else one) for one in found if isinstance(one, str))
        return [one for one in told if one]

    def text(self, name: str) -> str:
        """The first string of a field; "" where it has none."""
        return next(iter(self.texts(name)), "")

    def raw(self, name: str) -> str:
        """The first string of a field as it came."""
        value = self.metadata.get(name)
        first = value[0] if isinstance(value, list) and value else value
        return first if isinstance(first, str) else ""

    def data(self, name: str) -> Json:
        """A field that holds JSON in a string, as what it says; None where it has none."""
        return unpacked(self.metadata.get(name))

    @property
    def kind(self) -> str:
        """The code of its type."""
        return self.text("type")

    @property
    def identifier(self) -> str:
        """Code of the topic; of a cascade call, that of the project's topic. Not a key."""
        return self.text("identifier")

    @property
    def title(self) -> str:
        """A cascade call goes by its own name; its `title` is that of the topic that pays."""
        names = ("callTitle", "title") if self.kind == "8" else ("title", "callTitle")
        return next((text for name in names if (text := self.text(name))), "")

    @cached_property
    def actions(self) -> Sequence[Mapping[str, Json]]:
        """The topic's actions; none where there are none, or where they are no list."""
        found = self.data("actions")
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []

    @property
    def programmes(self) -> list[str]:
        """Codes of the programmes, sorted."""
        return _codes(self.texts("frameworkProgramme"))

    @property
    def divisions(self) -> list[str]:
        """Codes of the parts of the programme, sorted: their order in the answer means nothing."""
        return _codes(self.texts("programmeDivision"))

    @property
    def keywords(self) -> list[str]:
        """Keywords, sorted; some records hold them as one JSON string."""
        given = self.metadata.get("keywords")
        inner = unpacked(given) if isinstance(given, list) and self.raw("keywords").startswith("[") else None
        words = inner if isinstance(inner, list) else self.texts("keywords")
        return sorted({text for word in words if isinstance(word, str) and (text := clean(word))})

    @property
    def page_url(self) -> str:
        """The page for people."""
        number = _NUMBER.match(self.key)
        if self.kind == "8" and number:
            return CASCADE + number[0]
        told = self.text("url") or self.url
        if self.kind == "2" and is_ours(told, may_ask=True):
            return told
        return TOPIC + _path(self.identifier or self.reference)


def _codes(found: Sequence[str]) -> list[str]:
    return sorted({code for code in found if code.isascii() and code.isdigit()}, key=lambda code: (len(code), code))


def _path(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9._~+()-]", lambda found: "".join(f"%{one:02X}" for one in found[0].encode()), text)
