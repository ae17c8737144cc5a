"""The message to whoever looks after the nights: what went wrong in one, and what to do. In bokmål, from the store.

Text only. Keeping and sending it belong in pipelines.messages. What readers are told stands on the page.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from calls.store import NightRow, Store
from publish.issue_words import ISSUE_WORDS
from publish.rows import STATES_NB, as_day, is_behind, records
from publish.words import count_words, date_words, join_words, oslo
from sources.base import all_sources, source_name

Kind = Literal["failed", "partial", "missing"]
"""failed: nothing was ranked; partial: ranked, but partly on old data; missing: the night never ran."""

PRODUCT = "Utlysningsradar"
LINE_LENGTH = 300
SUBJECT_LENGTH = 160
SOURCES_SHOWN = 5
ISSUES_SHOWN = 4
NAMES_SHOWN = 3

ADVICE: tuple[tuple[str, str], ...] = (
    ("robotsperre", "Nettstedet vil ikke ha oss. Ikke prøv igjen; spør eieren om lov."),
    ("robots.txt sier", "Nettstedet vil ikke ha roboter her. Ikke prøv igjen; spør eieren om lov."),
    (
        "avviser forespørselen",
        "Åpne adressen i en nettleser. Er siden flyttet, må adressen i kilden endres; ellers spør eieren.",
    ),
    (
        "sikker forbindelse",
        "Åpne nettstedet i en nettleser. Klager den også, vent på eieren; ellers se etter klokken på maskinen.",
    ),
    (
        "kan ikke nås",
        "Se etter at maskinen er på nett. Er den det, vent en natt; varer det, sjekk om nettstedet er flyttet.",
    ),
    ("svarer med feil", "Vent til neste natt. Varer det i flere netter, spør eieren av nettstedet."),
    ("svarte ikke i tide", "Vent til neste natt. Varer det i flere netter, spør eieren av nettstedet."),
    ("brutt av", "Vent til neste natt. Varer det i flere netter, se etter nettet på maskinen."),
    ("arkivet har ikke", "Natten ble kjørt fra arkivet, som mangler siden. Legg tilbake arkivfilen for natten."),
    (
        "ikke leses trygt",
        "Kjør «radar fields»: den viser før og nå. Har finansiøren endret det selv, godta det der; er siden lagt om, "
        "må leseren for kilden rettes.",
    ),
    (
        "leses annerledes i natt",
        "Kjør «radar fields»: den viser før og nå. Er siden lagt om, må leseren for kilden rettes; har finansiøren "
        "endret det selv, godta det der.",
    ),
    (
        "mye lengre enn vanlig",
        "Sammenlign med listen hos finansiøren. Er den riktig, regnes lengden som vanlig etter fire netter.",
    ),
    ("samme id", "Leseren for kilden tar to utlysninger for den samme. Den må rettes."),
    (
        "; ventet",
        "Tell utlysningene hos finansiøren. Stemmer ikke tallet, er siden lagt om, og leseren for kilden må endres.",
    ),
    ("lagt om", "Åpne siden hos finansiøren. Er den lagt om, må leseren for kilden endres."),
    ("ingen brukbar liste", "Åpne listen hos finansiøren. Er den lagt om, må leseren for kilden endres."),
    (
        "ikke lest ferdig",
        "Finn «stoppet» i loggen fra natten; der står grunnen. Kjør natten på nytt når den er rettet.",
    ),
    ("ikke hel i natt", "Vent til neste natt. Varer det, sammenlign med listen hos finansiøren."),
    ("kunne ikke leses i natt", "Vent til neste natt. Varer det, er siden trolig lagt om, og leseren må endres."),
    ("ikke spurt", "Er kilden slått av med vilje, er det som det skal. Ellers slå den på igjen."),
)
"""Words of a source's message (lower case) and what to do about it; the first that fits holds."""

NO_ADVICE = "Finn meldingen i docs/log-guide.md."
NO_REPORT = "Kilden ble ikke lest ferdig i natt."


@dataclass(frozen=True)
class OperatorMessage:
    """One message about one night. `subject` is one line and may stand in a mail header; `text` has no more than
    some 40 lines and no control characters but the line breaks. Neither depends on when it is made."""

    night: date
    kind: Kind
    subject: str
    text: str


def plain_line(text: str, length: int = LINE_LENGTH) -> str:
    """Text from anywhere as one harmless line: white space folded, category C (controls, bidi marks, half characters)
    removed, cut at `length` characters."""
    folded = " ".join(text.split())
    kept = "".join(char for char in folded if not unicodedata.category(char).startswith("C"))
    kept = " ".join(kept.split())
    return kept if len(kept) <= length else f"{kept[: length - 1].rstrip()}…"


def night_message(store: Store, day: date, turned_off: Container[str] = ()) -> OperatorMessage | None:
    """What an operator must know of the night; None when it is ranked on fresh data.

    turned_off: sources that a person has turned off; that their calls grow old is no news. A demonstration is nobody's
    night and never has a message. Errors: StoreError.
    """
    night = store.night(day)
    if night is not None and night.is_demonstration:
        return None
    reports = _reports(store, day)
    if night is None or night.state != "ranked":
        return _failed(store, day, night, reports)
    behind = [row for row in reports if is_behind(row) and not (row["state"] == "off" and row["source"] in turned_off)]
    if not behind:
        return None
    when, issues = date_words(day), _error_issues(store, day, reports)
    subject = f"natten {when} er rangert på delvis gamle data ({_names(behind)})"
    first = f"Natten {when} er rangert, men på delvis gamle data: {_names(behind)}."
    return _message(day, "partial", subject, [first, *_source_lines(reports), *_issue_lines(issues), *_again(day)])


def missing_message(store: Store, day: date, now: datetime) -> OperatorMessage | None:
    """That `day` has no ranked night of its own although it should; None when it has one, or the day is yet to come.

    `now` has a time zone. Demonstration nights do not count. Errors: StoreError.
    """
    night = store.night(day)
    real = night if night is not None and not night.is_demonstration else None
    if day > oslo(now).date() or (real is not None and real.state == "ranked"):
        return None
    when = date_words(day)
    if real is None and store.newest_night(is_demonstration=False) is None:
        is_demonstrated = store.newest_night(is_demonstration=True) is not None
        shown = " Det som vises, er demonstrasjonen." if is_demonstrated else ""
        first = f"Ingen ekte natt er kjørt ennå, heller ikke natten {when}.{shown}"
    else:
        done = "ble begynt, men er ikke rangert" if real else "er ikke kjørt"
        first = f"Natten {when} {done}. {_shown_instead(store, day)}"
    lines = [
        first,
        "",
        "Gjør dette:",
        "- Se etter at maskinen sto på kl. 03.30, og at tidsstyringen (Dagster, cron eller systemd) går.",
        "- Se i loggen om natten stoppet før den kom i gang. «radar doctor» sier hva som mangler.",
        "- Kjør «radar night --live» i dag. En natt som ikke ble hentet, kan ikke hentes senere.",
        *_guide(),
    ]
    return _message(day, "missing", f"natten {when} er ikke kjørt", lines)


def unreadable_message(day: date, reason: str) -> OperatorMessage:
    """That nobody can tell how the night went, since the database cannot be read; `reason` is why, in bokmål."""
    when = date_words(day)
    lines = [
        f"Ingen vet hvordan natten {when} gikk: databasen kan ikke leses.",
        f"  Melding: {plain_line(reason)}",
        "",
        "Gjør dette:",
        "- Se etter at disken har plass, eller at databasetjeneren går. «radar doctor» sier mer.",
        f"- Er databasefilen ødelagt, kan den slettes: «radar night --date {day}» bygger den av arkivet.",
        "- På en databasetjener ligger også det folk har bestemt: hent den tilbake fra sikkerhetskopien.",
        *_guide(),
    ]
    return _message(day, "failed", f"databasen kan ikke leses etter natten {when}", lines)


def fine_words(day: date) -> str:
    """What is said of a night that needs no message."""
    return f"Natten {date_words(day)} er rangert, og alle kilder er ferske."


def _message(day: date, kind: Kind, subject: str, lines: Sequence[str]) -> OperatorMessage:
    return OperatorMessage(day, kind, plain_line(f"{PRODUCT}: {subject}", SUBJECT_LENGTH), "\n".join(lines))


def _failed(store: Store, day: date, night: NightRow | None, reports: Sequence[Mapping[str, Any]]) -> OperatorMessage:
    when = date_words(day)
    lines = [f"Natten {when} er ikke rangert. {_shown_instead(store, day)}"]
    if night is None:
        lines += ["Natten ble aldri åpnet; loggen sier hva som stoppet den."]
    elif night.state == "begun":
        lines += ["Natten ble åpnet, men ingen kilde er lest; loggen sier hva som stoppet den."]
    else:
        lines += ["Kildene er spurt, men rangeringen stoppet. Kjør «radar profiles check», og se loggen."]
    lines += [*(_source_lines(reports) if night else []), *_again(day)]
    return _message(day, "failed", f"natten {when} er ikke rangert", lines)


def _shown_instead(store: Store, day: date) -> str:
    ranked = [row.night for row in store.nights() if row.state == "ranked" and not row.is_demonstration]
    earlier = [night for night in ranked if night < day]
    if not earlier:
        return "Ingen tidligere natt er rangert."
    nights = count_words((day - earlier[-1]).days, "natt", "netter")
    return f"Siste rangerte natt før den er {date_words(earlier[-1])}, {nights} tidligere."


def _reports(store: Store, day: date) -> list[dict[str, Any]]:
    """How each source did, by key. One that left no report failed, unless it may not be asked and never gave any."""
    found = {row["source"]: row for row in records(store.source_nights(day))}
    before = [row.night for row in store.nights() if row.night < day]
    earlier = {row["source"]: row["data_night"] for row in records(store.source_nights(before[-1]))} if before else {}
    for source in all_sources().values():
        data_night = earlier.get(source.key)
        if source.key not in found and (data_night or not source.needs_leave):
            found[source.key] = {
                "source": source.key,
                "state": "failed",
                "message": NO_REPORT,
                "data_night": data_night,
            }
    return [found[key] for key in sorted(found)]


def _error_issues(store: Store, day: date, reports: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Issues that must be fixed and that no source's own message tells already."""
    told = {row["source"]: row["message"] for row in reports if is_behind(row)}
    return [
        issue
        for issue in records(store.issues(day))
        if issue["severity"] == "error" and issue["message"] not in told.get(issue["source"], "")
    ]


def _source_lines(reports: Sequence[Mapping[str, Any]]) -> list[str]:
    behind = [row for row in reports if is_behind(row)]
    lines = [""] if reports else []
    for row in behind[:SOURCES_SHOWN]:
        lines.append(f"{_name(row['source'])}: {STATES_NB[row['state']]}. {_age(row)}")
        if row["message"]:
            lines.append(f"  Melding: {plain_line(row['message'])}")
        lines.append(f"  Gjør dette: {_advice(row['message'])}")
    if len(behind) > SOURCES_SHOWN:
        lines.append(f"{len(behind) - SOURCES_SHOWN} kilder til er ikke ferske; «radar doctor» viser alle.")
    fresh = [_name(row["source"]) for row in reports if row["state"] == "fresh"]
    if fresh:
        lines.append(plain_line(f"Ferske kilder: {', '.join(fresh)}."))
    return lines


def _age(row: Mapping[str, Any]) -> str:
    if row["state"] == "stale":
        return "Noen opplysninger er fra en tidligere natt."
    day = row["data_night"]
    return f"Utlysningene er fra {date_words(as_day(day))}." if day else "Kilden har aldri gitt utlysninger."


def _advice(message: str) -> str:
    said = message.casefold()
    return next((advice for words, advice in ADVICE if words in said), NO_ADVICE)


def _issue_lines(issues: Sequence[Mapping[str, Any]]) -> list[str]:
    lines = ["", "Avvik som må rettes:"] if issues else []
    for issue in issues[:ISSUES_SHOWN]:
        since = date_words(as_day(issue["since_night"]))
        title, advice = ISSUE_WORDS[issue["kind"]] if issue["kind"] in ISSUE_WORDS else (issue["kind"], NO_ADVICE)
        said = plain_line(issue["message"], LINE_LENGTH - 100)
        lines.append(f"- {_name(issue['source'])}, siden {since}: {plain_line(title, 50)}. {said}")
        lines.append(f"  Gjør dette: {advice}")
    if len(issues) > ISSUES_SHOWN:
        lines.append(f"{len(issues) - ISSUES_SHOWN} avvik til må rettes; se Kilder på siden.")
    return lines


def _again(day: date) -> list[str]:
    return [
        "",
        "Kjør natten på nytt:",
        "  radar night --live                 samme dag: henter fra nettstedene igjen",
        f"  radar night --date {day}      senere, etter en retting: leser det som er arkivert",
        *_guide(),
    ]


def _guide() -> list[str]:
    return ["", "Hva meldingene betyr, står i docs/log-guide.md. «radar doctor» viser hvordan det står til nå."]


def _name(key: str) -> str:
    """The funder's name, or the key of a source that is no longer there."""
    return plain_line(source_name(key), 40)


def _names(rows: Iterable[Mapping[str, Any]]) -> str:
    names = list(dict.fromkeys(_name(row["source"]) for row in rows))
    more = [f"{len(names) - NAMES_SHOWN} til"] if len(names) > NAMES_SHOWN else []
    return join_words([*names[:NAMES_SHOWN], *more])
