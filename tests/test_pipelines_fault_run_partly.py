"""The fault run, continued: nights on which a source is partly to be had, or only after a while."""

from __future__ import annotations

import json

import pytest
from fault_nights import IDS, NEW, PROFILE, SLUGS, Nights, identities, replays_alike, text, with_reasons
from faulty_site import (
    FORSKNINGSRADET,
    FUNDERS,
    INNOVASJON_NORGE,
    JSON,
    LISTS,
    OTHER,
    ROBOTS,
    Pages,
    call_pages,
    dripping,
    packed,
    pages,
)
from fetch_site import Reply, reply
from night_samples import call

from calls.fetch import Limits
from publish.words import date_words, weekday_date_words

pytest_plugins = ["fault_nights"]

BOTH = (FORSKNINGSRADET, INNOVASJON_NORGE)
SERVICES = LISTS[INNOVASJON_NORGE][0]
TONIGHT = pages([*SLUGS, NEW])
PATHS = [name for source, name in TONIGHT if source == FORSKNINGSRADET and name.startswith("/")]
MAINTENANCE = b"<!DOCTYPE html><html lang='nb'><title>Vedlikehold</title><h1>Vi er snart tilbake</h1></html>"
ALL = [sorted(IDS[source].format(slug) for slug in [*SLUGS, NEW]) for source in BOTH]
YESTERDAYS = {source: sorted(IDS[source].format(slug) for slug in SLUGS) for source in BOTH}


def lists_of(source: str, shown: Pages) -> Pages:
    """Tonight's sites, but the lists of that source as in `shown`."""
    return {**TONIGHT, **{(source, name): shown[source, name] for name in LISTS[source]}}


def all_is_fresh(nights: Nights, code: int) -> None:
    """Both sources are wholly from tonight, and nobody is bothered."""
    assert code == 0
    assert nights.failed == []
    assert nights.states() == dict.fromkeys(BOTH, ("fresh", nights.tonight, ""))
    assert [identities(nights, source) for source in BOTH] == ALL
    assert not (nights.home / "messages").exists()
    with nights.served() as client:
        said = f"Hentet natt til {weekday_date_words(nights.tonight)}. Alle kilder er ferske. Se kildene"
        assert text(client, "/", ".fresh") == said
        assert client.get("/helse").json()["state"] == "ok"
    replays_alike(nights, 0)


def is_partly_old(
    nights: Nights, source: str, message: str, *checks: tuple[str, str], is_thorough: bool = True
) -> None:
    """The source was published but not wholly, for which these of its checks stand; the operator is told.

    is_thorough: readers are told too, and the replay is the same.
    """
    expected = [("core_all__calls", "fresh", "WARN"), *((f"core_{source}__staged", *one) for one in checks)]
    assert nights.failed == expected
    other = OTHER[source]
    assert nights.states() == {source: ("stale", nights.tonight, message), other: ("fresh", nights.tonight, "")}
    told = nights.message("partial").splitlines()
    at = told.index(f"{FUNDERS[source]}: delvis oppdatert. Noen opplysninger er fra en tidligere natt.")
    assert told[at + 1] == f"  Melding: {message}"
    if is_thorough:
        _readers_know(nights, source, message)
        replays_alike(nights, 3)


def _readers_know(nights: Nights, source: str, message: str) -> None:
    tonight, note = weekday_date_words(nights.tonight), "Noen opplysninger er fra en tidligere natt"
    with nights.served() as client:
        fresh = f"Hentet natt til {tonight}. Ikke ferske: {FUNDERS[source]} (delvis). Se kildene"
        assert text(client, "/", ".fresh") == text(client, PROFILE, ".fresh") == with_reasons(fresh, {source: message})
        told = text(client, "/kilder").partition(f"{FUNDERS[source]} delvis oppdatert {message} ")[2]
        assert f"Opplysningene er fra natten {tonight}." in told[:100]
        tags = text(client, f"/utlysning/{source}/{IDS[source].format('a')}", ".match__tags")
        unread = f"Siden har ikke latt seg lese siden natten {date_words(nights.tonight)}"
        is_unread = (source, "/utlysninger/2026/a/") in nights.site.faults
        assert (unread if is_unread else note) in tags
        assert client.get("/helse").json()["state"] == "stale"


PASSING: dict[str, tuple[tuple[Reply | None, ...], list[float]]] = {
    "500s, then fine": ((reply(500), reply(503), None), [2.0, 4.0]),
    "429, then fine": ((reply(429, Retry_After="7"), None), [7.0]),
    "cut, then fine": ((packed(MAINTENANCE * 20), None), [2.0]),
    "fine in the second attempt": ((*[reply(503)] * 4, None), [2.0, 4.0, 8.0]),
}
"""How a list answers, and how long is waited for it each time."""


@pytest.mark.parametrize("names", [list(PASSING)[:2], list(PASSING)[2:], list(PASSING)[1::-1]], ids="; ".join)
def test_what_passes_by_itself_is_waited_for(nights: Nights, names: list[str]) -> None:
    for source, name in zip(BOTH, names, strict=True):
        nights.site.fail(source, LISTS[source], *PASSING[name][0])
    result = nights.live()
    pairs = zip(BOTH, names, strict=True)
    waits = [wait for source, name in pairs for wait in PASSING[name][1] * len(LISTS[source])]
    assert sorted(nights.slept) == sorted(waits)
    assert "answered" not in result.stderr, "what failed at first is not said of a night that is fine"
    all_is_fresh(nights, result.exit_code)


def test_a_site_that_restarts_while_robots_txt_is_read_is_asked_again(nights: Nights) -> None:
    for source in BOTH:
        nights.site.fail(source, [ROBOTS], *[reply(503)] * 4, None)
    all_is_fresh(nights, nights.live().exit_code)
    assert [nights.site.asked.count((source, ROBOTS)) for source in BOTH] == [5, 5]


def test_the_wrong_character_set_is_put_right(nights: Nights) -> None:
    for source, name in TONIGHT:
        kind, body = TONIGHT[source, name]
        nights.site.fail(source, [name], reply(200, body.decode().encode("cp1252"), Content_Type=kind))
    before = {source: {one["source_id"]: one["content_hash"] for one in nights.calls(source)} for source in BOTH}
    all_is_fresh(nights, nights.live().exit_code)
    for source in BOTH:
        after = {one["source_id"]: one["content_hash"] for one in nights.calls(source)}
        assert {key: after[key] for key in before[source]} == before[source]


@pytest.mark.parametrize("source", BOTH)
def test_half_a_list_takes_nothing_away(nights: Nights, source: str) -> None:
    nights.site.shown = lists_of(source, pages(SLUGS[:5]))
    before = nights.calls(source)
    assert nights.live().exit_code == 3
    assert identities(nights, source) == YESTERDAYS[source]
    hashes = {one["source_id"]: one["content_hash"] for one in before}
    assert {one["source_id"]: one["content_hash"] for one in nights.calls(source)} == hashes
    message = "Listen var ikke hel i natt; 5 utlysninger som den mangler, står som de var."
    is_partly_old(nights, source, message, ("volume", "ERROR"))


def test_half_a_page_serves_where_the_interface_is_cut_too(nights: Nights) -> None:
    html = TONIGHT[FORSKNINGSRADET, "html"][1]
    nights.site.fail(FORSKNINGSRADET, ["current", "completed"], reply(200, b'{"groups": [', Content_Type=JSON))
    nights.site.fail(FORSKNINGSRADET, ["html"], reply(200, html[: len(html) // 2]))
    assert nights.live().exit_code == 3
    assert identities(nights, FORSKNINGSRADET) == YESTERDAYS[FORSKNINGSRADET]
    message = "Listen var ikke hel i natt; 5 utlysninger som den mangler, står som de var."
    checks = ("complete", "WARN"), ("volume", "ERROR")
    is_partly_old(nights, FORSKNINGSRADET, message, *checks, is_thorough=False)


LIST_FAULTS = [
    (["current", "completed"], reply(200, MAINTENANCE)),
    (["current"], dripping(MAINTENANCE * 10, pause=0.05)),
]


@pytest.mark.parametrize(("names", "fault"), LIST_FAULTS, ids=["HTML where JSON was promised", "drips"])
def test_the_list_page_serves_where_the_interface_fails(nights: Nights, names: list[str], fault: Reply) -> None:
    nights.limits = Limits(total_s=0.7, attempts=2)
    nights.site.fail(FORSKNINGSRADET, names, fault)
    assert nights.live().exit_code == 0
    assert nights.failed == [("core_forskningsradet__staged", "complete", "WARN")]
    assert nights.states() == {
        FORSKNINGSRADET: ("fresh", nights.tonight, "Listen var ikke hel i natt."),
        INNOVASJON_NORGE: ("fresh", nights.tonight, ""),
    }
    assert [identities(nights, source) for source in BOTH] == ALL
    if fault is LIST_FAULTS[0][1]:
        replays_alike(nights, 0)


def _twice(source: str) -> Reply:
    """The list with its first entry once more at the end."""
    found = json.loads(TONIGHT[source, LISTS[source][0]][1])
    entries = found["groups"][0]["proposals"] if source == FORSKNINGSRADET else found["result"]
    entries.append(entries[0])
    if source == FORSKNINGSRADET:
        found["groups"][0]["title"] = f"Alle ({len(entries)} utlysninger)"
    return reply(200, json.dumps(found).encode(), Content_Type=JSON)


@pytest.mark.parametrize("source", BOTH)
def test_an_entry_that_stands_twice_counts_once(nights: Nights, source: str) -> None:
    nights.site.fail(source, LISTS[source][:1], _twice(source))
    assert nights.live().exit_code == 0
    assert nights.failed == [(f"core_{source}__staged", "complete", "WARN")]
    assert [identities(nights, source) for source in BOTH] == ALL
    (doubt,) = [issue for issue in nights.everything()[1] if issue["kind"] == "contradiction"]
    assert doubt["source"] == source
    if source == INNOVASJON_NORGE:
        replays_alike(nights, 0)


def test_what_is_new_in_lists_that_grow_tenfold_waits(nights: Nights) -> None:
    slugs = [*SLUGS, *(f"vekst-{number}" for number in range(9 * len(SLUGS)))]
    nights.site.shown = pages(slugs)
    assert nights.live().exit_code == 3
    volume = [(f"core_{source}__staged", "volume", "WARN") for source in BOTH]
    assert nights.failed == [("core_all__calls", "fresh", "WARN"), *volume]
    message = "Listen er mye lengre enn vanlig; utlysninger vi ikke har sett før, venter."
    assert nights.states() == dict.fromkeys(BOTH, ("stale", nights.tonight, message))
    for source in BOTH:
        assert identities(nights, source) == YESTERDAYS[source]


UNREADABLE = [
    reply(500),
    reply(403, b"<title>Just a moment...</title>"),
    reply(200, MAINTENANCE),
    reply(200, b""),
    reply(302, Location="https://speil.example.no/"),
]


@pytest.mark.parametrize(
    "fault",
    UNREADABLE,
    ids=["500", "challenge page", "unknown layout", "no bytes", "redirect to a private address"],
)
def test_pages_that_cannot_be_read_keep_what_they_said_last(nights: Nights, fault: Reply) -> None:
    before = {one["source_id"]: one for one in nights.calls(FORSKNINGSRADET)}
    nights.site.fail(FORSKNINGSRADET, PATHS, fault)
    assert nights.live().exit_code == 3
    after = {one["source_id"]: one for one in nights.calls(FORSKNINGSRADET)}
    assert sorted(after) == sorted([*before, IDS[FORSKNINGSRADET].format(NEW)])
    assert {key: after[key]["content_hash"] for key in before} == {key: before[key]["content_hash"] for key in before}
    message = "10 sider kunne ikke leses i natt; det som sist ble lest av dem, står."
    checks = ("deadlines_read", "WARN"), ("pages_read", "ERROR")
    is_partly_old(nights, FORSKNINGSRADET, message, *checks, is_thorough=fault is UNREADABLE[2])
    assert all(address in ("11.0.0.1", "11.0.0.2") for address, _ in nights.site.dialled)


def test_pages_stop_being_asked_for_when_the_site_asks_for_a_long_wait(nights: Nights) -> None:
    nights.site.fail(FORSKNINGSRADET, ["/utlysninger/2026/c/"], reply(429, Retry_After="3600"))
    assert nights.live().exit_code == 3
    asked = [name for source, name in nights.site.asked if source == FORSKNINGSRADET]
    assert asked == [ROBOTS, *LISTS[FORSKNINGSRADET], *(f"/utlysninger/2026/{slug}/" for slug in "abc")]
    message = "8 sider kunne ikke leses i natt; det som sist ble lest av dem, står."
    is_partly_old(nights, FORSKNINGSRADET, message, ("deadlines_read", "WARN"), ("pages_read", "ERROR"))


def test_one_page_of_fifty_megabytes_is_told_on_its_call_alone(nights: Nights) -> None:
    before = nights.calls(FORSKNINGSRADET)
    nights.site.fail(FORSKNINGSRADET, ["/utlysninger/2026/a/"], reply(200, b"", Content_Length="50000000"))
    assert nights.live().exit_code == 0
    assert nights.failed == [("core_forskningsradet__staged", "pages_read", "WARN")]
    (kept,) = [one for one in nights.calls(FORSKNINGSRADET) if one["source_id"] == "2026/a"]
    (last,) = [one for one in before if one["source_id"] == "2026/a"]
    assert kept["content_hash"] == last["content_hash"]
    with nights.served() as client:
        note = f"Siden har ikke latt seg lese siden natten {date_words(nights.tonight)}"
        assert note in text(client, "/utlysning/forskningsradet/2026/a", ".match__tags")
        assert note not in text(client, "/utlysning/forskningsradet/2026/b", ".match__tags")
    replays_alike(nights, 0)


def _without_dates() -> Pages:
    """Every open call's page with its dates and text gone: a layout that is read, but not as it was."""
    rest = [
        {"heading": "Formål", "paragraphs": ["Les mer."]},
        {"heading": "Om utlysningen", "paragraphs": ["Les mer."]},
    ]
    bare = [{**call(slug), "important_dates": [], "sections": rest} for slug in [*SLUGS, NEW]]
    return {**TONIGHT, **call_pages(bare)}


def _without_facts() -> Pages:
    """Every service without key points and sections."""
    answer = json.loads(TONIGHT[INNOVASJON_NORGE, SERVICES][1])
    bare = [{**one, "facts": None, "sections": None} for one in answer["result"]]
    return {**TONIGHT, (INNOVASJON_NORGE, SERVICES): (JSON, json.dumps({"result": bare}).encode())}


@pytest.mark.parametrize("source", BOTH)
def test_a_layout_that_loses_what_was_read_is_not_published(nights: Nights, source: str) -> None:
    before = nights.calls(source)
    nights.site.shown = _without_dates() if source == FORSKNINGSRADET else _without_facts()
    assert nights.live().exit_code == 3
    state, data_night, message = nights.states()[source]
    assert (state, data_night) == ("failed", nights.good)
    assert message.startswith("Opplysninger mangler eller leses annerledes i natt: ")
    assert message.endswith(". Siden er trolig lagt om.")
    assert (f"core_{source}__staged", "drift", "ERROR") in nights.failed
    assert nights.states()[OTHER[source]] == ("fresh", nights.tonight, "")
    assert nights.calls(source) == before
    assert f"{FUNDERS[source]}: ikke oppdatert. Utlysningene er fra {date_words(nights.good)}." in nights.message(
        "partial"
    )
    if source == FORSKNINGSRADET:
        replays_alike(nights, 3)
