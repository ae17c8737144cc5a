"""The command that says on one screen what is in place, what is stale, and what to do."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from calls.home import Home
from matching.own_clusters import EXAMPLES, clusters_folder
from pipelines.cli.sources import live_words
from pipelines.settings import (
    CODE_VERSION,
    OSLO,
    SettingError,
    contact_from_environment,
    home_from_environment,
    mail_from_environment,
    sentence_model_from_environment,
)

if TYPE_CHECKING:
    from calls.store import Store
    from readers import Decision

MARKS = {"ok": "[ i orden ]", "note": "[ merk    ]", "bad": "[ FEIL    ]"}
STALE_AFTER_NIGHTS = 1


@dataclass(frozen=True)
class Finding:
    """One line of the screen; `advice` says what to do, "" where there is nothing to do."""

    mark: Literal["ok", "note", "bad"]
    words: str
    advice: str = ""


@click.command(epilog="Eksempel: radar doctor")
def doctor() -> None:
    """Er alt på plass? Hva er gammelt? Hva bør gjøres?

    Avslutter med 1 når noe er galt.
    """
    home = home_from_environment()
    findings = list(examine(home, datetime.now(OSLO)))
    click.echo(f"Utlysningsradar {CODE_VERSION}, hjem {home.path}")
    for finding in findings:
        click.echo(f"{MARKS[finding.mark]} {finding.words}")
    serious = sorted(findings, key=lambda finding: finding.mark != "bad")
    advice = list(dict.fromkeys(finding.advice for finding in serious if finding.advice))
    click.echo("Gjør dette:" if advice else "Det er ingenting å gjøre.")
    for number, words in enumerate(advice, 1):
        click.echo(f"{number:>3}. {words}")
    bad = sum(1 for finding in findings if finding.mark == "bad")
    if bad:
        raise click.ClickException(f"{bad} ting må ordnes.")


def examine(home: Home, now: datetime) -> Iterator[Finding]:
    """Everything that is looked at, in the order of the screen. now: with a time zone."""
    yield from _installation()
    yield from _home(home)
    yield from _restore(home)
    yield from _archive(home)
    yield from _store(home, now.astimezone(OSLO).date())
    yield from _live(home)
    yield from _clusters(home)
    yield from _glossary(home)
    yield from _sentence_model()
    yield from _contact()
    yield from _messages(home)


def _installation() -> Iterator[Finding]:
    design = Path(str(resources.files("web"))) / "node_modules" / "@digdir" / "designsystemet-css" / "dist"
    if design.is_dir():
        yield Finding("ok", "Designsystemet er installert.")
    else:
        yield Finding("note", "Designsystemet mangler; siden virker, men ser enklere ut.", "Kjør «make night».")


def _home(home: Home) -> Iterator[Finding]:
    if home.path.is_dir():
        yield Finding("ok", f"RADAR_HOME finnes: {home.path}")
    else:
        yield Finding("note", f"RADAR_HOME finnes ikke ennå: {home.path}", "Kjør «radar night».")


def _restore(home: Home) -> Iterator[Finding]:
    from pipelines.restore import MARKER

    if (home.path / MARKER).exists():
        yield Finding("bad", "En gjenoppretting ble avbrutt.", "Kjør «radar restore MAPPE» igjen; den går videre.")


def _archive(home: Home) -> Iterator[Finding]:
    from calls.archive import Archive, ArchiveError

    try:
        nights = Archive(home.archive).nights()
    except ArchiveError as error:
        yield Finding("bad", str(error), "Hent filen tilbake fra sikkerhetskopien.")
        return
    if nights:
        yield Finding("ok", f"Arkivet har {len(nights)} netter, {nights[0].day} til {nights[-1].day}.")
    else:
        yield Finding("note", "Arkivet er tomt.", "Kjør «radar night».")


def _store(home: Home, today: date) -> Iterator[Finding]:
    from calls.archive import Archive, ArchiveError
    from calls.database import is_there
    from calls.store import Store, StoreError

    if not is_there(home.database_url):
        yield Finding("note", "Databasen finnes ikke ennå.", "Kjør «radar night».")
        return
    try:
        with Store.open(home.database_url) as store:
            problems = store.check()
            is_file = home.database_url.startswith("sqlite:")
            kind = "SQLite" if is_file else "PostgreSQL"
            # On a server people's decisions lie in the same database, and no archive can rebuild those.
            mend = "Slett databasefilen" if is_file else "Hent databasen tilbake fra sikkerhetskopien"
            for problem in problems:
                yield Finding("bad", problem, f"{mend}, og kjør nettene på nytt fra arkivet.")
            if not problems:
                yield Finding("ok", f"Databasen er hel ({kind}).")
            yield from _nights(store, today)
            stored = {night.night for night in store.nights() if night.state == "ranked"}
    except StoreError as error:
        yield Finding("bad", str(error), "Se databasen i docs/log-guide.md.")
        return
    with contextlib.suppress(ArchiveError):  # told of above
        missing = [night.day for night in Archive(home.archive).nights() if night.day not in stored]
        if missing:
            words = f"{len(missing)} arkiverte netter er ikke i databasen, eldst {missing[0]}."
            yield Finding("bad", words, f"Kjør «radar night --from {missing[0]}».")


def _nights(store: Store, today: date) -> Iterator[Finding]:
    from publish.rows import STATES_NB, is_behind, records
    from sources.base import source_name

    newest = store.newest_night(is_ranked=True)
    if newest is None:
        yield Finding("note", "Ingen natt er rangert.", "Kjør «radar night».")
        return
    night = store.night(newest)
    if night and night.is_demonstration:
        yield Finding("note", f"Nyeste natt er demonstrasjonen fra {newest}.", "Se docs/operate.md for ekte netter.")
    elif (today - newest).days > STALE_AFTER_NIGHTS:
        yield Finding("bad", f"Nyeste rangerte natt er {newest}.", "Se loggen, og kjør «radar night --live».")
    else:
        yield Finding("ok", f"Nyeste rangerte natt er {newest}.")
    for row in records(store.source_nights()):
        words = f"{source_name(row['source'])}: {STATES_NB[row['state']]}"
        if is_behind(row):
            seen = row["data_night"] or "ingen natt"
            advice = "Se Kilder på siden, og meldingen i docs/log-guide.md."
            yield Finding("bad", f"{words}; data fra {seen}. {row['message']}", advice)
        else:
            yield Finding("ok", f"{words}, {row['issues']} avvik.")
    yield from _alarms(store)


def _alarms(store: Store) -> Iterator[Finding]:
    """What is wrong with each source: what was seen, since when, and what to do."""
    from publish.alarms import alarms
    from publish.operator_message import plain_line
    from publish.rows import records
    from sources.base import source_name

    serious = [issue for issue in records(store.issues(source_id="")) if issue["severity"] != "info"]
    for alarm in alarms(serious):
        told = f"{source_name(alarm.source)}: {alarm.message} Siden natten {alarm.since_words}."
        yield Finding("bad" if alarm.is_error else "note", plain_line(told), alarm.advice)


def _live(home: Home) -> Iterator[Finding]:
    """What the next live night will ask."""
    from calls.database import is_there
    from calls.store import StoreError
    from readers import Decisions, is_enabled, last_word
    from sources.base import all_sources

    words: dict[str, Decision | None] = {}
    try:
        if is_there(home.decisions_url):
            with Decisions.open(home.decisions_url) as decisions:
                words = {key: last_word(decisions, key) for key in all_sources()}
    except StoreError as error:
        yield Finding("bad", str(error), "Hent beslutningene tilbake fra sikkerhetskopien.")
        return
    for key, source in all_sources().items():
        word = words.get(key)
        if is_enabled(word, is_open=not source.needs_leave):
            yield Finding("ok", f"{source.rules.funder}: {live_words(word, source)}.")
        else:
            advice = f"Spør eieren; så «radar sources enable {key}»." if source.needs_leave and word is None else ""
            yield Finding("note", f"{source.rules.funder}: {live_words(word, source)}.", advice)


def _clusters(home: Home) -> Iterator[Finding]:
    from matching.profiles import check_clusters, load_clusters

    folder = clusters_folder(home)
    errors = [problem for problem in check_clusters(folder) if problem.is_error]
    if errors:
        yield Finding("bad", f"{len(errors)} feil i profilene i {folder}.", "Kjør «radar profiles check».")
        return
    clusters = load_clusters(folder)
    count = sum(len(cluster.profiles) for cluster in clusters)
    advice = "Kjør «radar init» for å lage dine egne." if folder == EXAMPLES else ""
    yield Finding("note" if advice else "ok", f"{len(clusters)} klynger med {count} profiler i {folder}.", advice)


def _glossary(home: Home) -> Iterator[Finding]:
    from matching.glossary import DICTIONARY, glossary_folders, usable_glossary

    glossary, problems = usable_glossary(glossary_folders(home.glossary))
    errors = sum(problem.is_error for problem in problems)
    if errors:
        words = f"{errors} feil i ordlisten; de radene er ikke i bruk."
        yield Finding("bad", words, "Kjør «radar glossary check».")
    yield Finding("ok", f"Ordlisten har {len(glossary.concepts)} begreper, utgave {glossary.version}.")
    taken_in = home.glossary / DICTIONARY
    if taken_in.is_dir():
        yield Finding("ok", f"Ordboken i {taken_in} er i bruk; lisensen står i KILDE.txt der.")
    else:
        yield Finding("ok", "Ingen engelsk-norsk ordbok er tatt inn («radar glossary dictionary»); det trengs ikke.")


def _sentence_model() -> Iterator[Finding]:
    from matching.semantic import is_available

    try:
        wanted = sentence_model_from_environment()
    except SettingError as error:
        yield Finding("bad", str(error), "Rett innstillingen.")
        return
    if wanted is False:
        yield Finding("note", "Språkmodellen for betydning er slått av (RADAR_SENTENCE_MODEL); treffene bygger på ord.")
    elif is_available():
        yield Finding("ok", "Språkmodellen for betydning er i bruk.")
    else:
        yield Finding(
            "note", "Språkmodellen for betydning er ikke installert («make semantic»); treffene bygger på ord."
        )


def _contact() -> Iterator[Finding]:
    from calls.fetch import ContactMissing, user_agent

    try:
        user_agent(contact_from_environment(), CODE_VERSION)
    except ContactMissing as error:
        yield Finding("note", "RADAR_CONTACT er ikke satt; ekte netter kan ikke hentes.", str(error))
    else:
        yield Finding("ok", "RADAR_CONTACT er satt.")


def _messages(home: Home) -> Iterator[Finding]:
    """Mail to the operator, and what it said last."""
    from pipelines.messages import newest, unsent

    try:
        settings = mail_from_environment()
    except SettingError as error:
        yield Finding("bad", str(error), "Rett innstillingen, og prøv «radar watch --test».")
        return
    if settings is None:
        advice = "Sett RADAR_MAIL_TO og RADAR_SMTP_URL, og prøv «radar watch --test»."
        yield Finding("note", "Ingen får e-post når en natt svikter.", advice)
    else:
        yield Finding("ok", f"E-post går til {', '.join(settings.to)}.")
        waiting = unsent(home)
        if waiting:
            words = f"{len(waiting)} meldinger er ikke sendt."
            yield Finding("bad", words, "Prøv «radar watch --test»; neste «radar watch» sender dem.")
    last = newest(home)
    if last is not None:
        yield Finding("note", f"Siste melding: {last}", f"Les {last.name} i messages, hvis du ikke har gjort det.")
