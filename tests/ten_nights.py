"""Ten nights of three funders, small enough to be run many times over: calls that come, change, move, go and come back.

What a site says is made by `bundle`; here stands which calls it has on which night, and on which nights it fails.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from eu_samples import FORTHCOMING, OPEN, cascade, topic
from night_samples import call

from bundle.build import Recorder, Site
from bundle.eu import EuPortal
from bundle.forskningsradet import Forskningsradet
from bundle.innovasjonnorge import InnovasjonNorge
from calls.archive import NightWriter
from calls.model import Request
from calls.normalise import normalise
from matching.own_clusters import EXAMPLES
from sources.base import Source
from sources.harvest import Known, collect, read

FIRST = date(2026, 9, 1)
NIGHTS = tuple(FIRST + timedelta(days=number) for number in range(10))

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Story:
    """A call, and what is told of it from the night of that number (from 1) on; None: it is not there any more."""

    base: Facts
    told: Mapping[int, Facts | None] = field(default_factory=dict)

    def on(self, number: int) -> list[dict[str, Any]]:
        """The call as that night has it; nothing where it does not."""
        facts: dict[str, Any] | None = dict(self.base)
        for night, changes in sorted(self.told.items()):
            if night <= number:
                facts = None if changes is None else {**(facts or self.base), **changes}
        return [] if facts is None else [{**facts, "nights": [1], "changes": None}]


def grant(slug: str, deadline: str = "14. okt. 2026", **facts: Any) -> Facts:
    """A call of Forskningsrådet."""
    listed = {"slug": slug, "year": 2026, "group": "Helse", "status_card": "Søk nå", "metadata": {}, "tags": ["Helse"]}
    return {**call(slug, deadline), **listed, **facts}


def dated(deadline: str) -> Facts:
    return {"important_dates": [{"date": deadline, "label": "Søknadsfrist"}]}


def limit(words: str) -> Facts:
    return {"key_facts": {"Støttegrenser": words}}


def said(words: str) -> Facts:
    return {"sections": [{"heading": "Formål", "paragraphs": [words]}]}


def fund(slug: str, deadline: str = "1. november 2026", most: str = "Inntil 2 millioner kroner", **facts: Any) -> Facts:
    """A service of Innovasjon Norge."""
    return {
        "id": f"id-{slug}",
        "path": f"/tjeneste/{slug}",
        "title": f"Tilskudd til velferdsteknologi {slug}",
        "excerpt": "Bedrifter prøver ut velferdsteknologi sammen med kommuner.",
        "publishedAt": "2026-06-01T08:00:00Z",
        "lastPublishedAt": None,
        "facts": [["Type tjeneste", "Tilskudd"], ["Søknadsfrist", deadline], ["Hvor mye", most]],
        "serviceCategories": ["Finansiering"],
        "themeCategories": ["Helse"],
        "sections": [{"heading": "For hvem", "content": ["Støtten er for bedrifter og kommuner."]}],
        "sharedTexts": [],
        **facts,
    }


def horizon(number: int, **facts: Any) -> Facts:
    """A topic of the EU portal."""
    identifier = f"HORIZON-HLTH-2027-01-CARE-{number:02}"
    return topic(reference=f"{number}TOPICSen", identifier=identifier, title=f"Better care at home {number}", **facts)


FORSKNINGSRADET = (
    *(Story(grant(slug)) for slug in ("steady-a", "steady-b", "steady-c")),
    Story(grant("respelled"), {2: dated("14. oktober 2026 "), 4: dated("14. okt. 2026")}),
    Story(grant("moving"), {3: dated("28. okt. 2026"), 7: dated("7. okt. 2026")}),
    Story(grant("coming"), {1: None, 2: {}}),
    Story(
        grant("reworded"), {4: said("Sykehusene prøver ut nye tjenester."), 7: said("Kommunene og sykehusene er med.")}
    ),
    Story(grant("returning"), {3: None, 9: {}}),
    Story(grant("finished"), {3: {"status_card": "Gjennomført", "badges": ["Gjennomført"]}, 8: {"tags": ["Resultat"]}}),
    Story(grant("cancelled"), {7: {"status_card": "Avlyst", "badges": ["Avlyst"]}}),
    Story(grant("early", title="Utlysning som kommer igjen"), {7: None}),
    Story(grant("late", title="Utlysning som kommer igjen"), {1: None, 7: {}}),
    Story(grant("dear", **limit("Kr 1 000 000-4 000 000")), {8: limit("Kr 1 000 000-6 000 000")}),
    Story(
        grant("planned", status_card="Planlagt", badges=["Planlagt"]),
        {4: {"status_card": "Søk nå", "badges": ["Søk nå"]}},
    ),
    Story(grant("passing", "4. sep. 2026"), {7: None}),
)
INNOVASJON_NORGE = (
    Story(fund("steady")),
    Story(fund("moving"), {3: fund("moving", "15. november 2026")}),
    Story(fund("dear"), {6: fund("dear", most="Inntil 3 millioner kroner")}),
    Story(fund("coming", "Løpende"), {1: None, 2: {}}),
    Story(fund("returning"), {3: None, 9: {}}),
    Story(fund("twice", title="Samme tittel")),
    Story(fund("again", title="Samme tittel")),
)
EU = (
    Story(horizon(1)),
    Story(horizon(2), {3: {"deadlines": ["2027-04-22", "2027-09-14"]}}),
    Story(horizon(3), {5: {"status": OPEN}}),
    Story(horizon(4), {7: {"budget": {"2027": "30000000"}}}),
    Story(horizon(5), {2: None}),
    Story(cascade(status=FORTHCOMING), {1: None, 3: {}, 8: {"deadlines": ["2026-11-10T23:59:00.000+0000"]}}),
)


@dataclass(frozen=True)
class Half:
    """A site whose list lacks half of its calls, while their own pages are there."""

    whole: Site
    listed: Site

    @property
    def source(self) -> Source:
        return self.whole.source

    @property
    def robots(self) -> str:
        return self.whole.robots

    def answer(self, request: Request, printed_at: datetime) -> tuple[int, str, bytes]:
        is_list = request in self.source.listings.values()
        return (self.listed if is_list else self.whole).answer(request, printed_at)


@dataclass(frozen=True)
class Down:
    """A site that answers nothing but that it cannot."""

    whole: Site

    @property
    def source(self) -> Source:
        return self.whole.source

    @property
    def robots(self) -> str:
        return self.whole.robots

    def answer(self, request: Request, printed_at: datetime) -> tuple[int, str, bytes]:
        if request.url == self.robots:
            return self.whole.answer(request, printed_at)
        return 503, "text/html; charset=utf-8", b"<!DOCTYPE html><title>503</title>"


def told(stories: Sequence[Story], number: int) -> list[dict[str, Any]]:
    return [facts for story in stories for facts in story.on(number)]


def sites(number: int) -> list[Site]:
    """Who is asked on that night: Forskningsrådet is down on the fifth and shows half its list on the sixth; Innovasjon
    Norge is not asked on the fourth; the EU portal is down on the sixth."""
    calls = told(FORSKNINGSRADET, number)
    council: Site = Forskningsradet(calls, 1)
    if number == 6:
        council = Half(council, Forskningsradet(calls[::2], 1))
    portal: Site = EuPortal(told(EU, number), 1)
    asked = [Down(council) if number == 5 else council, Down(portal) if number == 6 else portal]
    return asked if number == 4 else [*asked, InnovasjonNorge(told(INNOVASJON_NORGE, number), 1)]


def write_nights(
    folder: Path, asked: Callable[[int], Sequence[Site]] = sites, nights: Sequence[date] = NIGHTS
) -> list[Path]:
    """The archives of the nights, with the pages that a live night would have asked for."""
    folder.mkdir(parents=True, exist_ok=True)
    known: dict[str, dict[str, Known]] = {}
    paths = []
    for number, day in enumerate(nights, 1):
        began_at = datetime(day.year, day.month, day.day, 1, 30, tzinfo=UTC)
        paths.append(folder / f"{day}.warc.gz")
        with NightWriter(paths[-1], day, began_at, "tests") as writer:
            recorder = Recorder(writer, began_at)
            for site in asked(number):
                before = known.get(site.source.key, {})
                known[site.source.key] = {**before, **_recorded(site, recorder, before, began_at)}
    return paths


def _recorded(site: Site, recorder: Recorder, before: Mapping[str, Known], at: datetime) -> dict[str, Known]:
    """Asks the site for tonight's pages; what the next night will know of the calls that were read."""
    recorder.write(site, Request(site.robots))
    collected = collect(site.source, partial(recorder.get, site), before)
    if collected.listing is None:
        return {}
    found = read(site.source, collected, before)
    return {
        one.source_id: Known(
            status=normalise(one, site.source.rules, at, site.source.parser_version).record["status"],
            card_hash=found.card_hashes.get(one.source_id, ""),
            is_detail_read=True,
            is_listed=one.source_id in found.card_hashes,
            url=one.url,
        )
        for one in found.readings
    }


def small_clusters(home: Path) -> None:
    """The example clusters as the home's own, with one project each: ranking is not what these nights are about."""
    for cluster in sorted(path.parent for path in EXAMPLES.glob("*/cluster.yaml")):
        folder = home / "clusters" / cluster.name
        (folder / "profiles").mkdir(parents=True)
        profile = min((cluster / "profiles").glob("*.yaml"))
        shutil.copy(cluster / "cluster.yaml", folder)
        shutil.copy(profile, folder / "profiles")
