"""The EU portal's nights that are changed: made-up calls of each kind, and real ones where we have them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from eu_samples import FACETS, Portal, cascade, from_record, topic
from mutants import Night

from bundle.eu import details, facets
from calls.model import Page
from sources.eu import SOURCE as EU
from sources.eu.portal import details_url
from sources.harvest import collect

TOPICS, CASCADES, PROSPECTS = 30, 8, 4
STARTS = date(2026, 4, 1)
SUBJECTS = (
    ("Better care at home", "hospitals, municipalities and patients", "remote monitoring of long-term illness"),
    ("Digital pathways for cancer", "clinics and registries", "sharing images between regions"),
    ("Healthy ageing in rural areas", "local services and volunteers", "transport and meeting places"),
    ("Trustworthy AI for emergency care", "ambulance services", "decision support under time pressure"),
    ("Mental health of young people", "schools and primary care", "early help without waiting lists"),
    ("Resilient supply of medicines", "pharmacies and producers", "stocks that can be seen across borders"),
)
UPDATED = ("10", "13", "17", "20", "24")


def made_topic(number: int) -> dict[str, Any]:
    """A grant topic of its own: dates, sums, stages and subject differ from one to the next."""
    title, who, what = SUBJECTS[number % len(SUBJECTS)]
    opens = STARTS + timedelta(days=11 * number)
    last = opens + timedelta(days=120 + number)
    stages = [last, last + timedelta(days=150)] if number % 3 == 0 else [last]
    is_health = number % 2 == 0
    area = "HLTH" if is_health else "CL5"
    identifier = f"HORIZON-{area}-2027-0{1 + number % 4}-CARE-{number:02d}"
    return topic(
        reference=f"{50138000 + number}TOPICSen",
        identifier=identifier,
        title=f"{title} ({number})",
        callTitle=f"Cluster {1 + number % 5} - part {number % 4}",
        callIdentifier=f"HORIZON-{area}-2027-0{1 + number % 4}",
        status="31094502" if opens <= date(2026, 9, 1) else "31094501",
        opens=opens.isoformat(),
        deadlines=[day.isoformat() for day in stages],
        model="two-stage" if len(stages) > 1 else "single-stage",
        divisions=["43108390", "43108541", "43108557"] if is_health else ["43108390", "43108541", "43120821"],
        description=(
            f'<p class="topicdescriptionkind">Expected Outcome:</p><p>{who.capitalize()} get {what}.</p>'
            f'<p class="topicdescriptionkind">Scope:</p><p>Projects test {what} with {who} in at least '
            f"{2 + number % 3} countries.</p><ul><li>Costs and gains &amp; who bears them;</li><li>Ethics.</li></ul>"
        ),
        budget={"2027": str(4_000_000 + 1_500_000 * number)},
        expected=1 + number % 4,
        floor=2_000_000 + 100_000 * number,
        ceiling=4_000_000 + 100_000 * number,
        others=[(f"{identifier}-two-stage - HORIZON-RIA HORIZON  Research", {"2027": "7000000"})],
        keywords=["Telemedicine", "Ageing", title.split()[0]],
    )


def _made_cascade(number: int) -> dict[str, Any]:
    title, who, what = SUBJECTS[number % len(SUBJECTS)]
    return cascade(
        reference=f"{13500 + number}COMPETITIVE_CALLen",
        callTitle=f"Open call {number} for {title.lower()}",
        title=f"Innovation procurement {number % 3}",
        opens=(STARTS + timedelta(days=9 * number)).isoformat(),
        deadlines=[f"{STARTS + timedelta(days=200 + 9 * number)}T23:59:00.000+0000"],
        description=f"<p>Small firms can get help to bring {what} to {who}.</p>",
        scalar=(str(300_000 + 50_000 * number), "EUR"),
    )


def _prospect(number: int) -> dict[str, Any]:
    return cascade(
        reference=f"{181000 + number}PROSPECTSEN",
        type="2",
        identifier=f"EuropeAid/{181000 + number}/DD/ACT",
        title=f"Civil society and health services {number}",
        callTitle=None,
        programme="111111",
        opens=(STARTS + timedelta(days=20 * number)).isoformat(),
        deadlines=[(STARTS + timedelta(days=250 + 20 * number)).isoformat()],
        description="<p>Support to local organisations.</p>",
        scalar=(str(900_000 + 100_000 * number), "EUR"),
    )


def updates_of(number: int) -> list[dict[str, Any]]:
    """What the funder has told of a topic since: for most a note or two."""
    return [
        {
            "approvalDate": f"2026-08-{day}T09:00:00.000+0000",
            "lastChangeDate": f"2026-08-{day}T09:00:00.000+0000",
            "content": f"<p>Update {at + 1} of topic {number}: the evaluation form is now available.</p>",
        }
        for at, day in enumerate(UPDATED[: number % 3])
    ]


@cache
def made_calls() -> list[dict[str, Any]]:
    found = [made_topic(number) for number in range(TOPICS)]
    return [*found, *map(_made_cascade, range(CASCADES)), *map(_prospect, range(PROSPECTS))]


def portal_answers(calls: Sequence[Mapping[str, Any]], total: int | None = None) -> dict[str, Page]:
    """What the portal answers to a whole night: lists by name, own answers by address.

    total: what its search says that it has, where that is not how many there are.
    """
    told = {}
    for one in calls:
        if one["type"] == "1" and one.get("action"):
            number = int("".join(re.findall(r"^\d+", one["reference"])))
            identifier = str(one["identifier"]).lower()
            told[identifier] = details({"opens": None, "model": None, "budget": {}, **one}, updates_of(number))
    site = Portal(calls, details={_path(identifier): answer for identifier, answer in told.items()}, total=total)
    labels = {**FACETS, "frameworkProgramme": {**FACETS["frameworkProgramme"], "111111": "External action"}}
    site.facets = facets(labels)
    collected = collect(EU, site.get, {})
    return {**collected.lists, **collected.details}


def _path(identifier: str) -> str:
    return details_url(identifier).rpartition("/")[2].removesuffix(".json")


def made_portal() -> Night:
    return Night("made-portal", EU, portal_answers(made_calls()))


def busy_portal() -> Night:
    """A night on which two in five of the made-up topics are changed, so that their own answers are asked for."""
    calls = [_edited(one) if number % 5 in (0, 2) else one for number, one in enumerate(made_calls())]
    return Night("busy-portal", EU, portal_answers(calls), earlier=portal_answers(made_calls()))


def _edited(call: Mapping[str, Any]) -> dict[str, Any]:
    return {**call, "description": f"{call['description']}<p>Applicants should read the annex on open data.</p>"}


def real_portal(shared: Any) -> Night:
    """Every fifth of the real calls of the last day of the history."""
    import gzip

    folder = shared / "eu_history"
    with gzip.open(folder / "nights.jsonl.gz", "rt", encoding="utf-8") as file:
        wanted = json.loads(list(file)[-1])["records"][::5]
    with gzip.open(folder / "records.jsonl.gz", "rt", encoding="utf-8") as file:
        records = {row["version"]: row["record"] for row in map(json.loads, file)}
    return Night("real-portal", EU, portal_answers([whole(from_record(records[one])) for one in wanted]))


def whole(call: dict[str, Any]) -> dict[str, Any]:
    """The history keeps no text and one deadline; where it lacks what an answer must have, there is nothing."""
    return {"description": "", "divisions": [], "model": None, **{k: v for k, v in call.items() if v is not None}}
