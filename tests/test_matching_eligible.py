"""Eligibility, rule by rule: the truth table by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from eligible_cases import PARTNERS, WHO
from eligible_cases_terms import DEADLINE, EARMARKED, MONEY, PLACE, PROGRAMMES, TIME
from eligible_samples import NIGHT, ask, call, cases, project, rows, said_to

from calls.terms import read_partners
from matching.eligible import judge
from matching.profiles import Member
from sources.eu.programmes import PROGRAMMES as SOURCE_PROGRAMMES
from sources.eu.programmes import norway


@pytest.mark.parametrize(("text", "own", "answer"), cases(WHO))
def test_who_may_apply(text: str, own: str, answer: str) -> None:
    rule = ask(call(**said_to(text)), own).rule("applicant")
    assert rule.answer == answer, rule.words_nb
    assert rule.is_stated is bool(text)
    assert not text or (rule.quote and rule.quote in text), "the funder's words stand beside"


@pytest.mark.parametrize("case", cases(PARTNERS))
def test_partners(case: tuple[str, ...]) -> None:
    text, own, answer, missing = (*case, "")[:4]
    verdict = ask(call(partner_text=text or None, is_partner_required=read_partners(text)), own)
    assert verdict.rule("partners").answer == answer, verdict.rule("partners").words_nb
    assert " og ".join(one.words_nb for one in verdict.missing_partners).startswith(missing)
    assert bool(verdict.missing_partners) is bool(missing)


@pytest.mark.parametrize(("text", "name", "answer"), cases(EARMARKED))
def test_earmarked(text: str, name: str, answer: str) -> None:
    own, other = Member("a", name, ("helseforetak",)), Member("b", "Sykehuset Innlandet", ("helseforetak",))
    assert judge(call(**said_to(text)), *project((own,), (other,)), NIGHT).rule("earmarked").answer == answer


@pytest.mark.parametrize(("regions", "home", "own", "answer"), rows(PLACE))
def test_place(regions: str, home: str, own: str, answer: str) -> None:
    record = call(regions=[one for one in regions.split(",") if one], **said_to("Kommuner og helseforetak kan søke."))
    rule = ask(record, own, region=home).rule("region")
    assert rule.answer == answer, rule.words_nb


def bounds(text: str) -> tuple[int | None, ...]:
    return tuple(int(one) if one else None for one in text.split("-"))


@pytest.mark.parametrize(("offered", "wanted", "answer"), rows(MONEY))
def test_money(offered: str, wanted: str, answer: str) -> None:
    amounts, _, kind = offered.removeprefix("€").partition(" ")
    floor, ceiling = bounds(amounts)
    unit = "eur" if offered.startswith("€") else "nok"
    record = call(**{f"award_floor_{unit}": floor, f"award_ceiling_{unit}": ceiling}, application_type=kind)
    record |= {"instrument": kind if kind == "advice" else "grant"}
    record["evidence"] = {
        f"award_ceiling_{unit}": [{"quote": f"inntil {ceiling} {kind}", "url": "u", "label": "Beløp"}]
    }
    least, most = bounds(wanted)
    rule = ask(record, amount_min_nok=least, amount_max_nok=most).rule("amount")
    assert rule.answer == answer, rule.words_nb


@pytest.mark.parametrize(("allowed", "planned", "answer"), rows(TIME))
def test_time(allowed: str, planned: str, answer: str) -> None:
    columns: dict[str, Any] = {}
    words = iter(allowed.split())
    for word in words:
        first, _, last = next(words).partition("..")
        if word == "start":
            columns |= {"project_start_earliest_date": first or None, "project_start_latest_date": last or None}
        elif word == "end":
            columns["project_end_latest_date"] = date.fromisoformat(first)
        else:
            columns |= {"duration_min_months": first or None, "duration_max_months": last or None}
    start, _, end = planned.partition("..")
    rule = ask(call(**columns), start=start, end=end).rule("time")
    assert rule.answer == answer, rule.words_nb


@pytest.mark.parametrize(("told", "answer"), rows(DEADLINE))
def test_deadline(told: str, answer: str) -> None:
    status, kind, moments, *clock = (word if word != "-" else "" for word in told.split())
    found = [{"at": at, "clock": (clock or ["inferred"])[0]} for at in moments.split(",") if at]
    record = call(status=status or None, deadline_type=kind or None, deadlines=found)
    rule = ask(record).rule("deadline")
    assert rule.answer == answer, rule.words_nb


@pytest.mark.parametrize("row", PROGRAMMES.strip().splitlines())
def test_programmes_and_norway(row: str) -> None:
    code, identifier, known, answer = row.split()
    state, words = norway(code, identifier)
    assert state == known
    rule = ask(call(norway=state, norway_text=words, programme=code)).rule("norway")
    assert (rule.answer, rule.words_nb, rule.quote) == (answer, words, code)


def test_every_programme_of_the_code_list_has_a_row() -> None:
    assert {row.split()[0] for row in PROGRAMMES.strip().splitlines()} >= set(SOURCE_PROGRAMMES)


def test_only_certain_knowledge_of_norway_answers() -> None:
    for state, answer in (("yes", "yes"), ("no", "no"), ("probable", "unknown"), ("unknown", "unknown")):
        assert ask(call(norway=state)).rule("norway").answer == answer
    assert not ask(call()).rule("norway").is_stated
