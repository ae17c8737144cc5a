"""The ranking's speed and memory on made texts: Zipf's law over made words, 400 words a call, 80 a profile.

Seconds are CPU seconds of one process on one thread; ratios travel between machines, seconds do not.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix, diags
from sklearn.metrics.pairwise import linear_kernel
from threadpoolctl import threadpool_limits

from matching.corpus import count
from matching.index import build_index, documents_of, shipped_glossary, sorted_records
from matching.lists import Lists
from matching.nearest import Pool
from matching.profiles import Cluster, Profile
from matching.rank import rank

NOBODY = Cluster("made", "Made", "Made", "34", (), ())
VOCABULARY = 200_000
CALL_WORDS, PROFILE_WORDS = 400, 80
TOP = 50
CHECKED = 100  # profiles whose lists are compared with those of float64 throughout
NIGHT_AT = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)
SYLLABLES = [a + b for a, b in product("bdfghjklmnprstv", ["a", "e", "i", "o", "u", "el", "en", "or", "ing"])]


def run() -> list[str]:
    """Lines of the report."""
    with threadpool_limits(1):
        return [*_nearest_lines(), *_text_lines(), *_night_lines(), *_memory_lines()]


def zipf(rows: int, words: int, seed: int, vocabulary: int = VOCABULARY) -> csr_matrix:
    """Counts of `words` words a row, drawn by Zipf's law: rows x vocabulary."""
    share = np.cumsum(1 / np.arange(1, vocabulary + 1))
    drawn = np.random.default_rng(seed).random(rows * words) * share[-1]
    columns = np.searchsorted(share, drawn).astype(np.int32)
    counts = csr_matrix((np.ones(rows * words), columns, np.arange(rows + 1) * words), shape=(rows, vocabulary))
    counts.sum_duplicates()
    return counts


def made_calls(rows: int, seed: int = 1, changed: int = 0) -> pd.DataFrame:
    """Open calls with texts of made words; the first `changed` have other texts than with 0."""
    texts = _texts(rows, CALL_WORDS, seed)
    texts[:changed] = _texts(changed, CALL_WORDS, seed + 1000)
    absent = dict.fromkeys(("summary", "themes", "deadlines", "deadline_type", "deadline_at", "status_text"))
    same = {"source": "made", "url": "", "status": "open", "is_listed": True}
    langs = ("nb", "nn", "en", "en")
    return pd.DataFrame(
        {**absent, **same, "source_id": f"{number:07}", "content_hash": str(hash(text)), "lang": langs[number % 4]}
        | {"title": " ".join(text.split(" ", 8)[:8]), "full_text": text}
        for number, text in enumerate(texts)
    )


def made_profiles(rows: int) -> list[Profile]:
    """Profiles of made words, in Norwegian and English by turns."""
    texts = _texts(rows, PROFILE_WORDS, 2)
    return [
        Profile(f"p{number}", " ".join(text.split(" ", 8)[:8]), text, (), ("nb", "en")[number % 2])
        for number, text in enumerate(texts)
    ]


def _texts(rows: int, words: int, seed: int) -> list[str]:
    counts = zipf(rows, words, seed)
    draw = np.random.default_rng(seed + 7)
    texts = []
    for number in range(rows):
        start, end = counts.indptr[number : number + 2]
        found = np.repeat(counts.indices[start:end], counts.data[start:end].astype(int))
        draw.shuffle(found)
        texts.append(" ".join(map(_word, found.tolist())))
    return texts


def _word(number: int) -> str:
    """A word for each number; the rarer, the longer."""
    syllables = []
    number += len(SYLLABLES)
    while number:
        number, rest = divmod(number, len(SYLLABLES))
        syllables.append(SYLLABLES[rest])
    return "".join(syllables)


def _cpu(work: Callable[[], Any], times: int = 3) -> float:
    """Median CPU seconds of `work`."""
    spent = []
    for _ in range(times):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return median(spent)


def _tfidf(counts: csr_matrix, idf: np.ndarray[Any, Any]) -> csr_matrix:
    rows = csr_matrix(counts, copy=True)
    rows.data = 1 + np.log(rows.data)
    rows = csr_matrix(rows @ diags(idf))
    return csr_matrix(diags(1 / np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())) @ rows)


def _nearest_lines(calls: int = 100_000, profiles: int = 1_000) -> list[str]:
    import sparse_dot_topn

    counts = zipf(calls, CALL_WORDS, 1)
    idf = np.log((1 + calls) / (1 + np.bincount(counts.indices, minlength=VOCABULARY))) + 1
    rows, queries = _tfidf(counts, idf), _tfidf(zipf(profiles, PROFILE_WORDS, 2), idf)
    rows32, queries32, pool = rows.astype(np.float32), queries.astype(np.float32), Pool(rows)
    by_term = rows32.T.tocsr()
    ours = _cpu(lambda: _exact(pool, rows, queries))
    theirs = _cpu(lambda: sparse_dot_topn.sp_matmul_topn(queries32, by_term, top_n=TOP, sort=True, n_threads=1))
    dense = _cpu(lambda: np.argpartition(-linear_kernel(queries32, rows32), TOP, axis=1)[:, :TOP], 1)
    wanted = _plain(rows, queries[:CHECKED])
    same = sum(found == its for found, its in zip(_exact(pool, rows, queries)[:CHECKED], wanted, strict=True))
    return [
        f"exact top {TOP} of {calls} calls for {profiles} profiles",
        f"  ours, scored again in float64             {ours:7.2f} s",
        f"  sparse_dot_topn                           {theirs:7.2f} s   (ours / theirs {ours / theirs:.2f}, ceiling 1)",
        f"  linear_kernel and argpartition            {dense:7.2f} s   (theirs / ours {dense / ours:.2f}, floor 1.4)",
        f"  lists as by float64 throughout            {same:7d} of {CHECKED}",
    ]


def _exact(pool: Pool, rows: csr_matrix, queries: csr_matrix) -> list[list[int]]:
    """What nearest finds, scored in float64 and ordered, equal ones by number."""
    found = []
    for number, near in enumerate(found.rows for found in pool.nearest(queries, TOP)):
        scores = rows[near] @ queries[[number]].toarray().ravel()
        order = np.lexsort((near, -np.round(scores, 12)))
        found.append(near[order][:TOP].tolist())
    return found


def _plain(rows: csr_matrix, queries: csr_matrix) -> list[list[int]]:
    """The same by scoring every call in float64."""
    found = []
    for number in range(queries.shape[0]):
        scores = np.round(rows @ queries[[number]].toarray().ravel(), 12)
        found.append(np.lexsort((np.arange(len(scores)), -scores))[:TOP].tolist())
    return found


def _text_lines(calls: int = 10_000) -> list[str]:
    frame, later = made_calls(calls), made_calls(calls, changed=calls // 100)
    documents, changed_documents = (documents_of(sorted_records(one))[0] for one in (frame, later))
    glossary = shipped_glossary()
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "terms.npz"
        analysed = _cpu(lambda: count(documents, glossary, cache), 1)
        kept = cache.read_bytes()
        cold = _cpu(lambda: build_index(frame), 1)
        same = _cpu(lambda: build_index(frame, cache=cache))
        spent = []
        for _ in range(3):
            cache.write_bytes(kept)
            spent.append(_cpu(lambda: count(changed_documents, glossary, cache), 1))
    return [
        f"index of {calls} calls",
        f"  analysis of their texts                   {analysed:7.1f} s   (ceiling 25)",
        f"  analysis when 1 % changed                 {median(spent):7.2f} s   (ceiling 1)",
        f"  analysis and weights, nothing kept        {cold:7.1f} s",
        f"  analysis and weights, all kept            {same:7.1f} s",
    ]


def _night_lines(calls: int = 20_000, profiles: int = 40) -> list[str]:
    frame, ours = made_calls(calls), made_profiles(profiles)
    index = build_index(frame)
    cluster = Cluster("made", "", "", "", (), tuple(ours))
    night = _cpu(lambda: rank(index, frame, [cluster], NIGHT_AT), 1)
    small = frame[: calls // 2]
    half = build_index(small)
    kept = Lists(half, small, NIGHT_AT)
    edited = _cpu(lambda: kept.of([(NOBODY, ours[0])], TOP))
    return [
        f"  {profiles} profiles over {calls} calls, explained      {night:7.1f} s   (ceiling 15)",
        f"  one profile over {calls // 2} calls             {1000 * edited:7.0f} ms  (ceiling 100)",
    ]


INDEXED = {
    # What pairs and letters are made of is not given out; stems and concepts do not need it.
    "words and concepts": "matching.counting.content_words = lambda word, lang: ()",
    "and pairs of words": "matching.terms.LONGEST_GRAM = 0",
    "and letters: all that the product indexes": "",
}
"""What is indexed, and what leaves out the rest."""

MEMORY = """
from benchmarks.ranking import *
import matching.counting, matching.terms
calls, profiles = pd.read_pickle({file!r}), made_profiles(1000)
before = peak()
{without}
index = build_index(calls)
Lists(index, calls, NIGHT_AT).of([(NOBODY, profile) for profile in profiles], TOP, is_judged=False)
print(before, peak())
"""


def peak() -> int:
    """The most memory, in MB, that this program has held. What getrusage says is also that of who started it."""
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) // 1024


def _memory_lines(calls: int = 100_000) -> list[str]:
    """The calls come from a file, as a night's come from its store: making them takes more than holding them."""
    lines = [f"peak memory of the whole process, {calls} calls indexed and ranked for 1000 profiles"]
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "calls.pkl")
        made_calls(calls).to_pickle(file)
        for name, without in INDEXED.items():
            code = MEMORY.format(file=file, without=without)
            done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
            before, peak = map(int, done.stdout.split())
            ceiling = ", ceiling 2000" if name == next(iter(INDEXED)) else ""
            lines.append(f"  {name:41} {peak:8d} MB  (with the calls read, before the index: {before}{ceiling})")
    return lines
