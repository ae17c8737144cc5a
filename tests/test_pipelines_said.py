"""What people said, through the command line: calls, matches, who, and every form of what is taken along."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from night_samples import call, lines, night_file, run
from publish_samples import clusters_folder
from said_samples import given

from calls.home import Home
from calls.model import OWN_SOURCE
from calls.store import Store
from matching.profiles import load_clusters
from publish.exports import FORMS
from publish.night_rows import night_rows
from publish.rows import records
from publish.withdrawn import withdrawn_rows
from readers import Decisions
from readers.standing import Standing
from sources.base import source_name

NIGHT = date(2026, 9, 14)
BEFORE = datetime(2026, 9, 13, 9, tzinfo=UTC)
AFTER = datetime(2026, 9, 14, 9, tzinfo=UTC)
PROJECT = {"cluster": "proveklyngen", "profile": "trygg-heime"}
TITLE = "Velferdsteknologi for eldre hjemme, egen utlysning"


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A night of three calls and one of people's own; one is hidden and one corrected, both after the night."""
    folder = tmp_path_factory.mktemp("said")
    home = folder / "home"
    home.mkdir()
    clusters_folder(home)
    with decisions_of(home) as decisions:
        decisions.add_call(given(title=TITLE, full_text="Velferdsteknologi i hjemmet for eldre."), by="Kari", at=BEFORE)
    path = night_file(folder / "n.warc.gz", NIGHT, [call(slug) for slug in "abc"])
    run(home, "night", "--replay", str(path))
    with decisions_of(home) as decisions:
        who: dict[str, Any] = {"by": "Kari", "at": AFTER}
        decisions.decide("not_for_us", **PROJECT, source="forskningsradet", source_id=id_of(home, "a"), **who)
        decisions.correct("forskningsradet", id_of(home, "b"), "title", "Vår egen tittel", **who)
    return home


@pytest.fixture
def home(lived_in: Path, tmp_path: Path) -> Path:
    """A copy of it, for a test to say more in."""
    return Path(shutil.copytree(lived_in, tmp_path / "home"))


def decisions_of(home: Path) -> Decisions:
    return Decisions.open(Home.at(home).decisions_url)


def id_of(home: Path, slug: str) -> str:
    with Store.open(Home.at(home).database_url) as store:
        return next(one["source_id"] for one in store.records() if one["source_id"].endswith(slug))


def own_id(home: Path) -> str:
    with decisions_of(home) as decisions:
        return decisions.own_calls()[0].source_id


def test_commands_tell_calls_and_matches_as_people_have_them(home: Path) -> None:
    told = {one["source_id"]: one for one in lines(run(home, "calls", "--format", "json"))}
    assert told[own_id(home)]["title"] == TITLE
    assert told[id_of(home, "b")]["title"] == "Vår egen tittel"
    only = lines(run(home, "calls", "--source", OWN_SOURCE, "--status", "open", "--format", "json"))
    assert [one["source_id"] for one in only] == [own_id(home)]
    assert lines(run(home, "calls", "--source", OWN_SOURCE, "--status", "closed", "--format", "json")) == []
    matches = lines(run(home, "matches", "--profile", PROJECT["profile"], "--format", "json"))
    assert {(one["source"], one["title"], one["url"]) for one in matches} >= {(OWN_SOURCE, TITLE, "")}
    assert "Vår egen tittel" in {one["title"] for one in matches}
    assert id_of(home, "a") in {one["source_id"] for one in matches}
    table = run(home, "matches", "--profile", PROJECT["profile"]).stdout
    assert ("teknologi c" in table, "teknologi a" in table) == (True, False)


def test_whom_an_own_call_is_for(home: Path) -> None:
    for asked in (own_id(home), f"{OWN_SOURCE}/{own_id(home)}"):
        result = run(home, "who", asked)
        assert result.exit_code == 0, result.output
        assert result.stdout.startswith(TITLE)
    assert "Mente du own/" in run(home, "who", "utlysning om velferdsteknologi").stderr
    said = run(home, "feedback", "add", *PROJECT.values(), OWN_SOURCE, own_id(home), "relevant", "--by", "Kari")
    assert (said.exit_code, TITLE in said.stdout) == (0, True), said.output
    assert run(home, "feedback", "show", *PROJECT.values()).exit_code == 0


@pytest.mark.parametrize("form", list(FORMS))
def test_every_form_leaves_out_what_is_hidden_and_has_what_was_entered(home: Path, tmp_path: Path, form: str) -> None:
    counts = {}
    for query in ("", "vis_skjulte=ja"):
        out = tmp_path / f"x{query}.{form}"
        result = run(home, "export", "--profile", PROJECT["profile"], "--filter", query, "--out", str(out))
        assert result.exit_code == 0, result.output
        assert out.stat().st_size > 0
        counts[query] = int(result.stdout.split()[1])
        if form in ("csv", "ics", "atom"):
            text = out.read_text(encoding="utf-8").replace("\r\n ", "")
            assert TITLE.partition(",")[0] in text
    assert counts == {"": 3, "vis_skjulte=ja": 4}


def test_an_own_call_that_was_removed_since_is_in_no_row_of_any_night(home: Path) -> None:
    at = Home.at(home)
    with decisions_of(home) as decisions:
        decisions.remove_call(own_id(home), by="Ola", at=AFTER)
        standing = Standing.of(decisions)
    with Store.open(at.database_url) as store:
        clusters = load_clusters(home / "clusters")
        assert OWN_SOURCE in set(store.matches()["source"])
        assert OWN_SOURCE not in set(night_rows(store, clusters, NIGHT, standing).rows["source"])
        assert OWN_SOURCE in set(night_rows(store, clusters, NIGHT, standing.at(AFTER.replace(hour=1))).rows["source"])
        assert OWN_SOURCE not in set(night_rows(store, clusters).rows["source"])
        assert withdrawn_rows(store, clusters, NIGHT, standing).empty
        assert store.check() == []
    assert run(home, "matches", "--format", "json").exit_code == 0


def test_rows_say_what_is_corrected(home: Path) -> None:
    with Store.open(Home.at(home).database_url) as store, decisions_of(home) as decisions:
        record = store.call("forskningsradet", id_of(home, "c"))
        assert record is not None
        other = {**record, "evidence": {}, "funder": "En annen"}
        decisions.correct("forskningsradet", record["source_id"], "funder", "Dam", by="K", at=AFTER, record=other)
        decisions.correct("forskningsradet", record["source_id"], "budget_nok", 1, by="K", at=AFTER, record=record)
        rows = records(night_rows(store, load_clusters(home / "clusters"), NIGHT, Standing.of(decisions)).rows)
    told = {row["source_id"]: row["corrected"] for row in rows}
    assert told[id_of(home, "a")] == told[own_id(home)] == ""
    assert told[id_of(home, "b")] == "Tittel"
    label = told[id_of(home, "c")]
    assert set(label.split("; ")) == {"Finansiør, finansiøren har endret teksten", "Ramme"}


def test_a_home_with_own_calls_alone_is_not_empty(home: Path, tmp_path: Path) -> None:
    assert run(home, "backup", str(tmp_path / "backup")).exit_code == 0
    other = tmp_path / "other"
    with decisions_of(other) as decisions:
        decisions.add_call(given(), by="Kari", at=BEFORE)
    refused = run(other, "restore", str(tmp_path / "backup"))
    assert (refused.exit_code, "har alt beslutninger" in refused.stderr) == (1, True)


def test_the_source_of_own_calls_has_a_name() -> None:
    assert source_name(OWN_SOURCE) == "Lagt inn av dere"
