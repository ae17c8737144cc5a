"""Words of a text and the stems that stand for them: tokens, stop words, nynorsk as bokmål, stems, compound parts.

Everything language-specific stands here and in `matching.nynorsk` and `matching.compounds`. What is made of the words
(pairs, concepts, letters) is in `matching.terms`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

import Stemmer

from matching.compounds import WORDS_KEPT, compound_parts
from matching.nynorsk import as_bokmal

ANALYSER_VERSION = "2"
"""Raised with every change that may give another list of terms for some text."""

STEMMERS = {"nb": "norwegian", "nn": "norwegian", "en": "english"}
"""Snowball has no nynorsk; its Norwegian stemmer serves both written forms."""

STOP_LISTS = {"nb": ("nb", "nn"), "nn": ("nb", "nn"), "en": ("en",)}
"""Bokmål and nynorsk quote each other. English is apart: its `it` and `to` are words in Norwegian, its `men` too."""

LONGEST_WORD = 64
"""Letters. What is longer is an address or rubbish, not a word."""

_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_HYPHEN = re.compile("[\u2010\u2011]")
_APOSTROPHE = re.compile("[\u2019\u02bc]")
_ADDRESS = re.compile(r"(?<![\w.+-])(?:(?:https?://|www\.)\S+|[\w.+-]{1,64}@\S+)", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")


def words(text: str) -> list[str]:
    """The words of `text` as written, in order: letters and digits, joined by hyphen or apostrophe; no addresses."""
    plain = text if text.isascii() else _plain(text)
    may_have_address = "@" in plain or "://" in plain or "www." in plain.lower()
    return _WORD.findall(_ADDRESS.sub(" ", plain) if may_have_address else plain)


def _plain(text: str) -> str:
    """`text` with one sign for what is written with several, and without what nobody sees."""
    seen = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return _APOSTROPHE.sub("'", _HYPHEN.sub("-", seen))


def analyse(text: str, lang: str) -> list[str]:
    """Stems of `text` in order, repeated as often as they occur.

    `lang` is "nb", "nn" or "en"; ValueError for another. A hyphenated word gives itself and its parts, a Norwegian
    compound itself and its parts. Stop words, single letters, bare numbers (years and amounts say nothing of the
    subject) and words over LONGEST_WORD give none.
    """
    check_language(lang)
    return [term for word in words(text) for term in stems(word.lower(), lang)]


def check_language(lang: str) -> None:
    """ValueError for a language that there is no analysis for."""
    if lang not in STEMMERS:
        raise ValueError(f"no analysis for the language {lang!r}; known: {', '.join(STEMMERS)}")


@lru_cache(maxsize=WORDS_KEPT)
def stems(word: str, lang: str) -> tuple[str, ...]:
    """Terms of one lower-case word, each once: the whole of it first."""
    *heads, last = word.split("-")
    content = [content_word(part, lang) for part in (*heads, last)]
    found = [stem(part, lang) for part in content if part]
    if heads and len(word) <= LONGEST_WORD and not word.replace("-", "").isdigit():
        # The stemmer takes a hyphen for a consonant, so only the last part gives up its ending.
        ending = stem(content[-1], lang) if content[-1] else last
        found.insert(0, "-".join([*heads, ending]))
    if lang != "en":
        found += [part for whole in content for part in compound_parts(whole)]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=WORDS_KEPT)
def content_words(word: str, lang: str) -> tuple[str, ...]:
    """The parts of a lower-case word that say something of the subject, nynorsk as bokmål; not stemmed."""
    return tuple(part for piece in word.split("-") if (part := content_word(piece, lang)))


def content_word(word: str, lang: str) -> str:
    """A word without hyphens, nynorsk as bokmål, or "" for one that says nothing of the subject."""
    if not 1 < len(word) <= LONGEST_WORD or word.isdigit() or word in _stop_words(lang):
        return ""
    if lang != "nn":
        return word
    bokmal = as_bokmal(word)
    return "" if bokmal in _stop_words(lang) else bokmal


@lru_cache(maxsize=WORDS_KEPT)
def stem(word: str, lang: str) -> str:
    """Stem of a content word."""
    found: str = _stemmer(STEMMERS[lang]).stemWord(word)
    return found


@cache
def _stemmer(name: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(name, 0)  # no cache of its own: `stem` keeps what has been stemmed


@cache
def _stop_words(lang: str) -> frozenset[str]:
    folder = Path(__file__).parent / "stopwords"
    lists = (folder / f"{name}.txt" for name in STOP_LISTS[lang])
    return frozenset(word for path in lists for word in path.read_text(encoding="utf-8").split())
