"""The guide to what an operator may meet names every message, check, issue, state, job and timer of the code.

The messages are found in the code (operator_messages), not in a list of ours: one that is added without a line in
docs/log-guide.md fails here and is named.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from operator_messages import ROOT, folded, messages, parsed, said_in

import calls.failures
from assets.judge import BLOCKING
from calls.home import Home
from pipelines.cli import radar
from pipelines.cli.doctor import MARKS
from pipelines.cli.sources import HELD
from pipelines.definitions import build_definitions
from publish.issue_words import ISSUE_WORDS, SEVERITY_NB
from publish.operator_message import ADVICE as ADVISED
from publish.rows import STATES_NB

GUIDE = ROOT / "docs" / "log-guide.md"
LEAST = 12
"""Characters of a fragment that are enough to know a message by."""


def _guide() -> str:
    return folded(GUIDE.read_text(encoding="utf-8"))


def _table(heading: str) -> list[list[str]]:
    """The rows of the first table under a heading of the guide, cell by cell, without the row of heads."""
    section = GUIDE.read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    first = section[section.index("\n|") :].strip().partition("\n\n")[0]
    lines = first.splitlines()
    assert all(line.startswith("|") for line in lines), f"text runs into the table under {heading}"
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def _first(heading: str) -> list[str]:
    """The first cell of each of these rows, without its backticks."""
    return [row[0].strip("`") for row in _table(heading)]


def test_the_messages_are_found() -> None:
    """The net is whole: messages that reach the operator in quite different ways are in it."""
    texts = {said.text for said in messages()}
    assert len(texts) > 250
    assert {
        "Nettstedet svarer med feil…, også etter flere forsøk.",  # an error's argument
        "filen er avkuttet",  # an argument of a function that makes an error
        "Databasen er opptatt: en annen kjøring skriver. Vent til den er ferdig, og prøv igjen.",  # a constant
        "Databasen «…» finnes ikke på databasetjeneren (…). Lag den der, eller rett databaseadressen.",  # a template
        "…utlysninger; ventet…–….",  # a check
        "Kilden ble ikke spurt i natt.",
        "RADAR_HOME finnes ikke ennå:…",  # a line of the doctor
        "Meldingen er alt sendt på e-post.",
        "INGENTING RANGERT – kjør «radar doctor»",
        "rangerer mot prosjektene",
    } <= texts


@pytest.mark.parametrize(
    ("path", "code", "text"),
    [
        (
            "sources/new.py",
            'class Oops(FetchError): ...\nraise Oops(url, f"Gikk galt med {url} nå.")',
            "Gikk galt med…nå.",
        ),
        ("matching/new.py", "def oops(x) -> StoreError: ...\nraise oops('Tom disk')", "Tom disk"),
        ("calls/store/new.py", 'WORDS = "Det er noe nytt med {place}."', "Det er noe nytt med…."),
        ("pipelines/new.py", 'click.echo("Avbrutt av noen" if x else "Ferdig med alt")', "Ferdig med alt"),
    ],
)
def test_a_new_message_would_be_found(path: str, code: str, text: str) -> None:
    said = said_in({**parsed(), path: ast.parse(code)})
    assert text in {one.text for one in said if one.place.startswith(path)}


def test_every_message_stands_in_the_guide() -> None:
    guide = _guide()
    missing = [f"{said.place}: {said.text}" for said in messages() if said.sign not in guide]
    assert missing == []


def test_the_guide_names_no_message_that_is_gone() -> None:
    """What stands in quotes of code in the first cell of a table of messages is said by some code."""
    known = "\n".join(part for said in messages() for part in said.parts)
    gone = []
    for line in GUIDE.read_text(encoding="utf-8").splitlines():
        for text in re.findall(r"`([^`]+)`", line.split("|")[1]) if line.startswith("| `") else []:
            sign = max(map(folded, text.split("…")), key=len)
            if len(sign) >= LEAST and " " in sign and sign not in known:
                gone.append(text)
    assert gone == []


def test_every_check_of_dagster_stands_in_the_guide(tmp_path: Path) -> None:
    graph = build_definitions(Home.at(tmp_path)).resolve_asset_graph()
    found: dict[str, set[bool]] = {}
    for key in graph.asset_check_keys:
        found.setdefault(key.name, set()).add(graph.get_check_spec(key).blocking)
    assert all(len(kinds) == 1 for kinds in found.values())
    assert sorted(_first("Checks in Dagster")) == sorted(found)
    said = {row[0].strip("`"): row[1] == "yes" for row in _table("Checks in Dagster")}
    assert said == {name: kinds == {True} for name, kinds in found.items()}
    assert {name for name, blocks in said.items() if blocks} == {*BLOCKING, "schema"}


def test_every_kind_of_issue_stands_in_the_guide() -> None:
    assert [(row[0], row[1]) for row in _table("Issues")] == [
        (f"`{kind}`", words.title) for kind, words in ISSUE_WORDS.items()
    ]
    assert all(word in _guide() for word in SEVERITY_NB.values())


def test_every_state_of_a_source_stands_in_the_guide() -> None:
    assert [(row[0], row[1]) for row in _table("The summary of a night")] == [
        (word, f"`{state}`") for state, word in STATES_NB.items()
    ]


def test_every_exit_code_stands_in_the_guide() -> None:
    assert _first("Exit codes") == ["0", "1", "2", "3", "130"]


def test_every_failure_to_fetch_stands_in_the_guide() -> None:
    found, todo = set(), [calls.failures.FetchError]
    while todo:
        more = todo.pop().__subclasses__()
        found |= {one.__name__ for one in more}
        todo += more
    assert {row[1].strip("`") for row in _table("Fetching")} == found


def test_everything_that_dagster_runs_stands_in_the_guide(tmp_path: Path) -> None:
    defs = build_definitions(Home.at(tmp_path))
    repository = defs.get_repository_def()
    names = [one.name for one in (*repository.schedule_defs, *repository.sensor_defs)]
    jobs = [job.name for job in repository.get_all_jobs() if not job.name.startswith("__")]
    assert sorted(_first("Jobs, schedules and sensors in Dagster")) == sorted(
        name for name in (*names, *jobs) if name != "default_automation_condition_sensor"
    )


def test_every_mark_and_word_of_the_checks_by_hand_stands_in_the_guide() -> None:
    guide = _guide()
    assert [word for word in (*MARKS.values(), *HELD.values()) if folded(word) not in guide] == []
    assert [words for words, _ in ADVISED if words not in guide.casefold()] == []


def test_the_guide_names_no_command_that_is_not_there() -> None:
    said = set(re.findall(r"radar ([a-z]+)", GUIDE.read_text(encoding="utf-8")))
    assert said - set(radar.commands) - {"sources"} == set()
