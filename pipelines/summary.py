"""The summary at the end of a night, and the exit code that a timer or a person goes by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from calls.store import Store
from publish.rows import STATES_NB, is_behind, records

FRESH, PARTLY_OLD, NOTHING = 0, 3, 1


def exit_code(store: Store, day: date) -> int:
    """0 all fresh, 3 ranked on partly old data, 1 nothing ranked."""
    night = store.night(day)
    if night is None or night.state != "ranked":
        return NOTHING
    return PARTLY_OLD if any(is_behind(row) for row in records(store.source_nights(day))) else FRESH


def summary_lines(store: Store, days: Sequence[date]) -> list[str]:
    """A table per night: per source what was fetched, parsed, new, changed, closed, issues and how fresh it is."""
    lines: list[str] = []
    for day in days:
        night = store.night(day)
        is_ranked = night is not None and night.state == "ranked"
        demonstration = " (demonstrasjon)" if night and night.is_demonstration else ""
        lines.append(f"Natt {day}{demonstration}")
        lines.append(
            f"  {'kilde':<18}{'hentet':>8}{'lest':>6}{'nye':>6}{'endret':>8}{'lukket':>8}{'avvik':>7}  ferskhet"
        )
        for row in records(store.source_nights(day)):
            fresh = STATES_NB[row["state"]]
            if is_behind(row):
                fresh += f": data fra {row['data_night'] or 'ingen natt'}. {row['message']}"
            lines.append(
                f"  {row['source']:<18}{row['fetched']:>8}{row['parsed']:>6}{row['new']:>6}{row['changed']:>8}"
                f"{row['closed']:>8}{row['issues']:>7}  {fresh}"
            )
        told = f"  {len(store.matches(day))} treff rangert" if is_ranked else ""
        lines.append(told or "  INGENTING RANGERT – kjør «radar doctor»")
    return lines
