"""Rebuilding nights from their archives alone, in a home of their own, and saying whether they come out the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from calls.archive import Archive
from calls.home import Home
from calls.store import Store
from pipelines import headless
from pipelines.settings import CODE_VERSION

PARTS_NB = {"records": "utlysninger", "events": "hendelser", "matches": "treff"}
"""What of a night is compared, in readers' words."""


@dataclass(frozen=True)
class Compared:
    """One night of both homes: per part the hash (SHA-256, hex; "" when there is none) as it was and as rebuilt."""

    night: date
    code_version: str  # of the code that made the night; "" when the home does not have it
    was: Mapping[str, str]
    now: Mapping[str, str]

    @property
    def differing(self) -> list[str]:
        """Parts that came out otherwise, in the order of PARTS_NB."""
        return [part for part in PARTS_NB if self.was.get(part, "") != self.now.get(part, "")]


def rebuild(home: Home, first: date | None, last: date | None, folder: Path) -> list[Compared]:
    """Runs the home's archived nights again under `folder`, the network off, and compares those of the span.

    Every archived night up to the last is run, also those before the first: what is new or gone rests on them.
    click.ClickException when the span has no night, or the folder is in use.
    """
    if folder.exists() and any(folder.iterdir()):
        raise click.ClickException(f"{folder} er ikke tom. Oppgi en tom eller ny mappe.")
    nights = [night.day for night in Archive(home.archive).nights() if last is None or night.day <= last]
    span = [day for day in nights if first is None or day >= first]
    if not span:
        raise click.ClickException(f"Arkivet i {home.archive} har ingen natt i dette spennet.")
    again = home.again(folder)
    headless.run_archived(again, nights[0], span[-1])
    with Store.open(home.database_url) as was, Store.open(again.database_url) as now:
        return [_compared(was, now, day) for day in span]


def _compared(was: Store, now: Store, day: date) -> Compared:
    night = was.night(day)
    before = was.kept_hashes(day) or (was.night_hash(day) if night else {})
    return Compared(day, night.code_version if night else "", before, now.night_hash(day))


def lines(compared: Sequence[Compared]) -> list[str]:
    """What a person reads: a line a night, and for a night that differs which parts and why that may be."""
    said = []
    for one in compared:
        hashes = "  ".join(f"{PARTS_NB[part]} {one.now.get(part, '')[:12]}" for part in PARTS_NB)
        if not one.was:
            said.append(f"{one.night}  ny        {hashes}  (natten er ikke lagret i RADAR_HOME)")
        elif not one.differing:
            said.append(f"{one.night}  lik       {hashes}")
        else:
            parts = ", ".join(PARTS_NB[part] for part in one.differing)
            said.append(f"{one.night}  ULIK      {hashes}  ({parts} er ikke som lagret; {_why(one)})")
    differing = [one for one in compared if one.was and one.differing]
    same = sum(1 for one in compared if one.was and not one.differing)
    said.append(f"{same} av {len(compared)} netter er gjenskapt likt." + (" Resten står over." if differing else ""))
    return said


def _why(one: Compared) -> str:
    if one.code_version != CODE_VERSION:
        return f"natten ble laget av utgave {one.code_version}, dette er {CODE_VERSION}"
    if one.differing == ["matches"]:
        return "prosjektprofilene er kanskje endret siden"
    return "koden, profilene eller lageret er endret siden"
