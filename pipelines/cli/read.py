"""Commands that read what the nights have stored: calls, matches, export."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from calls.tongue import SOURCE, TONGUES, Tongue, speaking
from matching.own_clusters import clusters_folder
from pipelines.settings import home_from_environment

if TYPE_CHECKING:
    import pandas as pd

    from calls.store import Store
    from publish.exports import Form
    from publish.fit_words import Reason
    from publish.selection import Selection
    from readers.standing import Standing

NO_NIGHT = "Ingen natt er kjørt ennå. Kjør «radar night» først."
NIGHT = click.option(
    "--night", type=click.DateTime(["%Y-%m-%d"]), help="Som det så ut denne natten; ellers den nyeste.", metavar="DATO"
)


def open_store() -> Store:
    """The store of this home; a clear error before the first night."""
    from calls.store import Store

    store = Store.open(home_from_environment().database_url)
    if store.newest_night() is None:
        store.close()
        raise click.ClickException(NO_NIGHT)
    return store


def standing_now() -> Standing:
    """What people said in this home that stands."""
    from readers.standing import Standing

    return Standing.of(home_from_environment().decisions_url)


def calls_as_said(store: Store, standing: Standing, day: date | None = None) -> pd.DataFrame:
    """The calls of a night, or of the newest one, with what people said of them."""
    nights = [one for one in store.nights() if day is None or one.night <= day]
    found = store.calls(day)
    return standing.calls(found, nights[-1].began_at) if nights else found


def _day(value: datetime | None) -> date | None:
    return value.date() if value else None


@click.command(epilog="Eksempel: radar calls --status open --format csv > aapne.csv")
@click.option("--source", help="Bare denne kilden.", metavar="KILDE")
@click.option("--status", type=click.Choice(["forecasted", "open", "closed", "cancelled"]), help="Bare denne statusen.")
@click.option("--format", "form", type=click.Choice(["json", "csv", "table"]), default="table", show_default=True)
@NIGHT
def calls(source: str | None, status: str | None, form: str, night: datetime | None) -> None:
    """Utlysningene, normalisert: én linje per utlysning."""
    from calls.model import OWN_SOURCE
    from sources.base import all_sources

    if source and source not in (*all_sources(), OWN_SOURCE):
        raise click.ClickException(f"Ukjent kilde «{source}». Kjente kilder: {', '.join(all_sources())}.")
    with open_store() as store:
        frame = calls_as_said(store, standing_now(), _day(night))
    for column, wanted in (("source", source), ("status", status)):
        frame = frame if wanted is None else frame[frame[column] == wanted]
    records = [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
    if form == "json":
        from calls.record_json import record_lines

        click.echo(record_lines(records), nl=False)
    elif form == "csv":
        _write_csv(records)
    else:
        _write_calls_table(records)


def _write_csv(records: list[dict[str, Any]]) -> None:
    from calls.fields import NAMES
    from calls.record_json import plain

    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(NAMES)
    for record in records:
        out.writerow([_cell(plain(record[name])) for name in NAMES])
    click.echo(text.getvalue(), nl=False)


def _cell(value: object) -> object:
    """A spreadsheet must not run what a funder wrote: a leading = + - @ is made text by an apostrophe."""
    if isinstance(value, str):
        return f"'{value}" if value.lstrip()[:1] in ("=", "+", "-", "@") or value[:1] in ("\t", "\r") else value
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return "" if value is None else value


def _write_calls_table(records: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    from publish.words import status_word

    table = Table("Status", "Frist", "Tittel", "Id", box=None)
    for record in records:
        at = record["deadline_at"]
        table.add_row(
            status_word(record["status"]),
            f"{at:%Y-%m-%d}" if isinstance(at, datetime) else str(record["deadline_text"] or ""),
            str(record["title"]),
            str(record["source_id"]),
        )
    Console().print(table)
    click.echo(f"{len(records)} utlysninger")


@click.command(epilog="Eksempel: radar matches --cluster helseinn --profile velferdsteknologi --top 10")
@click.option("--cluster", help="Bare denne klyngen.", metavar="KLYNGE")
@click.option("--profile", help="Bare denne prosjektprofilen.", metavar="PROFIL")
@click.option("--top", type=click.IntRange(min=1), help="Bare de N øverste per profil.", metavar="N")
@click.option(
    "--only",
    type=click.Choice(["topical", "general"]),
    help="Bare treff som ligner prosjektet (topical), eller ordninger som er åpne for alle temaer (general).",
)
@click.option("--format", "form", type=click.Choice(["json", "table"]), default="table", show_default=True)
@NIGHT
def matches(
    cluster: str | None,
    profile: str | None,
    top: int | None,
    only: Reason | None,
    form: str,
    night: datetime | None,
) -> None:
    """Rangerte treff per prosjektprofil, med ordene bak hver treffgrad.

    Tabellen viser en utlysning som står flere steder, én gang, og ikke det dere har skjult; json gir alt for seg.
    """
    from publish.night_rows import said_matches

    with open_store() as store:
        day = _day(night) or store.newest_night(is_ranked=True)
        frame = store.matches(night=day, cluster=cluster, profile=profile, top=None if only else top)
        refuse_unknown(store, cluster, profile)
        if only:
            frame = _only(frame, only, top)
        standing = standing_now()
        found = calls_as_said(store, standing, day)
        frame = said_matches(frame, found, standing)
        if form == "table":
            from publish.shown_once import shown_once

            shown = shown_once(frame, store.links(day), found)
            _write_matches_table(shown[~shown["is_hidden"].astype(bool)])
        else:
            _write_matches_json(frame, found)


def _only(frame: pd.DataFrame, reason: Reason, top: int | None) -> pd.DataFrame:
    """The matches of that reason, or the `top` best of each profile; they keep their ranks."""
    import pandas as pd

    from publish.fit_words import is_of
    from publish.rows import records

    found = frame[pd.Series([is_of(match, reason) for match in records(frame)], frame.index, dtype=bool)]
    return found.groupby(["cluster", "profile"], sort=False).head(top) if top else found


def _write_matches_json(frame: pd.DataFrame, calls: pd.DataFrame) -> None:
    from publish.match_record import match_record
    from publish.rows import call_id, records

    by_id = {call_id(call): call for call in records(calls)}
    for match in records(frame):
        click.echo(json.dumps(match_record(match, by_id[call_id(match)]), ensure_ascii=False))


def refuse_unknown(store: Store, cluster: str | None, profile: str | None) -> None:
    """A clear error for a cluster or profile that the newest ranked night has nothing of."""
    runs = store.match_runs()
    for name, value in (("cluster", cluster), ("profile", profile)):
        known = sorted(set(runs[name]))
        if value and value not in known:
            word = "klynge" if name == "cluster" else "profil"
            raise click.ClickException(f"Ukjent {word} «{value}». Kjente: {', '.join(known) or 'ingen'}.")


def _write_matches_table(frame: pd.DataFrame) -> None:
    from rich.console import Console
    from rich.table import Table

    from matching.explain import top_reasons
    from publish.fit_words import may_words

    console = Console()
    for (cluster, profile), group in frame.groupby(["cluster", "profile"], sort=False):
        table = Table(
            "Nr.",
            "Treffgrad",
            "Kan søke",
            "Tittel",
            "Står også",
            "Ord",
            title=f"{cluster} / {profile}",
            box=None,
            title_justify="left",
        )
        for row in group.to_dict("records"):
            words = ", ".join(reason.call_word for reason in top_reasons(row["terms"], 4))
            table.add_row(
                str(row["rank"]),
                f"{row['score']:.3f}",
                may_words({"detail": row["detail"]}),
                row["title"],
                row["also"],
                words,
            )
        console.print(table)


@click.command(
    epilog="Eksempel: radar export --cluster helseinn --out treff.xlsx  "
    'radar export --filter "status=åpen&frist_innen=30&sorter=frist" --out frister.ics'
)
@click.option("--cluster", help="Bare denne klyngen.", metavar="KLYNGE")
@click.option("--profile", help="Bare denne prosjektprofilen.", metavar="PROFIL")
@click.option("--filter", "query", default="", help="Det som står etter ? i adressen til siden.", metavar="FILTER")
@click.option(
    "--format",
    "form",
    type=click.Choice(["xlsx", "csv", "pdf", "ics", "atom"]),
    help="Formatet; ellers det som filnavnet ender på.",
)
@click.option("--short", is_flag=True, help="Bare de viktigste kolonnene (xlsx og csv).")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Filen som skrives.")
@click.option(
    "--language",
    type=click.Choice([*TONGUES]),
    default=SOURCE,
    help="Språket i filen: bokmål (nb), nynorsk (nn) eller engelsk (en); ellers bokmål.",
)
@NIGHT
def export(
    cluster: str | None,
    profile: str | None,
    query: str,
    form: Form | None,
    short: bool,
    out: Path,
    language: Tongue,
    night: datetime | None,
) -> None:
    """De samme radene som på siden: regneark, CSV, rapport (PDF), kalender (ICS) eller nyhetsstrøm (Atom)."""
    from matching.profiles import usable_clusters
    from publish.exports import FORMS, exported, write_file
    from publish.night_rows import night_rows

    form = form or next((one for one in FORMS if out.suffix.lower() == f".{one}"), None)
    if form is None:
        raise click.ClickException(f"Filen må ende på {', '.join(f'.{one}' for one in FORMS)}, fikk «{out.name}».")
    with open_store() as store:
        refuse_unknown(store, cluster, profile)
        selection = _selection(query, cluster, profile)
        clusters, problems = usable_clusters(clusters_folder(home_from_environment()))
        for problem in problems:
            click.echo(str(problem), err=True)
        with speaking(language):
            found = night_rows(store, clusters, _day(night), standing_now()).asked(selection)
            write_file(out, exported(found, form, store, clusters, is_short=short))
    click.echo(f"Skrev {len(found.rows)} treff til {out}.")


def _selection(query: str, cluster: str | None, profile: str | None) -> Selection:
    from urllib.parse import parse_qsl

    from publish.selection import SelectionError
    from publish.selection_query import joined, selection_of

    named = {name: value for name, value in (("klynge", cluster), ("prosjekt", profile)) if value}
    try:
        return selection_of({**joined(parse_qsl(query.removeprefix("?"))), **named})
    except SelectionError as error:
        raise click.ClickException(str(error)) from error
