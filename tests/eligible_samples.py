"""Records, clusters and verdicts for the tests of eligibility: all columns absent but those given."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from calls.applicants import read_applicants
from calls.fields import NAMES
from matching.eligible import Verdict, judge
from matching.profiles import Cluster, Member, Profile

NIGHT = datetime(2026, 9, 16, 1, 30, tzinfo=UTC)


def cases(block: str) -> list[tuple[str, ...]]:
    """Rows of a table that has what the call says at the margin, and the cases under it."""
    found: list[tuple[str, ...]] = []
    text = ""
    for line in block.strip("\n").splitlines():
        if line.startswith("    "):
            found.append((text, *(cell.strip() for cell in re.split(r"\s{2,}", line.strip()))))
        else:
            text = "" if line == "(nothing)" else line
    return found


def rows(block: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in block.strip("\n").splitlines()]


def members(spec: str) -> tuple[Member, ...]:
    """`kommune@Hamar+uh_institusjon` as members; `-` is nobody."""
    found = []
    for number, one in enumerate(part for part in spec.split("+") if part != "-"):
        kind, _, place = one.partition("@")
        found.append(Member(f"m{number}", f"Medlem {number}", (kind,), place))
    return tuple(found)


def call(**values: Any) -> dict[str, Any]:
    return dict.fromkeys(NAMES) | {"url": "https://example.no/utlysning", "title": "Utlysning"} | values


def said_to(text: str) -> dict[str, Any]:
    """The columns on applicants, made of the words as the product makes them."""
    words = text.replace(" / ", "\n")
    return {"applicant_text": words or None, "applicant_types": list(read_applicants(words)[0])}


def project(own: tuple[Member, ...], others: tuple[Member, ...] = (), **values: Any) -> tuple[Profile, Cluster]:
    keys = tuple(member.key for member in own)
    profile = Profile("p", "Prosjekt", "", (), "nb", **{"members": keys, "region": "34", **values})
    return profile, Cluster("c", "Klyngen", "K", "34", own + others, (profile,))


def ask(record: dict[str, Any], own: str = "kommune", **values: Any) -> Verdict:
    return judge(record, *project(members(own), **values), NIGHT)
