"""Every weight of the ranking, in one place. How they were chosen: docs/ranking.md.

One set for all calls and all languages. A change here changes scores: `WEIGHTS_VERSION` follows by itself.
"""

from __future__ import annotations

import hashlib
import json

FIELD_WEIGHTS = {"title": 2, "summary": 1, "themes": 2, "full_text": 1}
"""How many times a term of that field of a call counts. A theme is short beside the body, and is what money is for."""

PROFILE_WEIGHTS = {"title": 2, "description": 1, "keywords": 1}
"""How many times a term of that part of a profile counts in the profile as a whole."""

TITLE_SHARE = 0.3
"""The profile is a vector of length 1 of all its words, and one of its title alone, which has this share.

A long description drowns the title, which says in a line what the project is.
"""

AVOID_WEIGHT = 2
"""How many times a word to avoid counts against a call: as often as a word of the title counts for it."""

CHANNEL_WEIGHTS = {"words": 1.0, "pairs": 0.5, "concepts": 2.0, "chars": 0.05}
"""What a term counts by what it is: a stem, two neighbouring stems, a concept of the glossary, letters within a word.

All are one vector, so that few concepts count little and many count much. One word is about twelve letter sequences.
"""

PIVOT = 0.85
"""Share of a call's own length in what its row is divided by; the rest is the mean length of all calls.

Singhal, Buckley and Mitra 1996: dividing by the whole of it favours short calls.
"""

LANGUAGE_BEST = 5
"""How many of the best calls of a language say how high the scores in that language are for a profile."""

LANGUAGE_LIMIT = 4.0
"""The most that a language may be lifted: where the languages share next to nothing, little is known of the order."""

LANGUAGE_FEWEST = 20
"""Calls of a language under which nothing is known of how high scores in it are."""

TEMPLATE_CALLS = 4
"""Calls of one funder, of other titles, that a sentence stands in before it says nothing of any of them."""

DECIMALS = 12
"""Scores and contributions are rounded to this, and ranked as rounded: what looks equal is equal."""

_ALL = (FIELD_WEIGHTS, PROFILE_WEIGHTS, TITLE_SHARE, AVOID_WEIGHT, CHANNEL_WEIGHTS, PIVOT, LANGUAGE_BEST)
WEIGHTS_VERSION = hashlib.sha256(
    json.dumps([*_ALL, LANGUAGE_LIMIT, LANGUAGE_FEWEST, TEMPLATE_CALLS]).encode()
).hexdigest()[:8]
