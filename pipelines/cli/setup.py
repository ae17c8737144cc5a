"""Commands for the cluster's own files: init and profiles check."""

from __future__ import annotations

from pathlib import Path

import click

from matching.own_clusters import clusters_folder, own_clusters
from pipelines.settings import home_from_environment


@click.command(epilog="Eksempel: radar init")
def init() -> None:
    """Kopierer eksempelklyngene til RADAR_HOME/clusters, der du gjør dem til dine egne."""
    home = home_from_environment()
    if home.clusters.exists():
        raise click.ClickException(f"{home.clusters} finnes allerede. Rediger filene der, eller flytt mappen først.")
    own_clusters(home)
    click.echo(f"Klyngene ligger i {home.clusters}. Rediger dem, og kjør «radar profiles check».")


@click.group()
def profiles() -> None:
    """Klyngens prosjektprofiler."""


@profiles.command(epilog="Eksempel: radar profiles check")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(folder: Path | None) -> None:
    """Leser alle klynger og profiler og sier hva som er galt: fil, linje, hva, og hva som er lov."""
    from matching.profiles import check_clusters, load_clusters

    place = folder or clusters_folder(home_from_environment())
    problems = check_clusters(place)
    for problem in problems:
        click.echo(str(problem), err=problem.is_error)
    errors = sum(problem.is_error for problem in problems)
    if errors:
        raise click.ClickException(f"{errors} feil i {place}.")
    clusters = load_clusters(place)
    count = sum(len(cluster.profiles) for cluster in clusters)
    click.echo(f"{len(clusters)} klynger med {count} profiler i {place}: i orden.")
