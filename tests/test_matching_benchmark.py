"""Quality on real judgments, printed beside scikit-learn's defaults of the same run (`pytest -s` shows the table)."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.index import build_index
from matching.profiles import Cluster, Profile
from matching.rank import rank

TOP = 10


def read_lines(path: Path) -> list[dict[str, Any]]:
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in raw.decode().splitlines()]


def ours(calls: list[dict[str, Any]], profiles: Sequence[Profile]) -> dict[str, list[str]]:
    """Profile -> call ids, by the path that a night takes."""
    absent = dict.fromkeys(("summary", "themes", "deadlines", "deadline_type", "deadline_at", "status_text"))
    frame = pd.DataFrame(
        absent
        | {"source": "benchmark", "source_id": row["id"], "content_hash": "", "url": "", "status": "open"}
        | {"title": row["title"], "full_text": row["text"], "lang": row.get("lang", "en")}
        for row in calls
    )
    cluster = Cluster("benchmark", "", "", "", (), tuple(profiles))
    night = rank(build_index(frame), frame, [cluster], datetime(2026, 11, 21, tzinfo=UTC), TOP)
    found: dict[str, list[str]] = {profile.key: [] for profile in profiles}
    for match in night.matches:
        found[match["profile"]].append(match["source_id"])
    return found


def defaults(calls: list[dict[str, Any]], profiles: Sequence[Profile]) -> dict[str, list[str]]:
    """The same by TfidfVectorizer as it comes; equal scores in the order of the calls."""
    vectorizer = TfidfVectorizer()
    rows = vectorizer.fit_transform(f"{row['title']} {row['text']}" for row in calls)
    texts = [" ".join((profile.title, profile.description, *profile.keywords)) for profile in profiles]
    scores = (vectorizer.transform(texts) @ rows.T).toarray()
    nearest = (-scores).argsort(axis=1, kind="stable")[:, :TOP]
    return {
        profile.key: [calls[number]["id"] for number in row] for profile, row in zip(profiles, nearest, strict=True)
    }


def ndcg(run: dict[str, list[str]], qrels: Path, folder: Path, score: Path) -> list[float]:
    """nDCG@10 with its 95 % interval, by the benchmark's own script."""
    path = folder / "run.tsv"
    rows = (f"{key}\t{call}\t{place}\t0\n" for key, calls in run.items() for place, call in enumerate(calls, 1))
    path.write_text("".join(rows), encoding="utf-8")
    command = [sys.executable, str(score), str(path), str(qrels), "--json"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: list[float] = json.loads(done.stdout)[f"ndcg@{TOP}"]
    return found


def compare(
    name: str, calls: list[dict[str, Any]], profiles: Sequence[Profile], qrels: Path, folder: Path
) -> tuple[float, float]:
    """Ours and the defaults' nDCG@10, printed with intervals. `folder` is for the run files."""
    score = next(parent for parent in qrels.parents if parent.name == "benchmarks") / "ranking/score.py"
    figures = [ndcg(system(calls, profiles), qrels, folder, score) for system in (ours, defaults)]
    mine, theirs = ("{:.3f} ({:.3f}-{:.3f})".format(*figure) for figure in figures)
    sys.stdout.write(f"\nnDCG@10 {name}: ours {mine}, scikit-learn defaults {theirs}")
    return figures[0][0], figures[1][0]


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
def test_cluster_profiles_are_ranked_no_worse_than_by_defaults(shared: Path, tmp_path: Path, lang: str) -> None:
    folder = shared / "benchmarks/cluster"
    general = set((folder / "general.txt").read_text(encoding="utf-8").split())
    calls = [row for row in read_lines(folder / "calls.jsonl.gz") if row["id"] not in general]
    profiles = [
        Profile(row["id"], row[lang]["title"], row[lang]["description"], tuple(row[lang]["keywords"]), lang)
        for row in read_lines(folder / "profiles.jsonl")
    ]
    mine, theirs = compare(f"cluster, {lang}", calls, profiles, folder / "qrels_topical.tsv", tmp_path)
    assert mine >= theirs


def test_funded_projects_find_their_call_no_worse_than_by_defaults(shared: Path, tmp_path: Path) -> None:
    folder = shared / "benchmarks/ranking/sbir-2017"
    queries = read_lines(folder / "queries.jsonl")
    profiles = [Profile(row["id"], row["title"], row["text"], (), "en") for row in queries]
    calls = read_lines(folder / "calls.jsonl.gz")
    mine, theirs = compare("sbir-2017", calls, profiles, folder / "qrels.tsv", tmp_path)
    assert mine >= theirs
