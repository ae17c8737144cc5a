"""A general English-Norwegian dictionary as rows of the glossary, for what the glossary itself does not know.

The dictionary is one that is installed on the machine, in the format of dictd: FreeDict's eng-nor, say, which Debian
has as dict-freedict-eng-nor. None comes with the code: it has a licence of its own, and the glossary does without it.
Its rows are written to a folder of their own, as the lowest layer: see `matching.glossary.glossary_folders`.
"""

from __future__ import annotations

import gzip
import re
import string
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from matching.glossary import Glossary
from matching.glossary_terms import GROUPS, TermError, read_term
from matching.text import content_word, words

MAX_BYTES = 50_000_000
"""Of a dictionary unpacked: eng-nor has under a million. What is larger is something else."""

MAX_WORDS = 3
"""Words of a term: what has more explains a word, and is none."""

_DIGITS = {
    letter: value for value, letter in enumerate(f"{string.ascii_uppercase}{string.ascii_lowercase}0123456789+/")
}

# Guessed from FreeDict's own layout, and not yet seen on an installed one: the word stands on the first line, its
# translations beneath it, numbered by sense, divided by comma or semicolon, remarks in brackets of any kind.
_NUMBER = re.compile(r"^\s*(?:\d+[.)])?\s*")
_REMARK = re.compile(r"\([^)]*\)|\[[^]]*\]|<[^>]*>|/[^/]*/|\{[^}]*\}")
_BETWEEN = re.compile(r"[,;]")
_ARTICLE = re.compile(r"^(?:to|a|an|the|å|en|ei|et)\s+", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+(?:[- ][^\W\d_]+)*")


class DictionaryError(ValueError):
    """A dictionary that cannot be read. The message, in bokmål, says which file and why."""


class Dictionary(NamedTuple):
    """What a dictionary says: `rows` as (bokmål, English words) by the bokmål word; `about` in its own words."""

    rows: list[tuple[str, list[str]]]
    about: str


def read_dictionary(index: Path, known: Glossary) -> Dictionary:
    """The dictionary whose index is `index` (its text beside it, .dict or .dict.dz), without what `known` has.

    The first translation of a word counts, as the sense that is meant most often; the others would bring words
    together that mean different things. DictionaryError.
    """
    text = _text(index)
    taken = {(GROUPS[lang], term.keys) for one in known.concepts.values() for lang in one for term in one[lang]}
    rows: dict[str, list[str]] = {}
    about = ""
    for head, entry in _entries(index, text):
        if head.startswith(("00-database", "00database")):
            about += entry if "info" in head else ""
            continue
        english, bokmal = _term(head, "en"), _term(_first(entry), "nb")
        if english and bokmal and not _keys(english, bokmal) & taken:
            taken |= {("en", read_term(english, "en").keys)}
            rows.setdefault(bokmal, []).append(english)
    if not rows:
        raise DictionaryError(f"{index}: fant ingen ord med oversettelser; er dette en engelsk-norsk ordbok for dictd?")
    return Dictionary(_unlike(rows), about.strip())


def _keys(english: str, bokmal: str) -> set[tuple[str, tuple[str, ...]]]:
    return {("en", read_term(english, "en").keys), ("no", read_term(bokmal, "nb").keys)}


def _unlike(rows: Mapping[str, list[str]]) -> list[tuple[str, list[str]]]:
    """Rows by name, one for all names with the same stems: a term belongs to one row."""
    by_keys: dict[tuple[str, ...], tuple[str, list[str]]] = {}
    for name in sorted(rows):
        by_keys.setdefault(read_term(name, "nb").keys, (name, []))[1].extend(rows[name])
    return [(name, sorted(english)) for name, english in by_keys.values()]


def _first(entry: str) -> str:
    """The first translation in an entry; "" where there is none."""
    for line in entry.split("\n")[1:]:
        for piece in _BETWEEN.split(_REMARK.sub(" ", _NUMBER.sub("", line))):
            if piece.strip():
                return piece.strip()
    return ""


def _term(text: str, lang: str) -> str:
    """A word or a few as a term of the glossary, lower-case; "" for what is none, or says nothing of a subject."""
    plain = _ARTICLE.sub("", _REMARK.sub(" ", text).strip()).lower()
    if not _WORDS.fullmatch(plain) or len(words(plain)) > MAX_WORDS:
        return ""
    if not any(content_word(part, lang) for word in words(plain) for part in word.split("-")):
        return ""
    try:
        return plain if read_term(plain, lang).keys else ""
    except TermError:
        return ""


def _text(index: Path) -> bytes:
    stem = index.with_suffix("")
    path = next((one for one in (Path(f"{stem}.dict.dz"), Path(f"{stem}.dict")) if one.is_file()), None)
    if path is None:
        raise DictionaryError(f"{stem}.dict.dz finnes ikke ved siden av indeksen.")
    try:
        with gzip.open(path) if path.suffix == ".dz" else path.open("rb") as file:
            text = file.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DictionaryError(f"{path} kan ikke leses.") from error
    if len(text) > MAX_BYTES:
        raise DictionaryError(f"{path} er for stor: mer enn {MAX_BYTES // 1_000_000} MB.")
    return text


def _entries(index: Path, text: bytes) -> Iterator[tuple[str, str]]:
    """(word, entry) in the order of the index, whose numbers are in base 64, the highest digit first (dictd(8))."""
    try:
        lines = index.read_text(encoding="utf-8").splitlines()
        for line in lines:
            head, start, length = line.split("\t")[:3]
            begin = _number(start)
            yield head, text[begin : begin + _number(length)].decode("utf-8")
    except (OSError, ValueError, KeyError) as error:
        raise DictionaryError(f"{index} kan ikke leses som en indeks for dictd.") from error


def _number(digits: str) -> int:
    value = 0
    for digit in digits:
        value = 64 * value + _DIGITS[digit]
    return value
