"""Ordinary nights: funders announce, edit, move, open and close calls, and nothing is wrong with anything.

The rates are those measured on a real portal: 2.7 new calls a day, 0.4 % of deadlines moved in a week, and one night on
which a batch of 54 calls closes together. Texts and sums are edited more often here than anybody has measured.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from mutants import Answers, Night, Past, Reading, nothing_known, read_night
from mutants_nights import (
    FORSKNINGSRADET,
    INNOVASJON_NORGE,
    SITE,
    bundled_calls,
    bundled_cards,
    bundled_services,
    fr_answers,
    json_page,
)
from mutants_outcomes import harms

from calls.drift.words import MONTHS as MONTHS_NB
from sources.base import Source

FIRST = date(2026, 9, 1)
NEW_A_DAY = 2.7
MOVED_A_NIGHT = 0.004 / 7
EDITED_A_NIGHT = 0.01
SUMS_A_NIGHT = 0.001
BATCH = 54
START = 150
"""Calls that are open or announced when the series begins, beside the batch."""

OVER = 30
"""Calls that are over when the series begins."""

STEP = timedelta(days=1)


@dataclass
class Announced:
    """A call of the simulated funder, on Forskningsrådet's pages."""

    facts: dict[str, Any]
    opens: date
    deadline: date
    start: date
    edits: list[str] = field(default_factory=list)
    sums: int = 20

    def on(self, day: date) -> dict[str, Any]:
        """The facts that its page shows that day. A deadline is at 13:00, and the night is before dawn."""
        status = "Planlagt" if day < self.opens else "Søk nå" if day <= self.deadline else "Gjennomført"
        rows = [
            {"date": _spelled(self.opens), "label": "Åpen for søknad"},
            {"date": _spelled(self.deadline), "label": "Søknadsfrist"},
            {"date": _spelled(self.start), "label": "Tidligste tillatte prosjektstart"},
        ]
        sections = [
            *self.facts["sections"],
            {"heading": "Behandlingsprosedyre", "paragraphs": self.edits or ["Som før."]},
        ]
        metadata = {"Antatt tilgjengelige midler": f"{self.sums} millioner kroner"}
        changed = {"badges": [status], "status_card": status, "metadata": metadata, "key_facts": {}, "card_date": {}}
        return {**self.facts, **changed, "important_dates": rows, "sections": sections}


def _spelled(day: date) -> str:
    return f"{day.day}. {MONTHS_NB[day.month - 1]} {day.year}"


class Council:
    """Forskningsrådet over many nights."""

    source = FORSKNINGSRADET

    def __init__(self, rng: random.Random, batch_day: date, first: date = FIRST) -> None:
        self.rng = rng
        self._first = first
        self._patterns = [call for call in bundled_calls() if call["layout"] == "L2" and call.get("sections")]
        self.calls: list[Announced] = []
        for _ in range(START):
            self.announce(first - timedelta(days=rng.randint(1, 90)))
        for _ in range(BATCH):
            self.announce(first - timedelta(days=60))
            self.calls[-1].deadline = batch_day - STEP
        for number in range(OVER):
            self.announce(first - timedelta(days=400))
            self.calls[-1].opens = self.calls[-1].deadline = first - timedelta(days=30 + 20 * number)

    def announce(self, day: date) -> None:
        """A new call."""
        rng, number = self.rng, len(self.calls)
        pattern = rng.choice(self._patterns)
        facts = {**pattern, "url": f"{SITE}/utlysninger/2026/{pattern['slug']}-{number}/", "twin_url": None}
        facts["title"] = f"{pattern['title']} {number}"
        opens = day + timedelta(days=rng.randint(0, 60))
        deadline = max(opens, self._first) + timedelta(days=rng.randint(20, 120))
        start = deadline + timedelta(days=120)
        self.calls.append(Announced(facts, opens, deadline, start, sums=rng.randint(5, 90)))

    def live_a_day(self, day: date) -> None:
        """What the funder does before that night."""
        rng = self.rng
        for _ in range(poisson(rng, NEW_A_DAY)):
            self.announce(day)
        for call in self.calls:
            if call.deadline < day:
                continue
            if rng.random() < MOVED_A_NIGHT:
                call.deadline += timedelta(days=rng.choice((-7, 7, 14, 21, 30)))
            if rng.random() < EDITED_A_NIGHT:
                call.edits.append(f"Tillegg av {_spelled(day)}: presisering nummer {len(call.edits) + 1} om vedlegg.")
            if rng.random() < SUMS_A_NIGHT:
                call.sums += rng.choice((5, 10, 20))

    def night(self, day: date) -> Answers:
        shown = [call.on(day) for call in self.calls]
        return fr_answers(shown, bundled_cards(shown), "list")


class Fund:
    """Innovasjon Norge over many nights: few services, seldom edited, some with a day to apply by."""

    source = INNOVASJON_NORGE

    def __init__(self, rng: random.Random, batch_day: date, first: date = FIRST) -> None:
        self.rng = rng
        page = bundled_services().answers["services"]
        self._url = page.url
        self.services: list[dict[str, Any]] = json.loads(page.body)["result"]

    def live_a_day(self, day: date) -> None:
        rng = self.rng
        if rng.random() < NEW_A_DAY / 20:
            self.announce(f"{day:%d%m}")
        for at, one in enumerate(self.services):
            if one["excerpt"] and rng.random() < EDITED_A_NIGHT:
                self.services[at] = {**one, "excerpt": f"{one['excerpt']} Oppdatert {day:%d.%m}."}
            elif rng.random() < MOVED_A_NIGHT:
                self.services[at] = {**one, "facts": [self._moved(fact, day) for fact in one["facts"] or []] or None}

    def announce(self, name: str) -> None:
        """A new service, much like another one."""
        one = dict(self.rng.choice(self.services))
        one |= {"_id": f"ny-{name}", "title": f"{one['title']} {name}", "path": f"/tjeneste/ny-{name}"}
        self.services.append(one)

    def _moved(self, fact: Any, day: date) -> Any:
        if not isinstance(fact, dict) or fact["title"] != "Søknadsfrist" or "2026" not in (fact["text"] or ""):
            return fact
        return {**fact, "text": f"{self.rng.randint(1, 28)}. desember 2026"}

    def night(self, day: date) -> Answers:
        body = json.dumps({"query": "", "result": self.services, "ms": self.rng.randint(5, 90)}, ensure_ascii=False)
        return {"services": json_page(self._url, body.encode())}


def poisson(rng: random.Random, mean: float) -> int:
    """How many of many seldom things come in a day."""
    at, count = rng.expovariate(mean), 0
    while at < 1:
        count, at = count + 1, at + rng.expovariate(mean)
    return count


class Ordinary(NamedTuple):
    """One night of a series."""

    day: date
    reading: Reading
    published: int  # how many calls differ in what is published from what was read


class Funder(Protocol):
    """Somebody who announces calls, night after night."""

    source: Source

    def live_a_day(self, day: date) -> None: ...
    def night(self, day: date) -> Answers: ...


def series(
    kind: Callable[[random.Random, date, date], Funder],
    seed: int,
    nights: int,
    first: date = FIRST,
    happenings: Mapping[int, Callable[[Any, date], None]] = MappingProxyType({}),
) -> Iterator[Ordinary]:
    """The nights after the first one, read in order; the batch closes in the middle. The same for the same seed.

    happenings: what else the funder does before the night of that number.
    """
    rng = random.Random(seed)
    funder = kind(rng, first + nights // 2 * STEP, first)
    past: Past = nothing_known()
    for number in range(nights + 1):
        day = first + number * STEP
        if number:
            funder.live_a_day(day)
        if number in happenings:
            happenings[number](funder, day)
        at = datetime.combine(day, time(1, 30), tzinfo=UTC)
        reading, past = read_night(Night(f"{day}", funder.source, funder.night(day), at), past)
        if number and reading.staged is not None:
            differing = harms(reading.read, reading.shown)
            yield Ordinary(day, reading, len({one.source_id for one in differing}))
