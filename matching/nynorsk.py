"""Nynorsk words as bokmål, so that both are one term. For texts in nynorsk only.

The words are ours, in wordlists/nynorsk.txt; what is spelled alike in both is not listed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path

LIST = Path(__file__).parent / "wordlists" / "nynorsk.txt"

WORDS_KEPT = 20_000
"""Distinct words of which the bokmål is kept."""

_KINDS = {(False, True): "start", (True, False): "end", (True, True): "any", (False, False): "word"}
"""Whether a pattern has a star before and after -> where in a word it stands."""

_FRAMES = {"start": "^(?P<start>{})", "end": "(?P<end>{})$", "any": "(?P<any>{})"}


@lru_cache(maxsize=WORDS_KEPT)
def as_bokmal(word: str) -> str:
    """The bokmål of a lower-case nynorsk word; the word itself where nothing is known of it."""
    whole, parts, endings = _rules()
    return whole[word] if word in whole else endings(parts(word))


@cache
def _rules() -> tuple[dict[str, str], Callable[[str], str], Callable[[str], str]]:
    """Whole words; what replaces parts of a word; what replaces its ending after that."""
    pairs: dict[str, list[tuple[str, str]]] = {}
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = pairs.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            nynorsk, bokmal = line.split()
            section.append((nynorsk, bokmal))
    return dict(pairs["words"]), _replacer(pairs["parts"]), _replacer(pairs["endings"])


def _replacer(pairs: list[tuple[str, str]]) -> Callable[[str], str]:
    """Replaces all that fits, the longest at one place; what was put in is not looked at again."""
    kinds: dict[str, dict[str, str]] = {kind: {} for kind in _FRAMES}
    for nynorsk, bokmal in pairs:
        kind = _KINDS[nynorsk.startswith("*"), nynorsk.endswith("*")]
        kinds[kind][nynorsk.strip("*")] = bokmal.strip("*")
    used = {kind: words for kind, words in kinds.items() if words}
    pattern = re.compile("|".join(_FRAMES[kind].format(_longest_first(words)) for kind, words in used.items()))
    return lambda word: pattern.sub(lambda found: used[str(found.lastgroup)][found[0]], word)


def _longest_first(words: dict[str, str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))
