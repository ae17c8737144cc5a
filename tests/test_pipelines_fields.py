"""A field that a funder really changed: kept back, shown, accepted, used from then on, and the same in every replay."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from night_samples import call, night_file, run
from publish_samples import clusters_folder

from calls.home import Home
from calls.store import Store
from readers import Decisions
from web.app import create_app

NIGHTS = tuple(date(2026, 9, day) for day in (14, 15, 16, 17))
SLUGS = "abcdefghijkl"
OLD, NEW = "14. okt. 2026", "7. okt. 2026"


def deadlines(home: Path, night: date) -> set[str]:
    with Store.open(Home.at(home).database_url) as store:
        return {str(at)[:10] for at in store.calls(night)["deadline_at"]}


def state(home: Path, night: date) -> str:
    with Store.open(Home.at(home).database_url) as store:
        return str(store.source_nights(night).set_index("source").loc["forskningsradet", "state"])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three nights: on the second, and from then on, every deadline is a week earlier. A fourth lies ready."""
    folder = tmp_path_factory.mktemp("fields")
    home = folder / "home"
    home.mkdir()
    clusters_folder(home)
    for night, deadline in zip(NIGHTS, (OLD, NEW, NEW, NEW), strict=True):
        night_file(folder / f"{night}.warc.gz", night, [call(slug, deadline) for slug in SLUGS])
    for night in NIGHTS[:3]:
        run(home, "night", "--replay", str(folder / f"{night}.warc.gz"))
    return home


def test_a_field_is_kept_shown_accepted_and_taken_back(home: Path) -> None:
    assert [deadlines(home, night) for night in NIGHTS[:3]] == [{"2026-10-14"}] * 3
    assert [state(home, night) for night in NIGHTS[:3]] == ["fresh", "stale", "stale"]
    shown = run(home, "fields").stdout.splitlines()
    assert shown[:7] == [
        "Forskningsrådet, Søknadsfrist (deadline_at)",
        "  Sett: Søknadsfrist leses ikke trygt: 12 av 12 utlysninger har en annen verdi enn sist. Det vi leste sist, "
        "står.",
        "  Siden natten 15. september 2026.",
        "  12 utlysninger står med det vi leste før. For eksempel:",
        "    Velferdsteknologi a  https://www.forskningsradet.no/utlysninger/2026/a/",
        f"      før: «{OLD}»",
        f"      nå:  «{NEW}»",
    ]
    assert shown[-1] == '      radar fields accept forskningsradet deadline_at --because "…"'
    _is_told_everywhere(home)
    because = ("--because", "Utsatt på nyhetssiden", "--by", "Kari <kari@example.no>")
    said = run(home, "fields", "accept", "forskningsradet", "Søknadsfrist", *because)
    assert said.stdout.splitlines() == [
        "Godtatt: Søknadsfrist hos Forskningsrådet, fra natten 17. september 2026.",
        "Angre med «radar fields undo forskningsradet deadline_at».",
    ]
    assert "  Godtatt av Kari <kari@example.no> " in run(home, "fields").stdout
    assert run(home, "fields", "accept", "forskningsradet", "title").exit_code == 1
    run(home, "night", "--replay", str(home.parent / f"{NIGHTS[3]}.warc.gz"))
    assert [deadlines(home, night) for night in NIGHTS] == [{"2026-10-14"}] * 3 + [{"2026-10-07"}]
    assert state(home, NIGHTS[3]) == "fresh"
    assert run(home, "fields").stdout == "Alle felt leses som før.\n"
    replayed = run(home, "replay")
    assert replayed.stdout.splitlines()[-1] == "4 av 4 netter er gjenskapt likt."
    _is_on_the_page(home)
    _can_be_taken_back(home)


def _is_told_everywhere(home: Path) -> None:
    seen = "Søknadsfrist leses ikke trygt: 12 av 12 utlysninger har en annen verdi enn sist. Det vi leste sist, står."
    told = run(home, "doctor").stdout
    assert f"[ FEIL    ] Forskningsrådet: {seen} Siden natten 15. september 2026." in told
    assert "kan den som drifter radaren, godta dem med «radar fields»." in told
    with TestClient(create_app(Home.at(home), home / "clusters")) as client:
        page = " ".join(client.get("/kilder").text.split())
    assert f"{seen} Sett siden natten 15. september 2026. Sammenlign tre av utlysningene" in page


def _is_on_the_page(home: Path) -> None:
    with TestClient(create_app(Home.at(home), home / "clusters")) as client:
        page = client.get("/kilder").text
    assert "det som leses nå, brukes fra natten 17. september 2026. Grunn: Utsatt på nyhetssiden" in page
    assert "kari@example.no" not in page


def _can_be_taken_back(home: Path) -> None:
    said = run(home, "fields", "undo", "forskningsradet", "deadline_at", "--by", "Ola").stdout.splitlines()
    assert said == [
        "Angret: Søknadsfrist hos Forskningsrådet er ikke godtatt.",
        "Det nye er alt tatt inn. Kjør «radar night --from 2026-09-17» for å ta det ut igjen.",
    ]
    assert run(home, "fields", "undo", "forskningsradet", "deadline_at").exit_code == 1
    run(home, "night", "--from", str(NIGHTS[3]))
    assert deadlines(home, NIGHTS[3]) == {"2026-10-14"}
    now = run(home, "fields", "accept", "forskningsradet", "deadline_at", "--now", "--by", "Ola")
    assert "Kjør «radar night --date 2026-09-17» for å ta det inn nå." in now.stdout
    run(home, "night", "--date", str(NIGHTS[3]))
    assert deadlines(home, NIGHTS[3]) == {"2026-10-07"}
    with Decisions.open(Home.at(home).decisions_url) as decisions:
        assert [one.undone_by for one in decisions.acceptances(is_standing=False)] == ["Ola", None]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("accept", "ukjent", "title"), "Ukjent kilde «ukjent»"),
        (("accept", "eu", "farge"), "Ukjent felt «farge»"),
        (("accept", "eu", "title"), "Tittel hos EU holdes ikke tilbake; det er ingenting å godta."),
        (("undo", "eu", "title"), "Ingen har godtatt Tittel hos EU."),
    ],
)
def test_what_cannot_be_accepted_is_said_in_one_line(home: Path, arguments: tuple[str, ...], words: str) -> None:
    result = run(home, "fields", *arguments)
    assert result.exit_code == 1
    assert words in result.stderr
