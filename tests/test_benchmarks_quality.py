"""The benchmarks of quality: what they count, and that a part taken out is put back."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import ablation, all_calls, parity
from benchmarks.ablation import PARTS, Part, taken_out
from benchmarks.all_calls import by_general_fit
from benchmarks.judged import LANGS, by_language, in_words
from benchmarks.parity import FOUND, Lost, lost_calls, overlap
from matching.benchmark import Ranked, Text, rank_texts

FAR = [f"x{number}" for number in range(FOUND)]


def test_runs_of_three_languages_are_told_apart() -> None:
    ranked = [Ranked(f"{lang}:p", f"{lang}{place}", place, 1.0) for lang in LANGS for place in (1, 2)]
    assert by_language(ranked) == {lang: {"p": [f"{lang}1", f"{lang}2"]} for lang in LANGS}


def test_overlap_is_a_share_of_the_ten_first() -> None:
    assert overlap({"p": list("abcdefghijk")}, {"p": list("jihgfedcbak")}) == 1.0
    assert overlap({"p": list("abcdefghijk")}, {"p": [*"abcde", *FAR]}) == 0.5


def test_a_call_is_lost_only_where_another_language_finds_it() -> None:
    runs = {"nb": {"p": ["a", "b", *FAR, "c"]}, "nn": {"p": ["b", *FAR, "a"]}, "en": {"p": ["a", "b"]}}
    grades = {"p": {"a": 3, "b": 3, "c": 3, "x1": 2}}
    # b is found in all, c in none.
    assert lost_calls(runs, grades) == [Lost("p", "a", "nn", {"nb": 1, "nn": FOUND + 2, "en": 1})]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_a_part_is_taken_out_and_put_back(part: Part) -> None:
    kept = part.names[part.key]
    with pytest.raises(KeyError), taken_out(part):
        assert part.names[part.key] == part.without != kept
        raise KeyError
    assert part.names[part.key] is kept


def test_taking_out_compounds_reaches_words_that_were_read_before() -> None:
    calls = [Text("a", "Velferdsteknologi", "", "nb"), Text("b", "Fiske", "", "nb")]
    query = [Text("q", "Teknologi", "", "nb")]

    def found() -> list[str]:
        return [row.call_id for row in rank_texts(calls, query, 2)]

    assert found() == ["a"]
    with taken_out(next(part for part in PARTS if part.name == "compound parts")):
        assert found() == []
    assert found() == ["a"]


def test_general_fit_alone_has_the_schemes_in_order_of_fit() -> None:
    calls = [Text("b", "Offentlig sektor-ph.d.", "", "nb"), Text("a", "Offentlig sektor-ph.d.", "", "nb")]
    other = [Text("c", "Etablerertilskudd", "", "nb"), Text("x", "Demens hjemme", "", "nb")]
    query = Text("q", "Forskning i kommunen", "", "nb", applicant_types=("kommune", "uh_institusjon"))
    assert by_general_fit([*calls, *other], [query]) == {"q": ["a", "b", "c"]}


def test_who_takes_part_is_left_out_of_a_ranking_by_words_alone() -> None:
    calls = [Text("scheme", "Offentlig sektor-ph.d.", "", "nb"), Text("near", "Demens hjemme", "", "nb")]
    query = Text("q", "Demens hjemme", "", "nb", applicant_types=("kommune", "uh_institusjon"))
    assert {row.call_id for row in rank_texts(calls, [query], 2)} == {"near", "scheme"}
    assert [row.call_id for row in rank_texts(calls, in_words([query]), 2)] == ["near"]


def test_without_the_judged_calls_nothing_is_measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(parity, "CLUSTER", tmp_path / "none")
    monkeypatch.setattr(all_calls, "CLUSTER", tmp_path / "none")
    monkeypatch.setattr(ablation, "FOLDER", tmp_path / "none")
    assert [len(list(one.run())) for one in (parity, all_calls, ablation)] == [1, 1, 1]
