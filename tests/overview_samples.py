"""A home with a full house: two clusters, nine projects, seventy calls with deadlines in every month, and 31 nights."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from publish_samples import HOSTILE, call, clusters_folder, deadline
from web_samples import publish_ranking

from calls.home import Home
from calls.linking import Link
from calls.store import SourceNight, Store

THEMES = (
    ("velferdsteknologi", "Velferdsteknologi for eldre i kommunale hjemmetjenester"),
    ("demens", "Nye tjenester for mennesker med demens og deres pårørende"),
    ("psykisk helse", "Psykisk helse hos barn og unge i skolen"),
    ("kunstig intelligens", "Kunstig intelligens i bildediagnostikk på sykehus"),
    ("rehabilitering", "Rehabilitering hjemme etter hjerneslag"),
    ("folkehelse", "Folkehelse og forebygging i nærmiljøet"),
    ("kreft", "Oppfølging av pasienter etter kreftbehandling"),
)
LAST = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
NIGHTS = 31
SHORT = "Østlandsk"


def busy_home(root: Path) -> tuple[Home, Path]:
    """Both sources every night but one; only the last night is ranked."""
    home, clusters = Home.at(root / "home"), _clusters(root)
    with Store.open(home.database_url) as store:
        for number in range(NIGHTS):
            at = LAST - timedelta(days=NIGHTS - 1 - number)
            store.begin_night(at.date(), at, "0.1.0+abc", False)
            _publish(store, at, number)
        store.publish_links(
            LAST.date(),
            [Link("forskningsradet", "k1", "forskningsradet", "k8", "twin", "Sidene viser til hverandre.")],
        )
        publish_ranking(store, clusters, LAST)
    return home, clusters


def _publish(store: Store, at: datetime, number: int) -> None:
    day = at.date()
    if number == 12:
        failed = SourceNight(day, "forskningsradet", "failed", False, message="Nettstedet svarte ikke i natt.")
        store.publish_failure(failed, [])
        return
    calls = busy_calls()[: 60 + number // 3]
    cards = {one["source_id"]: one["source_id"] for one in calls}
    rates = {
        "title": 1.0,
        "status": 1.0,
        "deadline_at": 0.9,
        "budget_nok": 0.7 if number < 30 else 0.4,
        "full_text": 0.0,
    }
    night = SourceNight(day, "forskningsradet", "fresh", True, fetched=80, parsed=len(calls), fill_rates=rates)
    store.publish_source(night, calls, [], cards, set(cards))


def busy_calls() -> list[dict[str, Any]]:
    """Seventy calls: most with a deadline, some rolling, some without, some whose deadline has passed."""
    found = []
    for number in range(70):
        word, title = THEMES[number % len(THEMES)]
        changes: dict[str, Any] = {
            "title": f"{title} ({number + 1})",
            "summary": f"Midler til prosjekter om {word}. Kommuner og helseforetak kan søke sammen.",
            "funder": ("Norges forskningsråd", "Helsedirektoratet", "Stiftelsen Dam")[number % 3],
            "status": "forecasted" if number % 5 == 4 else "open",
        }
        if number % 10 == 7:
            changes["deadline_type"] = "rolling"
        elif number % 10 != 8:
            at = LAST + timedelta(days=-3 if number == 20 else 9 + number * 8)
            text = at.strftime("%Y-%m-%dT11:00:00Z")
            changes |= {"deadline_at": datetime.fromisoformat(text), "deadlines": [deadline(text)]}
            changes["deadline_type"] = "fixed"
        if number % 3 == 0:
            changes["budget_nok"] = 5_000_000 + 2_500_000 * number
        elif number % 7 == 1:
            changes["budget_eur"] = 4_000_000
        if number % 6 == 0:
            theme = {"name": word.capitalize(), "amount_nok": 3_000_000, "target_group": None, "text": word}
            changes["themes"] = [theme]
        found.append(call(f"k{number}", **changes))
    found[3]["title"] = HOSTILE
    found[9]["title"] = "Brukermedvirkningsundersøkelsesprosjektstøtteordning " * 3
    return found


def _clusters(root: Path) -> Path:
    folder = clusters_folder(root)
    second = folder / "ostklyngen"
    (second / "profiles").mkdir(parents=True)
    (second / "cluster.yaml").write_text(
        f"name: Den østlandske helseklyngen\nshort_name: {SHORT}\nregion: '34'\nabout: Vi er flere.\nmembers:\n"
        "  - {key: gjovik, name: Gjøvik kommune, types: [kommune], place: Gjøvik}\n",
        encoding="utf-8",
    )
    for number, (word, title) in enumerate(THEMES[:6]):
        (second / "profiles" / f"prosjekt-{number}.yaml").write_text(
            f'title: "{title}"\ndescription: Vi vil prøve ut {word} i tjenestene våre.\n'
            f"keywords: [{word}, kommune, helseforetak]\nlang: nb\n",
            encoding="utf-8",
        )
    return folder
