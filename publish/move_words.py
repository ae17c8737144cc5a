"""Why a match stands elsewhere than in the ranking before, in readers' words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matching.movement import Cause, Moved, Step
from publish.words import count_words, join_words

CAUSES_NB: dict[Cause, str] = {
    "program": "programmet regner annerledes",
    "glossary": "ordlisten er endret",
    "corpus": "andre utlysninger er kommet til, endret eller falt fra",
    "text": "teksten i utlysningen er endret",
    "facts": "frist, beløp eller andre opplysninger i utlysningen er endret",
    "profile": "prosjektet eller klyngen er endret",
    "feedback": "det dere har sagt om utlysninger, er endret",
}


def moved_words(found: Mapping[tuple[str, str], Sequence[Sequence[Any]]]) -> dict[tuple[str, str, str, str], str]:
    """(cluster, profile, source, source_id) -> a sentence on each match that moved. found: Store.moves of a night."""
    return {(*key, *moved.call): _sentence(moved) for key, moves in found.items() for moved in map(Moved.of, moves)}


def _sentence(moved: Moved) -> str:
    """What put it there is told strongest first; what moved the score alone, only where nothing moved the place."""
    placed = [step for step in moved.steps if step.places]
    told = sorted(placed or moved.steps, key=lambda step: (-abs(step.places), -abs(step.moved), step.cause))
    if moved.before.rank is None:
        begins = f"Ny i listen, på plass {moved.after.rank}"
    else:
        way = "Opp" if (moved.after.rank or 0) < moved.before.rank else "Ned"
        begins = f"{way} fra plass {moved.before.rank} til {moved.after.rank}"
    because = join_words([_step(step, has_others=len(told) > 1) for step in told])
    return f"{begins}, fordi {because}." if because else f"{begins}."


def _step(step: Step, has_others: bool) -> str:
    if not has_others or not step.places:
        return CAUSES_NB[step.cause]
    way = "opp" if step.places < 0 else "ned"
    return f"{CAUSES_NB[step.cause]} ({count_words(abs(step.places), 'plass', 'plasser')} {way})"
