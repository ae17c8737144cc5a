"""`radar who`: one call by its id, its source and id or its address, and whom it is for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from night_samples import call, lines, night_file, run, service
from publish_samples import clusters_folder

from calls.home import Home
from calls.store import Store

NIGHT = date(2026, 9, 14)
SLUGS = "abcdefghijkl"
ID = "2026/a"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One night of two sources; one call may be applied for by hospitals alone, and one title is hostile."""
    folder = tmp_path_factory.mktemp("who")
    home = folder / "home"
    home.mkdir()
    clusters_folder(home)
    calls = [call(slug) for slug in SLUGS]
    calls[1]["sections"].append({"heading": "Hvem kan søke?", "paragraphs": ["Bare helseforetak kan søke."]})
    calls[2]["title"] = "Pilot Helse"
    calls[3]["title"] = "[red]Farlig[/red] utlysning"
    services = [service(slug) for slug in SLUGS]
    assert run(home, "night", "--replay", str(night_file(folder / "n.warc.gz", NIGHT, calls, services=services))).stdout
    return home


def stored(home: Path) -> dict[str, tuple[str, str, str]]:
    """Title -> source, id and address."""
    with Store.open(Home.at(home).database_url) as store:
        frame = store.calls()
    return {
        row["title"]: (row["source"], row["source_id"], row["url"])
        for row in frame[["source", "source_id", "url", "title"]].to_dict("records")
    }


def test_a_call_goes_by_source_and_id_by_id_and_by_address(home: Path) -> None:
    source, source_id, url = stored(home)["Velferdsteknologi a"]
    assert (source, source_id) == ("forskningsradet", ID)
    ways = [f"{source}/{source_id}", source_id, url, url.rstrip("/"), f"  {source_id} "]
    shown = [run(home, "who", way) for way in ways]
    assert {one.exit_code for one in shown} == {0}
    assert len({one.stdout for one in shown}) == 1


def test_projects_and_members_with_answers_reasons_and_scores(home: Path) -> None:
    shown = run(home, "who", ID).stdout.splitlines()
    assert shown[:3] == [
        "Velferdsteknologi a",
        "forskningsradet/2026/a  https://www.forskningsradet.no/utlysninger/2026/a/",
        "Søknadsfrist: onsdag 14. oktober 2026 kl. 13.00 (klokkeslett antatt)",
    ]
    (found,) = lines(run(home, "who", ID, "--json"))
    assert {key: found[key] for key in ("night", "source", "source_id", "title")} == {
        "night": "2026-09-14",
        "source": "forskningsradet",
        "source_id": ID,
        "title": "Velferdsteknologi a",
    }
    with Store.open(Home.at(home).database_url) as store:
        matches = store.matches().to_dict("records")
    ranked = {one["profile"]: one["detail"]["topical"] for one in matches if one["source_id"] == ID}
    assert {one["profile"]: one["topical"] for one in found["profiles"]} == {
        "trygg-heime": ranked["trygg-heime"],
        "digital-oppfolging": ranked.get("digital-oppfolging"),
        "uten-treff": ranked.get("uten-treff"),
    }
    assert [one["member"] for one in found["members"]] == ["hamar"]
    best = next(line for line in shown if "trygg-heime" in line)
    assert f"{ranked['trygg-heime']:.3f}" in best


def test_who_may_not_apply_is_said_with_the_reason(home: Path) -> None:
    (found,) = lines(run(home, "who", "2026/b", "--json"))
    assert [(one["name"], one["answer"]) for one in found["members"]] == [("Hamar kommune", "no")]
    shown = run(home, "who", "2026/b").stdout
    assert ["nei", "Hamar", "kommune"] in [line.split()[:3] for line in shown.splitlines()]
    assert " ".join(found["profiles"][0]["verdict"]["because_nb"].split()[:3]) in shown


def test_a_general_instrument_has_its_kind_and_fit(home: Path) -> None:
    (found,) = lines(run(home, "who", "2026/c", "--json"))
    assert {one["general"]["kind"] for one in found["profiles"]} == {"pilot_helse"}
    score = found["profiles"][0]["general"]["score"]
    assert f"{found['profiles'][0]['general']['name_nb']} {score:.2f}" in run(home, "who", "2026/c").stdout


def test_what_a_funder_wrote_is_shown_as_written(home: Path) -> None:
    assert run(home, "who", "2026/d").stdout.splitlines()[0] == "[red]Farlig[/red] utlysning"


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("finnes-ikke", "Ukjent utlysning «finnes-ikke». «radar calls» viser alle."),
        ("velferdsteknologi", "Mente du forskningsradet/2026/"),
        ("forskningsradet/2026/pilot", "Mente du forskningsradet/2026/c («Pilot Helse»)?"),
        ("https://example.no/a", "Ukjent utlysning «https://example.no/a»."),
        ("", "Ukjent utlysning «»."),
    ],
)
def test_an_unknown_call_is_said_in_one_line_with_those_that_are_near(home: Path, asked: str, words: str) -> None:
    result = run(home, "who", asked)
    assert (result.exit_code, result.stdout) == (1, "")
    assert words in result.stderr


def test_an_id_that_two_sources_have_must_be_said_whole(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listing = Store.listing

    def doubled(store: Store, night: date | None = None, source: str | None = None) -> object:
        frame = listing(store, night, source)
        frame["source_id"] = ["samme"] * len(frame)
        return frame.drop_duplicates("source")

    monkeypatch.setattr(Store, "listing", doubled)
    result = run(home, "who", "samme")
    assert "Flere kilder har «samme»: forskningsradet/samme, innovasjonnorge/samme. Skriv KILDE/ID." in result.stderr


def test_before_the_first_night_one_is_told_to_run_it(tmp_path: Path) -> None:
    clusters_folder(tmp_path / "home")
    result = run(tmp_path / "home", "who", "a")
    assert "Kjør «radar night» først" in result.stderr
    assert result.stdout == ""
