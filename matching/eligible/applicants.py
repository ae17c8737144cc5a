"""Who of the project may apply: the funder's words on applicants against the kinds of organisation that members are.

A member is let in (yes), shut out (no), or cannot be told (unknown). `no` takes a list of applicants that is whole and
wholly understood: one phrase that no table knows, `særlig`, `med flere` or a kind of organisation that may count as
another one leaves it unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from calls.applicant_words import BUSINESS, PUBLIC
from calls.fields import APPLICANT_TYPES
from calls.tongue import say
from matching.eligible import facts
from matching.eligible.applicant_text import Said, read_said
from matching.eligible.facts import Quote
from matching.eligible.rule import OR, Answer, Candidate, Rule, listing, silent, stated, types_nb
from matching.profiles import Cluster, Member, Profile

_ANY = frozenset(APPLICANT_TYPES)
_COMPANIES = frozenset(BUSINESS)
_MAY_COUNT_AS: tuple[tuple[frozenset[str], str, frozenset[str]], ...] = (
    (_ANY, r"forskn?ings(?:organisasjon|institusjon|miljø)", frozenset(("helseforetak", "statlig"))),
    (_ANY, r"research (?:org|inst|comm|perf)|\bFoU|kunnskaps", frozenset(("helseforetak", "statlig"))),
    (frozenset(("statlig",)), "", frozenset(("helseforetak", "uh_institusjon"))),
    (frozenset(PUBLIC), r"offentl|public", frozenset(("uh_institusjon",))),
    (_COMPANIES, "", frozenset(("forskningsinstitutt", "klynge"))),
    (_COMPANIES, r"\bforetak|enterprise", frozenset(("helseforetak",))),
    (_COMPANIES, r"kommunale\s+(?:f[oø]ret|selsk|bedr)|municipal\s+(?:comp|ent)", frozenset(("kommune",))),
    (_COMPANIES, r"stat(?:lig|leg)e\s+(?:f[oø]ret|selsk|bedr)|state-owned", frozenset(("statlig", "helseforetak"))),
    (frozenset(("frivillig_org",)), "", frozenset(("klynge",))),
    (frozenset(("frivillig_org",)), r"stiftelse|foundation", frozenset(("forskningsinstitutt",))),
    (frozenset(("uh_institusjon",)), r"utdanningsinst|lærest|education", frozenset(("kommune", "fylkeskommune"))),
)
"""Codes of which the call must have one, words that it must hold, and kinds of organisation that may then count among
them: a hospital trust may be an approved research organisation, a university is a state body, an institute or a cluster
is often a company, a county runs schools."""

_LONGEST_PHRASE = 60
_APPLYING = re.compile(
    r"\b(?:kan|may|can)\s+(?:\w+\s+)?(?:søk|apply)|\beligible|\bsøk(?:er|jar)(?:en)?\s+(?:må|er)\b", re.IGNORECASE
)
_TARGET = re.compile(r"målgrupp|rettet mot|retta mot|aimed at|target", re.IGNORECASE)


@dataclass(frozen=True)
class Open:
    """Whom a call is open to: the record's codes beside what the words say. is_aim: they only say whom it aims at."""

    listed: frozenset[str]
    said: Said
    words: Quote
    is_aim: bool

    @property
    def is_stated(self) -> bool:
        """Whether the call says anything on it."""
        return bool(self.listed or self.words.text)

    @property
    def is_contradictory(self) -> bool:
        """Whether the record lets in somebody whom the words shut out."""
        return bool(self.said.torn or self.listed & self.said.excluded)

    @property
    def is_whole(self) -> bool:
        """Whether all who may apply are known, so that anybody else may not."""
        agrees = not self.said.read or self.said.read == self.listed
        return bool(self.listed) and agrees and not (self.said.unclear or self.said.is_open or self.is_aim)

    def answer(self, types: Sequence[str]) -> Answer:
        """Whether an organisation that is all of `types` may apply."""
        answers = {self._of_type(code) for code in types}
        return "yes" if "yes" in answers else "unknown" if "unknown" in answers or not answers else "no"

    def names(self, types: Sequence[str]) -> bool:
        """Whether the call speaks of such an organisation, or of one that it may count as."""
        return any(code in self.listed | self.said.read or self._may_count(code) for code in types)

    def _of_type(self, code: str) -> Answer:
        said = self.said
        if code in said.torn:
            return "unknown"
        if code in self.listed or code in said.read:
            is_free = code in said.free if said.read else code in self.listed
            is_asked = any(condition.asks(code) for condition in said.conditions if condition.is_demand)
            is_agreed = code in self.listed and code not in said.excluded
            return "yes" if is_free and is_agreed and not is_asked and not self.is_aim else "unknown"
        if code in said.excluded:
            return "no"
        return "no" if self.is_whole and not self._may_count(code) else "unknown"

    def _may_count(self, code: str) -> bool:
        return code in _kinds_beside(self.listed, self.words.text)


@lru_cache(maxsize=4096)
def _kinds_beside(listed: frozenset[str], text: str) -> frozenset[str]:
    """Kinds of organisation that may count among the listed ones, by the words."""
    found = [kinds for codes, like, kinds in _MAY_COUNT_AS if codes & listed and re.search(like, text, re.IGNORECASE)]
    return frozenset().union(*found)


def read_open(call: Mapping[str, Any]) -> Open:
    """Whom the call is open to."""
    words = facts.text(call, "applicant_text")
    cited = facts.quote(call, "applicant_text", "applicant_types")
    aims = facts.texts(call, "target_groups")
    return Open(
        listed=frozenset(facts.texts(call, "applicant_types")) & frozenset(APPLICANT_TYPES),
        said=read_said(words),
        words=Quote(words or cited.text, cited.place or facts.text(call, "url"), cited.label),
        is_aim=bool(_TARGET.search(cited.label))
        or bool(_TARGET.search(words) and not _APPLYING.search(words))
        or bool(words and words == "\n".join(aims)),
    )


def involved(profile: Profile, cluster: Cluster) -> tuple[Member, ...]:
    """The members that the profile names, in the cluster's order."""
    return tuple(member for member in cluster.members if member.key in profile.members)


def find_candidates(who: Open, profile: Profile, cluster: Cluster) -> tuple[Candidate, ...]:
    """Members whom the call lets in or may let in; the project's first, sure ones first, the cluster itself last.

    The cluster's own organisation stands in no list of members; what it is in law the files do not say.
    """
    if not who.is_stated:
        return ()
    found = [
        Candidate(member.key, member.name, answer, member.key in profile.members)
        for member in cluster.members
        if (answer := who.answer(member.types)) == "yes" or (answer == "unknown" and who.names(member.types))
    ]
    found.sort(key=lambda one: (not one.is_involved, one.answer != "yes"))
    if "klynge" in who.listed | who.said.read:
        found.append(Candidate("", cluster.name, "unknown", "klynge" in profile.partner_types))
    return tuple(found)


def applicant_rule(who: Open, candidates: Sequence[Candidate], profile: Profile, cluster: Cluster) -> Rule:
    """Whether a member that the profile names may apply."""
    if not who.is_stated:
        return silent("applicant", say("Utlysningen sier ikke hvem som kan søke."))
    words = Quote(_told(who, profile, cluster), who.words.place, who.words.label)
    if not involved(profile, cluster):
        can = [one.name for one in candidates if one.answer == "yes"]
        told = say("Prosjektet har ingen medlemmer ennå, så vi vet ikke hvem som skal søke.")
        hint = f" {say('I klyngen kan {names} søke.', names=listing(can))}" if can else ""
        return stated("applicant", "unknown", f"{told}{hint}", words)
    ours = [one for one in candidates if one.is_involved]
    if sure := [one.name for one in ours if one.answer == "yes"]:
        told = say("{names} kan søke. Utlysningen er åpen for {types}.", names=listing(sure), types=_open_for(who))
        return stated("applicant", "yes", told, words)
    if ours or any(not one.member for one in candidates):
        return stated("applicant", "unknown", _doubt(who, [one.name for one in ours] or [cluster.name]), words)
    if unclear := [one.name for one in involved(profile, cluster) if who.answer(one.types) == "unknown"]:
        return stated("applicant", "unknown", _unclear(who, unclear), words)
    outside = [one.name for one in candidates if one.answer == "yes"]
    names = listing(outside, OR) if outside else ""
    hint = f" {say('{names} i klyngen kan søke om de blir med.', names=names)}" if outside else ""
    return stated("applicant", "no", f"{_shut(who)}{hint}", words)


def _shut(who: Open) -> str:
    if who.is_whole:
        return say("Bare {types} kan søke, og det er ingen av medlemmene i prosjektet.", types=_open_for(who))
    return say("Finansiøren sier at de som er med i prosjektet, ikke kan søke.")


def _doubt(who: Open, names: Sequence[str]) -> str:
    """Why it cannot be told whether the named may apply, of whom the call speaks."""
    if who.is_contradictory:
        return say("Utlysningen sier to ulike ting om hvem som kan søke.")
    if who.is_aim:
        return say("Utlysningen er rettet mot {types}, men sier ikke hvem som kan søke.", types=_open_for(who))
    if who.said.conditions:
        return say("{names} kan søke hvis finansiørens vilkår er oppfylt.", names=listing(names))
    return say(
        "Utlysningen er åpen for {types}. Sjekk om {names} regnes med.",
        types=_open_for(who),
        names=listing(names, OR),
    )


def _unclear(who: Open, names: Sequence[str]) -> str:
    """Why it cannot be told whether the named may apply, of whom the call does not speak."""
    if who.said.unclear:
        phrase = who.said.unclear[0] if len(who.said.unclear[0]) <= _LONGEST_PHRASE else say("hele teksten")
        return say(
            "Vi forstår ikke alt i teksten om hvem som kan søke ({phrase}). Les selv om det gjelder dere.",
            phrase=phrase,
        )
    if who.is_aim:
        return say("Utlysningen er rettet mot {types}, men sier ikke at andre ikke kan søke.", types=_open_for(who))
    return say(
        "Teksten nevner ikke {names}, men den sier heller ikke at bare de som er nevnt, kan søke.",
        names=listing(names, OR),
    )


def _open_for(who: Open) -> str:
    codes = who.listed or who.said.read
    return types_nb([code for code in APPLICANT_TYPES if code in codes]) if codes else ""


def _told(who: Open, profile: Profile, cluster: Cluster) -> str:
    """The sentence that asks something of the project's members, where there is one; else all that is said."""
    types = {code for member in involved(profile, cluster) for code in member.types}
    return next(_sentences_asking(who.said, types), who.words.text)


def _sentences_asking(said: Said, types: Iterable[str]) -> Iterator[str]:
    concerned = [code for code in types if code in said.read and code not in said.free]
    for condition in said.conditions:
        if (condition.is_demand and any(map(condition.asks, types))) or any(map(condition.asks, concerned)):
            yield condition.sentence
