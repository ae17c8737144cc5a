"""General instruments, and how well each suits a project: by who applies, kind of project, ripeness, money and place.

Schemes that are open to every theme share no words with the projects that they are made for, so words cannot find them
(docs/eligibility.md has the figures). This is a fit of its own beside topical fit: one list, two reasons.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from matching.general import fit
from matching.general.fit import Share
from matching.general.one_list import Joint, joint
from matching.general.project import Project, read_project
from matching.general.recognise import Recognised, recognise
from matching.profiles import Cluster, Profile

__all__ = [
    "WEIGHTS",
    "GeneralFit",
    "Joint",
    "Part",
    "Project",
    "Recognised",
    "general_fit",
    "joint",
    "read_project",
    "recognise",
    "suit",
]

PartName = Literal["applicant", "partners", "purpose", "field", "stage", "amount", "region"]

WEIGHTS: dict[PartName, float] = {
    "applicant": 0.25,
    "partners": 0.25,
    "purpose": 0.20,
    "field": 0.10,
    "stage": 0.10,
    "amount": 0.05,
    "region": 0.05,
}
"""The most that each part may give; 1 in all, the same every night."""

DECIMALS = 12


@dataclass(frozen=True)
class Part:
    """One summand: what it gives, the most it may give, and why in bokmål."""

    name: PartName
    value: float
    most: float
    words_nb: str


@dataclass(frozen=True)
class GeneralFit:
    """How well a general instrument suits a project. `score`, from 0 to 1, is the sum of the parts within 1e-9.

    quote: the call's words by which it is known for a general instrument.
    """

    kind: str
    name_nb: str
    score: float
    parts: tuple[Part, ...]
    quote: str

    @property
    def content(self) -> dict[str, Any]:
        """The same as JSON has it."""
        return {**vars(self), "parts": [{**vars(part)} for part in self.parts]}


def general_fit(call: Mapping[str, Any], profile: Profile, cluster: Cluster) -> GeneralFit | None:
    """How well a call that is a general instrument suits a profile; None for any other call.

    call: a record with the columns of calls.fields, or `title`, `text` and `lang` alone. For many calls and profiles
    `recognise` each call and `read_project` each profile once, and `suit` the pairs.
    """
    found = recognise(call)
    return suit(found, read_project(profile, cluster)) if found else None


def suit(found: Recognised, project: Project) -> GeneralFit:
    """How well a general instrument suits a project.

    A scheme for another part of the country gives nothing for who applies and takes part: nobody of the project may.
    """
    place = fit.region(found, project)
    is_outside = not place.share
    shares: dict[PartName, Share] = {
        "applicant": Share(0.0, place.words_nb) if is_outside else fit.applicant(found, project),
        "partners": Share(0.0, place.words_nb) if is_outside else fit.partners(found, project),
        "purpose": fit.purpose(found, project),
        "field": fit.field(found, project),
        "stage": fit.stage(found, project),
        "amount": fit.amount(found, project),
        "region": place,
    }
    parts = tuple(
        Part(name, round(WEIGHTS[name] * share, DECIMALS), WEIGHTS[name], words)
        for name, (share, words) in shares.items()
    )
    score = round(math.fsum(part.value for part in parts), DECIMALS)
    return GeneralFit(found.kind.key, found.kind.name_nb, score, parts, found.words)
