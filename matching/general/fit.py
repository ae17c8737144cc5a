"""The parts of a general fit: each a share from 0 to 1 and a reason in words (calls.tongue).

What nobody knows is NEUTRAL, neither for nor against: a profile without partners, a call without an amount.
"""

from __future__ import annotations

from typing import NamedTuple

from calls.tongue import note, say
from matching import places
from matching.eligible.rule import OR, listing, types_nb
from matching.general.kinds import Purpose, Stage
from matching.general.project import Project
from matching.general.recognise import Recognised

NEUTRAL = 0.5
BESIDE = 0.6
"""The share of one who takes part and may apply, though somebody else owns the project."""

ANY_SECTOR = 0.6
"""The share of a scheme for every sector, beside 1 of one made for the project's own."""

PURPOSES_NB: dict[Purpose, str] = {
    "service": note("bedre tjenester"),
    "technology": note("ny teknologi"),
    "research": note("forskning"),
    "growth": note("vekst i bedrifter"),
    "competence": note("kompetanse"),
    "procurement": note("innkjøp"),
    "doctorate": note("doktorgrad"),
    "voluntary": note("frivillig innsats"),
}
STAGES_NB: dict[Stage, str] = {
    "idea": note("tidlig fase"),
    "pilot": note("utprøving"),
    "scaling": note("spredning og vekst"),
    "research": note("forskning"),
}


class Share(NamedTuple):
    """How much of a part a call gets, and why."""

    share: float
    words_nb: str


def is_outside(found: Recognised, project: Project) -> bool:
    """Whether the call is limited to counties that the project is not in."""
    return bool(found.counties and project.counties) and project.counties.isdisjoint(found.counties)


def applicant(found: Recognised, project: Project) -> Share:
    """Who applies: the one who would own the project, another of those who take part, or nobody."""
    may = types_nb(found.owners)
    if not project.present:
        return Share(NEUTRAL, say("Søkes av {types}. Profilen sier ikke hvem som er med.", types=may))
    if set(found.owners) & project.owners:
        return Share(1.0, say("Søkes av {types}, og det er en slik som eier prosjektet.", types=may))
    if set(found.owners) & project.present:
        return Share(BESIDE, say("Søkes av {types}, og en slik er med i prosjektet.", types=may))
    return Share(0.0, say("Søkes av {types}, og ingen slik er med i prosjektet.", types=may))


def partners(found: Recognised, project: Project) -> Share:
    """Those who must take part. The share falls faster than their number: a project that lacks one cannot apply."""
    if not project.present:
        return Share(NEUTRAL, say("Profilen sier ikke hvem som er med."))
    lacking = [group for group in found.kind.needs if not set(group) & project.present]
    if not lacking:
        return Share(1.0, say("De som må være med, er med."))
    words = listing([types_nb(group, OR) for group in lacking])
    met = 1 - len(lacking) / len(found.kind.needs)
    return Share(met * met, say("Slike prosjekter må ha med {types}.", types=words))


def purpose(found: Recognised, project: Project) -> Share:
    """How much of what the scheme is made for the project is made of."""
    if not any(project.purposes.values()):
        return Share(NEUTRAL, say("Vi kan ikke lese av profilen hva slags prosjekt det er."))
    share = sum(weight * project.purposes[key] for key, weight in found.kind.purposes.items())
    words = listing([say(PURPOSES_NB[key]) for key in found.kind.purposes])
    return Share(min(share, 1.0), say("Ordningen er for {purposes}.", purposes=words))


def field(found: Recognised, project: Project) -> Share:
    """Whether the scheme is made for health, or for every sector."""
    if found.is_health:
        return Share(1.0 if project.is_health else 0.0, say("Ordningen er for helse og omsorg."))
    return Share(ANY_SECTOR, say("Ordningen er for alle sektorer."))


def stage(found: Recognised, project: Project) -> Share:
    """Whether the scheme is for projects as ripe as this one."""
    stages = listing([say(STAGES_NB[key]) for key in found.kind.stages])
    words = say("Ordningen er for {purposes}.", purposes=stages)
    if not any(project.stages.values()):
        return Share(NEUTRAL, words)
    return Share(max(project.stages[key] for key in found.kind.stages), words)


def amount(found: Recognised, project: Project) -> Share:
    """Whether what one may get and what is wanted overlap."""
    if (found.floor is None and found.ceiling is None) or (project.least is None and project.most is None):
        return Share(NEUTRAL, say("Beløpet er ikke oppgitt."))
    if found.ceiling is not None and project.least is not None and found.ceiling < project.least:
        return Share(0.0, say("Beløpet er mindre enn dere trenger."))
    if found.floor is not None and project.most is not None and found.floor > project.most:
        return Share(0.0, say("Beløpet er større enn dere trenger."))
    return Share(1.0, say("Beløpet passer."))


def region(found: Recognised, project: Project) -> Share:
    """Whether the scheme is for the project's part of the country."""
    if not found.counties:
        return Share(1.0, say("Ordningen gjelder hele landet, så vidt vi vet."))
    where = listing([places.place_nb(number) for number in sorted(found.counties)])
    if is_outside(found, project):
        return Share(0.0, say("Ordningen gjelder {where}, og der er ikke prosjektet.", where=where))
    return Share(1.0, say("Ordningen gjelder {where}.", where=where))
