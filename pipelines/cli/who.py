"""`radar who`: one call, and which of our projects and members it is for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from calls.model import OWN_SOURCE
from matching.own_clusters import clusters_folder
from pipelines.cli.read import open_store, standing_now
from pipelines.settings import home_from_environment

if TYPE_CHECKING:
    from calls.store import NightRow, Store
    from calls.store.rows import Record
    from matching.reverse import ForMember, ForProfile
    from readers.standing import Standing

NEAR = 3
"""Calls that are named when none is the one asked for."""

SHORTEST = 4
"""Letters of a word that a near call must share."""

WIDTH = 140
"""Columns where the output is no terminal."""


@click.command(epilog="Eksempel: radar who forskningsradet/2026/pilot-helse")
@click.argument("asked", metavar="KALL")
@click.option("--json", "is_json", is_flag=True, help="Som JSON, med reglene bak hvert svar.")
def who(asked: str, is_json: bool) -> None:
    """Hvem en utlysning er for: hvilke av prosjektene og medlemmene, og hvorfor.

    KALL er KILDE/ID, id-en alene når bare én kilde har den, eller adressen til utlysningen. Regnet på den nyeste
    natten som er rangert.
    """
    from matching.profiles import usable_clusters
    from matching.reverse import members_for, profiles_for

    clusters, problems = usable_clusters(clusters_folder(home_from_environment()))
    for problem in problems:
        click.echo(str(problem), err=True)
    standing = standing_now()
    with open_store() as store:
        night = _newest(store)
        call = _call(store, asked.strip(), night, standing)
        scores = _scores(store, call, night.night)
    projects = profiles_for(call, clusters, night.began_at, scores)
    members = members_for(call, clusters, night.began_at)
    if is_json:
        click.echo(json.dumps(_content(call, night.night, projects, members), ensure_ascii=False))
        return
    _print(call, night.began_at, projects, members)


def _newest(store: Store) -> NightRow:
    """The newest night that is ranked; before there is one, the newest that published anything."""
    nights = [one for one in store.nights() if one.state in ("published", "ranked")]
    return max(nights, key=lambda one: (one.state == "ranked", one.night))


def _call(store: Store, asked: str, night: NightRow, standing: Standing) -> Record:
    """The call that was asked for, as people have it; a clear error when none is, or several are."""
    day, at = night.night, night.began_at
    own = [one for key in standing.own_ids if (one := standing.own_record(key, at))]
    found = _found(store, asked, day, own)
    if len(found) > 1:
        raise click.ClickException(f"Flere kilder har «{asked}»: {', '.join(map('/'.join, found))}. Skriv KILDE/ID.")
    call = _record(store, found[0], night, standing) if found else None
    if call is None:
        near = "; ".join(_near(store, asked, day, own))
        hint = f"Mente du {near}?" if near else "«radar calls» viser alle."
        raise click.ClickException(f"Ukjent utlysning «{asked}». {hint}")
    return call


def _record(store: Store, key: tuple[str, str], night: NightRow, standing: Standing) -> Record | None:
    if key[0] == OWN_SOURCE:
        return standing.own_record(key[1], night.began_at)
    read = store.call(*key, night.night)
    return standing.record(read, night.began_at) if read else None


def _found(store: Store, asked: str, day: date, own: Sequence[Record]) -> list[tuple[str, str]]:
    """(source, source_id) of the calls that go by that address, KILDE/ID or id."""
    if re.match("https?://", asked, re.IGNORECASE):
        return [
            (call["source"], call["source_id"])
            for call in (*store.records(day), *own)
            if str(call["url"]).rstrip("/") == asked.rstrip("/")
        ]
    known = store.listing(day)
    ids = [*zip(known["source"], known["source_id"], strict=True), *((OWN_SOURCE, one["source_id"]) for one in own)]
    return [one for one in ids if "/".join(one) == asked] or [one for one in ids if one[1] == asked]


def _near(store: Store, asked: str, day: date, own: Sequence[Record]) -> list[str]:
    """Calls with words of what was asked for in their title or id, most words first."""
    wanted = {word for word in re.findall(r"[^\W\d]+", asked.casefold()) if len(word) >= SHORTEST}
    shared = []
    known: list[Mapping[Any, Any]] = [*store.listing(day).to_dict("records"), *own]
    for row in known:
        words = set(re.findall(r"[^\W\d]+", f"{row['title']} {row['source_id']}".casefold()))
        if wanted & words:
            name = f"{row['source']}/{row['source_id']} («{_line(row['title'])}»)"
            shared.append((-len(wanted & words), name))
    return [name for _, name in sorted(shared)[:NEAR]]


def _scores(store: Store, call: Record, day: date) -> dict[tuple[str, str], float]:
    """How near the call is, in words and meaning, to each project that has it among its matches: by its keys."""
    from publish.fit_words import topical_score

    matches = store.matches(night=day)
    own = matches[(matches["source"] == call["source"]) & (matches["source_id"] == call["source_id"])]
    return {(row["cluster"], row["profile"]): topical_score(row) for row in own.to_dict("records")}


def _content(call: Record, day: date, projects: Sequence[ForProfile], members: Sequence[ForMember]) -> dict[str, Any]:
    return {
        "night": day.isoformat(),
        **{key: call[key] for key in ("source", "source_id", "title", "url")},
        "profiles": [one.content for one in projects],
        "members": [one.content for one in members],
    }


def _print(call: Record, night_at: datetime, projects: Sequence[ForProfile], members: Sequence[ForMember]) -> None:
    from publish.words import deadline_words

    click.echo(_line(call["title"]))
    click.echo(f"{call['source']}/{call['source_id']}  {_line(call['url'])}")
    click.echo(f"Søknadsfrist: {_line(deadline_words(call, night_at))}\n")
    _table(("Kan søke", "Prosjekt", "Likhet", "Generelt virkemiddel", "Hvorfor"), map(_project_cells, projects))
    click.echo()
    _table(("Kan søke", "Medlem", "Klynge", "Med i prosjekter som ikke er utelukket"), map(_member_cells, members))


def _project_cells(one: ForProfile) -> tuple[str, ...]:
    from publish.fit_words import MAY_NB

    topical = "" if one.topical is None else f"{one.topical:.3f}"
    general = f"{one.general.name_nb} {one.general.score:.2f}" if one.general else ""
    return (
        MAY_NB[one.verdict.answer],
        f"{one.cluster} / {one.profile}",
        topical,
        general,
        one.verdict.because_nb,
    )


def _member_cells(one: ForMember) -> tuple[str, ...]:
    from publish.fit_words import MAY_NB

    return MAY_NB[one.answer], one.name, one.cluster, ", ".join(one.profiles)


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*headings, box=None)
    for row in rows:
        table.add_row(*(Text(_line(cell)) for cell in row))
    Console(width=None if Console().is_terminal else WIDTH).print(table)


def _line(text: str) -> str:
    """What others wrote, as one harmless line."""
    from publish.operator_message import plain_line

    return plain_line(text, 300)
