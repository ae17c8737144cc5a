"""Why a match stands elsewhere than in the ranking before, in readers' words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from calls.tongue import note, say, say_count
from matching.movement import Cause, Moved, Step
from publish.words import join_words

CAUSES_NB: dict[Cause, str] = {
    "program": note("programmet regner annerledes"),
    "glossary": note("ordlisten er endret"),
    "corpus": note("andre utlysninger er kommet til, endret eller falt fra"),
    "text": note("teksten i utlysningen er endret"),
    "facts": note("frist, beløp eller andre opplysninger i utlysningen er endret"),
    "profile": note("prosjektet eller klyngen er endret"),
    "feedback": note("det dere har sagt om utlysninger, er endret"),
}


def moved_words(found: Mapping[tuple[str, str], Sequence[Sequence[Any]]]) -> dict[tuple[str, str, str, str], str]:
    """(cluster, profile, source, source_id) -> a sentence on each match that moved. found: Store.moves of a night."""
    return {(*key, *moved.call): _sentence(moved) for key, moves in found.items() for moved in map(Moved.of, moves)}


def _sentence(moved: Moved) -> str:
    """What put it there is told strongest first; what moved the score alone, only where nothing moved the place."""
    placed = [step for step in moved.steps if step.places]
    told = sorted(placed or moved.steps, key=lambda step: (-abs(step.places), -abs(step.moved), step.cause))
    if moved.before.rank is None:
        begins = say("Ny i listen, på plass {rank}", rank=moved.after.rank)
    else:
        is_up = (moved.after.rank or 0) < moved.before.rank
        way = note("Opp fra plass {before} til {after}") if is_up else note("Ned fra plass {before} til {after}")
        begins = say(way, before=moved.before.rank, after=moved.after.rank)
    because = join_words([_step(step, has_others=len(told) > 1) for step in told])
    return say("{begins}, fordi {because}.", begins=begins, because=because) if because else f"{begins}."


def _step(step: Step, has_others: bool) -> str:
    if not has_others or not step.places:
        return say(CAUSES_NB[step.cause])
    places = abs(step.places)
    if step.places < 0:
        moved = say_count("{n} plass opp", "{n} plasser opp", places)
    else:
        moved = say_count("{n} plass ned", "{n} plasser ned", places)
    return f"{say(CAUSES_NB[step.cause])} ({moved})"
