"""Whole nights through the command line and the two jobs that the schedule runs, with the network off."""

from __future__ import annotations

import hashlib
import socket
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from foreign_warc import API, search, write_warc
from night_samples import call, lines, night_file, run

from bundle.build import NIGHTS
from calls.fields import NAMES
from calls.home import Home
from calls.linking import group_names
from calls.store import Store
from matching.lists import ALONE
from matching.profiles import load_clusters
from pipelines.cli.night import bundled_nights
from publish.fit_words import MAY_NB
from publish.match_record import MATCH
from publish.night_rows import night_rows
from web.app import create_app

CLUSTERS = Path(__file__).resolve().parents[1] / "clusters"


@pytest.fixture(scope="module")
def no_sockets() -> Iterator[None]:
    """No socket at all can be opened: replay needs none."""

    def refuse(*_: object, **__: object) -> socket.socket:
        raise AssertionError("a replay opened a socket")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        patch.setattr(socket, "create_connection", refuse)
        patch.setattr(socket, "getaddrinfo", refuse)
        yield


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory, no_sockets: None) -> Path:
    """A home in which the bundled nights were run."""
    home = tmp_path_factory.mktemp("first")
    result = run(home, "night")
    assert result.exit_code == 0, result.output
    nights = ("Natt 2026-09-15 (demonstrasjon)", "Natt 2026-09-16 (demonstrasjon)")
    for words in (*nights, "eu", "forskningsradet", "innovasjonnorge", "fersk"):
        assert words in result.stdout
    return home


def test_the_same_archives_give_the_same_bytes(demonstration: Path, tmp_path: Path, no_sockets: None) -> None:
    again = tmp_path / "again"
    files = [argument for path in bundled_nights() for argument in ("--replay", str(path))]
    assert run(again, "night", *files).exit_code == 0
    for arguments in (("calls", "--format", "json"), ("matches", "--format", "json"), ("calls", "--format", "csv")):
        first, second = run(demonstration, *arguments), run(again, *arguments)
        assert first.exit_code == second.exit_code == 0
        assert first.stdout_bytes == second.stdout_bytes != b""
    books = []
    for number, home in enumerate((demonstration, again)):
        out = tmp_path / f"{number}.xlsx"
        assert run(home, "export", "--out", str(out)).exit_code == 0
        books.append(hashlib.sha256(out.read_bytes()).hexdigest())
    assert books[0] == books[1]
    for path in sorted((demonstration / "exports").rglob("*.xlsx")):
        assert path.read_bytes() == (again / path.relative_to(demonstration)).read_bytes()


def test_a_night_run_twice_is_run_once(demonstration: Path, tmp_path: Path, no_sockets: None) -> None:
    before = run(demonstration, "calls", "--format", "json").stdout
    result = run(demonstration, "night", "--date", str(NIGHTS[0]))
    assert result.exit_code == 0
    assert f"Natt {NIGHTS[1]}" in result.stdout, "a later night is run again after an older one"
    assert run(demonstration, "calls", "--format", "json").stdout == before


def test_records_have_the_columns_and_what_happened_between_the_nights(demonstration: Path) -> None:
    records = lines(run(demonstration, "calls", "--format", "json"))
    assert all(list(record) == list(NAMES) for record in records)
    assert {record["lang"] for record in records} == {"nb", "nn", "en"}
    assert len(records) >= 60
    night_2 = [record["source"] for record in records if record["first_seen_at"] == "2026-09-16T01:30:00Z"]
    assert Counter(night_2) == {"eu": 1, "forskningsradet": 5, "innovasjonnorge": 3}
    assert all(record["is_listed"] for record in records), "one list without a call is too few to call it gone"
    with Store.open(f"sqlite:///{demonstration / 'radar.sqlite'}") as store:
        nights = store.source_nights().to_dict("records")
        missing = store.listing().query("misses == 1")["source"]
    assert Counter(missing) == {"eu": 2, "forskningsradet": 2, "innovasjonnorge": 2}
    assert [(row["source"], row["new"], row["changed"], row["state"], row["is_complete"]) for row in nights] == [
        ("eu", 1, 5, "fresh", True),
        ("forskningsradet", 5, 12, "fresh", True),
        ("innovasjonnorge", 3, 8, "fresh", True),
    ]


def test_what_happened_at_the_eu_is_its_story_and_no_more(demonstration: Path) -> None:
    with Store.open(f"sqlite:///{demonstration / 'radar.sqlite'}") as store:
        events = store.events(NIGHTS[1], source="eu")[["source_id", "kind", "field", "cause"]].to_numpy().tolist()
    assert events == [
        ["49929064TOPICS", "deadline_earlier", "deadlines", "funder"],
        ["49929064TOPICS", "changed", "change_notes", "funder"],
        ["50136425TOPICS", "closed", "status", "funder"],
        ["50137547TOPICS", "opened", "status", "funder"],
        ["50871369TOPICS", "deadline_later", "deadlines", "funder"],
        ["50871369TOPICS", "changed", "change_notes", "funder"],
        ["51144435TOPICS", "changed", "full_text", "funder"],
        ["51144435TOPICS", "changed", "change_notes", "funder"],
        ["51420311TOPICS", "first_seen", "", "funder"],
    ]


def test_matches_have_the_keys_and_add_up(demonstration: Path) -> None:
    matches = lines(run(demonstration, "matches", "--format", "json"))
    assert all(list(match) == [field.name for field in MATCH] for match in matches)
    assert {match["cluster"] for match in matches} == {"helseinn", "helseinnovasjonssenteret"}
    assert max(match["rank"] for match in matches) <= 50 + 2 * ALONE + 50  # the list, either reason alone, ruled out
    for match in matches:
        assert sum(term["contribution"] for term in match["terms"]) == pytest.approx(match["score"], abs=1e-9)
        assert match["may_apply"] == MAY_NB[match["verdict"]["answer"]]
        assert match["because"] == match["verdict"]["because_nb"]
        assert (match["general"] is None) <= ("åpen for alle temaer" not in match["reason"])
        assert match["topical"] > 0 or match["general"]["score"] > 0
    some = lines(run(demonstration, "matches", "--cluster", "helseinn", "--top", "2", "--format", "json"))
    assert {match["rank"] for match in some} == {1, 2}
    assert {match["cluster"] for match in some} == {"helseinn"}


def test_a_call_in_two_lists_is_shown_once_with_the_other_address_and_the_reason(demonstration: Path) -> None:
    home, clusters = Home.at(demonstration), load_clusters(CLUSTERS)
    with Store.open(home.database_url) as store:
        links = store.links()
        joint = [(one.source_id, one.other_id) for one in links if one.kind == "same_call"]
        assert joint == [
            ("12845COMPETITIVE_CALL", "2026/brainhealth-nevrodegenerasjon"),
            ("12982COMPETITIVE_CALL", "2026/pandemiberedskap-be-ready"),
            ("13405COMPETITIVE_CALL", "2026/eurostars-utlysning-11"),
            ("14871COMPETITIVE_CALL", "2026/eurostars-utlysning-12"),
        ]
        rows = night_rows(store, clusters).rows
    names = group_names(links)
    shown = [(row["profile"], names.get((row["source"], row["source_id"]))) for row in rows.to_dict("records")]
    assert max(Counter(one for one in shown if one[1]).values()) == 1
    assert (
        rows["also"].str.contains("Står også i EUs portal") | rows["also"].str.contains("hos Forskningsrådet")
    ).any()
    with TestClient(create_app(home, CLUSTERS)) as client:
        page = client.get("/utlysning/forskningsradet/2026/eurostars-utlysning-11").text
        abroad = client.get("/utlysning/eu/13405COMPETITIVE_CALL").text
    reason = "Begge gjelder «Eurostars», utlysning nummer 11 og har samme frist, 24. september 2026."
    for text, place in ((page, "eu/13405COMPETITIVE_CALL"), (abroad, "forskningsradet/2026/eurostars-utlysning-11")):
        assert reason in text
        assert f'href="/utlysning/{place}"' in text
    assert "/opportunities/competitive-calls-cs/13405" in page
    assert "eurostars-utlysning-12" not in page


def test_nothing_ranked_is_exit_1(tmp_path: Path) -> None:
    archive = write_warc(
        tmp_path / "empty.warc.gz",
        datetime(2026, 9, 1, 2, tzinfo=UTC),
        [(API, search(0), "application/json", b'{"groups":[]}')],
    )
    result = run(tmp_path / "home", "night", "--replay", str(archive))
    assert result.exit_code == 1
    assert "INGENTING RANGERT" in result.stdout
    assert "ikke oppdatert: data fra ingen natt" in result.stdout


def test_a_source_without_a_list_keeps_yesterdays_calls_and_is_exit_3(tmp_path: Path) -> None:
    first = night_file(tmp_path / "a.warc.gz", date(2026, 9, 1), [call("a"), call("b")])
    html = b"<!DOCTYPE html><title>Feil</title><h1>Vi har tekniske problemer</h1>"
    second = write_warc(
        tmp_path / "b.warc.gz",
        datetime(2026, 9, 2, 2, tzinfo=UTC),
        [(API, search(0), "application/json", html), (API, search(1), "application/json", html)],
    )
    home = tmp_path / "home"
    result = run(home, "night", "--replay", str(first), "--replay", str(second))
    assert result.exit_code == 3
    assert "ikke oppdatert: data fra 2026-09-01" in result.stdout
    records = lines(run(home, "calls", "--format", "json"))
    assert [(record["source_id"], record["is_listed"]) for record in records] == [("2026/a", True), ("2026/b", True)]
    assert len(lines(run(home, "matches", "--format", "json"))) > 0
    doctor = run(home, "doctor")
    assert doctor.exit_code == 1
    assert "data fra 2026-09-01" in doctor.output


def test_a_page_that_is_not_archived_gives_what_the_list_says(tmp_path: Path) -> None:
    archive = night_file(tmp_path / "a.warc.gz", date(2026, 9, 1), [call("a")], pages=False)
    home = tmp_path / "home"
    assert run(home, "night", "--replay", str(archive)).exit_code == 0
    (record,) = lines(run(home, "calls", "--format", "json"))
    assert (record["title"], record["status"], record["layout"]) == ("Velferdsteknologi a", "open", None)


def test_a_page_that_fails_tonight_keeps_its_last_good_record(tmp_path: Path) -> None:
    days = [date(2026, 9, 1), date(2026, 9, 2)]
    files = [night_file(tmp_path / f"{day}.warc.gz", day, [call("a")], pages=day == days[0]) for day in days]
    home = tmp_path / "home"
    result = run(home, "night", "--replay", str(files[0]), "--replay", str(files[1]))
    assert result.exit_code == 0
    (record,) = lines(run(home, "calls", "--format", "json"))
    assert record["deadline_at"] == "2026-10-14T11:00:00Z"


def test_a_night_dated_after_the_clock_of_this_machine_runs(tmp_path: Path) -> None:
    day = datetime.now(UTC).date() + timedelta(days=40)
    archive = night_file(tmp_path / "later.warc.gz", day, [call("a", "31. des. 2090")])
    assert run(tmp_path / "home", "night", "--replay", str(archive)).exit_code == 0


def test_real_nights_take_the_demonstration_away_and_keep_it_out(tmp_path: Path, no_sockets: None) -> None:
    home = tmp_path / "home"
    assert run(home, "night").exit_code == 0
    archive = night_file(tmp_path / "real.warc.gz", date(2026, 10, 1), [call("a")])
    assert run(home, "night", "--replay", str(archive)).exit_code == 0
    assert [record["source_id"] for record in lines(run(home, "calls", "--format", "json"))] == ["2026/a"]
    mixed = run(home, "night")
    assert mixed.exit_code == 1
    assert "har ekte netter" in mixed.output


def test_live_refuses_to_start_without_a_contact(tmp_path: Path) -> None:
    result = run(tmp_path / "home", "night", "--live")
    assert result.exit_code != 0
    assert "RADAR_CONTACT" in str(result.exception)
    assert not (tmp_path / "home").exists()
