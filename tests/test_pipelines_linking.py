"""Calls in two lists, and pages that name a wrong twin, through whole nights of the command line to the page."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from fastapi.testclient import TestClient
from night_samples import call, night_file, run

from calls.home import Home
from calls.store import Store
from web.app import create_app

CLUSTERS = Path(__file__).resolve().parents[1] / "clusters"
FIRST, SECOND, THIRD = (date(2026, 9, day) for day in (1, 2, 3))
MESSAGE = (
    "Siden oppgir en annen side som samme utlysning på et annet språk, men den siden er ikke det; "
    "de to er ikke slått sammen. Se på begge sidene."
)


ENGLISH = "https://www.forskningsradet.no/en/call-for-proposals/2026/b/"


def english() -> dict[str, Any]:
    paragraphs = ["Municipalities and hospitals try out welfare technology together for safer services at home."]
    sections = [{"heading": "Purpose", "paragraphs": paragraphs}]
    twin = "https://www.forskningsradet.no/utlysninger/2026/b/"
    told = {"url": ENGLISH, "title": "Welfare technology b", "lang": "en", "sections": sections, "twin_url": twin}
    return call("b") | told


def page_text(home: Path, address: str) -> str:
    with TestClient(create_app(Home.at(home), CLUSTERS)) as client:
        answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser").get_text(" ", strip=True)


def test_a_page_that_names_a_wrong_twin_is_an_issue_until_the_funder_mends_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    pair = [call("b") | {"twin_url": ENGLISH}, english()]
    wrong, mended = [call("a") | {"twin_url": ENGLISH}, *pair], [call("a"), *pair]
    told = ((FIRST, wrong), (SECOND, wrong), (THIRD, mended))
    files = [str(night_file(tmp_path / f"{day}.warc.gz", day, calls)) for day, calls in told]
    assert run(home, "night", "--replay", files[0], "--replay", files[1]).exit_code == 0
    with Store.open(f"sqlite:///{home / 'radar.sqlite'}") as store:
        twins = store.issues().query("kind == 'wrong_twin'")
        assert twins[["since_night", "source_id", "field", "message"]].to_numpy().tolist() == [
            [FIRST, "2026/a", "twin_url", MESSAGE]
        ]
        assert [(link.source_id, link.other_id) for link in store.links()] == [("2026/b", "en/2026/b")]
        assert store.source_nights(SECOND).query("source == 'forskningsradet'")["issues"].item() == len(store.issues())
    assert "Oversettelsen hører ikke til" in page_text(home, "/kilder")
    assert MESSAGE in page_text(home, "/utlysning/forskningsradet/2026/a")
    assert run(home, "night", "--replay", files[2]).exit_code == 0
    with Store.open(f"sqlite:///{home / 'radar.sqlite'}") as store:
        assert "wrong_twin" not in set(store.issues()["kind"])
        assert "wrong_twin" in set(store.issues(SECOND)["kind"])
    assert "Oversettelsen hører ikke til" not in page_text(home, "/kilder")
