"""Calls, clusters and matches that the tests of publish and web share: ordinary ones, odd ones and hostile ones."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from calls.fields import NAMES
from calls.history import Event
from calls.record_json import plain
from matching.index import build_index
from matching.profiles import Cluster, load_clusters
from matching.rank import RankedNight, rank

FIRST = datetime(2026, 9, 14, 1, 30, tzinfo=UTC)
NIGHT = datetime(2026, 9, 15, 1, 30, tzinfo=UTC)
HOSTILE = '=HYPERLINK("http://x","y")<script>alert(1)</script> \x07 velferdsteknologi "\'> {{ 7*7 }}'

CLUSTER_YAML = """\
name: Prøveklyngen for <b>helse</b> & omsorg
short_name: Prøveklyngen
region: "34"
about: Vi prøver ut nye tjenester sammen. Alle kan være med.
members:
  - {key: hamar, name: Hamar kommune, types: [kommune], place: Hamar}
"""

PROFILES = {
    "trygg-heime": """\
title: Trygg heime med velferdsteknologi
description: Vi vil prøve ut velferdsteknologi i heimen for eldre. Kommunar og helseforetak gjer det saman.
keywords: [velferdsteknologi, eldre, kommune, heimeteneste]
lang: nn
""",
    "digital-oppfolging": """\
title: "Digital hjemmeoppfølging: [pilot] / spredning i hele regionen"
description: Pasienter med kronisk sykdom følges opp hjemme. Sykehus og kommuner deler ansvaret.
keywords: [hjemmeoppfølging, kronisk sykdom, digital, remote monitoring]
lang: nb
""",
    "uten-treff": """\
title: Noe ingen lyser ut penger til
description: Kvantegravitasjon og teleskoper. Ingenting av dette ligner.
keywords: [kvantegravitasjon, teleskop]
lang: nb
""",
}


def clusters_folder(root: Path) -> Path:
    """A folder with one cluster of three profiles."""
    folder = root / "clusters" / "proveklyngen"
    (folder / "profiles").mkdir(parents=True)
    (folder / "cluster.yaml").write_text(CLUSTER_YAML, encoding="utf-8")
    for key, text in PROFILES.items():
        (folder / "profiles" / f"{key}.yaml").write_text(text, encoding="utf-8")
    return folder.parent


def said(text: str, label: str = "", url: str = "") -> dict[str, str]:
    """One piece of evidence."""
    return {"text": text, "label": label, "quote": text, "url": url}


def deadline(at: str, kind: str = "fixed", label: str = "Søknadsfrist", clock: str = "stated") -> dict[str, Any]:
    """One dated deadline, as calls.fields has it."""
    return {"at": at, "type": kind, "label": label, "text": label, "clock": clock, "is_closed": False}


def call(source_id: str, **changes: Any) -> dict[str, Any]:
    """A record with every column of calls.fields; what is not given is absent."""
    record: dict[str, Any] = dict.fromkeys(NAMES)
    record |= {
        "source": "forskningsradet",
        "source_id": source_id,
        "url": f"https://www.forskningsradet.no/utlysninger/2026/{source_id}/",
        "title": f"Utlysning {source_id}",
        "lang": "nb",
        "funder": "Norges forskningsråd",
        "status": "open",
        "status_text": "Åpen",
        "themes": [],
        "deadlines": [],
        "other_dates": [],
        "applicant_types": [],
        "target_groups": [],
        "regions": [],
        "contact": [],
        "change_notes": [],
        "evidence": {},
        "first_seen_at": FIRST,
        "last_seen_at": NIGHT,
        "is_listed": True,
        "layout": "L3",
        "parser_version": "1",
    }
    record |= changes
    content = {name: plain(value) for name, value in record.items() if name not in ("first_seen_at", "last_seen_at")}
    record["content_hash"] = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    return record


def rich_call() -> dict[str, Any]:
    """A call of which everything is known."""
    url = "https://www.forskningsradet.no/utlysninger/2026/velferdsteknologi/"
    return call(
        "velferdsteknologi",
        title="Innovasjon med velferdsteknologi i kommunale tjenester",
        summary="Midler til å ta i bruk velferdsteknologi for eldre hjemme.",
        full_text="Formål\nVelferdsteknologi i kommunen.\n\nHvem kan søke\nKommuner og helseforetak.",
        scheme="Helse",
        application_type="Innovasjonsprosjekt i offentlig sektor",
        instrument="grant",
        themes=[
            {"name": "Eldre", "amount_nok": 40_000_000, "target_group": "Kommuner", "text": "Eldre: 40 mill."},
            {"name": "Spredning", "amount_nok": None, "target_group": None, "text": "Spredning"},
        ],
        opens_at=datetime(2026, 8, 12, 6, tzinfo=UTC),
        deadline_at=datetime(2026, 9, 16, 11, tzinfo=UTC),
        deadlines=[
            deadline("2026-09-16T11:00:00Z", "staged", "Frist for skisse"),
            deadline("2026-12-02T12:00:00Z", "staged", "Frist for søknad", "inferred"),
        ],
        deadline_type="staged",
        deadline_text="16. september 2026 kl. 13.00",
        other_dates=[
            {"label": "Svar", "text": "Medio desember 2026", "date": None},
            {"label": "Informasjonsmøte", "text": "1. september 2026", "date": "2026-09-01"},
        ],
        project_start_earliest_date=date(2027, 1, 1),
        budget_nok=95_000_000,
        award_floor_nok=8_000_000,
        award_ceiling_nok=16_000_000,
        funding_rate_pct=50,
        duration_min_months=24,
        duration_max_months=48,
        applicant_types=["kommune", "helseforetak"],
        applicant_text="Kommuner, fylkeskommuner og helseforetak kan søke.",
        target_groups=["Offentlig sektor"],
        is_partner_required=True,
        partner_text="Minst én forskningsorganisasjon.",
        contact=[
            {"text": "Kari Nordmann", "email": "kari@example.org", "phone": "22 00 00 00"},
            {"text": "post@example.org", "email": "post@example.org"},
        ],
        change_notes=[
            {"date": "2026-09-10", "text": "Fristen er flyttet til 16. september."},
            {"date": None, "text": "Rettet en skrivefeil."},
        ],
        results={"sought_nok": 310_000_000, "awarded_nok": 95_000_000, "applications": 41, "awards": 12, "rows": []},
        evidence={
            "deadline_at": [said("16. september 2026 kl. 13.00", "Søknadsfrist", url)],
            "budget_nok": [said("95 000 000 kroner", "Antatt tilgjengelige midler", url)],
            "applicant_types": [said("Kommuner, fylkeskommuner og helseforetak kan søke.", "Hvem kan søke?", url)],
            "opens_at": [
                {
                    "text": "12. august",
                    "label": "Åpner",
                    "quote": "Åpner 12. august 2026",
                    "url": f"{url}?tab=1",
                    "clock": "inferred",
                }
            ],
        },
        twin_url="https://www.forskningsradet.no/en/call-for-proposals/2026/welfare-technology/",
    )


def night_calls() -> list[dict[str, Any]]:
    """The calls of the second night."""
    return [
        rich_call(),
        call(
            "remote-monitoring",
            title="Remote monitoring of chronic disease at home",
            lang="en",
            summary="Digital remote monitoring for patients with chronic disease.",
            deadline_type="rolling",
            first_seen_at=NIGHT,
        ),
        call(
            "kommunar",
            title="Eldre i kommunane: velferdsteknologi på bygda",
            lang="nn",
            status="forecasted",
            status_text="Kommer",
            deadline_type="until_spent",
            award_ceiling_nok=750_000,
            applicant_types=["kommune", "frivillig_org", "bedrift_smb"],
        ),
        call("fiendtlig", title=HOSTILE, url="javascript:alert(1)", applicant_text="\t=1+1", deadline_text="Medio mai"),
        call(
            "a/b c?d#e",
            title="Digital " + "oppfølging" * 12,
            url="https://www.forskningsradet.no/" + "langt/" * 20,
            summary="Kronisk sykdom, kommune og hjemmeoppfølging.",
            deadline_at=datetime(2026, 9, 15, 21, 59, tzinfo=UTC),
            deadlines=[deadline("2026-09-15T21:59:00Z", clock="inferred")],
            deadline_type="fixed",
        ),
        call("avlyst", title="Avlyst velferdsteknologi", status="cancelled", status_text="Avlyst"),
    ]


def first_calls() -> list[dict[str, Any]]:
    """The calls of the night before: one is not there yet, one says something else."""
    earlier = [record for record in night_calls() if record["source_id"] != "remote-monitoring"]
    earlier[0] = call("velferdsteknologi", title="Innovasjon med velferdsteknologi", summary="Eldre.")
    return earlier


def event(source_id: str, kind: str, cause: str = "funder", **values: Any) -> dict[str, Any]:
    """One event of the second night, as Store.events gives it."""
    found: dict[str, Any] = dict.fromkeys(column.name for column in fields(Event))
    found |= {"night": NIGHT.date(), "source": "forskningsradet", "source_id": source_id, "number": 1}
    return found | {"kind": kind, "cause": cause, "field": "", "before_text": "", "after_text": ""} | values


def night_events() -> pd.DataFrame:
    """What happened in the second night: of one call only our reading changed, and one opened by the clock."""
    found = [
        event("velferdsteknologi", "deadline_later", field="deadlines", before_text="9. sept.", after_text="16. sept."),
        event("velferdsteknologi", "changed", number=2, field="budget_nok", after_text="95 000 000 kroner"),
        event("remote-monitoring", "first_seen"),
        event("kommunar", "changed", "us", field="title", before_text="A", after_text="B"),
        event("a/b c?d#e", "opened", "time", field="status"),
    ]
    return pd.DataFrame(found, dtype=object)


def frame(records: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """Records as the store gives them: columns of calls.fields, by source and id."""
    ordered = sorted(records, key=lambda record: (record["source"], record["source_id"]))
    return pd.DataFrame(ordered, columns=list(NAMES), dtype=object)


def ranked(root: Path, records: Sequence[dict[str, Any]]) -> tuple[list[Cluster], RankedNight]:
    """The clusters under `root` and what ranking makes of the records."""
    clusters = load_clusters(root)
    calls = frame(records)
    return clusters, rank(build_index(calls), calls, clusters, NIGHT)


def source_nights(state: str = "fresh") -> pd.DataFrame:
    """One source's night, as the store gives it."""
    row = {
        "night": NIGHT.date(),
        "source": "forskningsradet",
        "state": state,
        "message": "" if state == "fresh" else "Listen var ikke hel.",
        "is_complete": state == "fresh",
        "fetched": 8,
        "parsed": 6,
        "new": 1,
        "changed": 1,
        "closed": 0,
        "issues": 2,
        "data_night": NIGHT.date() if state == "fresh" else FIRST.date(),
    }
    return pd.DataFrame([row])
