"""Every assumption about the content API holds, fails or is left open by what a night's pages show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from innovasjonnorge_samples import NIGHT, answer, page, record

from calls.model import Page, Request
from sources.checking import check_assumptions, look
from sources.harvest import Collected
from sources.innovasjonnorge import SOURCE

KINDS = SOURCE.probes(())[1]
ROBOTS = SOURCE.probes(())[0]


def _night(members: Any = None, **probes: bytes) -> Mapping[str, Page]:
    lists = answer(members) if members is not None else {}
    details = {
        request.url: Page(request.url, 200, "text/plain", body, NIGHT)
        for request, body in ((ROBOTS, probes.get("robots")), (KINDS, probes.get("kinds")))
        if body is not None
    }
    return Collected(lists, details).pages


def _verdicts(pages: Mapping[str, Page]) -> dict[str, bool | None]:
    return {assumption.key: held for assumption, held in check_assumptions(SOURCE, pages)}


ALL_KEYS = [assumption.key for assumption in SOURCE.assumptions]


def test_a_night_without_pages_leaves_everything_open() -> None:
    assert _verdicts(_night()) == dict.fromkeys(ALL_KEYS)


def test_a_night_as_we_think_it_is_confirms_everything() -> None:
    call = record(
        facts=[("Type tjeneste", "Utlysning"), ("Søknads\u00adfrist", "Løpende")],
        sharedTexts=[{"title": "Lov", "content": [1]}, None],
    )
    course = record(
        _id="b", facts=[("Type tjeneste", "Kurs"), ("Påmeldingsfrist", "1. mars 2027")], serviceCategories=None
    )
    pages = _night([call, course], robots=b"User-agent: *\nAllow: /", kinds=b'{"result":["service","article"]}')
    assert _verdicts(pages) == dict.fromkeys(ALL_KEYS, True)


def test_a_night_that_differs_refutes_what_it_can() -> None:
    call = record(
        _id="drafts.a",
        path="tjeneste/x",
        facts=[("Type tjeneste", "Lån"), ("Påmeldingsfrist", "1. mars 2027"), ("Rente", "5 %")],
        sharedTexts=["Lov", 5],
    )
    pages = _night([None, call], robots=b"<html>", kinds=b'{"result":["service","fundingCall"]}')
    wrong = ("perspective", "labels", "whole_path", "shared_texts", "sign_up", "robots", "types")
    assert _verdicts(pages) == {
        **dict.fromkeys(("api_json", "service_nb"), True),
        **dict.fromkeys(("type_call", "invisible")),
        **dict.fromkeys(wrong, False),
    }


@pytest.mark.parametrize("body", [b"<html>Just a moment...</html>", b"\xc3(\xa9\x81", b'{"result":[]}'])
def test_answers_that_cannot_be_read_refute_and_do_not_fail(body: bytes) -> None:
    pages = {**_night(robots=body, kinds=body), "https://x#services": page(body)["services"]}
    held = _verdicts(pages)
    assert {key for key, value in held.items() if value is False} == {"api_json", "service_nb", "robots", "types"}


def test_key_points_of_any_form_leave_the_check_standing() -> None:
    odd = record(raw_facts=["Søknadsfrist", 7, None, [{"title": 5}], {"title": "Søknadsfrist", "text": None}])
    pages = _night([odd, record(_id="b", raw_facts="Løpende", sharedTexts="Lov", path=None)])
    assert _verdicts(pages) == {
        **dict.fromkeys(("api_json", "perspective", "service_nb", "labels", "whole_path"), True),
        "shared_texts": False,
        **dict.fromkeys(("type_call", "sign_up", "invisible", "robots", "types")),
    }


def test_the_check_looks_at_the_list_and_at_both_probes() -> None:
    asked: list[str] = []

    def get(request: Request) -> Page:
        asked.append(request.url)
        return answer([record()])["services"]

    look(SOURCE, get, 5)
    assert asked == [SOURCE.listings["services"].url, ROBOTS.url, KINDS.url]
    assert (ROBOTS.url, KINDS.same_as[0]) == (
        "https://loal7n8w.apicdn.sanity.io/robots.txt",
        "https://loal7n8w.apicdn.sanity.io/v2023-01-01/data/query/inno-prod?query=array%3A%3Aunique%28%2A%5B%5D._type%29",
    )
