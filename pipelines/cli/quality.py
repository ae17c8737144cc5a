"""Commands that measure the ranking on judged calls: `radar benchmark rank` and `radar evaluate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from matching.benchmark import Text
    from matching.evaluate import Interval, Quality

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
CALLS = click.option("--calls", "calls_file", type=FILE, required=True, help="Utlysninger, én JSON per linje.")
QUERIES = click.option("--queries", "queries_file", type=FILE, required=True, help="Prosjekter, én JSON per linje.")
EXCLUDE = click.option("--exclude", type=FILE, help="Utlysninger som holdes utenfor: én id per linje.")


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
def rank_command(calls_file: Path, queries_file: Path, out: Path, top: int, exclude: Path | None) -> None:
    """Rangerer utlysningene for hvert prosjekt, slik en natt gjør det, og skriver query_id, call_id, rank og score."""
    from matching.benchmark import rank_texts, read_texts, run_lines

    calls = _without(calls_file, exclude)
    ranked = rank_texts(calls, read_texts(queries_file), top)
    out.write_text("".join(run_lines(ranked)), encoding="utf-8", newline="\n")
    click.echo(f"{len(ranked)} linjer i {out}")


@click.command(epilog="Eksempel: radar evaluate --calls calls.jsonl.gz --queries queries.jsonl --qrels qrels.tsv")
@CALLS
@QUERIES
@click.option(
    "--qrels", type=FILE, required=True, help="Vurderingene: query_id, call_id og grad, med tabulator mellom."
)
@EXCLUDE
def evaluate(calls_file: Path, queries_file: Path, qrels: Path, exclude: Path | None) -> None:
    """Hvor god rangeringen er på vurderte utlysninger, ved siden av det andre måter gir i samme kjøring."""
    from matching.baselines import baselines
    from matching.benchmark import rank_texts, read_texts
    from matching.evaluate import evaluate as measure
    from matching.evaluate import read_grades

    rankers = {"Utlysningsradar": rank_texts, **baselines()}
    grades = read_grades(qrels)
    found = measure(rankers, _without(calls_file, exclude), read_texts(queries_file), grades)
    _print(found, len(grades))


def _without(calls_file: Path, exclude: Path | None) -> list[Text]:
    from matching.benchmark import read_ids, read_texts

    left_out = read_ids(exclude) if exclude else frozenset()
    return [call for call in read_texts(calls_file) if call.id not in left_out]


def _print(found: list[Quality], queries: int) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"{queries} prosjekter med vurderinger; 95 % intervall i parentes")
    for heading in ("rangering", "nDCG@10", "recall@10", "MRR@10", "radaren bedre, nDCG@10"):
        table.add_column(heading)
    for one in found:
        gain = _figures(one.gain) if one.gain else ""
        table.add_row(one.name, *(_figures(figure) for figure in (one.ndcg, one.recall, one.mrr)), gain)
    Console(width=None if Console().is_terminal else 120).print(table)


def _figures(figure: Interval) -> str:
    return f"{figure.mean:.3f} ({figure.low:.3f} til {figure.high:.3f})"
