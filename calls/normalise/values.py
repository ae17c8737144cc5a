"""Money, duration, applicants, themes and notes of one call: from the funder's words to values."""

from __future__ import annotations

from calls.dates import Moment, read_duration, read_moment
from calls.model import Fact, FactName, Json
from calls.money import read_award, read_budget
from calls.normalise.context import Context, one_value, stated_year
from calls.terms import read_applicants, read_instrument, read_partners, read_regions
from calls.themes import read_themes


def read_money(context: Context) -> dict[str, Json]:
    """The columns of amounts, in kroner and euro, funding_rate_pct and awards_expected."""
    budgets: list[tuple[Fact, Json]] = []
    for fact in context.reading.all("budget"):
        if isinstance(fact.data, dict):
            continue  # see _given
        budget = read_budget(fact.text)
        context.report_all(budget.problems, "budget_nok", fact)
        budgets.append((fact, budget.amount_nok))
    floors: list[tuple[Fact, Json]] = []
    ceilings: list[tuple[Fact, Json]] = []
    rates: list[tuple[Fact, Json]] = []
    for fact in context.reading.all("award") + context.reading.all("rate"):
        if isinstance(fact.data, dict):
            continue
        award = read_award(fact.text)
        column = "funding_rate_pct" if fact.name == "rate" else "award_ceiling_nok"
        context.report_all(award.problems, column, fact)
        floors.append((fact, award.floor_nok))
        ceilings.append((fact, award.ceiling_nok))
        rates.append((fact, award.rate_pct))
    return {
        "budget_nok": one_value(context, "budget_nok", budgets),
        "award_floor_nok": one_value(context, "award_floor_nok", floors),
        "award_ceiling_nok": one_value(context, "award_ceiling_nok", ceilings),
        "budget_eur": _given(context, "budget_eur", "budget", "eur"),
        "award_floor_eur": _given(context, "award_floor_eur", "award", "floor_eur"),
        "award_ceiling_eur": _given(context, "award_ceiling_eur", "award", "ceiling_eur"),
        "awards_expected": _given(context, "awards_expected", "awards", "count"),
        "funding_rate_pct": one_value(context, "funding_rate_pct", rates),
    }


def _given(context: Context, column: str, name: FactName, key: str) -> Json:
    """The number that the source states as data under `key`; None where it states none."""
    facts = [fact for fact in context.facts(name) if isinstance(fact.data, dict)]
    return one_value(context, column, [(fact, fact.data.get(key)) for fact in facts])


def read_programme(context: Context) -> dict[str, Json]:
    """The columns programme, parent_id, norway and norway_text: as the source states them, null where it does not."""
    chain, parents, rules = context.facts("programme"), context.facts("parent"), context.facts("norway")
    context.cite("programme", *chain)
    context.cite("parent_id", *parents[:1])
    context.cite("norway", *rules[:1])
    return {
        "programme": " › ".join(dict.fromkeys(fact.text for fact in chain)) or None,
        "parent_id": parents[0].text if parents else None,
        "norway": rules[0].data if rules else None,
        "norway_text": rules[0].text if rules else None,
    }


def read_lengths(context: Context) -> dict[str, Json]:
    """The columns duration_min_months and duration_max_months."""
    read = [(fact, read_duration(fact.text)) for fact in context.reading.all("duration")]
    for fact, (shortest, longest) in read:
        if shortest is None and longest is None:
            context.report("unknown_word", "duration_max_months", fact.text, "Forstod ikke varigheten.", fact.url)
    return {
        "duration_min_months": one_value(context, "duration_min_months", [(fact, low) for fact, (low, _) in read]),
        "duration_max_months": one_value(context, "duration_max_months", [(fact, high) for fact, (_, high) in read]),
    }


PROJECT_DATES: tuple[tuple[FactName, str], ...] = (
    ("project_start_earliest", "project_start_earliest_date"),
    ("project_start_latest", "project_start_latest_date"),
    ("project_end_latest", "project_end_latest_date"),
)


def read_project_dates(context: Context) -> dict[str, Json]:
    """The three project date columns and other_dates."""
    columns: dict[str, Json] = {}
    for name, column in PROJECT_DATES:
        read: list[tuple[Fact, Json]] = []
        for fact in context.reading.all(name):
            moment = read_moment(fact.text, year=stated_year(fact))
            context.report_all(moment.problems, column, fact)
            read.append((fact, moment.day))
        columns[column] = one_value(context, column, read)
    others = context.facts("date")
    context.cite("other_dates", *others)
    columns["other_dates"] = [
        {"label": fact.label, "text": fact.text, "date": _iso_day(read_moment(fact.text, year=stated_year(fact)))}
        for fact in others
    ]
    return columns


def _iso_day(moment: Moment) -> str | None:
    return moment.day.isoformat() if moment.day else None


def read_who(context: Context) -> dict[str, Json]:
    """The columns on applicants, target groups, partners and regions.

    Whom a call is aimed at stands in for who may apply only where the page has nothing on the latter.
    """
    aimed = context.facts("target_groups")
    facts = context.facts("applicants") or aimed
    codes: set[str] = set()
    for fact in facts:
        read, unknown = read_applicants(fact.text)
        codes.update(read)
        for word in unknown:
            message = f"Ukjent ord for hvem som kan søke: «{word}»."
            context.report("unknown_word", "applicant_types", word, message, fact.url)
    partners = context.facts("partners")
    for column, cited in (
        ("applicant_types", facts),
        ("applicant_text", facts),
        ("target_groups", aimed),
        ("partner_text", partners),
    ):
        context.cite(column, *cited)
    told = [(fact, read_partners(fact.text)) for fact in partners]
    return {
        "applicant_types": codes,
        "applicant_text": _joined(facts),
        "target_groups": list(dict.fromkeys(fact.text for fact in aimed)),
        "is_partner_required": one_value(context, "is_partner_required", told),
        "partner_text": _joined(partners),
        "regions": _read_regions(context),
    }


def _read_regions(context: Context) -> list[str]:
    """County numbers in the order of the numbers; a place that is no county of ours is reported."""
    found: set[str] = set()
    for fact in context.facts("region"):
        numbers = read_regions(fact.text)
        found.update(numbers)
        if numbers:
            context.cite("regions", fact)
        else:
            context.report("unknown_word", "regions", fact.text, f"Kjenner ikke stedet «{fact.text}».", fact.url)
    return sorted(found)


def _joined(facts: list[Fact]) -> str | None:
    return "\n".join(dict.fromkeys(fact.text for fact in facts)) or None


def read_kind(context: Context) -> dict[str, Json]:
    """The columns scheme, application_type and instrument.

    Where the source takes no instrument for granted, words that name none, or several, are reported. A scheme that the
    source gives as a mere name (`data`) is not searched for one.
    """
    scheme = context.reading.first("scheme")
    types = context.facts("application_type")
    if scheme:
        context.cite("scheme", scheme)
    context.cite("application_type", *types)
    told = [(fact, read_instrument(fact.text)) for fact in ([scheme] if scheme and not scheme.data else []) + types]
    if types and not context.rules.instrument and not any(code for _, code in told):
        message = f"«{types[0].text}» sier ikke om støtten er tilskudd, lån eller noe annet."
        context.report("unknown_word", "instrument", types[0].text, message, types[0].url)
    return {
        "scheme": scheme.text if scheme else None,
        "application_type": "; ".join(dict.fromkeys(fact.text for fact in types)) or None,
        "instrument": one_value(context, "instrument", told) or context.rules.instrument or None,
    }


def read_all_themes(context: Context) -> list[dict[str, Json]]:
    """Themes with their own amounts first, as the page has them, then portfolios and tags without one.

    Tags are the list's, and those of the page that the source gives as names (`data`), not as lines of a section.
    """
    lines = [fact for fact in context.own_facts("theme") if fact.data is None]
    tags = [fact for fact in context.own_facts("theme") if fact.data is not None]
    themes = read_themes([fact.text for fact in lines])
    context.cite("themes", *lines)
    names = {theme["name"].casefold() for theme in themes}
    for fact in (*context.reading.all("portfolio"), *tags, *context.listed_facts("theme")):
        for name in (part.strip() for part in fact.text.split(";")):
            if name and name.casefold() not in names:
                names.add(name.casefold())
                context.cite("themes", fact)
                themes.append({"name": name, "amount_nok": None, "target_group": None, "text": fact.text})
    return themes


def read_notes(context: Context) -> list[dict[str, Json]]:
    """The funder's own notices and updates, in page order: date (ISO, null when the page gives none) and text."""
    facts = [fact for fact in context.reading.facts if fact.name in ("notice", "update")]
    context.cite("change_notes", *facts)
    notes: list[dict[str, Json]] = []
    for fact in facts:
        moment = read_moment(fact.note)
        for problem in moment.problems:
            context.report(problem.kind, "change_notes", fact.note, problem.message, fact.url, "info")
        notes.append({"date": _iso_day(moment), "text": fact.text})
    return notes
