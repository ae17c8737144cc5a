"""Words of a text and the terms that the index counts: tokens, stop words, stems.

Everything language-specific stands here. Compound parts, a glossary across languages and the removal of template
sentences go between tokens and terms when they come; nothing after this module needs to know.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache
from pathlib import Path

import Stemmer

ANALYSER_VERSION = "1"
"""Raised with every change that may give another list of terms for some text."""

GLOSSARY_VERSION = "none"
"""Version of the words that are one concept across languages; there is no glossary yet."""

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
    seen = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    plain = _APOSTROPHE.sub("'", _HYPHEN.sub("-", seen))
    return _WORD.findall(_ADDRESS.sub(" ", plain))


def analyse(text: str, lang: str) -> list[str]:
    """Terms of `text` in order, repeated as often as they occur.

    `lang` is "nb", "nn" or "en"; ValueError for another. A hyphenated word gives itself and its parts. Stop words,
    single letters, bare numbers (years and amounts say nothing of the subject) and words over LONGEST_WORD give none.
    """
    if lang not in STEMMERS:
        raise ValueError(f"no analysis for the language {lang!r}; known: {', '.join(STEMMERS)}")
    return [term for word in words(text) for term in _terms(word.lower(), lang)]


def surface_forms(text: str, lang: str) -> dict[str, str]:
    """Each term of `text` -> the word it most often comes from, as written; the first of equals."""
    forms: dict[str, str] = {}
    best: dict[str, int] = {}
    for word, times in Counter(words(text)).items():
        for term in _terms(word.lower(), lang):
            if times > best.get(term, 0):
                forms[term], best[term] = word, times
    return forms


@lru_cache(maxsize=200_000)
def _terms(word: str, lang: str) -> tuple[str, ...]:
    """Terms of one lower-case word, each once."""
    *heads, last = word.split("-")
    stems = [_stem(part, lang) for part in (*heads, last)]
    if heads and len(word) <= LONGEST_WORD and not word.replace("-", "").isdigit():
        # The stemmer takes a hyphen for a consonant, so only the last part gives up its ending.
        stems.insert(0, "-".join([*heads, stems[-1] or last]))
    return tuple(dict.fromkeys(stem for stem in stems if stem))


def _stem(word: str, lang: str) -> str:
    """Stem of a word without hyphens, or "" for one that says nothing of the subject."""
    if not 1 < len(word) <= LONGEST_WORD or word.isdigit() or word in _stop_words(lang):
        return ""
    stem: str = _stemmer(STEMMERS[lang]).stemWord(word)
    return stem


@cache
def _stemmer(name: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(name, 0)  # no cache of its own: _terms keeps what has been stemmed


@cache
def _stop_words(lang: str) -> frozenset[str]:
    folder = Path(__file__).parent / "stopwords"
    lists = (folder / f"{name}.txt" for name in STOP_LISTS[lang])
    return frozenset(word for path in lists for word in path.read_text(encoding="utf-8").split())
