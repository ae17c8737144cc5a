"""Earlier rounds of a standing call, and what they say of the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from calls.recurring import Certainty, RoundGroup, expected, round_groups
from calls.recurring.rounds import COLUMNS, slug_key, title_key
from calls.tongue import note, say
from publish import words
from publish.rows import Row
from web.nights import Shown

CERTAINTY_NB: dict[Certainty, str] = {
    "high": note("Rundene har vært jevne, men finansiøren har ikke lovet noe."),
    "fair": note("Dette er ikke sikkert: finansiøren har ikke gitt noen dato."),
    "low": note("Dette er usikkert: finansiøren har ikke gitt noen dato."),
}
MOST_AKIN = 24
"""Most calls whose versions are read for the rounds of one; the last by their ids, which often begin with the year."""


@dataclass(frozen=True)
class Rounds:
    """Rounds of a standing call, newest first. words: what to expect of the next one, or why nobody can say."""

    words: str
    rounds: list[Row]


def rounds(shown: Shown, call: Row, known: Sequence[Row]) -> Rounds | None:
    """Earlier rounds of a call that one cannot apply for now; None for other calls, and where no other round is known.

    known: its versions, with COLUMNS. Those of others are read where they may be rounds of it; calls.recurring settles
    which are.
    """
    if call["status"] not in ("forecasted", "closed"):
        return None
    source, source_id, night = call["source"], call["source_id"], shown.night.night
    akin = _akin(shown, source, source_id)
    others = shown.store.versions_of(source, akin, COLUMNS) if akin else []
    told = [version for version in (*known, *others) if version["valid_from"] <= night]
    group = next((group for group in round_groups(told) if source_id in group.source_ids), None)
    if group is None:
        return None
    return Rounds(
        words=_expected_words(group, night),
        rounds=[_round(source, source_id, one.source_id, one.opens, one.deadline) for one in reversed(group.rounds)],
    )


def _expected_words(group: RoundGroup, night: date) -> str:
    said = expected(group, night)
    if said is not None:
        return f"{said.words_nb} {say(CERTAINTY_NB[said.certainty])}"
    if any(one.day >= night for one in group.rounds):
        return say("Den neste runden er kunngjort, med egne datoer.")
    return say("Rundene er for få, for ujevne eller for gamle til at vi kan si når den neste kommer.")


def _akin(shown: Shown, source: str, source_id: str) -> list[str]:
    """Other calls of its source whose title or address it shares, year and round apart, directly or not."""

    def read() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        keys: dict[str, set[str]] = {}
        ids: dict[str, set[str]] = {}
        listing = shown.store.listing(shown.night.night, source)
        for one, title in zip(listing["source_id"], listing["title"], strict=True):
            keys[one] = {key for key in (f"title {title_key(title)}", f"slug {slug_key(one)}") if " " in key.strip()}
            for key in keys[one]:
                ids.setdefault(key, set()).add(one)
        return keys, ids

    keys, ids = shown.stored(("akin", source), read)
    found, new, seen = {source_id}, [source_id], set[str]()
    while new:
        for key in keys.get(new.pop(), set()) - seen:
            seen.add(key)
            new += ids[key] - found
            found |= ids[key]
    return sorted(found - {source_id})[-MOST_AKIN:]


def _round(source: str, own: str, source_id: str, opens: date | None, deadline: date | None) -> Row:
    days = ((note("åpnet {day}"), opens), (note("frist {day}"), deadline))
    said = ", ".join(say(what, day=words.date_words(day)) for what, day in days if day)
    return {
        "source": source,
        "source_id": source_id,
        "words": f"{said[:1].upper()}{said[1:]}",
        "is_own": source_id == own,
    }
