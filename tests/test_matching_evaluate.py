"""Measures by hand, intervals that are paired and the same every time, means over sets, and the lists to beat."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from meaning_samples import LettersAsMeaning

from matching import meaning
from matching.baselines import baselines, one_list
from matching.benchmark import BenchmarkError, Ranked, Text, rank_texts
from matching.evaluate import (
    as_run,
    interval,
    mean_interval,
    per_query,
    read_grades,
    scores_of,
    summed_up,
)
from matching.meaning import Meaning
from matching.sets import read_set, set_folders
from pipelines.cli import radar

GRADES = {"q1": {"a": 3, "b": 1, "c": 0}, "q2": {"d": 1}}


def _texts(*ids: str) -> list[Text]:
    return [Text(one, f"call {one}", "words", "en") for one in ids]


def _fixed(order: str) -> object:
    def ranker(calls: Sequence[Text], queries: Sequence[Text], top: int) -> list[Ranked]:
        return [Ranked(query.id, call, place, 1 / place) for query in queries for place, call in enumerate(order, 1)]

    return ranker


def test_measures_are_those_worked_out_by_hand() -> None:
    first, second = per_query({"q1": ["c", "b", "a"], "q2": ["a"]}, GRADES).tolist()
    ideal = 7 + 1 / math.log2(3)
    assert first == pytest.approx([(1 / math.log2(3) + 7 / 2) / ideal, 1.0, 1 / 2])
    assert second == [0.0, 0.0, 0.0]
    assert per_query({}, GRADES).tolist() == [[0.0] * 3] * 2, "a query that the run leaves out scores 0"


def test_measures_are_those_of_the_script_outside(shared: Path, tmp_path: Path) -> None:
    folder = shared / "benchmarks" / "ranking"
    one = read_set(folder / "h2020-sc2-long")
    ranked = rank_texts(one.calls, one.queries, 10)
    run = tmp_path / "run.tsv"
    run.write_text("".join(f"{row.query_id}\t{row.call_id}\t{row.rank}\t{row.score}\n" for row in ranked))
    command = [sys.executable, folder / "score.py", run, folder / "h2020-sc2-long" / "qrels.tsv", "--json"]
    theirs = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    ours = per_query(as_run(ranked), one.grades).mean(axis=0)
    assert ours == pytest.approx([theirs[name][0] for name in ("ndcg@10", "recall@10", "mrr@10")], abs=1e-4)


def test_an_interval_is_the_same_every_time_and_holds_the_mean() -> None:
    values = np.array([0.0, 0.2, 0.9, 1.0])
    found = interval(values)
    assert found == interval(values)
    assert found.low < found.mean < found.high
    assert found.mean == pytest.approx(0.525)


def test_a_mean_over_sets_counts_each_set_the_same() -> None:
    small, large = np.zeros(4), np.ones(4000)
    assert mean_interval([small, large]) == (0.5, 0.5, 0.5)
    spread = np.arange(4000) % 2
    alone, both = interval(spread), mean_interval([spread, spread])
    assert both.mean == alone.mean
    # Two sets drawn apart: the spread of their mean is smaller by the root of two.
    assert (both.high - both.low) / (alone.high - alone.low) == pytest.approx(1 / math.sqrt(2), rel=0.1)


def test_gains_are_paired_and_over_all_sets() -> None:
    rankers = {"ours": _fixed("adb"), "theirs": _fixed("cba")}
    calls, queries = _texts("a", "b", "c", "d"), _texts("q1", "q2", "q3")
    sets = [scores_of(rankers, calls, queries, grades) for grades in (GRADES, {"q3": {"a": 1}})]  # type: ignore[arg-type]
    ours, theirs = summed_up(sets)
    assert ours.gain is None
    assert theirs.gain is not None
    by_hand = np.mean([(one["ours"] - one["theirs"])[:, 0].mean() for one in sets])
    assert theirs.gain.mean == pytest.approx(by_hand)
    assert theirs.gain.mean == pytest.approx(ours.ndcg.mean - theirs.ndcg.mean)
    assert [row.ndcg.mean for row in summed_up([scores_of(rankers, calls, queries, GRADES)])] == [  # type: ignore[arg-type]
        one[:, 0].mean() for one in sets[0].values()
    ]


def test_without_sets_or_with_other_rankers_there_is_no_mean() -> None:
    with pytest.raises(ValueError, match="at least one set"):
        summed_up([])
    with pytest.raises(ValueError, match="same rankers"):
        summed_up([{"a": np.zeros((1, 3))}, {"b": np.zeros((1, 3))}])
    with pytest.raises(ValueError, match="no query has a judged call"):
        scores_of({"a": rank_texts}, _texts("a"), _texts("x"), GRADES)


def test_the_one_list_leaves_out_what_the_query_itself_says() -> None:
    grades = {"q1": {"a": 3}, "q2": {"b": 1, "c": 2}, "q3": {"c": 1}}
    run = as_run(one_list(grades)(_texts("a", "b", "c"), _texts("q1", "q2", "q3", "q4"), 3))
    assert run == {"q1": ["c", "b", "a"], "q2": ["a", "c", "b"], "q3": ["a", "c", "b"], "q4": ["a", "c", "b"]}
    assert "samme liste til alle" in baselines(grades)


def _set(folder: Path, calls: str = "calls.jsonl") -> Path:
    folder.mkdir(parents=True)
    lines = [json.dumps({"id": one, "title": f"Title {one}", "text": f"sensors {one}", "lang": "en"}) for one in "abc"]
    (folder / calls).write_text("\n".join(lines), encoding="utf-8")
    (folder / "queries.jsonl").write_text(lines[0].replace('"a"', '"q"'), encoding="utf-8")
    (folder / "qrels.tsv").write_text("q\ta\t1\n", encoding="utf-8")
    return folder


def test_sets_are_the_folders_that_hold_one(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    with pytest.raises(BenchmarkError, match="ingen undermappe"):
        set_folders(tmp_path)
    second, first = _set(tmp_path / "b"), _set(tmp_path / "a")
    assert set_folders(tmp_path) == [first, second]
    one = read_set(first)
    assert (one.name, len(one.calls), one.grades) == ("a", 3, {"q": {"a": 1}})
    (second / "qrels.tsv").write_text("x\ta\t1\n", encoding="utf-8")
    with pytest.raises(BenchmarkError, match="ingen av prosjektene har en vurdert"):
        read_set(second)
    (second / "queries.jsonl").unlink()
    with pytest.raises(BenchmarkError, match="ventes"):
        set_folders(tmp_path)


def test_a_pair_judged_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "qrels.tsv"
    path.write_text("q\ta\t1\nq\ta\t0\n", encoding="utf-8")
    with pytest.raises(BenchmarkError, match="er vurdert før"):
        read_grades(path)


def test_the_command_prints_a_table_a_set_and_their_mean(tmp_path: Path) -> None:
    _set(tmp_path / "ett")
    _set(tmp_path / "to")
    result = CliRunner().invoke(radar, ["evaluate", "--sets", str(tmp_path)], catch_exceptions=False)
    assert result.exit_code == 0
    heads = [line.strip() for line in result.stdout.splitlines() if "95 %" in line]
    assert [head.split(":")[0] for head in heads[:2]] == ["ett (1 av 2)", "to (2 av 2)"]
    assert heads[2].startswith("Snitt av 2 sett")
    assert result.stdout.count("Utlysningsradar") == result.stdout.count("TF-IDF, tilpasset") == 3
    assert "to: samme liste til alle" in result.stderr


def test_the_command_on_three_files_and_on_too_few(tmp_path: Path) -> None:
    folder = _set(tmp_path / "ett")
    files = [("--calls", "calls.jsonl"), ("--queries", "queries.jsonl"), ("--qrels", "qrels.tsv")]
    options = [part for option, name in files for part in (option, str(folder / name))]
    result = CliRunner().invoke(radar, ["evaluate", *options], catch_exceptions=False)
    assert result.exit_code == 0
    assert "1 prosjekter med vurderinger" in result.stdout
    for wrong in (options[:4], [*options, "--sets", str(tmp_path)], []):
        assert CliRunner().invoke(radar, ["evaluate", *wrong]).exit_code == 2


def test_the_command_ranks_as_the_nights_do_unless_told_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool | None] = []

    def in_use(_: Path | None, wanted: bool | None = None) -> Meaning | None:
        asked.append(wanted)
        return None if wanted is False else LettersAsMeaning()

    _set(tmp_path / "sets" / "ett")
    monkeypatch.setenv("RADAR_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(meaning, "meaning_in_use", in_use)
    monkeypatch.delenv("RADAR_SENTENCE_MODEL")

    def is_with_model(*options: str) -> bool:
        result = CliRunner().invoke(radar, ["evaluate", "--sets", str(tmp_path / "sets"), *options])
        assert result.exit_code == 0, result.output
        return "språkmodell)" in result.stdout

    assert [is_with_model(), is_with_model("--no-semantic"), is_with_model("--semantic")] == [True, False, True]
    monkeypatch.setenv("RADAR_SENTENCE_MODEL", "off")
    assert [is_with_model(), is_with_model("--semantic")] == [False, True]
    assert asked == [None, False, True, False, True]


def test_a_sentence_model_that_is_wanted_and_not_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _set(tmp_path / "ett")
    monkeypatch.setattr(meaning, "is_available", lambda: False)
    result = CliRunner().invoke(radar, ["evaluate", "--sets", str(tmp_path), "--semantic"])
    assert result.exit_code == 1
    assert "«make semantic»" in result.stderr
