"""Commands on what people say of calls for a project: say it, see it, take it back, and see what it would move."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from calls.model import OWN_SOURCE
from matching.own_clusters import clusters_folder
from pipelines.cli.read import calls_as_said, open_store, refuse_unknown, standing_now
from pipelines.cli.sources import BY, known_source, signature
from pipelines.settings import OSLO, home_from_environment

if TYPE_CHECKING:
    from calls.store import Store
    from matching.feedback import Learned
    from matching.profiles import Cluster, Profile
    from readers import Decision
    from readers.shapes import CallKind

KINDS: dict[str, CallKind] = {"relevant": "relevant", "ikke-relevant": "not_relevant", "kjent": "known"}
"""What a person writes -> what is kept."""

SPOKEN: dict[str, str] = {"relevant": "relevant", "not_relevant": "ikke relevant", "known": "kjent fra før"}
"""What is kept -> what a call then is, in a sentence."""

SHORT = 8
"""Characters of an id that a list shows; the beginning of an id is enough to take it back."""

CLUSTER = click.argument("cluster_key", metavar="KLYNGE")
PROFILE = click.argument("profile_key", metavar="PROFIL")


@click.group()
def feedback() -> None:
    """Tilbakemelding: hva dere mener om enkelte utlysninger for et prosjekt.

    Den flytter prosjektets rangering litt, men bare i klynger med «feedback: true» i cluster.yaml.
    """


@feedback.command(
    epilog="Eksempel: radar feedback add helseinn demens_hjemme forskningsradet 2026/pilot-helse relevant"
)
@CLUSTER
@PROFILE
@click.argument("source", metavar="KILDE")
@click.argument("source_id", metavar="KALL")
@click.argument("word", metavar="|".join(KINDS), type=click.Choice(list(KINDS)))
@click.option("--reason", default="", metavar="TEKST", help="Hvorfor.")
@BY
def add(
    cluster_key: str, profile_key: str, source: str, source_id: str, word: str, reason: str, by: str | None
) -> None:
    """Sier at en utlysning er relevant for et prosjekt, ikke er det, eller er kjent fra før.

    Gjelder bare dette prosjektet. Sies det noe annet siden, gjelder det siste.
    """
    from readers import Decisions

    cluster, profile = _project(cluster_key, profile_key)
    with open_store() as store:
        title = _title(store, source if source == OWN_SOURCE else known_source(source).key, source_id)
    with Decisions.open(home_from_environment().decisions_url) as decisions:
        said = decisions.decide(
            KINDS[word],
            by=signature(by),
            at=datetime.now(UTC),
            source=source,
            source_id=source_id,
            cluster=cluster.key,
            profile=profile.key,
            reason=reason,
        )
    click.echo(f"Skrevet ned for {cluster.key} / {profile.key}: «{title}» er {SPOKEN[said.kind]}.")
    click.echo(f"Angre med «radar feedback undo {said.id[:SHORT]}».")


@feedback.command("list", epilog="Eksempel: radar feedback list --cluster helseinn")
@click.option("--cluster", help="Bare denne klyngen.", metavar="KLYNGE")
@click.option("--profile", help="Bare denne prosjektprofilen.", metavar="PROFIL")
def list_feedback(cluster: str | None, profile: str | None) -> None:
    """Alt som er sagt og står, det eldste først."""
    from rich.console import Console
    from rich.table import Table

    found = _said(cluster, profile)
    if not found:
        click.echo("Ingen tilbakemelding er gitt.")
        return
    table = Table("Id", "Dag", "Hvem", "Prosjekt", "Utlysning", "Sagt", "Hvorfor", box=None)
    for one in found:
        day, project = f"{one.at.astimezone(OSLO):%Y-%m-%d}", f"{one.cluster} / {one.profile}"
        call = f"{one.source} {one.source_id}"
        table.add_row(one.id[:SHORT], day, one.by, project, call, SPOKEN[one.kind], one.reason)
    Console(width=None if Console().is_terminal else 200).print(table)


@feedback.command("sample", epilog="Eksempel: radar feedback sample --cluster helseinn")
@click.option("--cluster", help="Bare denne klyngen.", metavar="KLYNGE")
@click.option("--profile", help="Bare denne prosjektprofilen.", metavar="PROFIL")
def show_sample(cluster: str | None, profile: str | None) -> None:
    """Nattens stikkprøve: utlysninger å vurdere, trukket uten å se på treffene.

    Av det dere sier om dem, kan vi måle hva treffene går glipp av. Det som alt er vurdert, står ikke her.
    """
    from publish.operator_message import plain_line
    from publish.sampled import drawn, unjudged

    with open_store() as store:
        refuse_unknown(store, cluster, profile)
        day = store.newest_night(is_ranked=True)
        found = drawn(store, day) if day else {}
    wanted = [key for key in found if cluster in (None, key[0]) and profile in (None, key[1])]
    url = home_from_environment().decisions_url
    left = {key: calls for key in wanted if (calls := unjudged(key, found[key], url))}
    if not left:
        click.echo("Det er ingenting å vurdere i nattens stikkprøve.")
        return
    for key, calls in left.items():
        click.echo(" / ".join(key))
        for one in calls:
            told = plain_line(f"{one.call['title']} ({one.call['funder']}), {one.call['url']}", 300)
            click.echo(f"  {told}\n    {one.command}")
    click.echo("Passer utlysningen ikke, skriv «ikke-relevant» i stedet for «relevant».")


@feedback.command(epilog="Eksempel: radar feedback undo 3f9a01c2")
@click.argument("key", metavar="ID")
@BY
def undo(key: str, by: str | None) -> None:
    """Tar tilbake noe som er sagt. Det blir stående, merket med hvem og når, men virker ikke lenger."""
    from readers import Decisions

    found = [one for one in _said() if one.id.startswith(key)] if key else []
    if len(found) != 1:
        many = "Flere har en id som begynner slik; skriv mer av den." if found else "«radar feedback list» viser alle."
        raise click.ClickException(f"Ingen enkelt tilbakemelding har id «{key}». {many}")
    with Decisions.open(home_from_environment().decisions_url) as decisions:
        decisions.undo(found[0].id, by=signature(by), at=datetime.now(UTC))
    click.echo(f"Angret: at {found[0].source} {found[0].source_id} er {SPOKEN[found[0].kind]}.")


@feedback.command(epilog="Eksempel: radar feedback show helseinn demens_hjemme")
@CLUSTER
@PROFILE
def show(cluster_key: str, profile_key: str) -> None:
    """Hva som flyttes i et prosjekt: hvilke ord, hvor mye, og av hvilke utlysninger. Regnet på den nyeste natten."""
    from matching.feedback import Judged, learned
    from matching.glossary import glossary_folders, usable_glossary
    from matching.index import build_index
    from matching.query import query_weights
    from readers import judged_calls

    cluster, profile = _project(cluster_key, profile_key)
    judged = [Judged(*one) for one in judged_calls(_said(cluster.key, profile.key), cluster.key, profile.key)]
    if not judged:
        click.echo("Ingen utlysning er sagt å være relevant eller ikke; rangeringen flyttes ikke.")
        return
    with open_store() as store:
        index = build_index(
            calls_as_said(store, standing_now()), usable_glossary(glossary_folders(home_from_environment().glossary))[0]
        )
        found = learned(query_weights(profile, index), index, judged)
        titles = {call: _title(store, *call) for call in {call for line in found.lines for call in line.calls}}
    _print(found, titles, {one[:2]: one.relevant for one in judged})
    if not cluster.feedback:
        click.echo("Dette brukes ikke: cluster.yaml har ikke «feedback: true».")


def _print(found: Learned, titles: dict[tuple[str, str], str], relevant: dict[tuple[str, str], bool]) -> None:
    from rich.console import Console
    from rich.table import Table

    for one in found.passed_over:
        click.echo(f"Regnes ikke med, for den er ikke blant nattens utlysninger: {one.source} {one.source_id}.")
    if not found.lines:
        click.echo("Ingenting flyttes: utlysningene har ingen begreper fra ordlisten som kan flytte noe.")
        return
    table = Table("Begrep", "I utlysningen", "Før", "Etter", "Av", box=None)
    for line in found.lines:
        sources = "; ".join(f"{'+' if relevant[call] else '−'} {titles[call]}" for call in line.calls)
        table.add_row(line.term.partition(":")[2], line.word, f"{line.before:.3f}", f"{line.after:.3f}", sources)
    Console(width=None if Console().is_terminal else 160).print(table)
    click.echo(f"Prosjektet flyttes {100 * found.distance:.1f} prosent av sin lengde.")


def _said(cluster: str | None = None, profile: str | None = None) -> list[Decision]:
    """Standing decisions of these kinds on single projects, oldest first."""
    from readers import Decisions

    with Decisions.open(home_from_environment().decisions_url) as decisions:
        found = decisions.decisions(cluster=cluster, profile=profile)
    return [one for one in found if one.kind in SPOKEN and one.profile]


def _title(store: Store, source: str, source_id: str) -> str:
    if source == OWN_SOURCE:
        call = standing_now().own_record(source_id, datetime.now(UTC))
    else:
        call = store.call(source, source_id)
    if call is None:
        raise click.ClickException(f"Ukjent utlysning «{source_id}» hos {source}. «radar calls» viser alle.")
    return str(call["title"])


def _project(cluster_key: str, profile_key: str) -> tuple[Cluster, Profile]:
    """The cluster and its profile of these keys; a clear error for others."""
    from matching.profiles import usable_clusters

    clusters = {one.key: one for one in usable_clusters(clusters_folder(home_from_environment()))[0]}
    if cluster_key not in clusters:
        raise click.ClickException(f"Ukjent klynge «{cluster_key}». Kjente: {', '.join(clusters)}.")
    profiles = {one.key: one for one in clusters[cluster_key].profiles}
    if profile_key not in profiles:
        raise click.ClickException(f"Ukjent profil «{profile_key}». Kjente: {', '.join(profiles)}.")
    return clusters[cluster_key], profiles[profile_key]
