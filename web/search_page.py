"""Search over calls, projects and what people wrote of calls. How words are met stands in matching.find."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from calls.tongue import note, say
from matching.find import Finder, Met, find_profiles, find_texts, nothing_asked
from matching.profiles import Cluster
from publish import words
from publish.plain_text import visible
from publish.rows import CallId, Row
from readers.corrected import label
from readers.shapes import Correction, Decision
from readers.standing import Standing
from sources.base import source_name
from web.nights import Shown
from web.pages import STATUS_COLORS, call_path, profile_path
from web.preview import Previews

MOST_CALLS = 50
MOST_OTHERS = 20
LONGEST = 200
"""Characters of what is searched for."""

KINDS = {
    "not_for_us": note("Lagt bort"),
    "relevant": note("Vurdert som relevant"),
    "not_relevant": note("Vurdert som ikke relevant"),
    "known": note("Kjent fra før"),
}


@dataclass(frozen=True)
class CallHit:
    """A call: its record, its status and deadline in words, and the words that were met."""

    call: Row
    status: str
    status_color: str
    facts: str
    why: list[str]


@dataclass(frozen=True)
class OtherHit:
    """A project, or something that a person wrote: what, where it stands, and the words that were met."""

    title: str
    lang: str
    path: str
    facts: str
    why: list[str]


@dataclass(frozen=True)
class SearchPage:
    """`page` of search.html. sentence: what to say where there is nothing to show, else ""."""

    asked: str
    calls: list[CallHit]
    profiles: list[OtherHit]
    said: list[OtherHit]
    sentence: str


def search_page(previews: Previews, shown: Shown | None, clusters: Sequence[Cluster], typed: str) -> SearchPage:
    """What a query meets. typed: as it was typed; what is after LONGEST is left out."""
    asked = " ".join(typed.split())[:LONGEST]
    if not asked or shown is None:
        return SearchPage(asked, [], [], [], nothing_asked() if shown else "")
    preview = previews.of(shown)
    finder: Finder = previews.finder(shown)
    found = finder.calls(asked, MOST_CALLS)
    glossary = preview.index.glossary
    by_id = previews.records(shown)
    projects = [
        OtherHit(
            one.title,
            _lang(clusters, one.cluster, one.profile),
            profile_path(one.cluster, one.profile),
            "",
            _why(one.why),
        )
        for one in find_profiles(asked, clusters, glossary)[:MOST_OTHERS]
    ]
    texts = _said(shown.standing, by_id)
    hits = find_texts(asked, [text for text, _ in texts], glossary)[:MOST_OTHERS]
    return SearchPage(
        asked,
        [_call_hit(by_id[one.source, one.source_id], one.why, shown) for one in found.found],
        projects,
        [texts[one.number][1] for one in hits],
        "" if found.found or projects or hits else found.sentence,
    )


def _call_hit(call: Row, why: Sequence[Met], shown: Shown) -> CallHit:
    facts = [str(call["funder"] or source_name(call["source"]))]
    if call["deadline_at"] is not None:
        facts.append(say("Frist: {deadline}", deadline=words.deadline_words(call, shown.night.began_at)))
    return CallHit(
        call | {"lang_code": call["lang"]},
        words.status_word(call["status"]),
        STATUS_COLORS[call["status"]],
        " · ".join(facts),
        _why(why),
    )


def _why(why: Sequence[Met]) -> list[str]:
    return [_pair(one) for one in why]


def _pair(met: Met) -> str:
    others = [word for word in met.words if word.casefold() != met.query_word.casefold()]
    return f"{met.query_word} – {', '.join(others[:3])}" if others else met.query_word


def _lang(clusters: Sequence[Cluster], cluster: str, profile: str) -> str:
    return next(one.lang for each in clusters if each.key == cluster for one in each.profiles if one.key == profile)


def _said(standing: Standing, known: dict[CallId, Row]) -> list[tuple[str, OtherHit]]:
    """What people wrote that stands: each text, and how it is shown."""
    written: list[tuple[str, Correction | Decision]] = [
        *((_correction(one), one) for one in standing.standing_corrections),
        *((_decision(one), one) for one in standing.standing_decisions),
    ]
    return [_written(what, one, known.get((one.source, one.source_id))) for what, one in written]


def _written(what: str, one: Correction | Decision, call: Row | None) -> tuple[str, OtherHit]:
    title = str(call["title"]) if call else one.source_id
    path = call_path({"source": one.source, "source_id": one.source_id})
    facts = f"{what}: {visible(one.reason)}" if one.reason else what
    return f"{facts}\n{title}", OtherHit(title, call["lang"] if call else "nb", path, facts, [])


def _correction(one: Correction) -> str:
    return say("Rettet: {label}", label=say(label(one.field)))


def _decision(one: Decision) -> str:
    return say(KINDS[one.kind])
