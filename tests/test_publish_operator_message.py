"""What the operator is told of a night: when there is a message at all, and every word of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from fetch_site import Night, Server, reply
from hypothesis import given
from hypothesis import strategies as st
from store_samples import began, begin, day, publish, record, report

from assets.rank import report_the_silent
from assets.steps import no_list
from calls.archive.exchange import Answer, Failure, Headers
from calls.failures import FetchError
from calls.fetch.verdict import Passing, judged
from calls.model import Issue
from calls.store import Store
from publish.operator_message import (
    LINE_LENGTH,
    NO_ADVICE,
    SUBJECT_LENGTH,
    OperatorMessage,
    missing_message,
    night_message,
    plain_line,
    unreadable_message,
)
from sources.base import all_sources
from sources.harvest import Collected

SOURCE = "forskningsradet"
AGAIN = """\

Kjør natten på nytt:
  radar night --live                 samme dag: henter fra nettstedene igjen
  radar night --date 2026-09-16      senere, etter en retting: leser det som er arkivert

Hva meldingene betyr, står i docs/log-guide.md. «radar doctor» viser hvordan det står til nå."""
MISSING_ADVICE = """\

Gjør dette:
- Se etter at maskinen sto på kl. 03.30, og at tidsstyringen (Dagster, cron eller systemd) går.
- Se i loggen om natten stoppet før den kom i gang. «radar doctor» sier hva som mangler.
- Kjør «radar night --live» i dag. En natt som ikke ble hentet, kan ikke hentes senere.

Hva meldingene betyr, står i docs/log-guide.md. «radar doctor» viser hvordan det står til nå."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'radar.sqlite'}") as opened:
        yield opened


def rank(store: Store, number: int) -> None:
    store.publish_matches(day(number), [], [], "weights-1", {}, [])


def others_off(store: Store, number: int) -> None:
    """Every other source is off and never gave anything, which is no reason for a message."""
    for key in all_sources():
        if key != SOURCE:
            store.publish_failure(report(day(number), source=key, state="off", is_complete=False), [])


def good_night(store: Store, number: int) -> None:
    publish(store, day(number), record("a"))
    others_off(store, number)
    rank(store, number)


def failed(store: Store, number: int, message: str, issues: list[Issue] | None = None) -> None:
    begin(store, day(number))
    store.publish_failure(report(day(number), state="failed", is_complete=False, message=message), issues or [])
    others_off(store, number)


def test_a_fresh_and_ranked_night_needs_no_message(store: Store) -> None:
    good_night(store, 0)
    assert night_message(store, day(0)) is None
    assert missing_message(store, day(0), began(day(0))) is None


def test_a_source_that_failed(store: Store) -> None:
    good_night(store, 0)
    failed(store, 1, "Nettstedet svarer med feil 503, også etter flere forsøk.")
    rank(store, 1)
    assert night_message(store, day(1)) == OperatorMessage(
        night=date(2026, 9, 16),
        kind="partial",
        subject="Utlysningsradar: natten 16. september 2026 er rangert på delvis gamle data (Forskningsrådet)",
        text=f"""\
Natten 16. september 2026 er rangert, men på delvis gamle data: Forskningsrådet.

Forskningsrådet: ikke oppdatert. Utlysningene er fra 15. september 2026.
  Melding: Nettstedet svarer med feil 503, også etter flere forsøk.
  Gjør dette: Vent til neste natt. Varer det i flere netter, spør eieren av nettstedet.
{AGAIN}""",
    )


def test_a_source_that_is_partly_old_or_off_with_old_data(store: Store) -> None:
    publish(store, day(0), record("a"), state="stale", message="Listen var ikke hel i natt.")
    others_off(store, 0)
    rank(store, 0)
    partly = night_message(store, day(0))
    assert partly is not None
    assert partly.text.splitlines()[2:5] == [
        "Forskningsrådet: delvis oppdatert. Noen opplysninger er fra en tidligere natt.",
        "  Melding: Listen var ikke hel i natt.",
        "  Gjør dette: Vent til neste natt. Varer det, sammenlign med listen hos finansiøren.",
    ]
    begin(store, day(1))
    off = report(day(1), state="off", is_complete=False, message="Kilden ble ikke spurt i natt.")
    store.publish_failure(off, [])
    others_off(store, 1)
    rank(store, 1)
    told = night_message(store, day(1))
    assert told is not None
    assert told.kind == "partial"
    assert told.text.splitlines()[2:5] == [
        "Forskningsrådet: ikke spurt. Utlysningene er fra 15. september 2026.",
        "  Melding: Kilden ble ikke spurt i natt.",
        "  Gjør dette: Er kilden slått av med vilje, er det som det skal. Ellers slå den på igjen.",
    ]


def test_issues_on_fresh_data_are_for_the_page(store: Store) -> None:
    begin(store, day(0))
    wrong = Issue(SOURCE, "", "count_mismatch", "", "900", "Listen har 900 utlysninger.", severity="error")
    store.publish_source(report(day(0)), [record("a")], [wrong], {"a": "card"}, {"a"})
    others_off(store, 0)
    rank(store, 0)
    assert night_message(store, day(0)) is None


def test_a_night_that_is_partly_old_names_the_issues_that_must_be_fixed(store: Store) -> None:
    good_night(store, 0)
    begin(store, day(1))
    wrong = Issue(SOURCE, "", "count_mismatch", "", "900", "Listen har 900 utlysninger.", severity="error")
    lesser = Issue(SOURCE, "a", "vague_date", "deadline_at", "Medio mai", "Dagen mangler.")
    said = "Listen var ikke hel i natt; 2 utlysninger som den mangler, står som de var."
    part = report(day(1), state="stale", is_complete=False, message=said)
    store.publish_source(part, [record("a")], [wrong, lesser], {"a": "card"}, {"a"})
    others_off(store, 1)
    rank(store, 1)
    told = night_message(store, day(1))
    assert told is not None
    assert told.kind == "partial"
    assert "Listen har 900 utlysninger." in told.text
    assert "Dagen mangler." not in told.text


def test_a_source_that_a_person_turned_off_is_no_news(store: Store) -> None:
    good_night(store, 0)
    begin(store, day(1))
    store.publish_failure(report(day(1), state="off", is_complete=False, message="Kilden ble ikke spurt i natt."), [])
    others_off(store, 1)
    rank(store, 1)
    assert night_message(store, day(1), turned_off={SOURCE}) is None
    told = night_message(store, day(1))
    assert told is not None
    assert "ikke spurt" in told.text


def test_an_issue_is_not_told_twice(store: Store) -> None:
    message = "Ingen brukbar liste fra Forskningsrådet: ukjent side."
    issue = Issue(SOURCE, "", "unreadable_page", "", "", message, severity="error")
    failed(store, 0, message, [issue])
    rank(store, 0)
    told = night_message(store, day(0))
    assert told is not None
    assert told.text.count(message) == 1
    assert "Kilden har aldri gitt utlysninger." in told.text


def test_nothing_ranked(store: Store) -> None:
    good_night(store, 0)
    failed(store, 1, "Listen var tom.")
    assert night_message(store, day(1)) == OperatorMessage(
        night=day(1),
        kind="failed",
        subject="Utlysningsradar: natten 16. september 2026 er ikke rangert",
        text=f"""\
Natten 16. september 2026 er ikke rangert. Siste rangerte natt før den er 15. september 2026, 1 natt tidligere.
Kildene er spurt, men rangeringen stoppet. Kjør «radar profiles check», og se loggen.

Forskningsrådet: ikke oppdatert. Utlysningene er fra 15. september 2026.
  Melding: Listen var tom.
  Gjør dette: {NO_ADVICE}
{AGAIN}""",
    )


def test_a_night_that_was_only_begun_says_since_when_the_data_are(store: Store) -> None:
    good_night(store, 0)
    begin(store, day(1))
    told = night_message(store, day(1))
    assert told is not None
    assert told.kind == "failed"
    lines = told.text.splitlines()
    assert lines[1:3] == ["Natten ble åpnet, men ingen kilde er lest; loggen sier hva som stoppet den.", ""]
    first = next(number for number, line in enumerate(lines) if line.startswith("Forskningsrådet:"))
    assert lines[first : first + 3] == [
        "Forskningsrådet: ikke oppdatert. Utlysningene er fra 15. september 2026.",
        "  Melding: Kilden ble ikke lest ferdig i natt.",
        "  Gjør dette: Finn «stoppet» i loggen fra natten; der står grunnen. Kjør natten på nytt når den er rettet.",
    ]
    never = night_message(store, day(2))
    assert never is not None
    assert (never.kind, never.text.splitlines()[1]) == (
        "failed",
        "Natten ble aldri åpnet; loggen sier hva som stoppet den.",
    )


def test_a_night_that_never_ran(store: Store) -> None:
    good_night(store, 0)
    at = datetime(2026, 9, 17, 6, 0, tzinfo=UTC)
    assert missing_message(store, day(2), at) == OperatorMessage(
        night=day(2),
        kind="missing",
        subject="Utlysningsradar: natten 17. september 2026 er ikke kjørt",
        text="Natten 17. september 2026 er ikke kjørt. "
        f"Siste rangerte natt før den er 15. september 2026, 2 netter tidligere.\n{MISSING_ADVICE}",
    )
    assert missing_message(store, day(2), at + timedelta(hours=5)) == missing_message(store, day(2), at)
    assert missing_message(store, day(2), datetime(2026, 9, 16, 21, 59, tzinfo=UTC)) is None, (
        "it is yet to come in Oslo"
    )
    begin(store, day(2))
    half = missing_message(store, day(2), at)
    assert half is not None
    assert half.text.startswith("Natten 17. september 2026 ble begynt, men er ikke rangert. Siste rangerte natt før")


def test_a_demonstration_is_no_night(store: Store) -> None:
    at = began(day(0))
    nothing = missing_message(store, day(0), at)
    assert nothing is not None
    assert nothing.text == f"Ingen ekte natt er kjørt ennå, heller ikke natten 15. september 2026.\n{MISSING_ADVICE}"
    begin(store, day(0), is_demonstration=True)
    store.publish_failure(report(day(0), state="failed", message="Svarte ikke."), [])
    rank(store, 0)
    assert night_message(store, day(0)) is None
    shown = missing_message(store, day(0), at)
    assert shown is not None
    assert shown.text.splitlines()[0] == (
        "Ingen ekte natt er kjørt ennå, heller ikke natten 15. september 2026. Det som vises, er demonstrasjonen."
    )


def test_a_database_that_cannot_be_read() -> None:
    told = unreadable_message(day(1), "Databasen er skadet.\r\nBcc: alle@x.no")
    assert (told.kind, told.subject) == (
        "failed",
        "Utlysningsradar: databasen kan ikke leses etter natten 16. september 2026",
    )
    assert told.text.splitlines()[:2] == [
        "Ingen vet hvordan natten 16. september 2026 gikk: databasen kan ikke leses.",
        "  Melding: Databasen er skadet. Bcc: alle@x.no",
    ]


def test_many_bad_sources_and_hostile_words_stay_one_short_page(store: Store) -> None:
    begin(store, day(0))
    hostile = "Svarte ikke.\r\nBcc: alle@example.no\x00\x1b[31m\u202e\u200b" + "x" * 5000
    for key in all_sources():
        store.publish_failure(report(day(0), source=key, state="off", is_complete=False), [])
    keys = [f"kilde{number}\r\nBcc: a@b.no" for number in range(30)]
    for key in keys:
        issues = [Issue(key, "", "not_answered", "", "", f"{n} {hostile}", severity="error") for n in range(3)]
        store.publish_failure(report(day(0), source=key, state="failed", message=hostile), issues)
    rank(store, 0)
    told = night_message(store, day(0))
    assert told is not None
    assert told == night_message(store, day(0))
    lines = told.text.split("\n")
    assert len(lines) <= 40
    assert max(map(len, lines)) <= LINE_LENGTH + 20
    assert not [line for line in lines if line.startswith("Bcc")]
    assert len(told.subject) <= SUBJECT_LENGTH
    assert {unicodedata.category(char)[0] for char in told.subject + "".join(lines)}.isdisjoint({"C"})
    assert told.subject.endswith("og 27 til)")
    assert "25 kilder til er ikke ferske; «radar doctor» viser alle." in lines
    assert "86 avvik til må rettes; se Kilder på siden." in lines


@given(st.text(alphabet=st.characters(codec=None), max_size=400), st.integers(1, 60))
def test_a_plain_line_is_one_short_line(text: str, length: int) -> None:
    line = plain_line(text, length)
    assert len(line) <= length
    assert line == " ".join(line.split())
    assert not [char for char in line if unicodedata.category(char).startswith("C")]
    assert plain_line(line, length) == line


def _said(answer: Answer) -> str:
    """What fetching tells of an answer, after its last attempt."""
    try:
        judged(answer, "https://a.no/", 1000)
    except Passing as passing:
        return passing.error.message
    except FetchError as error:
        return error.message
    raise AssertionError("a page, and no failure")


def _answer(status: int, failure: Failure = "", headers: Headers = ()) -> Answer:
    return Answer(status, headers, b"", began(day(0)), day(0), "https://a.no/", began(day(0)), failure)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (_answer(403, headers=(("cf-mitigated", "challenge"),)), "Nettstedet vil ikke ha oss."),
        (_answer(404), "Åpne adressen i en nettleser."),
        (_answer(500), "Vent til neste natt."),
        (_answer(0, "time"), "Vent til neste natt."),
        (_answer(0, "disconnect"), "Vent til neste natt."),
        (_answer(0, "tls"), "Åpne nettstedet i en nettleser. Klager"),
        (_answer(0, "unreachable"), "Se etter at maskinen er på nett."),
    ],
)
def test_what_fetching_says_has_its_own_advice(store: Store, answer: Answer, words: str) -> None:
    assert words in _advice_for(store, _said(answer))


def test_a_site_that_wants_no_robots_is_to_be_asked(store: Store, tmp_path: Path) -> None:
    with Server() as server:
        server.replies["/robots.txt"] = [reply(200, b"User-agent: *\nDisallow: /", Content_Type="text/plain")]
        found = Night(tmp_path).one(f"{server.url}/x")
    assert isinstance(found, tuple)
    assert "spør eieren om lov" in _advice_for(store, found[1])


def test_what_the_night_itself_says_has_its_own_advice(store: Store) -> None:
    begin(store, day(0))
    report_the_silent(store, day(0))
    rank(store, 0)
    told = night_message(store, day(0))
    assert told is not None
    assert NO_ADVICE not in told.text
    (source,) = [source for source in all_sources().values() if source.key == SOURCE]
    unreadable = no_list(source, Collected({}, {}, ()))
    assert "Er den lagt om" in _advice_for(store, unreadable, 1)


def _advice_for(store: Store, message: str, number: int = 0) -> str:
    failed(store, number, message)
    rank(store, number)
    told = night_message(store, day(number))
    assert told is not None
    lines = told.text.splitlines()
    return lines[lines.index(f"  Melding: {message}") + 1].removeprefix("  Gjør dette: ")
