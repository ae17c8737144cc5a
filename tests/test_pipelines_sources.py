"""Which sources take part in a night: live those that a person has not turned off, in replay those that were asked."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from night_samples import call, lines, night_file, run, service

from assets.resources import Radar
from calls.home import Home
from readers import Decisions
from sources.base import all_sources

ON, OFF = date(2026, 9, 1), date(2026, 9, 2)
SOURCES = all_sources()


def radar_at(folder: Path) -> Radar:
    home = Home.at(folder)
    return Radar(home, home.clusters, "prøve", "live")


def test_a_source_that_needs_leave_is_off_until_a_person_turns_it_on(tmp_path: Path) -> None:
    radar = radar_at(tmp_path)
    asked = SOURCES["innovasjonnorge"]
    assert asked.needs_leave
    assert radar.is_asked(SOURCES["forskningsradet"], ON)
    assert not radar.is_asked(asked, ON)
    result = run(
        tmp_path, "sources", "enable", "innovasjonnorge", "--by", "Kari", "--reason", "Ja fra eieren 3. november"
    )
    assert result.exit_code == 0
    assert asked.needs_leave in result.stdout
    assert radar.is_asked(asked, ON)
    assert "hentes fra nettstedet (Kari, " in run(tmp_path, "sources", "list").stdout
    assert run(tmp_path, "sources", "disable", "innovasjonnorge", "--by", "Ola").exit_code == 0
    assert not radar.is_asked(asked, ON)
    with Decisions.open(Home.at(tmp_path).decisions_url) as decisions:
        found = decisions.decisions(source="innovasjonnorge")
    assert [(one.kind, one.by, one.reason) for one in found] == [
        ("source_enabled", "Kari", "Ja fra eieren 3. november"),
        ("source_disabled", "Ola", ""),
    ]
    assert all(abs((datetime.now(UTC) - one.at).total_seconds()) < 60 for one in found)


def test_any_source_can_be_turned_off(tmp_path: Path) -> None:
    assert run(tmp_path, "sources", "disable", "forskningsradet", RADAR_CONTACT="Kari k@example.no").exit_code == 0
    assert not radar_at(tmp_path).is_asked(SOURCES["forskningsradet"], ON)
    assert "hentes ikke (Kari k@example.no" in run(tmp_path, "sources", "list").stdout
    result = run(tmp_path, "sources", "enable", "ukjent", "--by", "Kari")
    assert result.exit_code == 1
    assert "Ukjent kilde «ukjent»" in result.output


def test_nobody_looks_at_a_site_that_nobody_has_asked(tmp_path: Path) -> None:
    result = run(tmp_path, "sources", "check", "innovasjonnorge", "--live", RADAR_CONTACT="Kari k@example.no")
    assert result.exit_code == 1
    assert "Innovasjon Norge er slått av" in result.output


@pytest.fixture
def archive(tmp_path: Path) -> list[str]:
    """Two nights of an archive that has never heard of any source but Forskningsrådet."""
    return [str(night_file(tmp_path / f"{day}.warc.gz", day, [call("a")])) for day in (ON, OFF)]


def test_an_archive_without_a_source_leaves_it_out(tmp_path: Path, archive: list[str]) -> None:
    result = run(tmp_path, "night", "--replay", *archive)
    assert result.exit_code == 0, result.output
    assert len(re.findall(r"innovasjonnorge .*ikke spurt", result.stdout)) == 2
    assert [record["source"] for record in lines(run(tmp_path, "calls", "--format", "json"))] == ["forskningsradet"]


def test_an_archive_without_any_source_ranks_nothing(tmp_path: Path) -> None:
    result = run(tmp_path, "night", "--replay", str(night_file(tmp_path / "a.warc.gz", ON, [], pages=False)))
    assert result.exit_code == 1
    assert "INGENTING RANGERT" in result.stdout


def test_a_source_that_is_not_asked_any_more_says_from_when_its_calls_are(tmp_path: Path) -> None:
    both = night_file(tmp_path / "both.warc.gz", ON, [call("a")], services=[service("a"), service("b")])
    one = night_file(tmp_path / "one.warc.gz", OFF, [call("a")])
    first = run(tmp_path, "night", "--replay", str(both))
    assert (first.exit_code, first.stdout.count("fersk\n")) == (0, 2), first.output
    second = run(tmp_path, "night", "--replay", str(one))
    assert second.exit_code == 3
    assert "ikke spurt: data fra 2026-09-01. Kilden ble ikke spurt i natt." in second.stdout
    known = [(record["source"], record["title"]) for record in lines(run(tmp_path, "calls", "--format", "json"))]
    assert known == [
        ("forskningsradet", "Velferdsteknologi a"),
        ("innovasjonnorge", "Tilskudd til velferdsteknologi a"),
        ("innovasjonnorge", "Tilskudd til velferdsteknologi b"),
    ]
    ranked = {match["source"] for match in lines(run(tmp_path, "matches", "--format", "json"))}
    assert ranked == {"forskningsradet", "innovasjonnorge"}
