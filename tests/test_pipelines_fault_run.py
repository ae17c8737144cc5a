"""The fault run: a night on which one source cannot be had at all, in every way that we know of.

Real jobs, real HTTP over TLS on loopback, real archive, store and pages. Whatever the fault, the other source is fresh,
the last good calls stand, everybody is told, and the archive gives the same night again.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass

import pytest
from fault_nights import Nights, fails_alone
from faulty_site import (
    FORSKNINGSRADET,
    HOSTS,
    HTML,
    INNOVASJON_NORGE,
    JSON,
    LISTS,
    PUBLIC,
    ROBOTS,
    broken_off,
    dripping,
    endless,
    packed,
)
from fetch_site import Reply, reply

from calls.fetch import Limits

pytest_plugins = ["fault_nights"]

PAGE = "<!DOCTYPE html><html lang='nb'><title>Vedlikehold</title><h1>Vi er snart tilbake på nett</h1></html>".encode()
CHALLENGE = b"<!DOCTYPE html><title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/x.js'></script>"
API = f"https://{HOSTS[FORSKNINGSRADET]}/api/v1/search/proposal/no/18404"
LIST = f"https://{HOSTS[FORSKNINGSRADET]}/utlysninger/"
DATASET = f"https://{HOSTS[INNOVASJON_NORGE]}/v2023-01-01/data/query/inno-prod?…"
NO_JSON = "ventet JSON fra innholdstjenesten, men svaret er noe annet"
THRICE = 3  # attempts of the step that fetches
FOUR_EACH = 12  # ... with four requests each


@dataclass(frozen=True)
class Fault:
    """How every list of a source answers. `says` is what then stands for each source; `asked`, how often per list."""

    reply: Reply
    says: dict[str, str]
    asked: int


def unanswered(sentence: str, at: str = "") -> dict[str, str]:
    """What is said when no list was got. at: the address it concerns, where that is not the list's own."""
    reasons = [f"{sentence} ({url})" for url in ([at] if at else [API, LIST])]
    lists = "Mangler listen over aktuelle utlysninger i søkegrensesnittet; Mangler listen over gjennomførte utlysninger"
    return {
        FORSKNINGSRADET: " ".join([*reasons, f"Ingen brukbar liste fra Forskningsrådet: {lists} i søkegrensesnittet."]),
        INNOVASJON_NORGE: f"{sentence} ({at or DATASET}) "
        "Ingen brukbar liste fra Innovasjon Norge: fikk ikke noe svar fra innholdstjenesten.",
    }


def unusable(why: str, other_why: str) -> dict[str, str]:
    """What is said when every list was got, and none can be used. why: for Forskningsrådet, then Innovasjon Norge."""
    lists = [f"Kan ikke bruke listen over {which} utlysninger i søkegrensesnittet: {why}" for which in WHICH]
    return {
        FORSKNINGSRADET: f"Ingen brukbar liste fra Forskningsrådet: {'; '.join(lists)}.",
        INNOVASJON_NORGE: f"Ingen brukbar liste fra Innovasjon Norge: {other_why}.",
    }


WHICH = ("aktuelle", "gjennomførte")
DAMAGED = f"Siden har skadede tegn: den er verken hel UTF-8 eller windows-1252. ({API})"
PRIVATE = "Adressen hører til et privat nett og hentes ikke."
TOO_LARGE = "Svaret er større enn grensen på 20000000 byte."
CUT = "Svaret er avkuttet: pakkingen slutter for tidlig."
BOMB = gzip.compress(bytes(50_000_000), 6)

FAULTS = {
    "500": Fault(reply(500), unanswered("Nettstedet svarer med feil 500, også etter flere forsøk."), FOUR_EACH),
    "403": Fault(reply(403, PAGE), unanswered("Nettstedet avviser forespørselen med 403."), 1),
    "challenge page": Fault(
        reply(403, CHALLENGE), unanswered("Nettstedet svarer med en robotsperre; det ønsker oss ikke her."), 1
    ),
    "truncated gzip": Fault(packed(PAGE * 20), unanswered(CUT), FOUR_EACH),
    "broken off": Fault(broken_off(PAGE), unanswered("Svaret ble brutt av, også etter flere forsøk."), FOUR_EACH),
    "50 MB": Fault(endless(50_000_000), unanswered(TOO_LARGE), 1),
    "50 MB packed": Fault(
        reply(200, BOMB, Content_Encoding="gzip"), unanswered(f"{TOO_LARGE[:-1]} når det pakkes ut."), 1
    ),
    "redirect to a private name": Fault(
        reply(302, Location="https://internt.example.no/x"), unanswered(PRIVATE, "https://internt.example.no/x"), 1
    ),
    "redirect to the machine's data": Fault(
        reply(307, Location="http://169.254.169.254/latest/"), unanswered(PRIVATE, "http://169.254.169.254/latest/"), 1
    ),
    "redirect to this machine": Fault(
        reply(301, Location="https://[::1]:8443/"), unanswered(PRIVATE, "https://[::1]:8443/"), 1
    ),
    "damaged characters": Fault(
        reply(200, "[«æøå".encode() + "æøå»]".encode("cp1252"), Content_Type=JSON), unusable(DAMAGED, NO_JSON), THRICE
    ),
    "HTML where JSON was promised": Fault(
        reply(200, PAGE, Content_Type=JSON), unusable("svaret er en nettside og ikke JSON", NO_JSON), THRICE
    ),
    "empty list": Fault(
        reply(200, b'{"groups": [{"title": "Alle", "proposals": []}], "result": []}', Content_Type=JSON),
        unusable("listen er tom, og det er den aldri", "tom liste: innholdstjenesten har ingen oppføringer"),
        THRICE,
    ),
    "unknown layout": Fault(
        reply(200, b'{"items": [{"navn": "Velferdsteknologi", "lenke": "/x"}]}', Content_Type=JSON),
        unusable("svaret har ingen grupper", "fant ingen liste i «result» i svaret fra innholdstjenesten"),
        THRICE,
    ),
    "half of the JSON": Fault(
        reply(200, b'{"groups": [{"title": "Alle", "propos', Content_Type=JSON),
        unusable("svaret er ikke gyldig JSON", NO_JSON),
        THRICE,
    ),
    "no bytes": Fault(
        reply(200, b"", Content_Type=JSON), unusable("svaret er ikke gyldig JSON", NO_JSON), THRICE
    ),
}  # fmt: skip


ON_ONE = {
    "403": FORSKNINGSRADET,
    "broken off": INNOVASJON_NORGE,
    "50 MB packed": FORSKNINGSRADET,
    "redirect to the machine's data": INNOVASJON_NORGE,
    "redirect to this machine": FORSKNINGSRADET,
    "half of the JSON": INNOVASJON_NORGE,
    "no bytes": FORSKNINGSRADET,
}
"""Variants of other faults: one source will do, as a night takes a second or two."""


@pytest.mark.parametrize(
    ("name", "source"), [(name, source) for name in FAULTS for source in LISTS if ON_ONE.get(name, source) == source]
)
def test_a_source_that_gives_no_list_fails_alone(nights: Nights, source: str, name: str) -> None:
    fault, before = FAULTS[name], nights.calls(source)
    nights.site.fail(source, LISTS[source], fault.reply)
    result = nights.live()
    assert result.exit_code == 3, result.output
    assert result.stderr.count(f"raw_{source}__pages, answered: {fault.says[source]}\n") == 1
    assert f"ikke oppdatert: data fra {nights.good}. {fault.says[source]}\n" in result.stdout
    assert [nights.site.asked.count((source, one)) for one in LISTS[source]] == [fault.asked] * len(LISTS[source])
    assert {address for address, _ in nights.site.dialled} == set(PUBLIC.values())
    # Readers' pages and the replay take half the time, and know nothing of sources: they take turns.
    turn = list(LISTS)[list(FAULTS).index(name) % len(LISTS)]
    fails_alone(nights, source, fault.says[source], before, is_thorough=source == turn and name not in ON_ONE)


def robots_unread(reason: str) -> dict[str, str]:
    return unanswered(f"Nettstedets robots.txt kan ikke leses, så ingenting hentes: {reason}")


@pytest.mark.parametrize("source", [FORSKNINGSRADET, INNOVASJON_NORGE])
def test_a_source_that_is_down_is_tried_three_times(nights: Nights, source: str) -> None:
    before, says = nights.calls(source), robots_unread("Nettstedet kan ikke nås.")[source]
    nights.site.down.add(source)
    assert nights.live().exit_code == 3
    assert nights.site.dialled.count((PUBLIC[source], 443)) == THRICE
    fails_alone(nights, source, says, before, is_thorough=source == FORSKNINGSRADET)


@pytest.mark.parametrize("source", [FORSKNINGSRADET, INNOVASJON_NORGE])
def test_a_site_whose_robots_txt_fails_is_not_asked_for_anything_else(nights: Nights, source: str) -> None:
    before, reason = nights.calls(source), "Nettstedet svarer med feil 500, også etter flere forsøk."
    nights.site.fail(source, [ROBOTS], reply(500))
    assert nights.live().exit_code == 3
    assert [name for key, name in nights.site.asked if key == source] == [ROBOTS] * FOUR_EACH
    fails_alone(nights, source, robots_unread(reason)[source], before, is_thorough=source == INNOVASJON_NORGE)


def test_a_site_whose_robots_txt_forbids_is_asked_for_nothing_else(nights: Nights) -> None:
    source = FORSKNINGSRADET
    before = nights.calls(source)
    nights.site.fail(source, [ROBOTS], reply(200, b"User-agent: *\nDisallow: /\n", Content_Type="text/plain"))
    assert nights.live().exit_code == 3
    assert [name for key, name in nights.site.asked if key == source] == [ROBOTS]
    says = unanswered("Nettstedets robots.txt sier at siden ikke skal hentes av roboter.")
    fails_alone(nights, source, says[source], before)


@pytest.mark.parametrize("source", [FORSKNINGSRADET, INNOVASJON_NORGE])
def test_a_site_that_asks_for_a_wait_beyond_the_night_is_asked_once(nights: Nights, source: str) -> None:
    before = nights.calls(source)
    nights.site.fail(source, LISTS[source], reply(429, PAGE, Content_Type=HTML, Retry_After="3600"), None)
    assert nights.live().exit_code == 3
    assert [name for key, name in nights.site.asked if key == source] == [ROBOTS, LISTS[source][0]]
    assert nights.slept == []
    says = unanswered("Nettstedet svarer med feil 429, også etter flere forsøk.")[source]
    fails_alone(nights, source, says, before, is_thorough=source == FORSKNINGSRADET)


def test_a_list_that_drips_is_ended(nights: Nights) -> None:
    before = nights.calls(INNOVASJON_NORGE)
    nights.limits = Limits(total_s=0.7, attempts=2)
    nights.site.fail(INNOVASJON_NORGE, LISTS[INNOVASJON_NORGE], dripping(PAGE * 10, pause=0.05))
    assert nights.live().exit_code == 3
    assert nights.site.asked.count((INNOVASJON_NORGE, LISTS[INNOVASJON_NORGE][0])) == THRICE * 2
    says = unanswered("Nettstedet svarte ikke i tide, heller ikke etter flere forsøk.")
    fails_alone(nights, INNOVASJON_NORGE, says[INNOVASJON_NORGE], before)
