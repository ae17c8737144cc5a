"""The bundled demonstration holds together: whole files, two nights that tell one story, prose of our own."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

Call = dict[str, Any]

FOLDER = Path(__file__).resolve().parents[1] / "bundle" / "content" / "calls"
NIGHTS = {1: date(2026, 9, 15), 2: date(2026, 9, 16)}

REQUIRED = {
    "slug", "year", "lang", "layout", "title", "story", "nights", "group", "badges", "status_card", "important_dates",
    "key_facts", "tags", "notices", "updates", "results", "sections",
}  # fmt: skip
OPTIONAL = {
    "path", "lead", "metadata", "card_date", "result_header", "result_rows", "twin", "contact", "changes",
}  # fmt: skip

CARD_OF_BADGE = {
    "Søk nå": "Søk nå", "Søk no": "Søk nå", "Apply now": "Søk nå",
    "Planlagt": "Planlagt", "Planlagd": "Planlagt", "Planned": "Planlagt",
    "Gjennomført": "Gjennomført", "Completed": "Gjennomført",
    "Se Resultat": "Se Resultat", "See Result": "Se Resultat",
    "Cancelled": "Avlyst",
}  # fmt: skip
OWN_DEADLINES = {
    "Søknadsfrist", "Søknadsfrist:", "Skissefrist", "Frist midnatt for å sende inn søknad til forprosjekter",
    "Siste frist for innsending av søknad (midnatt)", "Application deadline", "Application submission deadline",
    "Deadline for project outlines", "Deadline for submission of project outlines",
}  # fmt: skip
OPENINGS = {"Åpen for søknad", "Open for applications", "Date call is made active"}
VAGUE = {
    "Før påske", "Desember", "Medio desember 2025", "Medio desember 2026", "Desember 2026", "December 2026",
    "Juni 2025", "Juni 2027", "Januar 2027", "Februar 2024", "Februar 2027", "September 2020",
    "September 2027", "Oktober 2026", "Høsten 2027",
}  # fmt: skip

MONTHS = {
    name: number
    for names in (
        "jan feb mar apr mai jun jul aug sep okt nov des",
        "januar februar mars april mai juni juli august september oktober november desember",
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "january february march april may june july august september october november december",
    )
    for number, name in enumerate(names.split(), start=1)
}
DAY = re.compile(r"(\d{1,2})\.? ([a-zA-Z]+)\.? (\d{4})(?:, \d\d:\d\d CES?T)?")
DAY_NUMERIC = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})(?: \d\d:\d\d CES?T)?")

NUMBER = r"\d{1,3}(?: \d{3})*(?:,\d+)?"
UNIT = r"(?:milliarder|milliard|millioner|million|mill\.)"
AMOUNTS = re.compile(
    rf"(?:NOK|Kr) {NUMBER}(?:-{NUMBER})?"
    rf"|(?:inntil |om lag |minimum |antatt ramme på )?{NUMBER}(?:[-–]{NUMBER})? {UNIT}(?: kroner)?"
    r"|1000 millioner"
    rf"|inntil {NUMBER} kroner"
    rf"|mellom {NUMBER} og {NUMBER} kroner per forprosjekt"
    r"|\d+ (?:Nærings|Offentlig sektor)-ph\.d\.-prosjekter"
    r"|XX millioner \(beløp kommer snart\)"
    r"|[uU]p to NOK \d+ million\.?"
    r"|134 millioner kroner; fordelt på temaområder \(inntil 24, 50, 20, 20, 20 millioner\)"
)
AMOUNT_LABELS = {
    "Antatt tilgjengelige midler", "Støttegrenser", "Funding scale",
    "Amount of funding presumed available for this call for proposals",
    "Søkt beløp", "Tildelte midler", "Total amount sought", "Amount awarded",
}  # fmt: skip


def read_all() -> list[Call]:
    yaml = YAML(typ="safe")
    return [{"file": path.stem, **yaml.load(path)} for path in sorted(FOLDER.glob("*.yaml"))]


CALLS = read_all()
BOTH = pytest.mark.parametrize("call", CALLS, ids=[call["file"] for call in CALLS])


def on_night(call: Call, night: int) -> Call | None:
    """The call as that night's pages show it; None when no list has it."""
    if night not in call["nights"]:
        return None
    return {**call, **call.get("changes", {})} if night == 2 else call


def versions(call: Call) -> Iterator[tuple[date, Call]]:
    for night, day in NIGHTS.items():
        if version := on_night(call, night):
            yield day, version


def day_of(text: str) -> date | None:
    """The day that a cell names; None for a vague one. Fails on what is neither."""
    if text in VAGUE:
        return None
    if match := DAY_NUMERIC.fullmatch(text):
        return date(int(match[3]), int(match[2]), int(match[1]))
    match = DAY.fullmatch(text)
    assert match, f"neither a date nor a listed vague one: {text!r}"
    return date(int(match[3]), MONTHS[match[2].lower()], int(match[1]))


def days(call: Call, labels: set[str]) -> list[date]:
    rows = [day_of(row["date"]) for row in call["important_dates"] if row["label"] in labels]
    return [day for day in rows if day]


def prose(call: Call) -> str:
    return " ".join(paragraph for section in call["sections"] for paragraph in section["paragraphs"])


def own_strings(call: Call) -> Iterator[str]:
    for _, version in versions(call):
        yield from (version.get("lead", ""), prose(version), *version["notices"])
        yield from (update["text"] for update in version["updates"])


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?;]) +(?=[A-ZÆØÅ])", text) if len(words(part)) >= 8]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


@BOTH
def test_every_file_is_whole(call: Call) -> None:
    keys = set(call) - {"file"}
    assert keys >= REQUIRED
    assert keys - REQUIRED <= OPTIONAL
    assert call["file"] == f"{call['year']}-{call['slug']}"
    assert call["nights"] in ([1, 2], [1], [2])
    assert call["lang"] in ("nb", "nn", "en")
    assert call["layout"] in ("L0", "L1", "L2", "L3")
    assert ("path" in call) == (call["layout"] == "L0")
    assert bool(call["key_facts"]) == (call["layout"] in ("L0", "L3"))
    assert re.fullmatch(r"[a-z]+@example\.no", call.get("contact", "helse@example.no"))
    for row in call.get("result_rows", []):
        assert len(row) == len(call["result_header"]) == 6
    for key, value in call.get("changes", {}).items():
        assert call.get(key) != value, f"{key} does not change"


@BOTH
def test_status_agrees_with_the_dates_and_the_card_with_the_page(call: Call) -> None:
    for night, version in versions(call):
        badges = version["badges"]
        assert version["status_card"] == CARD_OF_BADGE[badges[-1]]
        opens, deadlines = days(version, OPENINGS), days(version, OWN_DEADLINES)
        match version["status_card"]:
            case "Søk nå":
                assert all(day <= night for day in opens)
                assert not deadlines or max(deadlines) >= night
            case "Planlagt":
                assert all(day > night for day in opens)
                assert all(day > night for day in deadlines)
            case "Gjennomført" | "Se Resultat":
                assert all(day < night for day in deadlines)
        for row in version["important_dates"]:
            day_of(row["date"])
        card = version.get("card_date")
        if card and card["date"] != "Løpende":
            assert day_of(f"{card['date']} {card.get('year', '')}".strip()) == deadlines[0]
        key_facts = version["key_facts"]
        stated = key_facts.get("Søknadsfrist") or key_facts.get("Application deadline")
        if stated and stated not in ("Løpende", "Open-ended"):
            assert day_of(stated) == deadlines[0]


@BOTH
def test_amounts_are_spelled_as_the_funder_spells_them(call: Call) -> None:
    for _, version in versions(call):
        for part in ("metadata", "key_facts", "results"):
            for label, text in version.get(part, {}).items():
                if label in AMOUNT_LABELS and text:
                    assert AMOUNTS.fullmatch(text), f"{label}: {text}"


@BOTH
def test_texts_are_long_enough_to_rank_by(call: Call) -> None:
    is_current = CARD_OF_BADGE[call["badges"][-1]] in ("Søk nå", "Planlagt")
    low, high, fewest = (150, 350, 3) if is_current else (40, 90, 1)
    assert low <= len(words(prose(call))) <= high
    assert fewest <= len(call["sections"]) <= 6


def test_the_nights_are_large_and_mixed_enough() -> None:
    for night in NIGHTS:
        listed = [version for call in CALLS if (version := on_night(call, night))]
        status = Counter(call["status_card"] for call in listed)
        lang = Counter(call["lang"] for call in listed)
        assert len(listed) >= 72
        assert status["Søk nå"] + status["Planlagt"] >= 45
        assert status["Gjennomført"] + status["Se Resultat"] >= 25
        assert lang["nb"] >= 48
        assert lang["nn"] >= 8
        assert lang["en"] >= 16


def test_between_the_nights_the_story_is_as_told() -> None:
    assert Counter(kind for call in CALLS if (kind := what_happens(call))) == {
        "new": 5, "gone": 2, "moved": 4, "closed": 3, "opened": 2, "cancelled": 1, "text": 2,
    }  # fmt: skip


def what_happens(call: Call) -> str:
    if call["nights"] != [1, 2]:
        return "new" if call["nights"] == [2] else "gone"
    if "changes" not in call:
        return ""
    before, after = on_night(call, 1), on_night(call, 2)
    assert before and after
    if before["status_card"] != after["status_card"]:
        return {"Søk nå": "opened", "Gjennomført": "closed", "Avlyst": "cancelled"}[after["status_card"]]
    if days(before, OWN_DEADLINES) != days(after, OWN_DEADLINES):
        return "moved"
    assert set(call["changes"]) <= {"sections", "updates", "notices"}
    return "text"


def test_deadlines_move_both_ways() -> None:
    moved = [call for call in CALLS if what_happens(call) == "moved"]
    later = [days({**call, **call["changes"]}, OWN_DEADLINES)[0] > days(call, OWN_DEADLINES)[0] for call in moved]
    assert sorted(later) == [False, False, True, True]


def test_twins_point_at_each_other_and_have_the_same_days() -> None:
    by_slug = {(call["year"], call["slug"]): call for call in CALLS}
    assert len(by_slug) == len(CALLS)
    pairs = [(call, by_slug[call["year"], call["twin"]]) for call in CALLS if "twin" in call]
    assert len(pairs) >= 10
    for call, twin in pairs:
        assert twin["twin"] == call["slug"]
        assert (call["lang"] == "en") != (twin["lang"] == "en")
        for labels in (OPENINGS, OWN_DEADLINES):
            assert days(call, labels) == days(twin, labels)


@pytest.mark.parametrize("lang", ["nb", "nn", "en"])
def test_only_a_few_typical_sentences_repeat(lang: str) -> None:
    seen = Counter(
        sentence for call in CALLS if call["lang"] == lang for sentence in set(sentences(" ".join(own_strings(call))))
    )
    assert len([sentence for sentence, count in seen.items() if count > 1]) <= 4


def test_no_prose_is_taken_from_the_recorded_pages(shared: Path) -> None:
    """No run of eight words is shared with the recorded texts; labels, titles and dates are facts and not compared."""
    lines = (shared / "data" / "forskningsradet" / "pages.jsonl").read_text(encoding="utf-8").splitlines()
    recorded = {run for line in lines for run in runs(json.loads(line)["text"])}
    assert recorded
    taken = {(call["file"], run) for call in CALLS for text in own_strings(call) for run in recorded & set(runs(text))}
    assert not taken


def runs(text: str) -> Iterator[tuple[str, ...]]:
    found = words(text)
    return (tuple(found[start : start + 8]) for start in range(len(found) - 7))
