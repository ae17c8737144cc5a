"""What a kind of general instrument is, the groups of organisations that kinds speak of, and words for sectors.

The kinds themselves: `matching.general.schemes`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Purpose = Literal["service", "technology", "research", "growth", "competence", "procurement", "doctorate", "voluntary"]
"""What a project is made of; one project is several of them."""

Stage = Literal["idea", "pilot", "scaling", "research"]
"""How ripe a project is."""

COMPANY = ("bedrift_smb", "bedrift_stor")
PUBLIC = ("kommune", "fylkeskommune", "helseforetak", "statlig")
CARE = ("kommune", "helseforetak")
RESEARCH = ("uh_institusjon", "forskningsinstitutt", "helseforetak")
UNIVERSITY = ("uh_institusjon", "forskningsinstitutt")
OUTSIDE = (*COMPANY, "kommune", "fylkeskommune", "statlig", "frivillig_org", "klynge")


@dataclass(frozen=True)
class Kind:
    """A kind of instrument.

    title: how its calls are named; head: how the first words of a text name it, where titles do not. owners: who may
    own a project; needs: groups of which each must take part. purposes: the share of each in the projects that it is
    made for, 1 in all. is_health: made for health and care, not for every sector. is_regional: of a funder of one
    region.
    """

    key: str
    name_nb: str
    title: re.Pattern[str]
    owners: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...]
    purposes: Mapping[Purpose, float]
    stages: tuple[Stage, ...]
    head: re.Pattern[str] | None = None
    is_health: bool = False
    is_regional: bool = False


OTHER_SECTOR = re.compile(
    r"\b(?:landbruk|landbased|land-based|jordbruk|skog|bonde|bønder|gård|tilleggsnæring|bioøkonomi|bionær|marin|maritim"
    r"|hav|havbruk|aquacult|ocean|fisk|petroleum|petrosenter|olje|skip|nærskip|rederi|kultur|turis|reiseliv|film"
    r"|arrangement"
    r"|energi|energy|fornybar|hydrogen|batteri|mineral|bygg|næringsbygg|transport|polar|arkti|samisk|romfart|space"
    r"|kvante"
    r"|quantum|forsvar|defen[cs]e|mat-|mat og|food|agric|forest|industriløft|leverandørindustri|kjønnsbalanse"
    r"|gender|EEN)",
    re.IGNORECASE,
)
"""Words in a title by which an instrument is for one sector that is not health."""

HEALTH = re.compile(
    r"helse|omsorg|pasient|sykehus|sjukehus|velferd|medisin|syke?pleie|sjukepleie|health|\bcare\b|patient|hospital"
    r"|medic|nurs",
    re.IGNORECASE,
)
"""Words by which a text is about health and care."""
