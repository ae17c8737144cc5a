"""The values of a call as fields of a form: what a reader corrects, or gives of a call of their own.

What may be asked for, and how what is typed becomes a value, stands in readers.forms.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from calls.fields import word_nb
from calls.terms import COUNTY_NAMES
from calls.tongue import note, say
from publish.words import oslo
from readers.corrected import label
from readers.forms import DAY_END, DAY_START, Input, InputKind

SPARE_DEADLINES = 1
"""Empty lines for deadlines beside those that there are."""

HINTS: dict[InputKind, str] = {
    "money": note("Kroner, som 500 000 eller 2,5 millioner"),
    "number": note("Prosent, som 50"),
    "day_clock": note("Uten klokkeslett gjelder hele dagen."),
}


@dataclass(frozen=True)
class FormField:
    """One field. values: texts as they stand in it, with the clock time of each where it has one.

    options: (what is sent, words, whether it is chosen), for codes.
    """

    name: str
    label: str
    kind: InputKind
    values: list[tuple[str, str]]
    options: list[tuple[str, str, bool]]
    hint: str
    is_required: bool


def form_fields(inputs: Iterable[Input], record: Mapping[str, Any], *, has_spare: bool = False) -> list[FormField]:
    """The fields with what the record holds. has_spare: with an empty line for one more deadline."""
    return [_field(asked, _texts(asked, record, has_spare), record.get(asked.column)) for asked in inputs]


def typed_fields(inputs: Iterable[Input], typed: Mapping[str, Sequence[str]]) -> list[FormField]:
    """The fields as a reader filled them in, to be put right."""
    found = []
    for asked in inputs:
        texts, clocks = list(typed.get(asked.column, [""])), list(typed.get(f"{asked.column}_clock", []))
        pairs = list(zip(texts, [*clocks, *[""] * len(texts)], strict=False))
        found.append(_field(asked, pairs, texts if asked.kind == "codes" else texts[0]))
    return found


def _field(asked: Input, values: list[tuple[str, str]], chosen: Any) -> FormField:
    hint = say(HINTS[asked.kind]) if asked.kind in HINTS else ""
    return FormField(
        asked.column,
        say(label(asked.column)),
        asked.kind,
        values,
        _options(asked, chosen),
        hint,
        not asked.may_be_empty,
    )


def _options(asked: Input, value: Any) -> list[tuple[str, str, bool]]:
    if asked.kind == "yes_no":
        said = {True: "ja", False: "nei", None: ""}.get(value, value)
        return [
            (code, words, code == said)
            for code, words in (("", say("Ikke oppgitt")), ("ja", say("ja")), ("nei", say("nei")))
        ]
    chosen = list(value or []) if asked.kind == "codes" else [value]
    found = [(code, _code_words(code), code in chosen) for code in asked.allowed]
    if asked.kind == "code" and asked.may_be_empty:
        found.insert(0, ("", say("Ikke oppgitt"), not value))
    return found


def _code_words(code: str) -> str:
    return COUNTY_NAMES[code] if code in COUNTY_NAMES else word_nb(code)


def _texts(asked: Input, record: Mapping[str, Any], has_spare: bool) -> list[tuple[str, str]]:
    value = record.get(asked.column)
    if asked.column == "deadline_at" and has_spare:
        entries = [_moment_texts(datetime.fromisoformat(one["at"]), DAY_END) for one in record.get("deadlines") or []]
        return [*entries, *[("", "")] * SPARE_DEADLINES]
    if asked.kind == "day_clock":
        return [_moment_texts(value, DAY_END if asked.column == "deadline_at" else DAY_START)] if value else [("", "")]
    if asked.column == "contact":
        return [("; ".join(str(one.get("text") or "") for one in value or []), "")]
    return [("" if value is None or isinstance(value, list) else str(value), "")]


def _moment_texts(at: datetime, without: time) -> tuple[str, str]:
    """A moment as a day and a clock time; "" for the clock time that a day without one has."""
    local = oslo(at)
    clock = local.time().replace(second=0, microsecond=0)
    return local.date().isoformat(), "" if clock == without else f"{clock:%H:%M}"
