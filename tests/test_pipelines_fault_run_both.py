"""The fault run, concluded: both sources down, first nights, and one night with everything on disk as in operation."""

from __future__ import annotations

import dagster as dg
import pytest
from fault_nights import SLUGS, Nights, failed_checks, identities, replays_alike, text, with_reasons
from faulty_site import FORSKNINGSRADET, INNOVASJON_NORGE, LISTS, pages
from fetch_site import reply

from calls.home import Home
from pipelines import instance
from publish.words import date_words, weekday_date_words

pytest_plugins = ["fault_nights"]

BOTH = (FORSKNINGSRADET, INNOVASJON_NORGE)
ANSWERED = [(f"raw_{source}__pages", "answered", "ERROR") for source in BOTH]
FRESH = ("core_all__calls", "fresh", "WARN")


def test_both_down_ranks_what_was_known(nights: Nights) -> None:
    before = [nights.calls(source) for source in BOTH]
    nights.site.down.update(BOTH)
    result = nights.live()
    assert result.exit_code == 3
    assert nights.failed == [FRESH, *ANSWERED]
    assert [(state, night) for state, night, _ in nights.states().values()] == [("failed", nights.good)] * 2
    assert [nights.calls(source) for source in BOTH] == before
    assert all(nights.matches(source) for source in BOTH)
    assert nights.everything()[3], "tonight has matches of its own"
    old = date_words(nights.good)
    assert nights.message("partial").splitlines()[0].endswith("gamle data (Forskningsrådet og Innovasjon Norge)")
    with nights.served() as client:
        fresh = (
            f"Hentet natt til {weekday_date_words(nights.tonight)}. Ikke ferske: Forskningsrådet (fra {old}) og "
            f"Innovasjon Norge (fra {old}). Se kildene"
        )
        messages = {source: nights.states()[source][2] for source in BOTH}
        assert text(client, "/", ".fresh") == with_reasons(fresh, messages) != fresh
        assert client.get("/helse").json()["sources"] == {"eu": "off", **dict.fromkeys(BOTH, "failed")}
    replays_alike(nights, 3)


def test_a_first_night_with_both_down_ranks_nothing(first_nights: Nights) -> None:
    nights = first_nights
    nights.site.down.update(BOTH)
    result = nights.live()
    assert result.exit_code == 1
    assert "INGENTING RANGERT" in result.stdout
    assert nights.failed == [FRESH, *ANSWERED]
    assert [(state, night) for state, night, _ in nights.states().values()] == [("failed", None)] * 2
    assert [frame for number, frame in enumerate(nights.everything()) if number in (0, 3)] == [[], []]
    first = f"Natten {date_words(nights.tonight)} er ikke rangert. Ingen tidligere natt er rangert."
    assert nights.message("failed").splitlines()[2] == first
    with nights.served() as client:
        assert text(client, "/kilder").count("Kilden har ikke gitt noe ennå.") == 3, "the EU's portal is off"
        assert client.get("/helse").json()["state"] == "stale"
    replays_alike(nights, 1)


@pytest.mark.parametrize("source", BOTH)
def test_a_first_night_with_one_source_ranks_the_other(first_nights: Nights, source: str) -> None:
    nights = first_nights
    other = BOTH[source == FORSKNINGSRADET]
    nights.site.fail(source, LISTS[source], reply(500))
    assert nights.live().exit_code == 3
    assert nights.failed == [FRESH, (f"raw_{source}__pages", "answered", "ERROR")]
    assert {key: state[:2] for key, state in nights.states().items()} == {
        source: ("failed", None),
        other: ("fresh", nights.tonight),
    }
    assert (nights.calls(source), nights.matches(source)) == ([], [])
    assert len(identities(nights, other)) == len(SLUGS) + 1
    assert nights.matches(other)
    assert "Kilden har aldri gitt utlysninger." in nights.message("partial")
    with nights.served() as client:
        assert text(client, "/kilder").count("Kilden har ikke gitt noe ennå.") == 2, "the EU's portal is off"
    if source == INNOVASJON_NORGE:
        replays_alike(nights, 3)


def test_a_first_night_with_half_a_list_ranks_it(first_nights: Nights) -> None:
    """Nothing says how long the list should be: half of it is all there is, until the next night."""
    first_nights.site.shown = pages(SLUGS[:5])
    assert first_nights.live().exit_code == 0
    assert first_nights.failed == []


def test_the_night_after_is_well_again(nights: Nights) -> None:
    """The same night once more by hand: the site is up, and what stood in for it goes."""
    nights.site.down.update(BOTH)
    assert nights.live().exit_code == 3
    nights.site.down.clear()
    assert nights.live().exit_code == 0
    assert nights.failed == []
    assert [len(identities(nights, source)) for source in BOTH] == [len(SLUGS) + 1] * 2
    assert list((nights.home / "messages").iterdir()) == [], "the message that no longer holds is gone"
    replays_alike(nights, 0)


def test_a_faulty_night_as_in_operation(nights: Nights) -> None:
    """With Dagster's log on disk, where its page shows the checks; and the whole home made again from the archive."""
    nights.site.down.add(FORSKNINGSRADET)
    nights.is_on_disk = True
    assert nights.live().exit_code == 3
    with instance.opened(Home.at(nights.home)) as kept:
        runs = kept.get_runs(dg.RunsFilter(tags={"dagster/partition": str(nights.tonight)}))
        assert [(run.job_name, run.status) for run in reversed(runs)] == [
            ("scrape", dg.DagsterRunStatus.FAILURE),
            ("rank", dg.DagsterRunStatus.SUCCESS),
        ]
        assert failed_checks(kept, [run.run_id for run in runs]) == [FRESH, ANSWERED[0]]
    stored = nights.everything()
    (nights.home / "radar.sqlite").unlink()
    assert nights.rebuild().exit_code == 3
    assert nights.everything() == stored
