"""Calls that are for somebody already chosen: a named institution, or those who were invited.

A name says no only where it is an organisation's and nobody of the cluster bears it. Who was invited we cannot know.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from calls.tongue import say
from matching import places
from matching.eligible import facts
from matching.eligible.applicant_text import sentences
from matching.eligible.applicants import involved
from matching.eligible.facts import Quote
from matching.eligible.rule import Rule, silent, stated
from matching.profiles import Cluster, Profile

_COLUMNS = ("applicant_text", "title", "status_text", "summary")

_ENDING = r"\w*(?:sykehus|sjukehus|universitet|kommune|høgskole|høgskule|institutt)\b"
_NAME = r"(?P<NAME>[A-ZÆØÅ][\w.&-]*(?:\s+(?:(?:(?:og|i|for|of|and|the)\s+)?[A-ZÆØÅ][\w.&-]*|" + _ENDING + r")){0,8})"
_NAMED = re.compile(
    r"\b(?:[Bb]are|[Kk]un|[Bb]erre|[Oo]nly)\s+"
    + _NAME.replace("NAME", "alone")
    + r"\s+(?:kan|may|can)\s+(?:søke|søkje|apply)"
    r"|\b(?:[Øø]remerk\w+|[Øø]yremerk\w+|[Ee]armarked|[Ff]orbeholdt|[Ff]orbehalde|[Rr]eserved)\s+(?:(?:for|til"
    r"|tilskudd\s+til"
    r"|tilskot\s+til|grant\s+to)\s+)?" + _NAME.replace("NAME", "reserved")
)
_INVITED = re.compile(
    r"\b(?:(?:kun|bare|berre|only)\s+(?:for\s+)?(?:inviterte?|invited)|(?:etter|på|by)\s+(?:invitasjon|invitation)"
    r"|invitation[- ]only"
    r"|inviterte\s+søk\w+|invited\s+applicants?|lukket\s+utlysning|lukka\s+utlysing|identified\s+beneficiar\w+"
    r"|named\s+beneficiar\w+|direktetildeling\w*|direct\s+award)\b",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"sykehus|sjukehus|universitet|university|høgskol|høyskol|høgskul|institutt|institute|direktorat|stiftelse"
    r"|senter|center"
    r"|centre|forbund|foreningen|selskap|kommune|\b(?:HF|RHF|AS|ASA|NTNU|SINTEF|NORCE|UiT|UiO|UiB)\b|^Helse ",
    re.IGNORECASE,
)


_LONGEST = 400  # characters of a sentence that may keep a call for somebody: text is hostile
_MOST = 8000


def earmarked_rule(call: Mapping[str, Any], profile: Profile, cluster: Cluster) -> Rule:
    """Whether the project's members are among those the call is kept for, where it is kept for anybody."""
    for column in _COLUMNS:
        if found := _read(facts.text(call, column)):
            cited = facts.quote(call, column)
            words = Quote(found.sentence, cited.place, cited.label)
            if found.name:
                return _kept_for(found.name, words, profile, cluster)
            return stated("earmarked", "unknown", say("Bare de som er invitert, kan søke. Er dere det?"), words)
    return silent("earmarked", say("Utlysningen er ikke øremerket noen, så vidt vi kan se."))


class _Kept(NamedTuple):
    """For whom a sentence keeps a call: a name, "" for those who were invited."""

    name: str
    sentence: str


@lru_cache(maxsize=4096)
def _read(text: str) -> _Kept | None:
    for sentence in sentences(text[:_MOST]):
        if len(sentence) > _LONGEST:
            continue
        if found := _NAMED.search(sentence):
            return _Kept(found["alone"] or found["reserved"], sentence)
        if _INVITED.search(sentence):
            return _Kept("", sentence)
    return None


def _kept_for(name: str, words: Quote, profile: Profile, cluster: Cluster) -> Rule:
    ours = {member.name for member in involved(profile, cluster)}
    if any(_is_same(name, own) for own in ours):
        return stated(
            "earmarked", "yes", say("Utlysningen er bare for {name}, som er med i prosjektet.", name=name), words
        )
    if any(
        _is_same(name, own) for own in [member.name for member in cluster.members] + [cluster.name, cluster.short_name]
    ):
        told = say("Utlysningen er bare for {name}, som er med i klyngen, men ikke i prosjektet.", name=name)
        return stated("earmarked", "unknown", told, words)
    if _ORGANISATION.search(name) and not places.counties_of(name):
        return stated("earmarked", "no", say("Utlysningen er bare for {name}.", name=name), words)
    return stated("earmarked", "unknown", say("Utlysningen ser ut til å være for {name}.", name=name), words)


def _is_same(name: str, own: str) -> bool:
    """Whether two names may be one organisation's: the words of one are all in the other (`Sykehuset Innlandet HF`)."""
    first, second = (frozenset(re.findall(r"\w+", one.casefold())) for one in (name, own))
    return bool(first and second) and (first <= second or second <= first)
