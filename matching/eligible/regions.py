"""Where a call's applicants must be, against the project's region and the places of those who may apply.

A limit is what the record's `regions` say, or a text that says the whole country. A county that the funder's name or
the applicants' words merely mention makes a limit likely, and what is likely never says no.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from calls.terms import read_regions
from calls.tongue import note, say
from matching import places
from matching.eligible import facts
from matching.eligible.applicant_conditions import NATIONWIDE
from matching.eligible.applicants import involved
from matching.eligible.facts import Quote
from matching.eligible.rule import Answer, Candidate, Rule, listing, silent, stated
from matching.profiles import Cluster, Member, Profile


def region_rule(call: Mapping[str, Any], candidates: Sequence[Candidate], profile: Profile, cluster: Cluster) -> Rule:
    """Whether the project, and somebody of it who may apply, is where the call wants its applicants."""
    limits = facts.texts(call, "regions")
    if not limits:
        return _unlimited(call, profile, cluster)
    cited = facts.quote(call, "regions")
    words = Quote(cited.text or ", ".join(limits), cited.place or facts.text(call, "url"), cited.label)
    if any(map(places.is_nationwide, limits)):
        return stated("region", "yes", say("Utlysningen gjelder hele landet."), words)
    return stated("region", *_limited(limits, _applying(candidates, profile, cluster), profile, cluster), words)


def _applying(candidates: Sequence[Candidate], profile: Profile, cluster: Cluster) -> list[Member]:
    """The members that would apply: those of the project who may, else who perhaps may, else all of it."""
    ours = involved(profile, cluster)
    for answers in (("yes",), ("unknown",)):
        keys = {one.member for one in candidates if one.is_involved and one.answer in answers}
        if found := [member for member in ours if member.key in keys]:
            return found
    return list(ours)


def _limited(
    limits: Sequence[str], applying: Sequence[Member], profile: Profile, cluster: Cluster
) -> tuple[Answer, str]:
    """The answer of a call that is limited to some places."""
    where = listing([places.place_nb(limit) for limit in limits])
    inside = frozenset(county for limit in limits for county in places.counties_of(limit))
    is_exact = all(map(places.is_whole, limits))
    home = _home(profile, cluster)
    found = {member.name: _within(member.place, limits, inside, is_exact) for member in applying}
    if sure := [name for name, answer in found.items() if answer]:
        return "yes", say("Utlysningen gjelder {where}, og der holder {names} til.", where=where, names=listing(sure))
    if not home or not all(map(places.counties_of, limits)):
        return "unknown", say("Utlysningen gjelder {where}. Vi vet ikke om det omfatter dere.", where=where)
    if home.isdisjoint(inside):
        known = [counties for one in involved(profile, cluster) if (counties := places.counties_of(one.place))]
        if all(inside.isdisjoint(counties) for counties in known):
            told = say("Utlysningen gjelder bare {where}.", where=where)
            return "no", f"{told} {_home_nb(profile, cluster)}"
        return "unknown", say("Utlysningen gjelder {where}, der bare noen av dere holder til.", where=where)
    if not is_exact or not home <= inside:
        return "unknown", say("Utlysningen gjelder {where}. Sjekk om området omfatter dere.", where=where)
    if not found or None in found.values():
        return "yes", say("Utlysningen gjelder {where}, og der hører prosjektet til.", where=where)
    return "unknown", say("Prosjektet hører til i {where}, men det gjør ikke den som kan søke.", where=where)


def _within(place: str, limits: Sequence[str], inside: frozenset[str], is_exact: bool) -> bool | None:
    """Whether a member's place lies within the limits; None when nobody can tell."""
    if place and any(place.casefold() == limit.casefold() for limit in limits):
        return True
    counties = frozenset(places.counties_of(place))
    if not counties:
        return None
    if counties <= inside and is_exact:
        return True
    return False if counties.isdisjoint(inside) else None


def _unlimited(call: Mapping[str, Any], profile: Profile, cluster: Cluster) -> Rule:
    if found := NATIONWIDE.search(facts.text(call, "applicant_text")):
        cited = facts.quote(call, "applicant_text")
        words = Quote(found.group(), cited.place, cited.label)
        return stated("region", "yes", say("Utlysningen gjelder hele landet."), words)
    for column in ("funder", "applicant_text", "title"):
        named = _named(facts.text(call, column))
        if named and _home(profile, cluster).isdisjoint(named):
            where = listing([places.place_nb(number) for number in named])
            told = note("Teksten nevner {where}. Utlysningen gjelder trolig bare der, men det står ikke uttrykkelig.")
            return stated("region", "unknown", say(told, where=where), facts.quote(call, column))
    return silent("region", say("Utlysningen sier ikke noe om hvor søkeren må holde til."))


@lru_cache(maxsize=4096)
def _named(text: str) -> tuple[str, ...]:
    """Counties that a text names."""
    return tuple(read_regions(text))


def _home(profile: Profile, cluster: Cluster) -> frozenset[str]:
    """Counties of the project: of its own region, which may be a place that no table knows; else of the cluster's."""
    return frozenset(places.counties_of(profile.region or cluster.region))


def _home_nb(profile: Profile, cluster: Cluster) -> str:
    return say("Prosjektet hører til i {place}.", place=places.place_nb(profile.region or cluster.region))
