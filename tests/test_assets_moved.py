"""Why matches moved, through whole nights: the store keeps what a night rested on, and the page says what changed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from night_samples import call, night_file, run

from calls.home import Home
from calls.store import Store
from matching.movement import Moved
from matching.profiles import load_clusters
from publish.fit_words import is_ruled_out
from publish.rows import records
from readers import Decisions
from web.app import create_app

NIGHTS = (date(2026, 9, 15), date(2026, 9, 16), date(2026, 9, 17))
PROFILE = ("helseinn", "demens_hjemme")
ADJUSTED = "justert av det dere har sagt"


def _call(slug: str, title: str) -> dict[str, Any]:
    return {**call(slug), "title": title}


FIRST = [
    _call("a", "Velferdsteknologi for demens hjemme"),
    _call("b", "Velferdsteknologi og pårørende"),
    _call("c", "Havbruk og fiskehelse"),
]
SECOND = [FIRST[0], _call("b", "Demens hjemme: pårørende, trygghet og mestring for personer med demens"), FIRST[2]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Three nights: a text changes before the second; a project, a member and the glossary before the third."""
    place = tmp_path_factory.mktemp("moved")
    made = Home.at(place / "home")
    assert run(made.path, "init").exit_code == 0
    for number, (day, calls) in enumerate(zip(NIGHTS, (FIRST, SECOND, SECOND), strict=True)):
        if number == 2:
            _edit(made)
        path = night_file(place / f"{day}.warc.gz", day, calls)
        assert run(made.path, "night", "--replay", str(path)).exit_code in (0, 1)
    return made


def _edit(home: Home) -> None:
    profile = home.clusters / PROFILE[0] / "profiles" / f"{PROFILE[1]}.yaml"
    profile.write_text(
        profile.read_text(encoding="utf-8").replace("title: ", "title: Havbruk, fiskehelse og ", 1), encoding="utf-8"
    )
    home.glossary.mkdir()
    row = "nb;nn;en;note\nfiskehelse|helse for fisk;;fish health;\n"
    (home.glossary / "egne.csv").write_text(row, encoding="utf-8")


def _moved(home: Home, day: date) -> dict[str, Moved]:
    """The calls that moved in the list of PROFILE, by the end of their id; each adds up to what the store says."""
    with Store.open(home.database_url) as store:
        last, now = (
            {
                (row["source"], row["source_id"]): row
                for row in records(store.matches(night, *PROFILE))
                if not is_ruled_out(row)
            }
            for night in (NIGHTS[NIGHTS.index(day) - 1], day)
        )
        found = [Moved.of(one) for one in store.moves(day, *PROFILE).get(PROFILE, [])]
        assert store.check() == []
    assert {one.call for one in found} == {
        key for key in now if key not in last or last[key]["rank"] != now[key]["rank"]
    }
    for one in found:
        before = last[one.call]["score"] if one.call in last else 0.0
        assert (one.before.score, one.after.score) == (before, now[one.call]["score"])
        assert sum(step.moved for step in one.steps) == pytest.approx(now[one.call]["score"] - before, abs=1e-9)
    return {one.call[1].rpartition("/")[2]: one for one in found}


def test_the_first_night_has_nothing_to_move_from(home: Home) -> None:
    with Store.open(home.database_url) as store:
        assert store.moves(NIGHTS[0]) == {}


def test_a_text_that_changed_is_told_apart_from_the_others(home: Home) -> None:
    found = _moved(home, NIGHTS[1])
    assert found["b"].after.rank == 1
    assert "text" in {step.cause for step in found["b"].steps}
    assert {step.cause for step in found["a"].steps} == {"corpus"}


def test_a_project_and_a_glossary_that_changed_have_their_steps(home: Home) -> None:
    found = _moved(home, NIGHTS[2])
    assert "profile" in {step.cause for step in found["c"].steps}
    assert not {step.cause for one in found.values() for step in one.steps} & {"text", "facts", "program"}
    with Store.open(home.database_url) as store:
        versions = [store.match_runs(night)["glossary_version"].iloc[0] for night in NIGHTS]
        assert versions[0] == versions[1] != versions[2]
        assert all(store.rank_input("glossary", version) for version in versions)


def test_the_page_says_why(home: Home) -> None:
    with TestClient(create_app(home, home.clusters)) as client:
        text = client.get(f"/klynge/{PROFILE[0]}/{PROFILE[1]}?natt={NIGHTS[1]}").text
        assert "teksten i utlysningen er endret" in text
        text = client.get(f"/klynge/{PROFILE[0]}/{PROFILE[1]}").text
        assert "prosjektet eller klyngen er endret" in text


def test_a_night_taken_back_and_run_again_says_the_same(home: Home, tmp_path: Path) -> None:
    with Store.open(home.database_url) as store:
        before = store.moves(NIGHTS[2])
        store.roll_back(NIGHTS[2])
        assert store.moves(NIGHTS[2]) == {}
        version = load_clusters(home.clusters)[0].version
        assert store.rank_input("cluster", version), "the nights before rest on it"
    path = night_file(tmp_path / f"{NIGHTS[2]}.warc.gz", NIGHTS[2], SECOND)
    assert run(home.path, "night", "--replay", str(path)).exit_code in (0, 1)
    with Store.open(home.database_url) as store:
        assert store.moves(NIGHTS[2]) == before != {}


def test_what_was_said_counts_where_the_cluster_wants_it_and_as_of_that_night(tmp_path: Path) -> None:
    """Said after the first night, so it moves the second; undone after that, so that a replay still counts it there."""
    home = Home.at(tmp_path / "home")
    assert run(home.path, "init").exit_code == 0
    cluster = home.clusters / PROFILE[0] / "cluster.yaml"
    cluster.write_text(f"{cluster.read_text(encoding='utf-8')}\nfeedback: true\n", encoding="utf-8")
    titles = (
        "Lokaliseringsteknologi ved demens",
        "Demens hjemme med hjemmetjenester",
        "Pårørende til personer med demens",
        "Velferdsteknologi for demens hjemme",
        "Dagtilbud og Inn på tunet",
        "Hjemmetjenester og kognitiv svikt",
        "Avlastning for pårørende",
    )
    calls = [_call(slug, title) for slug, title in zip("abcdefg", titles, strict=True)]
    files = [str(night_file(tmp_path / f"{day}.warc.gz", day, calls)) for day in NIGHTS]

    def night(number: int) -> None:
        assert run(home.path, "night", "--replay", files[number]).exit_code in (0, 1)

    where: dict[str, Any] = {"cluster": PROFILE[0], "profile": PROFILE[1], "source": "forskningsradet"}
    night(0)
    with Decisions.open(home.decisions_url) as decisions:
        at = datetime(2026, 9, 15, 9, tzinfo=UTC)
        said = [
            decisions.decide("relevant", **where, source_id="2026/a", by="Kari", at=at),
            decisions.decide("not_relevant", **where, source_id="2026/b", by="Kari", at=at),
        ]
    night(1)
    with Decisions.open(home.decisions_url) as decisions:
        for one in said:
            decisions.undo(one.id, by="Ola", at=datetime(2026, 9, 16, 9, tzinfo=UTC))
    night(2)
    with Store.open(home.database_url) as store:
        versions = [
            {row["profile"]: row["feedback_version"] for row in records(store.match_runs(day))} for day in NIGHTS
        ]
        first, second, third = (store.matches(day, *PROFILE).to_dict("records") for day in NIGHTS)
        moved = [Moved.of(one) for one in store.moves(NIGHTS[1], *PROFILE).get(PROFILE, [])]
    assert [bool(found[PROFILE[1]]) for found in versions] == [False, True, False]
    assert {name for name, version in versions[1].items() if version} == {PROFILE[1]}, "one project moves no other"
    assert first == third != second
    assert {step.cause for one in moved for step in one.steps} == {"feedback"}
    with TestClient(create_app(home, home.clusters)) as client:
        assert ADJUSTED in client.get(f"/klynge/{PROFILE[0]}/{PROFILE[1]}?natt={NIGHTS[1]}").text
        assert ADJUSTED not in client.get(f"/klynge/{PROFILE[0]}/{PROFILE[1]}").text
    result = run(home.path, "replay")
    assert "3 av 3 netter er gjenskapt likt" in result.stdout, result.stdout


def test_a_correction_moves_the_night_after_it_and_is_told_as_the_calls_own_facts(tmp_path: Path) -> None:
    """Corrected after the first night and taken back after the second: both later nights tell what came of it."""
    home = Home.at(tmp_path / "home")
    assert run(home.path, "init").exit_code == 0
    files = [str(night_file(tmp_path / f"{day}.warc.gz", day, FIRST)) for day in NIGHTS]

    def night(number: int) -> None:
        assert run(home.path, "night", "--replay", files[number]).exit_code in (0, 1)

    def noon(number: int) -> datetime:
        return datetime.combine(NIGHTS[number], datetime.min.time(), UTC).replace(hour=12)

    night(0)
    with Store.open(home.database_url) as store:
        ids = {one["source_id"].rpartition("/")[2]: one["source_id"] for one in store.records()}
    with Decisions.open(home.decisions_url) as decisions:
        who: dict[str, Any] = {"by": "Kari", "at": noon(0)}
        closed = decisions.correct("forskningsradet", ids["a"], "status", "closed", **who)
        title = decisions.correct("forskningsradet", ids["b"], "title", "Demens hjemme og pårørende", **who)
    night(1)
    found = _moved(home, NIGHTS[1])
    assert "a" not in found, "it is closed, and in no list"
    assert "text" in {step.cause for step in found["b"].steps}
    with Decisions.open(home.decisions_url) as decisions:
        for said in (closed, title):
            decisions.undo(said.id, by="Kari", at=noon(1))
    night(2)
    found = _moved(home, NIGHTS[2])
    assert (found["a"].before.rank, {step.cause for step in found["a"].steps} >= {"facts"}) == (None, True)
    assert {step.cause for one in found.values() for step in one.steps} <= {"text", "facts", "corpus"}
    result = run(home.path, "replay")
    assert "3 av 3 netter er gjenskapt likt" in result.stdout, "what was taken back since stood on the second night"
