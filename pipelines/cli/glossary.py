"""The commands about the words that are one across languages: check."""

from __future__ import annotations

from pathlib import Path

import click

from pipelines.settings import home_from_environment


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
    ours, shipped = load_glossary(folders), load_glossary(folders[:1])
    click.echo(f"{len(ours.concepts)} begreper, utgave {ours.version}: i orden.")
    if len(folders) == 1:
        click.echo(f"Ingen egne ord. Legg dem i {home.glossary / 'egne.csv'}, med nb;nn;en;note på første linje.")
        return
    new, off = ours.concepts.keys() - shipped.concepts.keys(), shipped.concepts.keys() - ours.concepts.keys()
    changed = [
        name for name in ours.concepts.keys() & shipped.concepts.keys() if ours.concepts[name] != shipped.concepts[name]
    ]
    click.echo(f"Fra {folders[-1]}: nye begreper {len(new)}, endret {len(changed)}, slått av {len(off)}.")
