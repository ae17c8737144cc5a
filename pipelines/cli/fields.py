"""Commands on fields that are kept from readers since they read otherwise than before: show, accept, take back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import click

from pipelines.cli.read import open_store
from pipelines.cli.sources import BY, known_source, signature
from pipelines.settings import OSLO, home_from_environment

if TYPE_CHECKING:
    from calls.drift import Group
    from pipelines.kept_fields import KeptField
    from readers import Acceptance


@click.group(invoke_without_command=True, epilog="Eksempel: radar fields")
@click.pass_context
def fields(context: click.Context) -> None:
    """Felt som ikke leses trygt: hva som er sett, siden når, og hva du kan gjøre.

    Uten underkommando vises alle.
    """
    if context.invoked_subcommand is None:
        _show()


def _show() -> None:
    from pipelines.kept_fields import kept_fields, watched_fields

    with open_store() as store:
        kept, watched = kept_fields(home_from_environment(), store), watched_fields(store)
    for one in kept:
        for line in _lines(one):
            click.echo(line)
    for alarm in watched:
        click.echo(f"{_name(alarm.source)}: {alarm.message} Siden natten {alarm.since_words}. Det nye er tatt inn.")
    if not kept and not watched:
        click.echo("Alle felt leses som før.")


def _lines(one: KeptField) -> list[str]:
    """What a person reads of one field."""
    from publish.operator_message import plain_line

    lines = [
        f"{_name(one.source)}, {one.group.label_nb} ({one.group.name})",
        f"  Sett: {plain_line(one.alarm.message)}",
    ]
    lines.append(f"  Siden natten {one.alarm.since_words}.")
    if one.calls:
        lines.append(f"  {one.calls} utlysninger står med det vi leste før. For eksempel:")
    for example in one.examples:
        lines.append(f"    {plain_line(example.title, 80)}  {example.url}")
        lines.append(f"      før: {_quoted(example.before)}")
        lines.append(f"      nå:  {_quoted(example.now)}")
    if one.accepted is not None:
        lines.append(f"  Godtatt av {accepted_words(one.accepted)}")
        return lines
    lines.append("  Gjør dette: Sammenlign tre av utlysningene med sidene hos finansiøren.")
    lines.append("    Er siden lagt om, må leseren for kilden rettes, og natten kjøres på nytt fra arkivet.")
    lines.append("    Har finansiøren selv endret opplysningene, godta dem:")
    lines.append(f'      radar fields accept {one.source} {one.group.name} --because "…"')
    return lines


def _quoted(words: str) -> str:
    from publish.operator_message import plain_line

    return f"«{plain_line(words, 160)}»" if words.strip() else "ingenting"


def _name(source: str) -> str:
    from sources.base import source_name

    return source_name(source)


def accepted_words(said: Acceptance) -> str:
    """Who accepted a field, when, from which night on and why."""
    from publish.words import date_words

    when, night = date_words(said.at.astimezone(OSLO).date()), date_words(said.night)
    because = f" Grunn: {said.reason}" if said.reason else ""
    return f"{said.by} {when}; gjelder fra natten {night}.{because}"


@fields.command(
    epilog='Eksempel: radar fields accept forskningsradet deadline_at --because "Utsatt for alle, se nyhet"'
)
@click.argument("key", metavar="KILDE")
@click.argument("names", metavar="FELT...", nargs=-1, required=True)
@click.option("--because", "reason", default="", metavar="TEKST", help="Hva du har sett hos finansiøren.")
@click.option("--now", is_flag=True, help="Gjelder alt fra den nyeste natten, som da må kjøres på nytt.")
@BY
def accept(key: str, names: tuple[str, ...], reason: str, now: bool, by: str | None) -> None:
    """Godtar felt: finansiøren har selv endret dem, og det nye skal brukes.

    Gjelder den neste natten kilden leses. Det som leses da, er det nye målet; endrer et felt seg igjen, sier radaren
    fra igjen.
    """
    from pipelines.kept_fields import kept_fields
    from publish.words import date_words
    from readers import Decisions

    source, groups, home = known_source(key), [_group(name) for name in names], home_from_environment()
    with open_store() as store:
        newest = store.newest_night() or date.min
        kept = {one.group.name for one in kept_fields(home, store) if one.source == source.key}
    for group in groups:
        if group.name not in kept:
            words = f"{group.label_nb} hos {source.rules.funder} holdes ikke tilbake; det er ingenting å godta."
            raise click.ClickException(words)
    night = newest if now else newest + timedelta(days=1)
    with Decisions.open(home.decisions_url) as decisions:
        for group in groups:
            decisions.accept(source.key, group.name, night, by=signature(by), at=datetime.now(UTC), reason=reason)
            click.echo(f"Godtatt: {group.label_nb} hos {source.rules.funder}, fra natten {date_words(night)}.")
    if now:
        click.echo(f"Kjør «radar night --date {night}» for å ta det inn nå.")
    click.echo(f"Angre med «radar fields undo {source.key} {' '.join(group.name for group in groups)}».")


@fields.command(epilog="Eksempel: radar fields undo forskningsradet deadline_at")
@click.argument("key", metavar="KILDE")
@click.argument("names", metavar="FELT...", nargs=-1, required=True)
@BY
def undo(key: str, names: tuple[str, ...], by: str | None) -> None:
    """Angrer det siste som er godtatt av felt."""
    from readers import Decisions

    source, groups = known_source(key), [_group(name) for name in names]
    with open_store() as store:
        newest = store.newest_night() or date.min
    taken_in = []
    with Decisions.open(home_from_environment().decisions_url) as decisions:
        for group in groups:
            said = [one for one in decisions.acceptances(source=source.key) if one.field == group.name]
            if not said:
                raise click.ClickException(f"Ingen har godtatt {group.label_nb} hos {source.rules.funder}.")
            decisions.undo(said[-1].id, by=signature(by), at=datetime.now(UTC))
            taken_in += [said[-1].night] if newest >= said[-1].night else []
            click.echo(f"Angret: {group.label_nb} hos {source.rules.funder} er ikke godtatt.")
    if taken_in:
        click.echo(f"Det nye er alt tatt inn. Kjør «radar night --from {min(taken_in)}» for å ta det ut igjen.")


def _group(field: str) -> Group:
    """The field of that name, of one of its columns, or of that label."""
    from calls.drift import GROUPS, group_of

    wanted = field.casefold()
    found = group_of(wanted) or next((group for group in GROUPS if group.label_nb.casefold() == wanted), None)
    if found is None:
        raise click.ClickException(f"Ukjent felt «{field}». Kjente: {', '.join(group.name for group in GROUPS)}.")
    return found
