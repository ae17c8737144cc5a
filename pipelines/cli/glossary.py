"""The commands about the words that are one across languages: whether they are in order, and what an edit moves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from matching.own_clusters import clusters_folder
from pipelines.cli.read import calls_as_said, open_store, refuse_unknown, standing_now
from pipelines.settings import home_from_environment, sentence_model_from_environment

if TYPE_CHECKING:
    from calls.store import NightRow, Store
    from matching.explain import Match
    from matching.glossary import Glossary
    from matching.glossary_moves import Move


@click.group()
def glossary() -> None:
    """Ordlisten: ord på bokmål, nynorsk og engelsk som betyr det samme."""


@glossary.command(epilog="Eksempel: radar glossary check")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(folder: Path | None) -> None:
    """Leser ordlisten og sier hva som er galt: fil, linje, hva, og hva som er lov.

    \b
    Egne ord ligger i RADAR_HOME/glossary, i filer som ender på .csv:
      nb;nn;en;note                    første linje
      demens;;memory loss;             legger et ord til i en rad
      demens;;!dementia;               tar et ord ut av en rad
      !alkohol;;;                      slår en rad av
    Et ord med * treffer også sammensatte ord: demens* treffer demensomsorg.
    Et ord i [klammer] treffer bare når det er skrevet akkurat slik.
    """
    from matching.glossary import SHIPPED, glossary_folders, load_glossary, usable_glossary

    home = home_from_environment()
    folders = [SHIPPED, folder] if folder else glossary_folders(home.glossary)
    problems = usable_glossary(folders)[1]
    for problem in problems:
        click.echo(str(problem), err=problem.is_error)
    errors = sum(problem.is_error for problem in problems)
    if errors:
        raise click.ClickException(f"{errors} feil i ordlisten.")
    ours, shipped = load_glossary(folders), load_glossary([SHIPPED])
    click.echo(f"{len(ours.concepts)} begreper, utgave {ours.version}: i orden.")
    if folders[-1] == SHIPPED:
        click.echo(f"Ingen egne ord. Legg dem i {home.glossary / 'egne.csv'}, med nb;nn;en;note på første linje.")
        return
    new, off = ours.concepts.keys() - shipped.concepts.keys(), shipped.concepts.keys() - ours.concepts.keys()
    changed = [
        name for name in ours.concepts.keys() & shipped.concepts.keys() if ours.concepts[name] != shipped.concepts[name]
    ]
    click.echo(f"Fra {folders[-1]}: nye begreper {len(new)}, endret {len(changed)}, slått av {len(off)}.")


@glossary.command(epilog="Eksempel: radar glossary dictionary /usr/share/dictd/freedict-eng-nor.index")
@click.argument("index", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def dictionary(index: Path) -> None:
    """Tar inn en engelsk-norsk ordbok som er installert på maskinen, for ord som ordlisten ikke har.

    INDEX er indeksen til en ordbok for dictd. Ordene legges i RADAR_HOME/glossary/ordbok; slett mappen for å ta dem ut.
    """
    from matching.dictionary import DictionaryError, read_dictionary
    from matching.glossary import DICTIONARY, SHIPPED, load_glossary
    from matching.glossary_files import HEADER

    try:
        found = read_dictionary(index, load_glossary([SHIPPED]))
    except DictionaryError as error:
        raise click.ClickException(str(error)) from error
    folder = home_from_environment().glossary / DICTIONARY
    folder.mkdir(parents=True, exist_ok=True)
    lines = [HEADER, *((bokmal, "", "|".join(english), index.stem) for bokmal, english in found.rows)]
    for name, text in (
        ("KILDE.txt", f"{index}\n\n{found.about}\n"),
        ("ordbok.csv", "".join(f"{';'.join(line)}\n" for line in lines)),
    ):
        beside = folder / f"{name}.part"
        beside.write_text(text, encoding="utf-8")
        beside.replace(folder / name)
    click.echo(f"{len(found.rows)} begreper fra {index.stem} ligger i {folder}. Lisensen står i KILDE.txt.")


@glossary.command(epilog="Eksempel: radar glossary diff --cluster helseinn")
@click.option("--cluster", help="Bare denne klyngen.", metavar="KLYNGE")
def diff(cluster: str | None) -> None:
    """Hvilke treff som flytter seg når ordlisten er som nå, og ikke som i den siste rangerte natten.

    Regnet på den nattens utlysninger og prosjektene som de er nå. Ingenting skrives.
    """
    from matching.glossary import glossary_folders, load_glossary
    from matching.glossary_moves import edited_concepts, moves
    from matching.index import build_index
    from matching.meaning import meaning_in_use
    from matching.profiles import usable_clusters
    from matching.rank import rank
    from publish.fit_words import is_ruled_out

    home = home_from_environment()
    new = load_glossary(glossary_folders(home.glossary))
    clusters = [one for one in usable_clusters(clusters_folder(home))[0] if cluster in (None, one.key)]
    with open_store() as store:
        refuse_unknown(store, cluster, None)
        night, old = _last_words(store)
        calls = calls_as_said(store, standing_now().at(night.began_at), night.night)
    edited = edited_concepts(old, new)
    if not edited:
        click.echo(f"Ordlisten er som den var natten {night.night}; ingenting flytter seg.")
        return
    meaning = meaning_in_use(home.cache, sentence_model_from_environment())

    def rank_with(words: Glossary) -> list[Match]:
        ranked = rank(build_index(calls, words), calls, clusters, night.began_at, meaning=meaning)
        return [match for match in ranked.matches if not is_ruled_out(match)]

    click.echo(f"Endrede begreper siden natten {night.night}: {', '.join(edited)}.")
    _print_moves(moves(old, new, calls, clusters, rank_with))


def _last_words(store: Store) -> tuple[NightRow, Glossary]:
    """The newest ranked night and the words that it was ranked with."""
    from matching.glossary import Glossary

    runs = store.match_runs()
    day = store.newest_night(is_ranked=True)
    content = None if runs.empty else store.rank_input("glossary", runs["glossary_version"].iloc[0])
    night = store.night(day) if day else None
    if night is None or content is None:
        raise click.ClickException("Ingen rangert natt har tatt vare på ordlisten sin ennå. Kjør «radar night» først.")
    return night, Glossary.of(content)


def _print_moves(found: list[Move]) -> None:
    from rich.console import Console
    from rich.table import Table

    if not found:
        click.echo("Ingen treff flytter seg.")
        return
    table = Table("Prosjekt", "Utlysning", "Plass før", "Plass nå", "Begreper", box=None)
    for move in found:
        places = ["–" if rank is None else str(rank) for rank in (move.rank_before, move.rank_after)]
        table.add_row(f"{move.cluster} / {move.profile}", move.title, *places, ", ".join(move.concepts))
    Console(width=None if Console().is_terminal else 200).print(table)
    click.echo(f"{len(found)} treff flytter seg.")
