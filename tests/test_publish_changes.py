"""Events in readers' words, and what changed between two nights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from publish_samples import HOSTILE, event
from web_samples import DAYS, lived_home

from calls.history import CAUSES, KINDS, FieldChange
from calls.store import Store
from publish.changes import changes, diff_lines
from publish.event_words import CAUSES_NB, KINDS_NB, LONGEST, change_line, clipped, event_words, news
from web.changes_page import HEADINGS

MOVED = {"field": "deadlines", "before_text": "1. oktober 2026", "after_text": "8. oktober 2026"}


def test_every_kind_and_every_cause_has_its_words() -> None:
    assert set(KINDS_NB) == set(KINDS) == set(HEADINGS)
    assert set(CAUSES_NB) == set(CAUSES)
    for kind in KINDS:
        for cause in CAUSES:
            assert event_words(event("a", kind, cause, field="title", before_text="A", after_text="B"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (event("a", "deadline_later", **MOVED), "fristen er utsatt fra «1. oktober 2026» til «8. oktober 2026»"),
        (event("a", "deadline_earlier", **MOVED), "fristen er fremskyndet fra «1. oktober 2026» til «8. oktober 2026»"),
        (event("a", "changed", field="title", before_text="A", after_text="B"), "Tittel: fra «A» til «B»"),
        (event("a", "changed", field="budget_nok", after_text="5 kroner"), "Ramme: «5 kroner» er kommet til"),
        (event("a", "changed", field="budget_nok", before_text="5 kroner"), "Ramme: «5 kroner» er tatt bort"),
        (event("a", "changed", field="results", after_text="sought_nok: 3"), "Resultatet er kunngjort"),
        (event("a", "changed", field="results", before_text="a", after_text="b"), "Resultatet er endret"),
        (event("a", "opened", "time", field="status"), "åpnet (tidspunktet er passert)"),
        (event("a", "first_seen"), "ny i listen"),
        (event("a", "first_seen", "us"), "med hos oss fra denne natten; den kan ha stått hos finansiøren før"),
        (
            event("a", "changed", "us", field="title", before_text="A", after_text="B"),
            "Tittel: fra «A» til «B» (vi leser siden på en ny måte; finansiøren har ikke endret noe)",
        ),
    ],
)
def test_an_event_in_words(given: dict[str, Any], said: str) -> None:
    assert event_words(given) == said


def test_news_is_the_funders_doings_of_a_night_most_important_first() -> None:
    found = [
        event("a", "changed", field="full_text"),
        event("a", "changed", field="summary"),
        event("a", "changed", field="regions"),
        event("a", "changed", field="budget_eur"),
        event("a", "changed", field="applicant_types"),
        event("a", "opened", field="status"),
        event("a", "deadline_earlier", **MOVED),
        event("a", "cancelled", "us", field="status"),
    ]
    assert news(found) == "frist fremskyndet, åpnet, endret: ramme, hvem kan søke, tekst og annet"
    assert news(found[:3]) == "endret: tekst og geografi"
    assert news([event("a", "reappeared")]) == "tilbake"
    assert news([event("a", "reissued")]) == "lyst ut på nytt"
    assert news([]) == news(found[-1:]) == ""


def test_a_changed_column_is_one_short_line() -> None:
    long = FieldChange("full_text", None, None, "a\n" * 300, "b")
    line = change_line(long)
    assert "\n" not in line and line == f"Full tekst: fra «{clipped('a ' * 300)}» til «b»"
    assert len(clipped("a " * 300)) == LONGEST
    same = FieldChange("opens_at", "a", "b", "12. august", "12. august")
    assert change_line(same) == "Åpner: lest på en annen måte av de samme ordene, «12. august»"
    assert change_line(FieldChange("regions", [], None, "", "")) == "Geografi: lest på en annen måte"


def test_what_changed_between_two_nights_leaves_out_what_only_we_changed(tmp_path: Path) -> None:
    home, _ = lived_home(tmp_path)
    with Store.open(home.database_url) as store:
        lines = list(diff_lines(store, DAYS[7], DAYS[0], None))
        found = changes(store, DAYS[0], DAYS[7])
        assert list(diff_lines(store, DAYS[2], DAYS[2], None)) == [
            "Fra 16. september 2026 til 16. september 2026: ingenting endret seg."
        ]
        assert [group.kind for group in changes(store, DAYS[4], DAYS[5], "eu").groups] == ["changed"]
    assert lines[0] == (
        "Fra 14. september 2026 til 22. september 2026: 1 ny, 1 lyst ut på nytt, 1 tilbake, 1 frist utsatt, "
        "2 borte fra listen, 1 bekreftet borte, 3 endret."
    )
    assert [line for line in lines[1:-1] if not line.startswith("  ")] == [
        "Velferdsteknologi i hjemmet: ny utlysning for eldre (Forskningsrådet)",
        "Samme under ny adresse (Forskningsrådet)",
        "Borte og tilbake (Forskningsrådet)",
        "Velferdsteknologi for eldre i kommunen (Forskningsrådet)",
        "Borte for godt (Forskningsrådet)",
        "Remote monitoring of chronic disease (EU)",
        f"{HOSTILE} (Forskningsrådet)",
    ]
    assert lines[-1] == "I tillegg 1 endring i hvordan vi leser sidene, ikke hos finansiørene."
    assert (found.ours, [(group.kind, len(group.calls)) for group in found.groups]) == (
        1,
        [("first_seen", 1), ("reissued", 1), ("reappeared", 1), ("deadline_later", 1), ("gone", 1), ("changed", 2)],
    )
