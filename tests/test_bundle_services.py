"""The bundled services hold together: whole files, two nights that tell one story, every oddity, the API's shape."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from test_bundle_content import runs, sentences, words

from bundle.innovasjonnorge import SERVICES, load_services, load_shared
from bundle.services import Service, on_night, services_json

KEYS = [
    "id", "path", "title", "excerpt", "publishedAt", "lastPublishedAt", "facts", "serviceCategories",
    "themeCategories", "sections", "sharedTexts", "nights", "expect", "story",
]  # fmt: skip
EXPECTED = ["deadline_at", "type", "status", "floor", "ceiling", "rate", "instrument"]

ALL, SHARED = load_services(), load_shared()
BOTH = pytest.mark.parametrize("service", ALL, ids=[service["path"] for service in ALL])


def lines(service: Service) -> Iterator[str]:
    """The words of each line of the sections; images and embedded films have none."""
    for section in service["sections"]:
        for line in (section or {}).get("content") or ():
            if isinstance(line, str):
                yield line
            elif line is not None:
                yield from (text for kind, text in line.items() if kind not in ("image", "embed"))


def texts(service: Service) -> list[str]:
    return [service["excerpt"] or "", *lines(service)]


@BOTH
def test_every_file_is_whole(service: Service) -> None:
    assert [key for key in service if key != "changes"] == KEYS
    assert str(UUID(service["id"])) == service["id"]
    assert service["nights"] in ([1, 2], [1], [2])
    assert set(service["sharedTexts"] or ()) - {None} <= set(SHARED)
    for moment in (service["publishedAt"], service["lastPublishedAt"]):
        assert moment is None or datetime.fromisoformat(moment).tzinfo
    for version in (service, on_night(service, 2)):
        assert version["expect"] is None or list(version["expect"]) == EXPECTED
    for key, value in (service.get("changes") or {}).items():
        assert key in KEYS and service[key] != value, f"{key} does not change"


def test_names_ids_and_paths_are_taken_once() -> None:
    assert len({path.stem for path in SERVICES.glob("*.yaml")}) == len(ALL) + 1  # with the shared texts
    assert len({one["id"] for one in ALL}) == len({one["path"].lstrip("/") for one in ALL}) == len(ALL)
    used = Counter(name for one in ALL for name in one["sharedTexts"] or () if name)
    assert min(used[name] for name in SHARED) >= 5, "a shared text is used by many"


@pytest.mark.parametrize(("night", "funding", "other"), [(1, 45, 6), (2, 46, 6)])
def test_how_many_services_a_night_has(night: int, funding: int, other: int) -> None:
    shown = [one for one in ALL if night in one["nights"]]
    assert Counter(one["expect"] is not None for one in shown) == {True: funding, False: other}


@BOTH
def test_texts_are_long_enough_to_rank_by(service: Service) -> None:
    is_call = service["expect"] is not None
    assert (40 if is_call else 15) <= len(words(" ".join(lines(service)))) <= 250
    assert (3 if is_call else 2) <= len(service["sections"]) <= 6


def test_no_sentence_repeats() -> None:
    seen = Counter(one for service in ALL for one in set(sentences(" ".join(texts(service)))))
    assert [one for one, count in seen.items() if count > 1] == []


def test_no_prose_is_taken_from_the_recorded_pages(shared: Path) -> None:
    """No run of eight words is shared with the recorded texts; labels, titles and amounts are facts."""
    recorded_lines = (shared / "data" / "innovasjonnorge" / "pages.jsonl").read_text(encoding="utf-8").splitlines()
    recorded = {run for line in recorded_lines for run in runs(json.loads(line)["text"])}
    ours = {run for one in ALL for version in (one, on_night(one, 2)) for text in texts(version) for run in runs(text)}
    assert recorded and ours
    assert recorded & ours == set()


def answer(night: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(services_json(ALL, "*[]", night, SHARED))
    return found


def blocks(record: dict[str, Any]) -> list[Any]:
    return [block for section in record["sections"] for block in (section or {}).get("content") or ()]


def cells(record: dict[str, Any]) -> Iterator[str]:
    for pair in record["facts"] or ():
        yield from (cell for cell in (pair or {}).values() if cell)


def said(record: dict[str, Any], label: str, pattern: str) -> bool:
    """Whether the fact box has this label, as a reader sees it, with a value of this pattern."""
    pairs = [(one["title"] or "", one["text"] or "") for one in record["facts"] or () if one]
    seen = [(re.sub("[\u00ad\u200b:]", "", name), text) for name, text in pairs]
    return any(name == label and re.fullmatch(pattern, text) for name, text in seen)


def spoken(record: dict[str, Any]) -> str:
    spans = [span["text"] for block in blocks(record) for span in (block or {}).get("children", ())]
    return " ".join(spans)


TRAPS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "no fact box": lambda one: one["facts"] is None,
    "a fact that is null": lambda one: None in (one["facts"] or ()),
    "a label that is null": lambda one: any(pair and pair["title"] is None for pair in one["facts"] or ()),
    "a value that is null": lambda one: any(pair and pair["text"] is None for pair in one["facts"] or ()),
    "no categories": lambda one: one["serviceCategories"] is None,
    "a category that is null": lambda one: None in (one["serviceCategories"] or ()),
    "no themes": lambda one: one["themeCategories"] is None,
    "a theme that is null": lambda one: (
        any(name and name["title"] is None for name in one["themeCategories"] or ())
        or None in (one["themeCategories"] or ())
    ),
    "a section that is null": lambda one: None in one["sections"],
    "a heading that is null": lambda one: any(part and part["heading"] is None for part in one["sections"]),
    "content that is null": lambda one: any(part and part["content"] is None for part in one["sections"]),
    "a block that is null": lambda one: None in blocks(one),
    "no shared texts": lambda one: one["sharedTexts"] is None,
    "a shared text that is null": lambda one: None in (one["sharedTexts"] or ()),
    "no excerpt": lambda one: one["excerpt"] is None,
    "never published again": lambda one: one["lastPublishedAt"] is None,
    "no day of publication": lambda one: one["publishedAt"] is None,
    "an image": lambda one: any(block and block["_type"] == "image" for block in blocks(one)),
    "an unknown block": lambda one: any(block and block["_type"] == "video" for block in blocks(one)),
    "strong words": lambda one: any(
        span["marks"] == ["strong"] for block in blocks(one) for span in (block or {}).get("children", ())
    ),
    "a link": lambda one: any((block or {}).get("markDefs") for block in blocks(one)),
    "a list in a list": lambda one: any((block or {}).get("level") == 2 for block in blocks(one)),
    "a heading in the text": lambda one: any((block or {}).get("style") == "h3" for block in blocks(one)),
    "a soft hyphen in the label": lambda one: "Søknads\u00adfrist" in cells(one),
    "a zero-width space in a label": lambda one: "Hvor\u200b mye" in cells(one),
    "a soft hyphen in a value": lambda one: "Løp\u00adende" in cells(one),
    "a zero-width space in a value": lambda one: "Løpende\u200b" in cells(one),
    "a colon after the label": lambda one: any(cell.endswith("frist:") for cell in cells(one)),
    "a share of costs": lambda one: said(one, "Hvor mye", r"Inntil \d+ % av kostnadene"),
    "a share and a sum": lambda one: said(one, "Hvor mye", r"Inntil 50 %, maksimalt 25 mill\. kroner"),
    "most": lambda one: said(one, "Hvor mye", r"Inntil [\d ]+ kroner"),
    "least": lambda one: said(one, "Hvor mye", "Minimum 1 million kroner"),
    "a range": lambda one: said(one, "Hvor mye", "1-2 millioner kroner"),
    "kr. with a dash": lambda one: said(one, "Hvor mye", r"kr\. 200 000,-"),
    "a full stop for thousands": lambda one: said(one, "Hvor mye", r"750\.000 kroner"),
    "a number in words": lambda one: said(one, "Hvor mye", "Inntil en million kroner"),
    "an hourly rate": lambda one: "kroner per time" in spoken(one),
    "euro in the text": lambda one: "200 000 Euro" in spoken(one),
    "a sum in the text alone": lambda one: (
        "kroner per år" in spoken(one) and not any(cell == "Hvor mye" for cell in cells(one))
    ),
    "rolling": lambda one: said(one, "Søknadsfrist", "Løpende"),
    "until spent": lambda one: said(one, "Søknadsfrist", "Løpende så lenge vi har midler"),
    "expired": lambda one: said(one, "Søknadsfrist", "Ut\u00adløpt"),
    "closed for applications": lambda one: said(one, "Søknadsfrist", "Stengt for søknader"),
    "a past day with a word": lambda one: said(one, "Søknadsfrist", r"20\. februar 2026 \(avsluttet\)"),
    "a past day": lambda one: said(one, "Søknadsfrist", r"12\. juni 2026"),
    "a day in October": lambda one: said(one, "Søknadsfrist", r"\d+\. oktober 2026"),
    "a day in November": lambda one: said(one, "Søknadsfrist", r"\d+\. november 2026"),
    "a day in December": lambda one: said(one, "Søknadsfrist", r"\d+\. desember 2026"),
    "a day next year": lambda one: said(one, "Søknadsfrist", r"\d+\. februar 2027"),
    "a day without a year": lambda one: said(one, "Søknadsfrist", r"26\. november") and not one["publishedAt"],
    "a month without a day": lambda one: said(one, "Søknadsfrist", "Desember 2026"),
    "a weekday and no year": lambda one: (
        said(one, "Søknadsfrist", r"torsdag 22\. oktober kl\. 16\.00") and bool(one["publishedAt"])
    ),
    "a sign-up date alone": lambda one: (
        said(one, "Påmeldingsfrist", ".+") and not any("knadsfrist" in cell for cell in cells(one))
    ),
    "a sign-up date beside the deadline": lambda one: (
        said(one, "Påmeldingsfrist", ".+") and said(one, "Søknadsfrist", ".+")
    ),
    "a path without its slash": lambda one: not one["path"].startswith("/"),
}


@pytest.mark.parametrize("trap", TRAPS)
@pytest.mark.parametrize("night", [1, 2])
def test_every_oddity_stands_in_every_night(trap: str, night: int) -> None:
    assert [record["path"] for record in answer(night)["result"] if TRAPS[trap](record)] != []


@pytest.mark.parametrize("night", [1, 2])
def test_two_services_have_one_title(night: int) -> None:
    titles = Counter(record["title"] for record in answer(night)["result"])
    assert {title: count for title, count in titles.items() if count > 1} == {"Tilskudd til innovasjonskontrakter": 2}


SERVICE: Service = {
    "id": "b", "path": "/tjeneste/b", "title": "B", "excerpt": None, "publishedAt": None,
    "lastPublishedAt": "2026-05-04T08:00:00Z", "facts": [["Hvor mye", "1 million kroner"], None],
    "serviceCategories": ["Finansiering", None], "themeCategories": None,
    "sections": [
        {"heading": "For hvem", "content": ["Se **disse** [vilkår](https://x.no/v).", {"bullet2": "To"}, None]},
        {"heading": "Bilde", "content": [{"image": "Et hus"}, {"embed": "https://x.no/f"}, {"h3": "Under"}]},
        {"heading": None, "content": None},
    ],
    "sharedTexts": ["vilkår", None], "nights": [1, 2], "changes": {"title": "B2"}, "expect": None,
}  # fmt: skip
OTHER: Service = {**SERVICE, "id": "a", "path": "/tjeneste/a", "sections": [], "sharedTexts": None, "nights": [1]}
TERMS = {"vilkår": {"title": "Vilkår", "content": ["Les dem."]}}


def test_the_answer_has_the_shape_of_the_api() -> None:
    found = json.loads(services_json([SERVICE, OTHER], "*[_type]", 1, TERMS))
    assert list(found) == ["query", "result", "syncTags", "ms"]
    assert found["query"] == "*[_type]"
    assert isinstance(found["ms"], int)
    assert [record["_id"] for record in found["result"]] == ["a", "b"]
    record = found["result"][1]
    first, image, terms = record["sections"][0], record["sections"][1], record["sharedTexts"][0]
    keys = [block.pop("_key") for block in (*first["content"][:2], *image["content"], *terms["content"])]
    assert len(set(keys)) == len(keys) == 6
    link = first["content"][0]["markDefs"][0]["_key"]
    assert re.fullmatch(r"image-\w{36}-1600x900-jpg", image["content"][0].pop("asset")["_ref"])

    def block(*spans: tuple[str, list[str]], key: str, links: Any = (), style: str = "normal", **more: Any) -> Any:
        children = [
            {"_key": f"{key}{at}", "_type": "span", "marks": marks, "text": text}
            for at, (text, marks) in enumerate(spans)
        ]
        return {"_type": "block", "style": style, "children": children, "markDefs": list(links), **more}

    assert record == {
        "_id": "b", "_updatedAt": "2026-05-04T08:00:00Z", "publishedAt": None,
        "lastPublishedAt": "2026-05-04T08:00:00Z", "title": "B", "excerpt": None, "path": "/tjeneste/b",
        "facts": [{"title": "Hvor mye", "text": "1 million kroner"}, None],
        "serviceCategories": [{"title": "Finansiering"}, None], "themeCategories": None,
        "sections": [
            {"heading": "For hvem", "content": [
                block(("Se ", []), ("disse", ["strong"]), (" ", []), ("vilkår", [link]), (".", []), key=keys[0],
                      links=[{"_key": link, "_type": "link", "href": "https://x.no/v"}]),
                block(("To", []), key=keys[1], listItem="bullet", level=2),
                None,
            ]},
            {"heading": "Bilde", "content": [
                {"_type": "image", "alt": "Et hus"},
                {"_type": "video", "url": "https://x.no/f"},
                block(("Under", []), key=keys[4], style="h3"),
            ]},
            {"heading": None, "content": None},
        ],
        "sharedTexts": [{"title": "Vilkår", "content": [block(("Les dem.", []), key=keys[5])]}, None],
    }  # fmt: skip


def test_night_2_has_the_changes_and_what_is_left() -> None:
    (record,) = json.loads(services_json([SERVICE, OTHER], "", 2, TERMS))["result"]
    assert (record["_id"], record["title"], record["_updatedAt"]) == ("b", "B2", "2026-09-15T14:05:00Z")


def test_the_order_of_the_services_does_not_count() -> None:
    assert services_json(ALL, "*", 1, SHARED) == services_json(ALL[::-1], "*", 1, SHARED)


def test_what_the_api_cannot_say_is_an_error() -> None:
    for section in ({"heading": "x", "content": [{"marquee": "x"}]}, {"heading": "x"}):
        with pytest.raises(KeyError):
            services_json([{**SERVICE, "sections": [section]}], "", 1, TERMS)
    with pytest.raises(KeyError):
        services_json([SERVICE], "", 1)
