"""Judged calls beside the project, for the benchmarks of quality: four sets of funded projects, and the cluster's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean

from matching.benchmark import Ranked, Text, read_ids, read_texts
from matching.evaluate import Grades, as_run, per_query, read_grades
from matching.sets import JudgedSet, read_set, set_folders

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "benchmarks"
SETS = FOLDER / "ranking"
CLUSTER = FOLDER / "cluster"
LANGS = ("nb", "nn", "en")

ABSENT = "../shared/benchmarks is not on this machine: nothing measured"


def funded() -> list[JudgedSet]:
    """The sets of funded projects, by name."""
    return [read_set(folder) for folder in set_folders(SETS)]


def topical_calls() -> list[Text]:
    """The cluster's calls without the schemes that are open to every theme."""
    general = read_ids(CLUSTER / "general.txt")
    return [call for call in read_texts(CLUSTER / "calls.jsonl.gz") if call.id not in general]


def topical_grades() -> Grades:
    """Profile -> call -> grade 0 to 3, of `topical_calls`."""
    return read_grades(CLUSTER / "qrels_topical.tsv")


def profiles(lang: str) -> list[Text]:
    """The cluster's profiles as written in one of LANGS."""
    return read_texts(CLUSTER / f"queries_{lang}.jsonl")


def by_language(ranked: Sequence[Ranked]) -> dict[str, dict[str, list[str]]]:
    """Language -> profile -> its calls, of a run of `in_three`."""
    found: dict[str, dict[str, list[str]]] = {lang: {} for lang in LANGS}
    for key, calls in as_run(ranked).items():
        lang, _, profile = key.partition(":")
        found[lang][profile] = calls
    return found


def in_three() -> list[Text]:
    """All profiles in all of LANGS, each known as language:id, to be ranked over one index."""
    return [query._replace(id=f"{lang}:{query.id}") for lang in LANGS for query in profiles(lang)]


def in_words(queries: Sequence[Text]) -> list[Text]:
    """The same queries without who takes part: they are then ranked by what they are about alone."""
    return [query._replace(applicant_types=()) for query in queries]


def ndcg(run: Mapping[str, Sequence[str]], grades: Grades) -> float:
    """Mean nDCG@10 of the queries of `grades`."""
    return fmean(per_query(run, grades)[:, 0].tolist())
