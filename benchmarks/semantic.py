"""The sentence model of the extra `[semantic]`: embedding calls, reading kept vectors, and the shares of a night."""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from bundle.forskningsradet import load_calls
from matching.nearness import shares
from matching.semantic import DIM, embed, is_available, open_cache, unit

EMBEDDED = 12
CHARS = 2500
KEPT = 20_000
PROFILES = 40
ROUNDS = 5


def _texts(count: int) -> list[tuple[str, str]]:
    """Calls of about 400 words, made of the sentences of the demonstration's, no two alike."""
    paragraphs = (text for call in load_calls() for part in call["sections"] for text in part["paragraphs"])
    sentences = sorted({sentence for text in paragraphs for sentence in text.split(". ")})
    draw = random.Random(5)
    found = []
    for number in range(count):
        body = f"Utlysning {number}."
        while len(body) < CHARS:
            body += f" {draw.choice(sentences)} {draw.randrange(10**6)}."
        found.append((f"Utlysning nummer {number}", body))
    return found


def _seconds(work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    began = clock()
    work()
    return clock() - began


def run() -> list[str]:
    """Lines of the report. Seconds are of the CPU, one thread, but for reading, which is on the clock."""
    if not is_available():
        return ["the extra [semantic] is not installed, or this processor cannot run it: nothing measured"]
    texts = _texts(EMBEDDED)
    embed([("", "once")])  # loads the model
    cold = _seconds(lambda: embed(texts))
    half = len(texts) // 2
    edited = statistics.median(_seconds(lambda text=text: embed([("", text[1][:400])])) for text in texts[:half])
    rows = unit(np.random.default_rng(5).standard_normal((KEPT, DIM)))
    profiles = unit(np.random.default_rng(6).standard_normal((PROFILES, DIM)))
    with tempfile.TemporaryDirectory() as folder:
        kept = open_cache(Path(folder))
        keys = [number.to_bytes(16, "big") for number in range(KEPT)]
        kept.save(dict(zip(keys, rows, strict=True)))
        read = statistics.median(_seconds(lambda: kept.load(keys), time.perf_counter) for _ in range(ROUNDS))
        size = kept.path.stat().st_size / 1e6
    night = _seconds(lambda: [shares(profile, rows, 1.0) for profile in profiles])
    return [
        f"the sentence model, {EMBEDDED} calls of about 400 words",
        f"  a call embedded for the first time        {cold / EMBEDDED:7.2f} s",
        f"  a profile of 60 words embedded again      {edited * 1000:7.0f} ms",
        f"  {KEPT} kept vectors read, {size:.0f} MB           {read:7.2f} s",
        f"  shares of {PROFILES} profiles over {KEPT} calls      {night:7.2f} s",
    ]


if __name__ == "__main__":
    for line in run():
        print(line)
