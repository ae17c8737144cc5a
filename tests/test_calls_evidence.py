"""Quotes looked up in the pages they were read from: on the demonstration's nights, and where they are gone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from normalise_samples import NIGHT, RULES, WHOLE, reading
from source_samples import URL, card, main, page, rendered

from assets.fetching import archived_pages
from assets.resources import Radar
from bundle.render import MARKUPS, detail_page
from calls.archive import Archive
from calls.evidence import (
    PARTS,
    QUOTED,
    QUOTED_IF_CITED,
    Checked,
    NightWords,
    Verdict,
    column_of,
    holds,
    shares,
    verify,
)
from calls.home import Home
from calls.model import Card, Page
from calls.normalise import normalise
from pipelines.cli.night import bundled_nights
from sources.base import UnreadablePage, all_sources
from sources.forskningsradet import SOURCE
from sources.forskningsradet.addresses import ForeignAddress, canonical, source_id
from sources.harvest import Collected, collect, read

AT = datetime(2026, 9, 16, 1, 30, tzinfo=UTC)
Record = Mapping[str, Any]


@dataclass(frozen=True)
class SourceNight:
    """One source's night: what was collected, and the records that came of it."""

    collected: Collected
    records: list[Record]

    @property
    def words(self) -> NightWords:
        return NightWords.of(self.collected.lists.values(), self.collected.details, self.records)


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[date, str], SourceNight]:
    """The demonstration's nights, read by every source that was asked in them."""
    home = Home.at(tmp_path_factory.mktemp("home"))
    archive = Archive(home.archive)
    archive.add(bundled_nights())
    found = {}
    for night in archive.nights():
        for key, source in all_sources().items():
            with archived_pages(Radar(home, Path(), "test", mode="replay"), night.day) as get:
                collected = collect(source, get, {})
            if collected.listing is None:
                continue
            readings = read(source, collected, {}).readings
            records = [normalise(one, source.rules, night.at, source.parser_version).record for one in readings]
            found[night.day, key] = SourceNight(collected, records)
    return found


def total(checked: list[Checked]) -> tuple[int, int]:
    counts = shares(checked).values()
    return sum(looked_for for looked_for, _ in counts), sum(found for _, found in counts)


def own(body: str) -> tuple[Record, Page]:
    """The record of a page of a call, with the page."""
    kept = page(body)
    return normalise(SOURCE.parse(card(), kept), SOURCE.rules, AT, "1").record, kept


def checked(record: Record, kept: Page) -> Checked:
    return NightWords.of([], {kept.url: kept}, [record]).check(record)


def test_every_value_of_the_bundled_nights_has_its_quote_in_the_archive(
    nights: dict[tuple[date, str], SourceNight],
) -> None:
    assert {key for _, key in nights} == {"eu", "forskningsradet", "innovasjonnorge"}
    for night in nights.values():
        words = night.words
        found = [words.check(record) for record in night.records]
        lost = [(one.source_id, name) for one in found for name in (*one.of("lost"), *one.of("none"))]
        assert lost == []
        assert total(found)[0] > 10 * len(found)


def test_the_quotes_of_one_call_do_not_stand_in_the_pages_of_another(
    nights: dict[tuple[date, str], SourceNight],
) -> None:
    for night in nights.values():
        words = night.words
        texts = [words.texts(record) for record in night.records]
        swapped = []
        neighbours = [*zip(night.records, texts, strict=True)]
        for record, (other, theirs) in zip(night.records, [*neighbours[1:], neighbours[0]], strict=True):
            strange = "\n".join(theirs.values())
            verdicts = verify(record, dict.fromkeys(words.texts(record), strange))
            swapped.append(replace(verdicts, fields=differing(verdicts, record, other)))
        looked_for, found = total(swapped)
        assert found < 0.1 * looked_for  # what is left are short words that stand elsewhere on the page
        titles = shares(swapped)["title"]
        assert titles[1] < 0.1 * titles[0]


def differing(verdicts: Checked, record: Record, other: Record) -> dict[str, Verdict]:
    """Without the columns in which the two calls agree: many are open, or close on the same day."""
    columns = {name: name.partition("[")[0] for name in verdicts.fields}
    return {name: verdict for name, verdict in verdicts.fields.items() if record[columns[name]] != other[columns[name]]}


@pytest.mark.parametrize("markup", MARKUPS)
def test_every_value_of_the_real_pages_has_its_quote_in_any_markup(shared: Path, markup: str) -> None:
    found = []
    for line in (shared / "data/forskningsradet/pages.jsonl").read_text(encoding="utf-8").splitlines():
        facts = json.loads(line)
        body = detail_page(facts, markup=markup, printed_at="2. oktober 2023, 16:13 CEST")
        try:
            url = canonical(facts["url"])
            kept = Page(url, 200, "text/html", body.encode(), AT)
            told = SOURCE.parse(Card(source_id(url), url, url, facts["title"], is_current=True), kept)
        except (ForeignAddress, UnreadablePage):
            continue
        found.append(checked(normalise(told, SOURCE.rules, AT, "1").record, kept))
    looked_for, there = total(found)
    assert len(found) >= 48
    assert (looked_for, there) == (looked_for, looked_for)


def test_a_value_whose_words_leave_the_page_is_lost_and_nothing_else_is() -> None:
    record, kept = own(
        main(
            "<p>Søk nå</p><h2>Viktige datoer</h2><p>12. aug. 2026</p><p>Åpen for søknad</p><p>23. sep. 2026</p>"
            "<p>Søknadsfrist</p><h2>Formål</h2><p>Midlene går til piloter.</p>"
        )
    )
    whole = checked(record, kept)
    assert set(whole.fields.values()) == {"found"}
    after = checked(record, replace(kept, body=kept.body.replace(b"23. sep. 2026", b"24. sep. 2026")))
    assert after.of("lost") == ["deadline_at", "deadline_type", "deadline_text", "deadlines[0]"]
    assert after.of("found") == [name for name in whole.fields if name not in after.of("lost")]
    assert {"title", "summary", "status", "opens_at"} <= set(after.of("found"))


def test_a_value_without_a_quote_is_told_apart_and_counts_as_looked_for() -> None:
    record, kept = own(rendered())
    evidence = {column: rows for column, rows in record["evidence"].items() if column != "title"}
    found = checked({**record, "evidence": evidence}, kept)
    assert found.of("none") == ["title"]
    assert shares([found])["title"] == (1, 0)


def test_the_parts_of_a_column_are_looked_for_one_by_one() -> None:
    body = main(
        "<h2>Viktige datoer</h2><p>12. aug. 2026</p><p>Åpen for søknad</p><p>2. sep. 2026</p><p>Skissefrist</p>"
        "<p>23. sep. 2026</p><p>Søknadsfrist</p><h2>Formål</h2><p>Midlene går til piloter.</p>"
        "<h2>Aktuelle temaområder for denne utlysningen</h2><p>Helse: 40 millioner kroner</p><p>Mat: 2 mill. kr</p>"
    )
    record, kept = own(body)
    changed = kept.body.replace(b"Mat: 2 mill", b"Mat: 12 mill")
    after = checked(record, replace(kept, body=changed))
    themes = {name: verdict for name, verdict in after.fields.items() if name.startswith("themes")}
    assert themes == {
        "themes[0]": "found",
        "themes[0].amount_nok": "found",
        "themes[1]": "lost",
        "themes[1].amount_nok": "lost",
    }
    assert shares([after])["themes.amount_nok"] == (2, 1)
    assert shares([after])["deadlines"] == (len(record["deadlines"]), len(record["deadlines"]))


def test_words_of_the_list_are_looked_for_in_the_calls_own_entry() -> None:
    record = dict(normalise(reading(*WHOLE[:1]), RULES, NIGHT, "1").record)
    list_url = "https://www.forskningsradet.no/api"
    row = {"text": "Løpende", "label": "Frist", "quote": "Løpende", "url": list_url}
    record |= {"api_id": "7", "deadline_text": "Løpende", "evidence": {"deadline_text": [row]}, "title": None}
    entries = [{"id": "7", "frist": "Stengt"}, {"id": "8", "frist": "Løpende"}]
    listed = Page(list_url, 200, "application/json", json.dumps({"list": entries}).encode(), AT)
    assert NightWords.of([listed], {}, [record]).check(record).fields["deadline_text"] == "lost"
    entries[0]["frist"] = "Løpende"
    listed = replace(listed, body=json.dumps({"list": entries}).encode())
    assert NightWords.of([listed], {}, [record]).check(record).fields["deadline_text"] == "found"
    unknown = {**record, "source_id": "x", "api_id": None, "url": "https://x.no/y/"}
    assert NightWords.of([listed], {}, [unknown]).check(unknown).fields["deadline_text"] == "found"


def test_a_badge_glued_to_a_title_is_two_quotes() -> None:
    body = main("<p>Frist 1. juni 2026</p>").replace("i kommunene</h1>", "i kommunene<span>2026</span></h1>")
    kept = page(body)
    record: dict[str, Any] = dict.fromkeys((*QUOTED, *QUOTED_IF_CITED, *PARTS))
    row = {"text": "2026", "label": "", "quote": "kommunene", "url": URL}
    record |= {"source_id": "a", "api_id": None, "url": URL, "title": "kommunene", "evidence": {"title": [row]}}
    assert verify(record, {URL: "i kommunene2026"}).fields == {"title": "found"}
    row["quote"] = "Søk nå"
    assert verify(record, {URL: "LÅNSøk nåPilot"}).fields == {"title": "lost"}
    glued = replace(kept, body=b"<html><body><p><b>L\xc3\x85N</b><i>S\xc3\xb8k n\xc3\xa5</i></p></body></html>")
    assert checked(record, glued).fields == {"title": "found"}


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Inntil 5 millioner", "5 millioner", True),
        ("Inntil 15 millioner", "5 millioner", False),
        ("Inntil 1,5 millioner", "5 millioner", False),
        ("kl. 13.00", "kl. 13", False),
        ("Frist 5. juni 2026.", "5. juni 2026", True),
        ("Frist 25. juni 2026", "5. juni 2026", False),
        ("Lånebeløp", "Lån", False),
        ("Lånebeløp og Lån", "Lån", True),
        ("Pilot HelseSøk nå", "Pilot Helse", True),
        ("Pilot HelseSøk nå", "Søk nå", True),
        ("5555555", "5", False),
        ("", "a", False),
    ],
)
def test_whole_words_and_whole_numbers_alone_are_found(text: str, words: str, expected: bool) -> None:
    assert holds(text, words) is expected


def test_quotes_are_cleaned_as_pages_are_and_each_of_their_lines_is_looked_for() -> None:
    record: dict[str, Any] = dict.fromkeys((*QUOTED, *QUOTED_IF_CITED, *PARTS))
    row = {"text": "", "label": "", "quote": "• A\u030apen\u00a0 nå\n• Søk\u00adnad", "url": URL}
    record |= {"source_id": "a", "title": "x", "evidence": {"title": [row]}}
    assert verify(record, {URL: "Søknad er Åpen nå"}).fields == {"title": "found"}
    assert verify(record, {URL: "Åpen nå"}).fields == {"title": "lost"}
    assert verify(record, {}).fields == {"title": "lost"}
    row["quote"] = "•"
    assert verify(record, {URL: "• •"}).fields == {"title": "lost"}


def test_shares_count_parts_under_their_column() -> None:
    one = Checked("a", {"title": "found", "deadlines[0]": "found", "deadlines[1]": "lost"})
    other = Checked("b", {"title": "none", "themes[0].amount_nok": "found"})
    assert shares([one, other]) == {"deadlines": (2, 1), "themes.amount_nok": (1, 1), "title": (2, 1)}
    assert [column_of(name) for name in ("title", "deadlines[1]", "themes[0].amount_nok")] == [
        "title",
        "deadlines",
        "themes.amount_nok",
    ]
