"""`radar feedback`: said, seen, shown for what it would move, and taken back."""

from __future__ import annotations

import shlex
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient
from night_samples import call, night_file, run
from publish_samples import clusters_folder

from calls.home import Home
from calls.store import Store
from publish.sampled import SAMPLE_MARK
from readers import Decisions
from web.app import create_app

PROJECT = ("proveklyngen", "trygg-heime")
NIGHT = date(2026, 9, 14)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One night of twelve calls."""
    folder = tmp_path_factory.mktemp("feedback")
    home = folder / "home"
    home.mkdir()
    clusters_folder(home)
    run(
        home, "night", "--replay", str(night_file(folder / "n.warc.gz", NIGHT, [call(slug) for slug in "abcdefghijkl"]))
    )
    return home


@pytest.fixture(scope="module")
def ids(home: Path) -> list[str]:
    with Store.open(Home.at(home).database_url) as store:
        return store.calls()["source_id"].tolist()


def say(home: Path, source_id: str, word: str, *more: str) -> list[str]:
    result = run(home, "feedback", "add", *PROJECT, "forskningsradet", source_id, word, "--by", "Kari", *more)
    assert result.exit_code == 0, result.stderr
    return result.stdout.splitlines()


def test_what_is_said_is_kept_shown_and_taken_back(home: Path, ids: list[str]) -> None:
    assert run(home, "feedback", "list").stdout == "Ingen tilbakemelding er gitt.\n"
    nothing = "Ingen utlysning er sagt å være relevant eller ikke; rangeringen flyttes ikke.\n"
    assert run(home, "feedback", "show", *PROJECT).stdout == nothing
    known = say(home, ids[2], "kjent")
    assert known[0] == "Skrevet ned for proveklyngen / trygg-heime: «Velferdsteknologi c» er kjent fra før."
    assert run(home, "feedback", "show", *PROJECT).stdout == nothing
    first = say(home, ids[0], "relevant", "--reason", "Vi søkte i fjor")
    say(home, ids[1], "ikke-relevant")
    listed = run(home, "feedback", "list", "--profile", "trygg-heime").stdout
    assert [words in listed for words in ("Vi søkte i fjor", "ikke relevant", "kjent fra før", ids[0])] == [True] * 4
    shown = run(home, "feedback", "show", *PROJECT).stdout
    assert "+ Velferdsteknologi a" in shown
    assert "− Velferdsteknologi b" in shown
    assert "prosent av sin lengde" in shown
    assert shown.splitlines()[-1] == "Dette brukes ikke: cluster.yaml har ikke «feedback: true»."
    key = first[1].removeprefix("Angre med «radar feedback undo ").removesuffix("».")
    undone = run(home, "feedback", "undo", key, "--by", "Ola")
    assert undone.stdout == f"Angret: at forskningsradet {ids[0]} er relevant.\n"
    assert "+ Velferdsteknologi a" not in run(home, "feedback", "show", *PROJECT).stdout
    with Decisions.open(Home.at(home).decisions_url) as decisions:
        kept = {one.source_id: one for one in decisions.decisions(is_standing=False)}
    assert (kept[ids[0]].kind, kept[ids[0]].reason, kept[ids[0]].by) == ("relevant", "Vi søkte i fjor", "Kari")
    assert kept[ids[0]].undone_by == "Ola"
    assert kept[ids[1]].kind == "not_relevant"


def test_where_the_cluster_has_turned_it_on_nothing_is_added(home: Path, ids: list[str]) -> None:
    path = home / "clusters" / "proveklyngen" / "cluster.yaml"
    written = path.read_text(encoding="utf-8")
    say(home, ids[3], "relevant")
    path.write_text(f"{written}feedback: true\n", encoding="utf-8")
    assert "brukes ikke" not in run(home, "feedback", "show", *PROJECT).stdout
    path.write_text(written, encoding="utf-8")


def test_own_words_of_the_glossary_count(home: Path, ids: list[str]) -> None:
    own = home / "glossary" / "egne.csv"
    own.parent.mkdir()
    own.write_text("nb;nn;en;note\nvelferdsgreier|velferdsteknologi;;;\n", encoding="utf-8")
    said = say(home, ids[3], "relevant")
    assert "velferdsgreier" in run(home, "feedback", "show", *PROJECT).stdout
    own.unlink()
    assert "velferdsgreier" not in run(home, "feedback", "show", *PROJECT).stdout
    own.parent.rmdir()
    run(home, "feedback", "undo", said[1].removeprefix("Angre med «radar feedback undo ").removesuffix("»."))


def test_a_call_that_is_gone_and_a_note_are_left_alone(home: Path) -> None:
    where = {"cluster": PROJECT[0], "source": "forskningsradet", "by": "Kari", "at": datetime(2026, 9, 14, tzinfo=UTC)}
    with Decisions.open(Home.at(home).decisions_url) as decisions:
        gone = decisions.decide("relevant", **where, source_id="borte", profile="uten-treff")
        note = decisions.note("Husk", **where, source_id="borte")
    shown = run(home, "feedback", "show", "proveklyngen", "uten-treff").stdout.splitlines()
    assert shown[:2] == [
        "Regnes ikke med, for den er ikke blant nattens utlysninger: forskningsradet borte.",
        "Ingenting flyttes: utlysningene har ingen begreper fra ordlisten som kan flytte noe.",
    ]
    assert run(home, "feedback", "undo", note.id).exit_code == 1
    assert run(home, "feedback", "undo", gone.id).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "ukjent", "x", "forskningsradet", "a", "kjent"), "Ukjent klynge «ukjent». Kjente: proveklyngen."),
        (
            ("add", "proveklyngen", "x", "forskningsradet", "a", "kjent"),
            "Ukjent profil «x». Kjente: digital-oppfolging",
        ),
        (("add", *PROJECT, "ukjent", "a", "kjent"), "Ukjent kilde «ukjent»"),
        (("add", *PROJECT, "forskningsradet", "a", "kjent"), "Ukjent utlysning «a» hos forskningsradet."),
        (("add", *PROJECT, "forskningsradet", "a", "bra"), "bra"),
        (
            ("undo", "finnes-ikke"),
            "Ingen enkelt tilbakemelding har id «finnes-ikke». «radar feedback list» viser alle.",
        ),
        (("undo", ""), "«radar feedback list» viser alle."),
        (("show", "proveklyngen", "x"), "Ukjent profil «x»"),
    ],
)
def test_what_cannot_be_said_is_refused_in_one_line(home: Path, arguments: tuple[str, ...], words: str) -> None:
    result = run(home, "feedback", *arguments)
    assert result.exit_code in (1, 2)
    assert words in result.stderr


ABOUT = ("klynge", "prosjekt", "kilde", "id")
"""Fields of a form that judges a call."""


def test_the_nights_sample_is_offered_until_it_is_judged(home: Path) -> None:
    project = ("proveklyngen", "digital-oppfolging")
    first = run(home, "feedback", "sample", "--profile", project[1]).stdout.splitlines()
    assert first[0] == " / ".join(project)
    assert [line.strip().split()[:5] for line in first[2::2]] == [["radar", "feedback", "add", *project]] * 2
    assert first[-1] == "Passer utlysningen ikke, skriv «ikke-relevant» i stedet for «relevant»."
    commands = [shlex.split(line) for line in first if line.strip().startswith("radar")]
    with TestClient(create_app(Home.at(home), home / "clusters")) as client:
        page = BeautifulSoup(client.get("/klynge/" + "/".join(project)).content, "lxml")
        offered = [
            ["radar", "feedback", "add", *(str(form.select(f"[name={name}]")[0]["value"]) for name in ABOUT)]
            for form in page.select("form[action='/vurder']")
        ]
        assert offered == [words[:7] for words in commands]
        for words in commands:
            assert run(home, *words[1:], "--by", "Kari").exit_code == 0
        assert "Hjelp oss å måle" not in client.get("/klynge/" + "/".join(project)).text
    with Decisions.open(Home.at(home).decisions_url) as decisions:
        said = decisions.decisions(cluster=project[0], profile=project[1])
    assert [one.reason for one in said] == [SAMPLE_MARK] * 2
    left = run(home, "feedback", "sample", "--profile", project[1]).stdout
    assert left == "Det er ingenting å vurdere i nattens stikkprøve.\n"
    assert " / ".join(project) not in run(home, "feedback", "sample").stdout
    assert "Ukjent profil «x»" in run(home, "feedback", "sample", "--profile", "x").stderr
