"""A value in a reader's words, for events: the funder's own words where they are kept, else the value.

A night writes them in bokmål; `said_again` says ours in the tongue of whoever reads.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from calls.fields import BY_NAME, WORDS_NB, word_nb
from calls.meaning import OSLO, is_opening_stated, local_day
from calls.model import Json
from calls.tongue import SOURCE, note, number, say, speaking, tongue
from calls.words import composed

LONGEST = 1000
"""Characters of a text that an event repeats. The whole text stands in the version."""

_UNITS = {
    "NOK": note("{amount} kroner"),
    "EUR": note("{amount} euro"),
    "percent": note("{amount} prosent"),
    "months": note("{amount} måneder"),
}
_NAMES = ("name", "text", "label", "email")
"""Where an entry of a list has its words, the first that is there."""


def words(record: Mapping[str, Json], column: str) -> str:
    """What the record says in the column: the funder's words where they are cited, "" where it says nothing."""
    value = record[column]
    if value in (None, "", [], {}):
        return ""
    if column == "deadlines":
        return shortened("; ".join(deadline_words(entry) for entry in value))
    cited = "; ".join(dict.fromkeys(_cited(record, column)))
    return shortened(cited) if cited and _is_read_of_words(column) else value_words(record, column)


def words_apart(before: Mapping[str, Json], after: Mapping[str, Json], column: str) -> tuple[str, str]:
    """What each record says in the column that the other does not; of two lists only the entries that differ."""
    one, other = before[column], after[column]
    if column == "deadlines" or not (isinstance(one, list) and isinstance(other, list) and one and other):
        return words(before, column), words(after, column)
    mine, theirs = _entries(before, column), _entries(after, column)
    return (
        shortened("; ".join(entry for entry in mine if entry not in theirs)),
        shortened("; ".join(entry for entry in theirs if entry not in mine)),
    )


def _entries(record: Mapping[str, Json], column: str) -> list[str]:
    """The entries of a list in the funder's words, else in ours; each once."""
    cited = list(_cited(record, column)) if _is_read_of_words(column) else []
    return list(dict.fromkeys(cited or map(_entry, record[column])))


def value_words(record: Mapping[str, Json], column: str) -> str:
    """The record's value itself in words; of an opening without a clock time that the funder states, the day."""
    value = record[column]
    if column == "opens_at" and value is not None and not is_opening_stated(record):
        return day(local_day(value))
    return readable(column, value)


def readable(column: str, value: Json) -> str:
    """A value itself in words; "" for none."""
    field = BY_NAME[column]
    if isinstance(value, bool):
        return say("ja") if value else say("nei")
    if isinstance(value, int):
        amount = number(value).replace("\N{NO-BREAK SPACE}", " ")
        return say(_UNITS[field.unit], amount=amount) if field.unit in _UNITS else amount
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, (list, tuple)):
        return shortened(", ".join(_entry(one) for one in value))
    if isinstance(value, dict):
        return shortened("; ".join(f"{name}: {_entry(one)}" for name, one in value.items()))
    return "" if value is None else shortened(_word(value) if field.allowed else str(value))


def said_again(column: str, value: Json, text: str) -> str:
    """A text of a stored event in the tongue that is spoken, where it is our words for the value; else as it is."""
    if tongue() == SOURCE or column not in BY_NAME or not text:
        return text
    with speaking(SOURCE):
        is_ours = readable(column, value) == text
    return readable(column, value) if is_ours else text


def _word(value: Json) -> str:
    return word_nb(value) if value in WORDS_NB else str(value)


def deadline_words(entry: Mapping[str, Json]) -> str:
    """One entry of `deadlines` in the funder's words, with its label."""
    text = entry.get("text") or moment(datetime.fromisoformat(entry["at"]))
    return f"{entry['label']}: {text}" if entry.get("label") else str(text)


def moment(at: datetime) -> str:
    """Day and clock in Norway."""
    try:
        local = at.astimezone(OSLO)
    except OverflowError:
        local = at
    return f"{day(local)} kl. {local:%H.%M}"


def day(value: date) -> str:
    """A day as Norwegians write it."""
    return f"{value.day}.{value.month}.{value.year}"


def lines_of_one(text: str | None, other: str | None) -> str:
    """The lines of `text` that `other` lacks, in their order, white space folded."""
    mine, theirs = (text or "").splitlines(), (other or "").splitlines()
    as_written = set(mine) & set(theirs)  # most lines, and cheap to tell
    left = Counter(_folded(line for line in theirs if line not in as_written))
    kept = []
    for line in _folded(line for line in mine if line not in as_written):
        if left[line]:
            left[line] -= 1
        else:
            kept.append(line)
    return shortened("\n".join(kept))


def shortened(text: str) -> str:
    """The text, cut after LONGEST characters."""
    return text if len(text) <= LONGEST else text[: LONGEST - 2].rstrip() + " …"


def _folded(lines: Iterable[str]) -> Iterator[str]:
    return (line for line in map(composed, lines) if line)


def _is_read_of_words(column: str) -> bool:
    """Whether the value was made of words that say more; a text column is the words."""
    field = BY_NAME[column]
    return field.dtype != "text" or bool(field.allowed)


def _cited(record: Mapping[str, Json], column: str) -> Iterator[str]:
    evidence = record.get("evidence")
    entries = evidence.get(column) if isinstance(evidence, dict) else None
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, dict) and isinstance(entry.get("text"), str) and entry["text"]:
            yield entry["text"]


def _entry(value: Json) -> str:
    if isinstance(value, dict):
        return next((str(value[name]) for name in _NAMES if value.get(name)), "")
    if isinstance(value, str):
        return _word(value)
    return "" if value is None else str(value)
