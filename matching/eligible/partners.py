"""The partners that a call demands against those that the project has: who is missing, and who of the cluster could be.

A missing partner can still be found, so this rule never says no.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from calls.applicant_words import BUSINESS, PUBLIC, RESEARCH
from calls.applicants import read_applicants
from calls.fields import word_nb
from calls.tongue import note, say
from matching.eligible import facts
from matching.eligible.applicant_conditions import ASKS_WITH
from matching.eligible.applicant_text import LONGEST, sentences
from matching.eligible.applicants import involved
from matching.eligible.facts import Quote
from matching.eligible.partner_words import ANYBODY, OUTSIDE_RESEARCH, Want, Wants, is_bare, read_wants
from matching.eligible.rule import OR, MissingPartner, Rule, listing, silent, stated
from matching.profiles import Cluster, Member, Profile

_CONSORTIUM = re.compile(
    r"HORIZON\s+(?:Research and Innovation|Innovation)\s+Actions|MSCA\s+Doctoral\s+Networks", re.IGNORECASE
)
"""Types of action of Horizon Europe in which at least three organisations in three countries must take part
(Regulation (EU) 2021/695, article 22; General Annexes, part B; for doctoral networks the MSCA work programme)."""

_MUST = re.compile(r"\b(?:minst|at\s+least|må|must|skal|shall)\b", re.IGNORECASE)
_ALONE = re.compile(r"\b(?:alene|aleine|åleine|alone)\s+(?:eller|or)\b", re.IGNORECASE)
_WHEN_WITH = re.compile(
    r"\b(?:når|dersom|hvis|if|when)\s+(?P<who>[^.,;]*?)\s+(?:er|are|is)\s+(?:med|partner\w*|involved)\b", re.IGNORECASE
)

_BESIDE = re.compile(r"samarbeid|collaborat|cooperat|sam[ma][ea]n med|together with|part(?:ner|nar)", re.I)
"""The partners demanded are beside the applicant, who may be of the same kind."""

_TOGETHER = re.compile(
    r"\b(?:delta|deltar|deltek|partner\w*|partnar\w*|samarbeide?|collaborate|være med|vere med)\b", re.I
)

_SINGULAR = {
    "bedrift_smb": note("en liten eller mellomstor bedrift"),
    "bedrift_stor": note("en stor bedrift"),
    "kommune": note("en kommune"),
    "fylkeskommune": note("en fylkeskommune"),
    "helseforetak": note("et helseforetak"),
    "uh_institusjon": note("et universitet eller en høgskole"),
    "forskningsinstitutt": note("et forskningsinstitutt"),
    "frivillig_org": note("en frivillig organisasjon"),
    "klynge": note("en klynge"),
    "privatperson": note("en privatperson"),
    "statlig": note("en statlig virksomhet"),
}
_GROUPS = (
    (BUSINESS, note("en bedrift"), note("bedrifter")),
    (RESEARCH, note("en forskningsorganisasjon"), note("forskningsorganisasjoner")),
    (PUBLIC, note("en offentlig virksomhet"), note("offentlige virksomheter")),
    (OUTSIDE_RESEARCH, note("en partner utenfor forskningen"), note("partnere utenfor forskningen")),
    (ANYBODY, note("en partner"), note("partnere")),
)
_COUNTS_NB = ("", "", note("to"), note("tre"), note("fire"), note("fem"), note("seks"))


def partner_rule(
    call: Mapping[str, Any], profile: Profile, cluster: Cluster
) -> tuple[Rule, tuple[MissingPartner, ...]]:
    """Whether the project has the partners that the call demands, and those it lacks."""
    told = facts.text(call, "partner_text")
    is_required = facts.flag(call, "is_partner_required")
    wants = _demanded(told, facts.text(call, "applicant_text"))
    words = _words(call, wants, told)
    if _CONSORTIUM.search(facts.text(call, "application_type")):
        words = facts.quote(call, "application_type") if not wants.countries else words
        wants = Wants(wants.wants, max(wants.countries, 3), wants.is_clear, wants.quote)
    if not wants.wants and not wants.countries:
        return _unnamed(is_required, told, wants, words, profile, cluster)
    members = involved(profile, cluster)
    missing = _missing(wants, members, profile, cluster)
    if is_required is False:
        return stated("partners", "unknown", say("Utlysningen sier to ulike ting om partnere."), words), missing
    if not members:
        return stated(
            "partners",
            "unknown",
            say("Prosjektet har ingen medlemmer ennå, så vi vet ikke hvem som er partnere."),
            words,
        ), missing
    if missing:
        lacking = listing([one.words_nb for one in missing])
        return stated("partners", "unknown", say("Dere mangler {partners}.", partners=lacking), words), missing
    if maybe := _may_be_research(wants, members):
        told_nb = say("{names} teller som forskningsorganisasjon bare hvis den er godkjent som det.", names=maybe)
        return stated("partners", "unknown", told_nb, words), ()
    if not wants.is_clear or (_BESIDE.search(wants.quote) and sum(one.count for one in wants.wants) >= len(members)):
        return stated(
            "partners",
            "unknown",
            say("Dere ser ut til å ha partnerne, men kravet har mer dere må lese selv."),
            words,
        ), ()
    return stated("partners", "yes", say("Dere har partnerne som kreves."), words), ()


@lru_cache(maxsize=4096)
def _demanded(told: str, applicants: str) -> Wants:
    """What the words on partners demand, and what those on applicants demand of whom one applies with."""
    own = read_wants(told)
    if len(applicants) > LONGEST:
        return own
    beside = [found.group() for found in ASKS_WITH.finditer(applicants) if _MUST.search(found.group())]
    beside += [f"{found['who']} må være med" for found in _WHEN_WITH.finditer(applicants)]
    beside += [one for one in sentences(applicants) if _TOGETHER.search(one) and not read_applicants(one)[0]]
    if _ALONE.search(applicants) or not beside:
        return own
    more = read_wants("\n".join(beside))
    known = {want.types for want in own.wants}
    wants = own.wants + tuple(want for want in more.wants if want.types not in known)
    quote = own.quote or (applicants if more.wants else more.quote)
    return Wants(wants, max(own.countries, more.countries), own.is_clear and more.is_clear, quote)


def _words(call: Mapping[str, Any], wants: Wants, told: str) -> Quote:
    cited = facts.quote(call, "partner_text" if told else "applicant_text", "is_partner_required")
    return Quote(wants.quote or told or cited.text, cited.place, cited.label)


def _unnamed(
    is_required: bool | None, told: str, wants: Wants, words: Quote, profile: Profile, cluster: Cluster
) -> tuple[Rule, tuple[MissingPartner, ...]]:
    """The rule where no kind of partner is demanded."""
    if is_required is False:
        return stated("partners", "yes", say("Dere kan søke uten partnere."), words), ()
    if is_required is None:
        if wants.is_clear:
            return silent("partners", say("Utlysningen sier ikke at dere må ha partnere.")), ()
        told_nb = say("Utlysningen krever noe av partnere som vi ikke forstår.")
        return stated("partners", "unknown", told_nb, words), ()
    members = involved(profile, cluster)
    if len(members) == 1:
        others = tuple(member.key for member in cluster.members if member not in members)
        missing = (MissingPartner(say("minst én partner"), (), 1, others, words.text),)
        return stated("partners", "unknown", say("Dere mangler minst én partner."), words), missing
    if members and is_bare(told or "ja"):
        return stated("partners", "yes", say("Dere må ha partnere, og det har dere."), words), ()
    return stated("partners", "unknown", say("Dere må ha partnere. Vi vet ikke hvilke som kreves."), words), ()


def _missing(wants: Wants, members: Sequence[Member], profile: Profile, cluster: Cluster) -> tuple[MissingPartner, ...]:
    """Demands that no member is left for when each member fills one place."""
    free = _unfilled(wants.wants, members)
    found = []
    for want, count in zip(wants.wants, free, strict=True):
        if count and not (set(want.types) == set(RESEARCH) and _hospitals(members)):
            fillers = [
                one.key
                for one in cluster.members
                if one.key not in profile.members and set(one.types) & set(want.types)
            ]
            found.append(MissingPartner(_want_nb(want.types, count), want.types, count, tuple(fillers), wants.quote))
    if wants.countries > 1:
        told = say("partnere i andre land (minst {number} land i alt)", number=_counted_nb(wants.countries))
        found.append(MissingPartner(told, (), wants.countries - 1, (), wants.quote))
    return tuple(found)


def _unfilled(wants: Sequence[Want], members: Sequence[Member]) -> list[int]:
    """For each demand how many places stay empty, when as many as possible are filled (augmenting paths).

    A demand for partners of any kind is beside the applicant, who takes a place of its own.
    """
    places = [number for number, want in enumerate(wants) for _ in range(want.count + (want.types == ANYBODY))]
    holder: dict[int, int] = {}

    def seat(member: int, tried: set[int]) -> bool:
        for place, number in enumerate(places):
            if place in tried or not set(members[member].types) & set(wants[number].types):
                continue
            tried.add(place)
            if place not in holder or seat(holder[place], tried):
                holder[place] = member
                return True
        return False

    for member in range(len(members)):
        seat(member, set())
    return [
        sum(1 for place, of in enumerate(places) if of == number and place not in holder)
        for number in range(len(wants))
    ]


def _hospitals(members: Sequence[Member]) -> list[str]:
    return [member.name for member in members if "helseforetak" in member.types]


def _may_be_research(wants: Wants, members: Sequence[Member]) -> str:
    """The hospital trust that would have to count as the research organisation demanded, "" when none has to."""
    free = _unfilled(wants.wants, members)
    lacks = any(count and set(want.types) == set(RESEARCH) for want, count in zip(wants.wants, free, strict=True))
    return listing(_hospitals(members), OR) if lacks else ""


def _want_nb(types: Sequence[str], count: int) -> str:
    """`en bedrift`, `to kommuner`, `en kommune eller et helseforetak`."""
    for group, one, several in _GROUPS:
        if set(types) == set(group):
            return say(one) if count == 1 else f"{_counted_nb(count)} {say(several)}"
    if count == 1:
        return listing([say(_SINGULAR[code]) for code in types], OR)
    return f"{_counted_nb(count)} {listing([word_nb(code) for code in types], OR)}"


def _counted_nb(count: int) -> str:
    return say(_COUNTS_NB[count]) if 1 < count < len(_COUNTS_NB) else str(count)
