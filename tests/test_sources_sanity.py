"""One answer of a Sanity content API: asked in one way, refused where it is no list, told of where it is odd."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from calls.model import Issue, Page, Request
from sources.base import UnreadablePage
from sources.sanity import Answer, Dataset, Night, Record, has_only_kind, result, robots, strings

DATASET = Dataset("abc123", "2024-05-01", "live")
BASE = "https://abc123.apicdn.sanity.io/v2024-05-01/data/query/live"
HOME = "https://funder.no"


def _page(body: Any, url: str = BASE) -> Page:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Page(url, 200, "application/json", content, datetime(2026, 9, 16, tzinfo=UTC))


def test_a_question_is_one_address_that_archives_may_spell_otherwise() -> None:
    asked = "query=%2A%5B_type%20%3D%3D%20%22a%22%5D"
    assert DATASET.asking('*[_type == "a"]') == Request(
        f"{BASE}?{asked}&perspective=published",
        accept="application/json",
        same_as=(f"{BASE}?{asked}", f"{BASE}?perspective=published&{asked}"),
    )


def test_the_probes_are_robots_and_the_types() -> None:
    robots_txt, kinds = DATASET.probes(())
    assert robots_txt == Request("https://abc123.apicdn.sanity.io/robots.txt", accept="text/plain")
    assert kinds == DATASET.asking("array::unique(*[]._type)")


@pytest.mark.parametrize(
    ("page", "message"),
    [
        (None, "fikk ikke noe svar fra innholdstjenesten"),
        (_page(b"<html>Just a moment...</html>"), "ventet JSON fra innholdstjenesten, men svaret er noe annet"),
        (_page(b"[" * 100_000), "ventet JSON fra innholdstjenesten, men svaret er noe annet"),
        (_page(b"\xff\xfe{\x00"), "ventet JSON fra innholdstjenesten, men svaret er noe annet"),
        (_page({"result": {}}), "fant ingen liste i «result» i svaret fra innholdstjenesten"),
        (_page([{}]), "fant ingen liste i «result» i svaret fra innholdstjenesten"),
        (_page({"result": []}), "tom liste: innholdstjenesten har ingen oppføringer"),
        (
            _page({"error": {"description": "no\u0000 }" + "x" * 200}}),
            f"innholdstjenesten melder feil: «no }}{'x' * 116}»",
        ),
        (_page({"error": "Unauthorized", "result": [1]}), "innholdstjenesten melder feil: «Unauthorized»"),
    ],
)
def test_what_is_no_list_is_refused(page: Page | None, message: str) -> None:
    with pytest.raises(UnreadablePage) as refused:
        result(page)
    assert str(refused.value) == message


def test_the_members_come_as_they_are() -> None:
    assert result(_page({"error": None, "result": [None, 5, {"_id": "a"}]})) == [None, 5, {"_id": "a"}]


def _issue(kind: Any, text: str, message: str, key: str = "", severity: Any = "warning") -> Issue:
    return Issue("funder", key, kind, "", text, message, HOME, severity)


def test_records_have_an_id_of_their_own_and_a_title_and_the_others_are_told_of() -> None:
    first, second = {"_id": "a", "title": "En"}, {"_id": "b", "title": [{"text": "To"}]}
    answer = Answer("funder", HOME, [first, 5, {"_id": "a", "title": "Lik"}, {"_id": "x y", "title": "Z"}, second])
    assert list(answer.records()) == [Record("a", "En", first), Record("b", "To", second)]
    assert answer.issues == [
        _issue("unreadable_page", "", "Oppføring 2 i listen mangler id eller tittel og er ikke lest."),
        _issue("contradiction", "Lik", "To oppføringer har samme id (a); den første gjelder.", "a"),
        _issue("unreadable_page", "Z", "Oppføring 4 i listen mangler id eller tittel og er ikke lest."),
    ]
    assert answer.is_whole is False


@pytest.mark.parametrize("key", ["drafts.a", "versions.r1.a"])
def test_a_draft_is_left_out_and_the_list_is_whole_all_the_same(key: str) -> None:
    answer = Answer("funder", HOME, [{"_id": key, "title": "T" * 200}])
    assert list(answer.records()) == []
    message = f"«{'T' * 120}» er ikke publisert og er utelatt."
    assert answer.issues == [_issue("unreadable_page", key, message, severity="info")]
    assert answer.is_whole is True


def test_fields_that_are_new_gone_or_empty_are_told_of() -> None:
    answer = Answer("funder", HOME, [None, {"_id": "a", "zz": 1, "_rev": "r", "title": "", "path": None}, {"aa": 2}])
    answer.check_fields(frozenset(("_id", "title", "path", "excerpt")), ("title", "path"))
    gone = "excerpt, path, title"
    assert answer.issues == [
        _issue("unknown_label", "aa, zz", "Svaret har felt vi ikke kjenner: aa, zz."),
        _issue("unknown_label", gone, f"Felt vi venter oss er borte fra alle oppføringer: {gone}."),
    ]
    known = Answer("funder", HOME, [{"_id": "a", "title": "En"}, {"_id": "b", "title": ""}])
    known.check_fields(frozenset(("_id", "title")), ("title",))
    assert (known.issues, known.is_whole) == ([], True)


def test_lists_that_hold_anything_but_objects_and_strings_are_told_of() -> None:
    answer = Answer("funder", HOME, [])
    answer.check_lists(Record("a", "En", {"x": [1], "y": ["s", {}, None], "z": True}), ("x", "y", "z", "mangler"))
    assert answer.issues == [
        _issue("unreadable_page", name, f"Feltet {name} hos «En» har innhold av en form vi ikke kjenner.", "a")
        for name in ("x", "z")
    ]


def test_strings_are_those_of_objects_as_they_came() -> None:
    found = {"facts": [{"t": "Fri\u00adst"}, {"t": 5}, "løs", None, [{"t": ""}, {}]]}
    assert strings(found, "facts", "t") == ["Fri\u00adst", ""]
    assert strings({}, "facts", "t") == []


NIGHT = Night("list")


def _night(*members: Any) -> dict[str, Page]:
    return {f"{BASE}#list": _page({"result": list(members)}), f"{BASE}#other": _page({"result": [{"_id": "drafts.x"}]})}


def test_a_night_is_tested_on_the_answer_of_its_list_alone() -> None:
    pages = _night({"_id": "a"}, 5)
    assert NIGHT.records(pages) == [{"_id": "a"}]
    assert (NIGHT.answers(pages), NIGHT.published(pages)) == (True, True)
    assert NIGHT.published(_night({"_id": "a"}, {"_id": "drafts.b"})) is False
    assert (NIGHT.answers({}), NIGHT.published({})) == (None, None)
    assert (NIGHT.answers({f"{BASE}#list": _page(b"<html>")}), NIGHT.answers(_night(5))) == (False, False)


def test_every_and_once_are_open_where_nothing_is_told() -> None:
    every = NIGHT.every(lambda record: record.get("held", []))
    once = NIGHT.once(lambda record: record.get("held", []))
    nights = [_night({}), _night({"held": [True]}, {"held": [False]}), _night({"held": [True, True]}), {}]
    assert [every(pages) for pages in nights] == [None, False, True, None]
    assert [once(pages) for pages in nights] == [None, True, True, None]
    assert once(_night({"held": [False]})) is None


def test_rooted_and_resolved_look_at_one_field() -> None:
    rooted, resolved = NIGHT.rooted("path"), NIGHT.resolved("texts", "title", "content")
    paths = ["/a", "\u200b/a", "a", None]
    assert [rooted(_night({"path": path})) for path in paths] == [True, True, False, None]
    texts = [[{"title": "a", "content": [1]}, None], [{"title": "a"}], ["a"], None]
    assert [resolved(_night({"texts": one})) for one in texts] == [True, False, False, None]


def test_robots_is_there_missing_or_another_page() -> None:
    url = "https://abc123.apicdn.sanity.io/robots.txt"
    bodies = [b"User-Agent: *", b"<html>", b"\xff\xfe\x00\xd8"]
    assert [robots({url: _page(body, url)}) for body in bodies] == [True, False, False]
    assert robots({}) is None


def test_the_types_of_the_dataset_are_looked_at() -> None:
    url = DATASET.probes(())[1].url
    bodies = [{"result": ["Service", "article"]}, {"result": ["service", "fundingCall"]}, {"result": ["a"]}, {}]
    test = has_only_kind("service")
    assert [test({url: _page(body, url)}) for body in bodies] == [True, False, False, False]
    assert (test({}), test({f"{url}#list": _page(bodies[0], url)})) == (None, None)
