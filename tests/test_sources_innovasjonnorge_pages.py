"""Real pages and phrases of Innovasjon Norge, put into the API's shape in several ways: every value right or null."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from innovasjonnorge_samples import Call, block, calls, record

INVISIBLE = ("\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u200e")
CHROME = ("Hopp til hovedinnhold", "Hopp til innhold", "EN", "NO", "Logg inn")
BUDGETS = ("Antatt tilgjengelige midler", "Amount of funding presumed available for this call for proposals")

Record = dict[str, Any]
Shape = Callable[[list[Record], random.Random], list[Record]]


def _pages(shared: Path) -> list[dict[str, Any]]:
    text = (shared / "data/innovasjonnorge/pages.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def _record(number: int, page: dict[str, Any]) -> Record:
    """The page as a record: its key points as facts, its text split by its headings, the rest as ingress."""
    known = {page["title"], *CHROME, *page["key_points"], *page["key_points"].values()}
    sections: list[tuple[str, list[str]]] = []
    ingress: list[str] = []
    for text in page["text"].split("\n"):
        if text in page["headings"]:
            sections.append((text, []))
        elif sections:
            sections[-1][1].append(text)
        elif text not in known:
            ingress.append(text)
    return record(
        page["title"],
        list(page["key_points"].items()),
        [(heading, "\n".join(texts)) for heading, texts in sections],
        _id=f"{number:04}",
        path=page["url"],
        excerpt=" ".join(ingress),
    )


def _plain(records: list[Record], chance: random.Random) -> list[Record]:
    return records


def _shuffled(records: list[Record], chance: random.Random) -> list[Record]:
    """Records and their fields in another order, with nulls and images between members, and fields of the editor."""
    found = []
    for one in chance.sample(records, len(records)):
        names = chance.sample(list(one), len(one))
        mixed = {name: one[name] for name in names}
        mixed["facts"] = [None, *({"_key": "f", "_type": "keyPoint", **fact} for fact in one["facts"]), None]
        mixed["sections"] = [
            {"content": [{"_type": "image"}, *section["content"], None], "heading": section["heading"], "_key": "x"}
            for section in one["sections"]
        ]
        found.append({**mixed, "_type": "service", "_rev": "r"})
    return found


def _invisible(records: list[Record], chance: random.Random) -> list[Record]:
    """An invisible character at a random place of every label, value, heading and title."""

    def stained(text: str) -> str:
        at = chance.randint(0, len(text))
        return text[:at] + chance.choice(INVISIBLE) + text[at:]

    return [
        {
            **one,
            "title": stained(one["title"]),
            "path": stained(one["path"]),
            "facts": [{name: stained(text) for name, text in fact.items()} for fact in one["facts"]],
            "sections": [{**section, "heading": stained(section["heading"])} for section in one["sections"]],
        }
        for one in records
    ]


def _split(records: list[Record], chance: random.Random) -> list[Record]:
    """Paragraphs in several spans with marks, and every section inside the content of the first."""

    def spans(text: str) -> list[dict[str, Any]]:
        at = chance.randint(0, len(text))
        return [{"text": text[:at], "marks": ["strong"]}, {"_type": "span"}, {"text": text[at:]}]

    found = []
    for one in records:
        content = []
        for section in one["sections"]:
            content.append(block(section["heading"], style="h3"))
            content += [{**b, "children": spans(b["children"][0]["text"])} for b in section["content"]]
        found.append({**one, "sections": [{"heading": None, "content": [content]}]})
    return found


def _as_text(records: list[Record], chance: random.Random) -> list[Record]:
    """Content as one plain string, key points as Portable Text, categories as strings, empty lists as null."""

    def joined(content: list[Record]) -> str | None:
        return "\n".join(b["children"][0]["text"] for b in content) or None

    return [
        {
            **one,
            "facts": [{"title": f["title"], "text": [block(f["text"])]} for f in one["facts"]] or None,
            "serviceCategories": ["Finansiering"],
            "sections": [{**s, "content": joined(s["content"])} for s in one["sections"]] or None,
        }
        for one in records
    ]


SHAPES: tuple[Shape, ...] = (_plain, _shuffled, _invisible, _split, _as_text)

# By place in the file: what the pages state. Anything else of these columns must be null.
INSTRUMENTS = {
    **dict.fromkeys((0, 15, 20), "loan"),
    **dict.fromkeys((1, 2, 4, 6, 7, 8, 14, 16, 17, 18, 19, 22), "grant"),
}
CEILINGS = {0: 2_000_000, 20: 25_000_000, 21: 2_000_000, 22: 2_000_000}
FLOORS = {0: 1_000_000, 5: 1_000_000, 22: 1_800_000}
RATES = {14: 40, 15: 50, 20: 50}
SMALL, ALL = ["bedrift_smb"], ["bedrift_smb", "bedrift_stor"]
APPLICANTS = {
    **dict.fromkeys((0, 14, 15), SMALL),
    **dict.fromkeys((2, 4, 6, 7, 12, 20, 21, 22), ALL),
}
AIMED = ["Gründere + Bedriftsutvikling + Ut i verden"]
TARGETS = {0: ["Oppstartsbedrifter"], 14: AIMED, 15: AIMED}


def _expected(number: int, page: dict[str, Any]) -> dict[str, Any]:
    is_first = number == 0
    return {
        "title": page["title"],
        "url": page["url"],
        "deadline_type": "rolling" if is_first else None,
        "status": "open" if is_first else None,
        "deadlines": [],
        "award_floor_nok": FLOORS.get(number),
        "award_ceiling_nok": CEILINGS.get(number),
        "funding_rate_pct": RATES.get(number),
        "budget_nok": None,
        "instrument": INSTRUMENTS.get(number),
        "applicant_types": APPLICANTS.get(number, []),
        "target_groups": TARGETS.get(number, []),
        "layout": "N2" if page["key_points"] else "N1",
    }


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_the_real_pages_are_read_right_in_every_shape(shared: Path, shape: Shape, seed: int) -> None:
    pages = _pages(shared)
    found = calls(shape([_record(number, page) for number, page in enumerate(pages)], random.Random(seed)))
    expected = {f"{number:04}": _expected(number, page) for number, page in enumerate(pages)}
    got = {key: {name: found[key].record[name] for name in expected[key]} for key in found}
    assert got == expected


def test_what_a_real_page_does_not_say_is_null_with_an_issue(shared: Path) -> None:
    found = calls([_record(number, page) for number, page in enumerate(_pages(shared))])
    for one in found.values():
        for name in ("instrument", "status"):
            if one.record[name] is None:
                column = {"instrument": "application_type"}.get(name, name)
                assert column in [field for _, field in one.flags], one.record["title"]
        if one.record["deadline_type"] is None:
            assert ("missing_field", "deadline_at") in one.flags
        if one.record["applicant_text"] and not one.record["applicant_types"]:
            assert "applicant_types" in [field for _, field in one.flags]


def _phrase(line: dict[str, Any]) -> Call:
    label = line["label"] if line["kind"] == "amount" else "Søknadsfrist"
    published = "2021-06-15T08:00:00Z" if line.get("context") else None
    facts = [("Type tjeneste", "Tilskudd"), (label, line["text"])]
    (found,) = calls([record(facts=facts, publishedAt=published)]).values()
    return found


def _end_of_day(at: str, clock: str) -> str:
    """The same day's 23:59 in Oslo where the moment was inferred: another funder's 13:00 does not hold here."""
    noon = {"11:00:00Z": "21:59:00Z", "12:00:00Z": "22:59:00Z"}
    day, _, time = at.partition("T")
    return f"{day}T{noon.get(time, time) if clock == 'inferred' else time}"


def test_the_shared_phrases_give_their_values(shared: Path) -> None:
    lines = list(map(json.loads, (shared / "data/phrases.jsonl").read_text("utf-8").splitlines()))
    own = [line for line in lines if line["want"].get("own") is not False]
    assert len(own) > 40
    for line in own:
        want, found = dict(line["want"]), _phrase(line)
        reported = any(kind != "missing_field" for kind, _ in found.flags)
        if line["kind"] == "amount":
            assert {name: found.record[name] for name in want} == want, line["text"]
            has_value = any(want.values()) or found.record["funding_rate_pct"]
            assert reported is not bool(has_value), line["text"]
            continue
        entries = found.record["deadlines"]
        if want.get("at"):
            at = _end_of_day(want["at"], want["clock"])
            assert [(entry["at"], entry["clock"]) for entry in entries] == [(at, want["clock"])], line["text"]
        else:
            assert entries == [], line["text"]
        assert found.record["deadline_type"] == want.get("type", "fixed" if want.get("at") else None), line["text"]
        if "status" in want:
            assert found.record["status"] == want["status"]
        assert reported is ("issue" in want), line["text"]
