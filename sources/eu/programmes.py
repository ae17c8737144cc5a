"""The EU's programmes by the portal's code, and whether they are open to Norway.

Codes and names are those of the portal's code list, seen 2026-03-13 to 2026-08-22. Openness rests on the government's
list of the eleven EU programmes that Norway takes part in (regjeringen.no, document id2872715): likely, not certain.
So a programme of the list is "probable", any other one "unknown", and none is ever "no".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from calls.tongue import SOURCE, note, say, speaking, tongue

Listed = Literal["listed", "partly", "absent", "unsaid"]
"""Whether the programme is among the eleven: it is; a part of it is; it is not; the lists say nothing of it."""


@dataclass(frozen=True)
class Programme:
    """One programme. part: what tells that an identifier belongs to the part that is open, where only a part is."""

    code: str
    name: str
    listed: Listed
    part: str = ""
    part_nb: str = ""


_SMP, _ESF = note("COSME og forbrukerdelen"), note("EaSI-delen")

# fmt: off
PROGRAMMES = {row.code: row for row in (
    Programme("43108390", "Horizon Europe (HORIZON)", "listed"),
    Programme("43152860", "Digital Europe Programme (DIGITAL)", "listed"),
    Programme("43332642", "EU4Health Programme (EU4H)", "listed"),
    Programme("44181033", "European Defence Fund (EDF)", "listed"),
    Programme("43251814", "Creative Europe Programme (CREA)", "listed"),
    Programme("43353764", "Erasmus+ (ERASMUS+)", "listed"),
    Programme("43298203", "Union Civil Protection Mechanism (UCPM)", "listed"),
    Programme("43252476", "Single Market Programme (SMP)", "partly", r"SMP-(COSME|CONS)", _SMP),
    Programme("43254019", "European Social Fund + (ESF+)", "partly", r"ESF-.*EASI|ESF-SI-", _ESF),
    Programme("43252405", "Programme for the Environment and Climate Action (LIFE)", "absent"),
    Programme("43251589", "Citizens, Equality, Rights and Values Programme (CERV)", "absent"),
    Programme("43251567", "Connecting Europe Facility (CEF)", "absent"),
    Programme("44416173", "Interregional Innovation Investments Instrument (I3)", "absent"),
    Programme("43252368", "Internal Security Fund (ISF)", "absent"),
    Programme("44773066", "Just Transition Mechanism (JTM)", "absent"),
    Programme("43252386", "Justice Programme (JUST)", "absent"),
    Programme("43089234", "Innovation Fund (INNOVFUND)", "absent"),
    Programme("111111", "EU External Action - Prospect (RELEX-PROSPECT)", "unsaid"),
    Programme("31045243", "Horizon 2020 Framework Programme (H2020 - 2014-2020)", "unsaid"),
    Programme("31059643", "Competitiveness of Enterprises and SMEs (COSME - 2014-2020)", "unsaid"),
    Programme("42810547", "Europe Direct (ED - 2014-2020)", "unsaid"),
    Programme("43251842", "Union Anti-fraud Programme (EUAF)", "unsaid"),
    Programme("43252433", "Protection of the Euro against Counterfeiting (PERICLES IV)", "unsaid"),
    Programme("43252449", "Research Fund for Coal & Steel (RFCS)", "unsaid"),
    Programme("43252517", "Social Prerogative and Specific Competencies Lines (SOCPL)", "unsaid"),
    Programme("43253967", "Renewable Energy Financing Mechanism (RENEWFM)", "unsaid"),
    Programme("43254037", "European Solidarity Corps (ESC)", "unsaid"),
    Programme("43298664", "Promotion of Agricultural Products (AGRIP)", "unsaid"),
    Programme("43298916", "Euratom Research and Training Programme (EURATOM)", "unsaid"),
    Programme("43392145", "European Maritime, Fisheries and Aquaculture Fund (EMFAF)", "unsaid"),
    Programme("43637601", "Pilot Projects & Preparation Actions (PPPA)", "unsaid"),
    Programme("43697167", "European Parliament (EP)", "unsaid"),
    Programme("45532249", "EU Bodies and Agencies (EUBA)", "unsaid"),
    Programme("45876777", "Neighbourhood, Development and International Cooperation Instrument (NDICI)", "unsaid"),
    Programme("46324255", "Technical assistance for ERDF, CF and JTF (ERDF-TA)", "unsaid"),
)}
# fmt: on

EU4HEALTH = "43332642"

_CHECK = note("Sjekk i utlysningsteksten hvem som kan få støtte.")
_LISTED = note("{name} står på regjeringens liste over EU-programmer Norge deltar i (id2872715).")
_PART_LISTED = note(
    "Denne delen av {name} ({part}) står på regjeringens liste over EU-programmer Norge deltar i (id2872715)."
)
_OTHER_PART = note(
    "Bare deler av {name} ({part}) står på regjeringens liste over EU-programmer Norge deltar i (id2872715)."
)
_ABSENT = note(
    "{name} står ikke på regjeringens liste over EU-programmer Norge deltar i (id2872715), men enkelte utlysninger kan "
    "likevel være åpne."
)
_UNSAID = note("Kildene våre sier ikke om Norge deltar i {name}.")
_NOT_KNOWN = note("Vi kjenner ikke EU-programmet denne utlysningen hører til.")


def norway(code: str, identifier: str) -> tuple[str, str]:
    """Whether a call of the programme is open to Norway (of calls.fields.NORWAY, never "no"), and why, in words."""
    programme = PROGRAMMES.get(code)
    is_part = programme is not None and bool(programme.part) and bool(re.match(programme.part, identifier.upper()))
    return _answer(programme, is_part), _because(programme, is_part)


def norway_words(text: str) -> str:
    """What `norway` once said in bokmål, in the reader's tongue; a text that is none of its own stays as it is."""
    if tongue() == SOURCE or text not in _ways():
        return text
    return _because(*_ways()[text])


def _answer(programme: Programme | None, is_part: bool) -> str:
    return "probable" if programme and (programme.listed == "listed" or is_part) else "unknown"


def _because(programme: Programme | None, is_part: bool) -> str:
    check = say(_CHECK)
    if programme is None:
        return f"{say(_NOT_KNOWN)} {check}"
    texts = {
        "listed": _LISTED,
        "partly": _PART_LISTED if is_part else _OTHER_PART,
        "absent": _ABSENT,
        "unsaid": _UNSAID,
    }
    part = say(programme.part_nb) if programme.part_nb else ""
    return f"{say(texts[programme.listed], name=programme.name, part=part)} {check}"


@cache
def _ways() -> dict[str, tuple[Programme | None, bool]]:
    """All that `norway` can say in bokmål, and what of."""
    with speaking(SOURCE):
        return {
            _because(programme, is_part): (programme, is_part)
            for programme in (None, *PROGRAMMES.values())
            for is_part in (False, True)
        }
