"""Commands that measure the ranking on judged calls: `radar benchmark rank` and `radar evaluate`."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipelines.settings import home_from_environment, sentence_model_from_environment
from pipelines.step_bar import Steps

if TYPE_CHECKING:
    from matching.benchmark import Text
    from matching.evaluate import Interval, Quality, Ranker, Scores
    from matching.meaning import Meaning
    from matching.sets import JudgedSet

WIDTH = 140
"""Of a table in a file, where no terminal says how much there is room for."""

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
CALLS = click.option("--calls", "calls_file", type=FILE, required=True, help="Utlysninger, én JSON per linje.")
QUERIES = click.option("--queries", "queries_file", type=FILE, required=True, help="Prosjekter, én JSON per linje.")
EXCLUDE = click.option("--exclude", type=FILE, help="Utlysninger som holdes utenfor: én id per linje.")
SEMANTIC = click.option(
    "--semantic/--no-semantic",
    default=None,
    help="Med eller uten språkmodellen for betydning. Uten noe av dem: slik nettene gjør det.",
)


@click.group()
def benchmark() -> None:
    """Prøver rangeringen på utlysninger og prosjekter fra filer."""


@benchmark.command(
    "rank", epilog="Eksempel: radar benchmark rank --calls calls.jsonl.gz --queries queries.jsonl --out run.tsv"
)
@CALLS
@QUERIES
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Filen som skrives.")
@click.option("--top", type=click.IntRange(1), default=100, show_default=True, help="Så mange per prosjekt.")
@EXCLUDE
@SEMANTIC
def rank_command(
    calls_file: Path, queries_file: Path, out: Path, top: int, exclude: Path | None, semantic: bool | None
) -> None:
    """Rangerer utlysningene for hvert prosjekt, slik en natt gjør det, og skriver query_id, call_id, rank og score."""
    from matching.benchmark import rank_texts, read_texts, run_lines

    calls = _without(read_texts(calls_file), exclude)
    ranked = rank_texts(calls, read_texts(queries_file), top, meaning=_meaning(semantic))
    out.write_text("".join(run_lines(ranked)), encoding="utf-8", newline="\n")
    click.echo(f"{len(ranked)} linjer i {out}")


@click.command(
    epilog="Eksempel: radar evaluate --calls calls.jsonl.gz --queries queries.jsonl --qrels qrels.tsv; "
    "flere sett: radar evaluate --sets mappe"
)
@click.option("--calls", "calls_file", type=FILE, help="Utlysninger, én JSON per linje.")
@click.option("--queries", "queries_file", type=FILE, help="Prosjekter, én JSON per linje.")
@click.option("--qrels", type=FILE, help="Vurderingene: query_id, call_id og grad, med tabulator mellom.")
@EXCLUDE
@click.option(
    "--sets",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="I stedet for de tre: en mappe med ett sett i hver undermappe (calls.jsonl.gz, queries.jsonl, qrels.tsv).",
)
@SEMANTIC
def evaluate(
    calls_file: Path | None,
    queries_file: Path | None,
    qrels: Path | None,
    exclude: Path | None,
    folder: Path | None,
    semantic: bool | None,
) -> None:
    """Hvor god rangeringen er på vurderte utlysninger, ved siden av det andre måter gir i samme kjøring."""
    files = (calls_file, queries_file, qrels)
    if folder and any(files):
        raise click.UsageError("--sets går ikke sammen med --calls, --queries og --qrels.")
    if folder:
        _evaluate_sets(folder, exclude, _meaning(semantic))
    elif calls_file and queries_file and qrels:
        _evaluate_one(calls_file, queries_file, qrels, exclude, _meaning(semantic))
    else:
        raise click.UsageError("Oppgi --calls, --queries og --qrels, eller --sets.")


def _evaluate_one(
    calls_file: Path, queries_file: Path, qrels: Path, exclude: Path | None, meaning: Meaning | None
) -> None:
    from matching.benchmark import read_texts
    from matching.evaluate import read_grades, summed_up
    from matching.sets import JudgedSet

    calls, queries, grades = _without(read_texts(calls_file), exclude), read_texts(queries_file), read_grades(qrels)
    with Steps(1) as steps:
        found = _scores(JudgedSet(qrels.resolve().parent.name, calls, queries, grades), steps, meaning)
    _print(summed_up([found]), f"{len(grades)} prosjekter med vurderinger; 95 % intervall i parentes")


def _evaluate_sets(folder: Path, exclude: Path | None, meaning: Meaning | None) -> None:
    """A table a set as soon as it is measured, and one of their mean."""
    from matching.evaluate import summed_up
    from matching.sets import read_set, set_folders

    folders = set_folders(folder)
    every = []
    with Steps(len(folders)) as steps:
        for number, place in enumerate(folders, 1):
            one = read_set(place)
            one = one._replace(calls=_without(one.calls, exclude))
            found = _scores(one, steps, meaning)
            every.append(found)
            head = f"{one.name} ({number} av {len(folders)})"
            _print(summed_up([found]), f"{head}: {len(one.grades)} prosjekter; 95 % intervall i parentes")
    _print(summed_up(every), f"Snitt av {len(every)} sett, som teller likt; 95 % intervall i parentes")


def _scores(one: JudgedSet, steps: Steps, meaning: Meaning | None) -> dict[str, Scores]:
    from matching.baselines import baselines
    from matching.benchmark import rank_texts
    from matching.evaluate import scores_of

    if not any(query.id in one.grades for query in one.queries):
        raise click.ClickException(f"{one.name}: ingen av prosjektene har en vurdert utlysning")
    ours = "Utlysningsradar (med språkmodell)" if meaning else "Utlysningsradar"
    rankers: dict[str, Ranker] = {ours: partial(rank_texts, meaning=meaning), **baselines(one.grades)}
    steps.begin(one.name, len(rankers))
    told = {name: steps.told(name, ranker) for name, ranker in rankers.items()}
    return scores_of(told, one.calls, one.queries, one.grades)


def _meaning(wanted: bool | None) -> Meaning | None:
    """The sentence model as asked for, else as the nights use it, with the vectors that the home keeps."""
    from matching.meaning import MeaningError, meaning_in_use

    try:
        return meaning_in_use(
            home_from_environment().cache, sentence_model_from_environment() if wanted is None else wanted
        )
    except MeaningError as error:
        raise click.ClickException(str(error)) from None


def _without(calls: list[Text], exclude: Path | None) -> list[Text]:
    from matching.benchmark import read_ids

    left_out = read_ids(exclude) if exclude else frozenset()
    return [call for call in calls if call.id not in left_out]


def _print(found: list[Quality], title: str) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for heading in ("rangering", "nDCG@10", "recall@10", "MRR@10", "radaren bedre, nDCG@10"):
        table.add_column(heading)
    for one in found:
        gain = _figures(one.gain) if one.gain else ""
        table.add_row(one.name, *(_figures(figure) for figure in (one.ndcg, one.recall, one.mrr)), gain)
    Console(width=None if Console().is_terminal else WIDTH).print(table)


def _figures(figure: Interval) -> str:
    return f"{figure.mean:.3f} ({figure.low:.3f} til {figure.high:.3f})"
