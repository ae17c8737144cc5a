"""Rebuilding nights from their archives alone, in a home of their own, and saying whether they come out the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

import click

from assets.memory import code_hash
from calls.archive import Archive, group_nights
from calls.database import is_there
from calls.home import Home
from calls.store import Store
from pipelines import headless
from publish.rows import records

PARTS_NB = {"records": "utlysninger", "events": "hendelser", "matches": "treff"}
"""What of a night is compared, in readers' words."""

Outcome = Literal["same", "new", "missing", "tampered", "differs"]
OUTCOMES_NB: Mapping[Outcome, str] = {
    "same": "lik",
    "new": "ny",
    "missing": "MANGLER",
    "tampered": "ENDRET",
    "differs": "ULIK",
}
SHOWN = 12
"""Characters of a hash on a line. The whole of it stands in the store."""

Hashes = Mapping[str, str]
"""SHA-256 (hex) by part; empty where there is nothing to hash."""


@dataclass(frozen=True)
class Compared:
    """One night of both homes.

    is_same_code: whether the code that made the night read pages as this one does. kept: as hashed when the night was
    made. stored: of what the home holds of it now. now: as rebuilt. gaps: nights before it that the home holds and the
    archive lacks, so that it was rebuilt on less. models: versions of the sentence model that it was ranked with, and
    was when rebuilt; "" for none.
    """

    night: date
    is_same_code: bool
    kept: Hashes
    stored: Hashes
    now: Hashes
    gaps: tuple[date, ...] = field(default=())
    models: tuple[str, str] = ("", "")

    @property
    def outcome(self) -> Outcome:
        """What cannot be compared is never the same. What other code hashed says nothing of tampering: it may have had
        other columns."""
        if not self.now:
            return "missing"
        if not self.stored:
            return "new"
        if self.is_same_code and self.kept and self.kept != self.stored:
            return "tampered"
        return "same" if self.stored == self.now else "differs"

    @property
    def is_refuted(self) -> bool:
        """Whether the home holds the night, and it did not come out as it was made."""
        return self.outcome in ("missing", "tampered", "differs")

    @property
    def differing(self) -> list[str]:
        """Parts that are not as they were made, in the order of PARTS_NB."""
        were, are = (self.kept, self.stored) if self.outcome == "tampered" else (self.stored, self.now)
        return [part for part in PARTS_NB if were.get(part, "") != are.get(part, "")]


def rebuild(home: Home, first: date | None, last: date | None, folder: Path) -> list[Compared]:
    """Runs the home's archived nights again under `folder`, the network off, and compares those of the span.

    Every archived night up to the last is run, also those before the first: what is new or gone rests on them. The
    decisions of the home count, as they did. click.ClickException when the span has no night, or the folder is in use;
    ArchiveError when a file of the archive is damaged.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.ClickException(f"{folder} er ikke tom. Oppgi en tom eller ny mappe.")
    nights = [night for night in Archive(home.archive).nights() if last is None or night.day <= last]
    archived = [night.day for night in nights]
    with _store(home) as was:
        stored = [row.night for row in was.nights() if row.state != "begun"] if was else []
        known = [day for day in stored if last is None or day <= last]
        span = [day for day in sorted({*archived, *known}) if first is None or day >= first]
        if not span:
            raise click.ClickException(f"Verken arkivet i {home.archive} eller lageret har en natt i dette spennet.")
        if archived:
            group_nights(path for night in nights for path in night.files)  # damage is told before hours of work
            headless.rebuild(home.again(folder), archived)
        with Store.open(home.again(folder).database_url) as now:
            lost = tuple(day for day in known if day not in archived)
            return [_compared(was, now, day, tuple(gap for gap in lost if gap < day)) for day in span]


@contextmanager
def _store(home: Home) -> Iterator[Store | None]:
    """The home's store; None where there is none, as looking must not make one."""
    if not is_there(home.database_url):
        yield None
        return
    with Store.open(home.database_url) as store:
        yield store


def _compared(was: Store | None, now: Store, day: date, gaps: tuple[date, ...]) -> Compared:
    night = was.night(day) if was else None
    is_made = was is not None and night is not None and night.state != "begun"
    return Compared(
        night=day,
        is_same_code=was is not None and _is_same_code(was, day),
        kept=was.kept_hashes(day) if was and is_made else {},
        stored=was.night_hash(day) if was and is_made else {},
        now=now.night_hash(day) if now.night(day) else {},
        gaps=gaps,
        models=(_model(was, day) if was and is_made else "", _model(now, day)),
    )


def _model(store: Store, day: date) -> str:
    """The version of the sentence model that the night was ranked with; all its profiles are ranked alike."""
    return next((run["meaning_version"] for run in records(store.match_runs(day))), "")


def _is_same_code(was: Store, day: date) -> bool:
    reports = records(was.source_nights(day))
    return all(report["reader"] in ("", code_hash()) for report in reports if report["data_night"] == day)


def lines(compared: Sequence[Compared]) -> list[str]:
    """What a person reads: a line a night, and for a night that differs which parts and why that may be."""
    said = [_line(one) for one in compared]
    same = sum(1 for one in compared if one.outcome == "same")
    new = sum(1 for one in compared if one.outcome == "new")
    words = f"{same} av {len(compared)} netter er gjenskapt likt."
    if new:
        words += f" {new} hadde ingenting å sammenlignes med."
    if any(one.is_refuted for one in compared):
        words += " Resten står over."
    return [*said, words]


def _line(one: Compared) -> str:
    hashes = "  ".join(f"{PARTS_NB[part]} {one.now.get(part, '-' * SHOWN)[:SHOWN]}" for part in PARTS_NB)
    reason = f"  ({_reason(one)})" if one.outcome != "same" else ""
    return f"{one.night}  {OUTCOMES_NB[one.outcome]:<8}  {hashes}{reason}"


def _reason(one: Compared) -> str:
    parts = ", ".join(PARTS_NB[part] for part in one.differing)
    match one.outcome:
        case "new":
            return "natten er ikke lagret i RADAR_HOME"
        case "missing":
            return "natten er lagret, men arkivet har den ikke; den kan ikke gjenskapes"
        case "tampered":
            return f"{parts} i lageret er endret etter at natten ble kjørt"
        case _:
            return f"{parts} ble ikke som lagret; {_why(one)}"


def _why(one: Compared) -> str:
    found = []
    if one.gaps:
        found.append(f"arkivet mangler {', '.join(map(str, one.gaps))}, som natten bygger på")
    elif not one.is_same_code:
        found.append(
            "sidene ble lest av en annen utgave av programmet; «radar reread» viser hva denne leser annerledes"
        )
    elif one.differing != ["matches"]:
        found.append("arkivet, koden, profilene eller avgjørelsene er endret siden")
    if "matches" in one.differing:
        found += _why_ranked_otherwise(*one.models)
    return "; ".join(found) or "prosjektprofilene eller ordlisten er kanskje endret siden"


def _why_ranked_otherwise(was: str, now: str) -> Iterator[str]:
    if was and not now:
        yield (
            f"natten brukte språkmodellen {was}, som ikke er i bruk her; installer den med «make semantic», og ta bort "
            "RADAR_SENTENCE_MODEL hvis den står på «off»"
        )
    elif now and not was:
        yield "natten ble rangert uten språkmodellen, som er i bruk her; RADAR_SENTENCE_MODEL=off slår den av"
    elif was != now:
        yield f"natten brukte språkmodellen {was}, og her er {now} i bruk"
