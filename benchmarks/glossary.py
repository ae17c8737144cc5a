"""How long the shipped glossary takes to load and to be looked for in calls.

Texts are made of the glossary's own terms and of common words, so that there is more to find than in real calls.
"""

from __future__ import annotations

import random
import statistics
import time

from matching.glossary import SHIPPED, load_glossary

CALLS, WORDS, RUNS = 2_000, 400, 3
PER_CALLS = 10_000

COMMON = {
    "nb": "og i det på som er en til av for at med de ikke den har om et men var jeg meg så seg hun hadde fra skal kan",
    "en": "the of and to in a is that for it as was with be by on not he his but at are this have from or had an they",
}


def run() -> list[str]:
    """Lines with the median of RUNS, in seconds of the processor: one thread does it all."""
    started = time.process_time()
    glossary = load_glossary([SHIPPED])
    lines = [f"glossary: {len(glossary.concepts)} concepts loaded in {time.process_time() - started:.2f} s"]
    for lang, common in COMMON.items():
        terms = [word for all_of in glossary.concepts.values() for term in all_of[lang] for word in term.text.split()]
        source = random.Random(1)
        vocabulary = [*terms, *common.split() * (len(terms) // 5)]
        calls = [source.choices(vocabulary, k=WORDS) for _ in range(CALLS)]
        took, found = [], 0
        for _ in range(RUNS):
            started = time.process_time()
            found = sum(len(glossary.find(words, lang)) for words in calls)
            took.append((time.process_time() - started) * PER_CALLS / CALLS)
        lines.append(
            f"glossary: {PER_CALLS} calls of {WORDS} words in {lang}: {statistics.median(took):.1f} s, "
            f"{found / CALLS:.0f} concepts a call"
        )
    return lines
