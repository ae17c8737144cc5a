"""How a term of the glossary is written, and the keys by which a word of a text meets it.

A key is a stem, or a stem or spelling with a mark before it: a word of a text and a word of a term that share a key are
one. What the marks in a cell mean to the person who writes it is told in docs/glossary-words.md.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import Stemmer

from matching.text import STEMMERS, words

GROUPS = {"nb": "no", "nn": "no", "en": "en"}
"""Bokmål and nynorsk quote each other, so a text in one is read with the terms of both."""

SHORTEST_HEAD = 4
"""Letters before or after a star. A shorter head stands by chance inside too many words."""

SHORTEST_STEM, LONGEST_ENDING = 4, 2
"""Letters. A stem as short as that, after a longer ending, is another word's: `dem` of `demens`, `age` of `ageing`."""

WORD_MAX = 64
"""Letters. What is longer in a text is an address or rubbish, not a word."""

_EXACT, _CAPITALS = "=", "^"
EXACT_MARKS = _EXACT + _CAPITALS
"""What a key by spelling begins with; others are stems."""

_BRITISH = (
    (re.compile(r"programmes?\b"), "program"),
    (re.compile(r"(?<=cen|hea)tre(?=s?\b)"), "ter"),
    (re.compile(r"(?<=fib|lit|met)re(?=s?\b)"), "er"),
    (re.compile(r"(?<=\w{3})ou(?=r(?:s|al|ed|ing)?\b)"), "o"),
    (re.compile(r"(?<=\w{3})is(?=(?:ation|ations|ational|e|ed|er|ers|es|ing)\b)"), "iz"),
    (re.compile(r"(?<=\w{2})ys(?=(?:e|ed|er|es|ing)\b)"), "yz"),
    (re.compile(r"\b(p|gyn|orthop|an)ae(?=d|c|s)"), r"\1e"),
    (re.compile(r"(?<=\w)ae(?=mi|ma|mo)|\boe(?=d|s)|(?<=\bf)oe(?=t)"), "e"),
    (re.compile(r"(?<=\w{3}e)ll(?=(?:ed|er|ers|ing)\b)"), "l"),
    (re.compile(r"(?<=def|lic|off)ence\b"), "ense"),
    (re.compile(r"logue(?=s?\b)"), "log"),
    (re.compile(r"\bageing\b"), "aging"),
)
"""British to American spelling, on both sides alike: that a rule also makes `exercize` does no harm."""

_MAY_BE_BRITISH = re.compile("programme|tre|[btf]re|our|is[aei]|ys[ei]|[aeo]e|ell|ence|logue|ageing")
"""What one of the rules needs, the first to change a word at least; most words have none of it."""


class TermError(ValueError):
    """A term that cannot be read. The message is bokmål, for the one who wrote it."""


@dataclass(frozen=True)
class Term:
    """One way to say a concept. `text` is what a reader is shown, `keys` one key a word in order.

    `joined` is the key of the words written as one, "" where they are never so written.
    """

    text: str
    keys: tuple[str, ...]
    joined: str = ""

    @property
    def has_star(self) -> bool:
        return any("*" in key for key in self.keys)


def read_term(cell: str, lang: str) -> Term:
    """The term in a piece of a cell. TermError when it has no word or a mark stands where it means nothing."""
    text = " ".join(unicodedata.normalize("NFC", cell).split())
    is_exact = text.startswith("[") and text.endswith("]")
    plain = text[1:-1] if is_exact else text
    stray = next((mark for mark in '[]!;"' if mark in plain), "")
    if stray:
        raise TermError(f"tegnet {stray} står på feil sted i «{text}».")
    atoms = [_atom(piece, text) for piece in plain.split()]
    parts = [part for group in atoms for part in group]
    if not parts:
        raise TermError(f"«{text}» har ingen ord.")
    keys = tuple(_key_of_part(part, lang, is_exact) for part in parts)
    return Term(plain.replace("*", ""), keys, "" if is_exact else _joined(parts, keys, lang))


def _atom(piece: str, text: str) -> list[str]:
    """The words of a piece between blanks, as a text is cut into words; stars kept at the outer ends."""
    bare = piece.strip("*")
    if "*" in bare:
        raise TermError(f"en stjerne kan bare stå først eller sist i et ord: «{text}».")
    parts = [part for word in words(bare) for part in word.split("-")]
    if not parts or bare == piece:
        return parts
    if piece.startswith("*") and piece.endswith("*"):
        raise TermError(f"«{text}» har stjerne både foran og bak; skriv to ord, med stjerne på hver sin side.")
    end = 0 if piece.startswith("*") else -1
    if len(parts[end]) < SHORTEST_HEAD:
        raise TermError(f"«{text}» er for kort til å ha stjerne: minst {SHORTEST_HEAD} bokstaver.")
    parts[end] = f"*{parts[end]}" if end == 0 else f"{parts[end]}*"
    return parts


def _key_of_part(part: str, lang: str, is_exact: bool) -> str:
    if "*" in part:
        return part.lower()
    if is_exact:
        return _EXACT + part
    if is_abbreviation(part):
        return _CAPITALS + part
    word, short = american(part.lower(), lang), stem(part.lower(), lang)
    is_other = len(short) <= SHORTEST_STEM and len(word) - len(short) > LONGEST_ENDING
    return _EXACT + word if is_other else short


def _joined(parts: list[str], keys: tuple[str, ...], lang: str) -> str:
    is_letters = all(len(part) == 1 for part in parts)
    if is_letters or not 1 < len(parts) <= 3 or any(key.startswith(_CAPITALS) or "*" in key for key in keys):
        return ""
    return stem("".join(parts).lower(), lang)


def is_abbreviation(word: str) -> bool:
    """Two letters or more, all capitals: such a term is met in capitals only, `LIFE` never in `life`."""
    return len(word) > 1 and word.isupper()


def spellings(word: str, lang: str) -> list[str]:
    """Keys of a word of a text as it is spelled: exact ones and, for one in capitals, as an abbreviation.

    A term in small letters is met in any case; one with a capital as it stands, and when all the text is in capitals.
    """
    keys = [_EXACT + word, _EXACT + word.lower(), _EXACT + american(word.lower(), lang)]
    if is_abbreviation(word):
        keys += [_CAPITALS + word, _EXACT + word.capitalize()]
    elif word.endswith("s") and is_abbreviation(word[:-1]):
        keys.append(_CAPITALS + word[:-1])
    return list(dict.fromkeys(keys))


def stem(word: str, lang: str) -> str:
    """Stem of a lower-case word without hyphens, "" for one over WORD_MAX.

    Snowball's, with what it leaves apart brought together: British and American spelling; in Norwegian the doubled m of
    `sykdommer` and `programmet`, and the neuter t of `digitalt`.
    """
    if len(word) > WORD_MAX:
        return ""
    found: str = _stemmer(STEMMERS[lang]).stemWord(american(word, lang))
    if lang != "en" and len(found) > 3:
        if found.endswith("mm"):
            return found[:-1]
        if found.endswith("alt") and len(found) > 5:
            return found[:-1]
    return found


def american(word: str, lang: str) -> str:
    """An English word in American spelling; any other as it is."""
    if lang == "en" and _MAY_BE_BRITISH.search(word):
        for pattern, replacement in _BRITISH:
            word = pattern.sub(replacement, word)
    return word


@cache
def _stemmer(name: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(name, 0)
