"""Homes with nights in their store, made by the real steps, for the tests of the pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from fastapi.testclient import TestClient
from publish_samples import FIRST, HOSTILE, NIGHT, call, clusters_folder, deadline, first_calls, night_calls, said

from calls.home import Home
from calls.linking import Link
from calls.model import Issue
from calls.store import MatchRun, ProfileVersion, SourceNight, Store
from matching.index import build_index
from matching.profiles import load_clusters
from matching.rank import rank

ISSUES = [
    Issue(
        "forskningsradet",
        "fiendtlig",
        "vague_date",
        "deadline_at",
        "Medio mai",
        "Datoen har ingen dag.",
        "https://www.forskningsradet.no/x",
        "error",
    ),
    Issue("forskningsradet", "kommunar", "unknown_label", "", HOSTILE, "Ukjent ledetekst på siden.", "", "info"),
    *(Issue("forskningsradet", f"borte-{n}", "missing_field", "budget_nok", "", "Beløpet mangler.") for n in range(7)),
]


def page_token(client: TestClient) -> str:
    """What the pages of an application put in their forms, and forms must send back."""
    page = BeautifulSoup(client.get("/legg-inn").content, "lxml")
    return str(page.select("input[name=nokkel]")[0]["value"])


def empty_home(root: Path) -> tuple[Home, Path]:
    """A home without a store, and a folder with one cluster."""
    return Home.at(root / "home"), clusters_folder(root)


def filled_home(root: Path, is_demonstration: bool = True, is_stale: bool = False) -> tuple[Home, Path]:
    """A home with two nights. A second source never answers; with `is_stale` the first one fails the second night."""
    home, clusters = empty_home(root)
    with Store.open(home.database_url) as store:
        add_night(store, clusters, FIRST, first_calls(), is_demonstration)
        add_night(store, clusters, NIGHT, None if is_stale else night_calls(), is_demonstration)
    return home, clusters


def add_night(
    store: Store, clusters: Path, began_at: datetime, records: Sequence[dict[str, Any]] | None, is_demonstration: bool
) -> None:
    """One night: published and ranked. `records` None: the source did not answer."""
    day = began_at.date()
    store.begin_night(day, began_at, "0.1.0+abc", is_demonstration)
    if records is None:
        failed = SourceNight(day, "forskningsradet", "failed", False, message="Nettstedet svarte ikke i natt.")
        store.publish_failure(failed, [])
    else:
        cards = {record["source_id"]: record["source_id"] for record in records}
        report = SourceNight(day, "forskningsradet", "fresh", True, fetched=len(records) + 2, parsed=len(records))
        store.publish_source(report, records, ISSUES, cards, set(cards))
    store.publish_failure(SourceNight(day, "innovasjonnorge", "failed", False, message="Listen var tom."), [])
    publish_ranking(store, clusters, began_at)


def publish_ranking(store: Store, folder: Path, began_at: datetime) -> None:
    """Ranks the store's calls for the clusters of the folder, as the night does."""
    clusters, calls = load_clusters(folder), store.calls()
    night = rank(build_index(calls), calls, clusters, began_at)
    versions = [
        ProfileVersion(cluster.key, profile.key, profile.version, profile.content)
        for cluster in clusters
        for profile in cluster.profiles
    ]
    runs = [MatchRun(**{name: run[name] for name in MatchRun.__dataclass_fields__}) for run in night.runs]  # type: ignore[literal-required]
    store.publish_matches(
        began_at.date(), versions, runs, night.weights_version, night.weights, [dict(match) for match in night.matches]
    )


GAP = date(2026, 9, 18)
"""The one day of `lived_home` without a night."""
DAYS = tuple(date(2026, 9, number) for number in (14, 15, 16, 17, 19, 20, 21, 22))
SAYS = "Vi har flyttet søknadsfristen fra 1. oktober 2026 til 8. oktober 2026."
EU = {
    "source": "eu",
    "url": "https://ec.europa.eu/info/funding-tenders/opportunities/portal/topic/45",
    "lang": "en",
    "funder": "Europakommisjonen",
}


def lived_home(root: Path) -> tuple[Home, Path]:
    """A home with eight nights, in which something of every kind happens."""
    home, clusters = empty_home(root)
    with Store.open(home.database_url) as store:
        for number, day in enumerate(DAYS):
            began_at = datetime(day.year, day.month, day.day, 1, 30, tzinfo=UTC)
            store.begin_night(day, began_at, "0.1.0+abc", False)
            publish_lived(store, day, number)
            publish_ranking(store, clusters, began_at)
    return home, clusters


def moved(day: int, ceiling: int = 2_000_000, **changes: Any) -> dict[str, Any]:
    """A call whose deadline is a day of October."""
    at = f"2026-10-{day:02}T11:00:00Z"
    text = f"{day}. oktober 2026 kl. 13.00"
    return call(
        "flyttet",
        title="Velferdsteknologi for eldre i kommunen",
        deadline_at=datetime.fromisoformat(at),
        deadlines=[{**deadline(at), "text": text}],
        deadline_type="fixed",
        deadline_text=text,
        award_ceiling_nok=ceiling,
        evidence={"award_ceiling_nok": [said("Inntil 2 millioner kroner", "Beløp")]},
        **changes,
    )


def lasting(source_id: str, **changes: Any) -> dict[str, Any]:
    """An open call with a deadline after the last night."""
    at = "2026-12-01T12:00:00Z"
    return call(
        source_id, deadlines=[deadline(at)], deadline_at=datetime.fromisoformat(at), deadline_type="fixed", **changes
    )


def helse(year: int, **changes: Any) -> dict[str, Any]:
    """One round of a standing call."""
    at = f"{year}-09-{year - 2008}T11:00:00Z"
    dated = {"deadlines": [deadline(at)], "deadline_at": datetime.fromisoformat(at), "deadline_type": "fixed"}
    return call(f"{year}/helse", title=f"Bedre helse i kommunen {year}", **{"status": "closed", **dated, **changes})


def lived_calls(number: int) -> list[dict[str, Any]]:
    """The calls of Forskningsrådet of one night of `lived_home`."""
    notes = [{"date": "2026-09-15", "text": SAYS}, {"date": None, "text": HOSTILE}]
    found = [
        moved(8, change_notes=notes) if number else moved(1),
        helse(2024),
        helse(2025),
        helse(2026, status="forecasted", deadlines=[], deadline_at=None, deadline_type=None),
        lasting("lest-paa-nytt", title="Lest på nytt" if number > 2 else "Lest slik", budget_nok=4_000_000),
        lasting("fiendtlig", title=HOSTILE, applicant_text=HOSTILE if number else "Alle kan søke."),
        lasting("tvilling", title="Felles utlysning om kronisk sykdom"),
        lasting("en/twin", title="Joint call on chronic disease, remote monitoring", lang="en"),
    ]
    if number < 7:
        found.append(lasting("mangler", title="Mangler én natt"))
    if number < 2:
        found.append(lasting("borte", title="Borte for godt"))
        found.append(lasting("gammel-adresse", title="Samme under ny adresse"))
    else:
        found.append(lasting("ny-adresse", title="Samme under ny adresse"))
    if number < 2 or number == 7:
        found.append(lasting("tilbake", title="Borte og tilbake"))
    if number == 7:
        found.append(lasting("helt-ny", title="Velferdsteknologi i hjemmet: ny utlysning for eldre"))
    return found


def eu_call(number: int) -> dict[str, Any]:
    """A call of the EU portal. Its budget grows once."""
    at = "2026-11-17T16:00:00Z"
    return call(
        "45-HLTH",
        **EU,
        title="Remote monitoring of chronic disease",
        deadlines=[deadline(at, clock="listed")],
        deadline_at=datetime.fromisoformat(at),
        deadline_type="fixed",
        budget_eur=20_000_000 if number < 5 else 25_000_000,
        award_floor_eur=1_500_000,
        award_ceiling_eur=2_500_000,
        awards_expected=8,
        programme="Horizon Europe (HORIZON) › Health",
        parent_id="HORIZON-HLTH-2026",
        norway="probable",
        norway_text="Programmet står på regjeringens liste.",
    )


def publish_lived(store: Store, day: date, number: int) -> None:
    """One night of both sources: from the fourth on newer code reads them."""
    records, reader = lived_calls(number), "r2" if number > 2 else "r1"
    cards = {record["source_id"]: record["source_id"] for record in records}
    stale = Issue("forskningsradet", "flyttet", "stale_value", "budget_nok", "", "Ramme leses ikke trygt nå.")
    alarm = Issue("forskningsradet", "", "stale_value", "budget_nok", "", "Ramme mangler i 8 av 9.", "", "error")
    store.publish_source(
        SourceNight(day, "forskningsradet", "fresh", True, fetched=len(records) + 1, parsed=len(records)),
        records,
        [stale, alarm] if number > 4 else [],
        cards,
        set(cards),
        baselines={record["source_id"]: record for record in lived_calls(3)} if number == 3 else None,
        looks={"borte": "not_there"} if number > 5 else None,
        reader=reader,
        quotes={"title": (9, 9), "budget_nok": (8, 6), "themes.amount_nok": (2, 0), "results": (0, 0)},
    )
    store.publish_source(
        SourceNight(day, "eu", "fresh", True, fetched=1, parsed=1),
        [eu_call(number)],
        [],
        {"45-HLTH": "1"},
        {"45-HLTH"},
        reader="r1",
    )
    lost = {"flyttet": ["award_ceiling_nok", "change_notes"]} if number > 3 else {}
    store.publish_quotes(day, "forskningsradet", lost, list(cards))
    links = [
        Link("forskningsradet", "en/twin", "forskningsradet", "tvilling", "twin", "Sidene viser til hverandre."),
        Link("eu", "45-HLTH", "forskningsradet", "tvilling", "same_call", f"Begge gjelder {HOSTILE}."),
    ]
    store.publish_links(day, links if number > 1 else [])
