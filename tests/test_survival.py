"""What people said outlives the home: backed up, restored into an empty one, and the nights run again from the archive.

Over the demonstration's nights, through the jobs of the schedule: a call is hidden, a deadline and an amount are
corrected, a call is entered and a profile is edited between the first night and the second.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from night_samples import run

from calls.home import Home
from calls.model import OWN_SOURCE
from calls.store import Store
from matching.own_clusters import EXAMPLES
from matching.profiles import load_clusters
from pipelines import headless
from pipelines.instance import unlogged
from publish.night_rows import night_rows
from publish.rows import Row, call_id, records
from publish.selection import Selection
from readers import Decisions
from readers.forms import correction_of, given_of
from readers.standing import Standing

CLUSTER, PROFILE = "helseinn", "demens_hjemme"
FIRST, LAST = date(2026, 9, 15), date(2026, 9, 16)
SAID = datetime(2026, 9, 15, 9, 0, tzinfo=UTC)
OWN = {
    "title": ["Trygg hjemme med demens"],
    "funder": ["Stiftelsen Dam"],
    "deadline_at": ["1.12.2026"],
    "applicant_types": ["kommune", "frivillig_org"],
    "award_ceiling_nok": ["1,5 mill. kroner"],
    "full_text": ["Tilskudd til velferdsteknologi for personer med demens som bor hjemme, og for pårørende."],
}


@dataclass(frozen=True)
class Said:
    """The calls that something was said of, by what was said."""

    hidden: tuple[str, str]
    deadline: tuple[str, str]
    amount: tuple[str, str]
    own: tuple[str, str]


def night(home: Path, *arguments: str) -> None:
    result = run(home, "night", *arguments, RADAR_SENTENCE_MODEL="off")
    assert result.exit_code == 0, result.output


def say(home: Path) -> Said:
    """What a grant writer says after the first night."""
    shown = [row for row in rows_of(home, FIRST) if (row["cluster"], row["profile"]) == (CLUSTER, PROFILE)]
    dated = [call_id(row) for row in shown if row["status"] == "åpen" and row["deadline_at"] is not None]
    hidden, deadline, amount = dated[:3]
    with Store.open(Home.at(home).database_url) as store:
        known = {call_id(one): one for one in store.records(FIRST)}
    with Decisions.open(Home.at(home).decisions_url) as decisions:
        who: dict[str, Any] = {"by": "Kari", "at": SAID}
        decisions.decide(
            "not_for_us", cluster=CLUSTER, profile=PROFILE, source=hidden[0], source_id=hidden[1], reason="Søkt", **who
        )
        for call, column, typed, clock in (
            (deadline, "deadline_at", "20.10.2026", "12.00"),
            (amount, "award_ceiling_nok", "3 mill.", ""),
        ):
            field, value = correction_of(column, [typed], clock, known[call])
            decisions.correct(*call, field, value, reason="Ringte dem", record=known[call], **who)
        own = decisions.add_call(given_of(OWN), **who)
    return Said(hidden, deadline, amount, (OWN_SOURCE, own.source_id))


def edit_profile(home: Path) -> None:
    path = home / "clusters" / CLUSTER / "profiles" / f"{PROFILE}.yaml"
    text = path.read_text(encoding="utf-8")
    changed = text.replace("title: ", "title: Vårt ", 1)
    assert changed != text
    path.write_text(changed, encoding="utf-8")


@pytest.fixture(scope="module", autouse=True)
def without_log() -> Iterator[None]:
    """The jobs are Dagster's, the log that it keeps of them is left out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(headless, "opened", lambda home: unlogged())
        yield


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Said]:
    """A home of the two nights; what was said and edited after the first counts in the second."""
    home = tmp_path_factory.mktemp("survival") / "home"
    own = home / "clusters" / CLUSTER / "profiles"
    own.mkdir(parents=True)
    shutil.copy(EXAMPLES / CLUSTER / "cluster.yaml", own.parent)
    for profile in (PROFILE, "aktiv_aldring_frivillighet"):
        shutil.copy(EXAMPLES / CLUSTER / "profiles" / f"{profile}.yaml", own)
    night(home, "--date", str(FIRST))
    said = say(home)
    edit_profile(home)
    night(home)
    return home, said


def rows_of(home: Path, day: date, selection: Selection | None = None) -> list[Row]:
    """The rows that a reader is shown, with what people said."""
    at = Home.at(home)
    with Store.open(at.database_url) as store:
        found = night_rows(store, load_clusters(home / "clusters"), day, Standing.of(at.decisions_url))
    return records(found.asked(selection or Selection(shows_hidden=True)).rows)


def of(rows: list[Row], call: tuple[str, str]) -> Row:
    return next(row for row in rows if call_id(row) == call and (row["cluster"], row["profile"]) == (CLUSTER, PROFILE))


def everything(home: Path) -> Mapping[str, Any]:
    """All that readers get from a home and all that they told it."""
    at, exported = Home.at(home), home / "decisions.jsonl"
    with Decisions.open(at.decisions_url) as decisions:
        decisions.export(exported)
    found: dict[str, Any] = {"decisions": exported.read_bytes()}
    exported.unlink()
    with Store.open(at.database_url) as store:
        for day in (FIRST, LAST):
            found |= {f"hashes {day}": store.night_hash(day), f"moves {day}": store.moves(day)}
        found["check"] = store.check()
    found |= {f"rows {day}": rows_of(home, day) for day in (FIRST, LAST)}
    files = [path for name in ("clusters", "exports") for path in sorted((home / name).rglob("*")) if path.is_file()]
    return found | {str(path.relative_to(home)): path.read_bytes() for path in files}


def test_the_night_goes_by_what_was_said_before_it(lived_in: tuple[Path, Said]) -> None:
    home, said = lived_in
    rows = rows_of(home, LAST)
    assert of(rows, said.hidden)["is_hidden"]
    assert said.hidden not in {call_id(row) for row in rows_of(home, LAST, Selection(profile=PROFILE))}
    moved = of(rows, said.deadline)
    assert (moved["corrected"], moved["deadline_at"]) == ("Søknadsfrist", datetime(2026, 10, 20, 10, tzinfo=UTC))
    assert moved["deadline"] == "tirsdag 20. oktober 2026 kl. 12.00"
    amount = of(rows, said.amount)
    assert (amount["corrected"], amount["award_ceiling_nok"]) == ("Høyeste beløp", 3_000_000)
    own = of(rows, said.own)
    assert (own["title"], own["url"], own["score"] > 0) == ("Trygg hjemme med demens", "", True)
    assert own["first_seen_at"] == SAID
    assert said.own not in {call_id(row) for row in rows_of(home, FIRST)}, "it was entered after the first night"
    with Store.open(Home.at(home).database_url) as store:
        read = store.call(*said.amount, LAST)
        assert read is not None
        assert read["award_ceiling_nok"] != 3_000_000, "what was read stays as it was read"
        hashes = {call_id(one): one["content_hash"] for one in records(store.matches(LAST))}
        assert hashes[said.amount] != read["content_hash"], "the ranking rests on what was corrected"
        assert store.check() == []


def test_all_of_it_comes_back_from_the_backup_and_the_archive(lived_in: tuple[Path, Said], tmp_path: Path) -> None:
    home, _ = lived_in
    before = everything(home)
    assert run(home, "backup", str(tmp_path / "backup")).exit_code == 0
    again = tmp_path / "again"
    restored = run(again, "restore", str(tmp_path / "backup"), RADAR_SENTENCE_MODEL="off")
    assert restored.exit_code == 0, restored.output
    after = everything(again)
    assert after.keys() == before.keys()
    for name, was in before.items():
        assert after[name] == was, name
