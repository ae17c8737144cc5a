"""How many changes of a site are noticed, and how often there is nothing: a part of what `make bench` runs whole."""

from __future__ import annotations

import random

import pytest
from mutants import Mutant
from mutants_lists import list_changes
from mutants_nights import page_nights
from mutants_ordinary import BATCH, Council, Fund, series
from mutants_outcomes import COMPLETENESS, Outcome, rates, try_out
from mutants_pages import page_changes
from mutants_services import service_changes

NIGHTS = 14
PART = 0.5


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    """Half of the changes: of pages each on one night drawn for it, of lists and of services."""
    rng = random.Random(4)
    nights = list(page_nights(is_whole=False))
    mutants = [Mutant(rng.choice(nights), name, change) for name, change in page_changes()]
    mutants += [Mutant("rendered-table", name, change) for name, change in list_changes()]
    mutants += [Mutant("bundled-services", name, change) for name, change in service_changes()]
    return [try_out(mutant) for mutant in rng.sample(mutants, round(PART * len(mutants)))]


def test_at_least_95_percent_of_harmful_changes_are_noticed(outcomes: list[Outcome]) -> None:
    found = rates(outcomes)
    assert found.harmful > 50
    assert found.detected >= 0.95 * found.harmful, [one.mutant[:2] for one in found.missed]
    assert found.by_content >= 0.8 * found.harmful


def test_no_change_leads_to_a_wrong_deadline_without_an_alarm(outcomes: list[Outcome]) -> None:
    assert rates(outcomes).wrong_deadlines == 0


def test_changes_that_do_no_harm_give_no_alarm(outcomes: list[Outcome]) -> None:
    meant = [one for one in outcomes if one.mutant.name.startswith("harmless")]
    assert len(meant) > 15
    assert [one.mutant[:2] for one in meant if one.is_harmful] == []
    assert [one.mutant[:2] for one in rates(meant).alarmed] == []


@pytest.mark.parametrize("kind", [Council, Fund])
def test_ordinary_nights_give_no_alarm(kind: type[Council | Fund]) -> None:
    nights = list(series(kind, 7, NIGHTS))
    assert len(nights) == NIGHTS
    alarmed = [one for one in nights if one.reading.failed - set(COMPLETENESS) or one.reading.marks]
    assert [(one.day, one.reading.failed, one.reading.marks) for one in alarmed] == []
    assert {one.published for one in nights} == {0}, "what is published is what was read"
    if kind is Council:
        staged = [one.reading.staged for one in nights]
        closed = [sum(record["status"] == "closed" for record in night.records) for night in staged if night]
        assert BATCH - 5 <= max(closed) <= BATCH + 5, "the night of the batch is among them"
