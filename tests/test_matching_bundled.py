"""Every profile against every call of the bundled nights: scores add up, and threads cannot be seen in a result."""

from __future__ import annotations

import hashlib
import json
import math
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from meaning_samples import LettersAsMeaning
from night_samples import run

from calls.store import Store
from matching.asked import Asked
from matching.index import build_index, shipped_glossary
from matching.meaning import Meaning
from matching.passages import passages, read_sentences
from matching.profiles import load_clusters
from matching.rank import RankedNight, rank
from matching.terms import CONCEPT

CLUSTERS = Path(__file__).resolve().parents[1] / "clusters"
NIGHT_AT = datetime(2026, 9, 16, 1, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The calls of the bundled nights, in a file."""
    home = tmp_path_factory.mktemp("home")
    assert run(home, "night").exit_code == 0
    with Store.open(f"sqlite:///{home / 'radar.sqlite'}") as store:
        frame = store.calls()
    path = home / "calls.pkl"
    frame.to_pickle(path)
    return path


def ranked(calls: Path, meaning: Meaning | None) -> RankedNight:
    frame = pd.read_pickle(calls)
    return rank(build_index(frame), frame, load_clusters(CLUSTERS), NIGHT_AT, len(frame), meaning)


def digest(calls: Path) -> str:
    """The SHA-256 of all that a ranking of the file's calls gives, by words alone and by meaning too."""
    both = [ranked(calls, meaning) for meaning in (None, LettersAsMeaning())]
    return hashlib.sha256(json.dumps([[made.matches, made.runs] for made in both]).encode()).hexdigest()


@pytest.mark.parametrize(
    "meaning",
    [
        pytest.param(None, id="words"),
        pytest.param(LettersAsMeaning(), id="meaning"),
    ],
)
def test_every_pair_adds_up_and_has_sentences_of_its_own(calls: Path, meaning: Meaning | None) -> None:
    frame = pd.read_pickle(calls)
    made = ranked(calls, meaning)
    assert len(made.matches) > 50
    texts = {(row["source"], row["source_id"]): row for row in frame.to_dict("records")}
    for match in made.matches:
        total = math.fsum(term["contribution"] for term in match["terms"])
        assert math.isclose(total, match["score"], rel_tol=0, abs_tol=1e-9)
        row: dict[Any, Any] = texts[match["source"], match["source_id"]]
        body = row["full_text"] if isinstance(row["full_text"], str) else ""
        terms = [term["term"] for term in match["terms"]]
        own = [term for term in terms if ":" not in term or term.startswith(CONCEPT)]
        asked = Asked(own, row["lang"], shipped_glossary())
        for passage in passages(read_sentences(body, asked), match["terms"]):
            assert body[passage.start :].startswith(passage.text)


def test_neither_threads_nor_runs_can_be_seen(calls: Path) -> None:
    code = f"import sys, pathlib; from test_matching_bundled import digest; print(digest(pathlib.Path({str(calls)!r})))"
    folders = os.pathsep.join([str(Path(__file__).parent), str(CLUSTERS.parent)])
    here = digest(calls)
    for threads in ("1", "3"):
        limits = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), threads)
        environment = {**os.environ, **limits, "PYTHONHASHSEED": threads, "PYTHONPATH": folders}
        done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env=environment, text=True)
        assert done.stdout.strip() == here
