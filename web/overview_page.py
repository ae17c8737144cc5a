"""What the overview says: deadlines by month, which calls suit which projects, and how much money there is.

The counting is web.overview_counts; how a plot looks is web.plots and plots.html.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from calls.fields import word_nb
from calls.tongue import note, say, say_count
from matching.profiles import Cluster
from publish import words
from publish.rows import Row
from publish.selection import Selection
from web.nights import Shown
from web.overview_counts import TOP, Deadlines, Money, Month, Wanted, by_deadline, live_calls, money_of, most_wanted
from web.overview_money import MoneyPart, money_part
from web.pages import call_path
from web.plots import BarPlot, BarRow, Figures, HeatCell, HeatMap, HeatRow, bar_plot

CALLS_LISTED = 60
"""Most calls that are listed under one month."""

TIED_MOST = 2
"""Months that are named as the busiest."""

SHORT_MONTHS = (
    *(note("jan."), note("feb."), note("mars"), note("april"), note("mai"), note("juni")),
    *(note("juli"), note("aug."), note("sep."), note("okt."), note("nov."), note("des.")),
)


@dataclass(frozen=True)
class Counted:
    """The numbers behind the page, without words."""

    deadlines: Deadlines
    money: Money
    wanted: list[Wanted]
    wanted_in_all: int


@dataclass(frozen=True)
class Line:
    """A call in a list: its row (web.pages.call_path), and when, and how it stands."""

    row: Row
    told: str


@dataclass(frozen=True)
class CallList:
    """Calls under one heading. key: its place on the page. more: how many are not listed."""

    key: str
    heading: str
    lines: list[Line]
    more: str


@dataclass(frozen=True)
class Choice:
    """One cluster, or all of them, to choose."""

    name: str
    path: str
    is_chosen: bool


@dataclass(frozen=True)
class OverviewPage:
    """`page` of overview.html. heat: None where no project has a match."""

    choices: list[Choice]
    scope: str
    is_empty: bool
    deadlines: BarPlot
    months: list[CallList]
    others: list[CallList]
    heat: HeatMap | None
    money: MoneyPart


def overview_page(shown: Shown, clusters: Sequence[Cluster], chosen: Cluster | None) -> OverviewPage:
    """The overview of all clusters, or of the chosen one: then of the calls in its projects' lists alone."""
    key = chosen.key if chosen else None
    day, links = shown.night.night, shown.store.links
    live: list[Row] = shown.stored(("live calls", shown.stamp), lambda: live_calls(shown.said_calls(), links(day)))
    rows = shown.everything().chosen(Selection(cluster=key or ""))
    name = ("overview", key, tuple(clusters))
    counted: Counted = shown.kept(name, lambda: _counted(live, rows, key, shown.night.began_at))
    deadlines = counted.deadlines
    return OverviewPage(
        choices=_choices(clusters, chosen),
        scope=_scope(counted.money.calls, chosen),
        is_empty=not counted.money.calls,
        deadlines=_deadline_plot(deadlines),
        months=[_month_list(month) for month in deadlines.months if month.calls],
        others=_other_lists(deadlines),
        heat=_heat(counted, [chosen] if chosen else clusters),
        money=money_part(counted.money),
    )


def _counted(live: Sequence[Row], rows: Sequence[Row], cluster: str | None, began_at: datetime) -> Counted:
    wanted = {row["call_name"] for row in rows}
    calls = [call for call in live if cluster is None or call["call_name"] in wanted]
    first, in_all = most_wanted(rows)
    return Counted(by_deadline(calls, words.utc_moment(began_at)), money_of(calls), first, in_all)


def _choices(clusters: Sequence[Cluster], chosen: Cluster | None) -> list[Choice]:
    found = [Choice(say("Alle klynger"), "/oversikt", chosen is None)]
    for cluster in clusters:
        path = f"/oversikt?klynge={quote(cluster.key, safe='')}"
        found.append(Choice(cluster.short_name, path, chosen is not None and cluster.key == chosen.key))
    return found


def _scope(calls: int, chosen: Cluster | None) -> str:
    if chosen is None:
        return say_count(
            "Tallene gjelder {n} utlysning som er åpen eller kommer.",
            "Tallene gjelder {n} utlysninger som er åpne eller kommer.",
            calls,
        )
    return say_count(
        "Tallene gjelder {n} utlysning som er åpen eller kommer, og som står i listen til et prosjekt i {name}.",
        "Tallene gjelder {n} utlysninger som er åpne eller kommer, og som står i listen til et prosjekt i {name}.",
        calls,
        name=chosen.name,
    )


def month_words(month: Month) -> str:
    """mars 2027"""
    return f"{say(words.MONTHS[month.first.month - 1])} {month.first.year}"


def _deadline_plot(deadlines: Deadlines) -> BarPlot:
    rows = [
        BarRow(
            f"{say(SHORT_MONTHS[month.first.month - 1])} {month.first.year}",
            str(len(month.calls)),
            (("whole", month.of("open")), ("part", month.of("forecasted"))),
        )
        for month in deadlines.months
    ]
    heads = (say("Måned"), say("Åpne"), say("Kommende"), say("I alt"))
    cells = tuple(
        (month_words(month), str(month.of("open")), str(month.of("forecasted")), str(len(month.calls)))
        for month in deadlines.months
    )
    title = say("Frister måned for måned")
    return bar_plot(
        "frister",
        title,
        _deadlines_said(deadlines),
        rows if any(month.calls for month in deadlines.months) else (),
        Figures(title, heads, cells),
        (("whole", say("Åpne nå")), ("part", say("Kommende, ikke åpnet ennå"))),
    )


def _deadlines_said(deadlines: Deadlines) -> str:
    dated = sum(len(month.calls) for month in deadlines.months)
    last = month_words(deadlines.months[-1])
    if not dated:
        return say("Ingen utlysning har frist fram til og med {month}.", month=last)
    told = [
        say_count(
            "{n} utlysning har frist fram til og med {month}.",
            "{n} utlysninger har frist fram til og med {month}.",
            dated,
            month=last,
        ),
        _busiest(deadlines.months),
        say("Hver utlysning telles én gang, ved den neste fristen."),
    ]
    return " ".join(told)


def _busiest(months: Sequence[Month]) -> str:
    """The month with most deadlines; several that are as busy are named while they are few."""
    number = max(len(month.calls) for month in months)
    names = [month_words(month) for month in months if len(month.calls) == number]
    if len(names) > TIED_MOST:
        return say_count("Det er høyst {n} frist på én måned.", "Det er høyst {n} frister på én måned.", number)
    return say("Flest frister, {number}, er det i {months}.", number=number, months=words.join_words(names))


def _month_list(month: Month) -> CallList:
    return _list(f"frist-{month.first:%Y-%m}", month_words(month), month.calls)


def _other_lists(deadlines: Deadlines) -> list[CallList]:
    """Calls that no month holds. What there is none of is left out."""
    found = (
        ("senere", say("Senere"), deadlines.later),
        ("lopende", say("Uten fast frist, så dere kan søke når som helst"), deadlines.rolling),
        ("uten-frist", say("Fristen er ikke oppgitt"), deadlines.undated),
        ("utlopt", say("Fristen er ute, men finansiøren lar utlysningen stå åpen"), deadlines.passed),
    )
    return [_list(key, heading, calls) for key, heading, calls in found if calls]


def _list(key: str, heading: str, calls: Sequence[Row]) -> CallList:
    lines = [Line(call, _told(call)) for call in calls[:CALLS_LISTED]]
    left = len(calls) - len(lines)
    more = say_count("… og {n} til.", "… og {n} til.", left) if left else ""
    return CallList(key, f"{heading}: {say_count('{n} utlysning', '{n} utlysninger', len(calls))}", lines, more)


def _told(call: Row) -> str:
    parts = [call["funder"], word_nb(call["status"])]
    if call["deadline_at"]:
        parts.append(words.date_words(words.oslo(call["deadline_at"]).date()))
    return " · ".join(parts)


def _heat(counted: Counted, clusters: Sequence[Cluster]) -> HeatMap | None:
    """Calls against projects; the projects without any of these calls are named and have no column."""
    if not counted.wanted:
        return None
    projects = [(cluster, profile) for cluster in clusters for profile in cluster.profiles]
    has_any = {place for one in counted.wanted for place in one.places}
    shown = [(cluster, profile) for cluster, profile in projects if (cluster.key, profile.key) in has_any]
    silent = [profile.title for cluster, profile in projects if (cluster.key, profile.key) not in has_any]
    columns = tuple((p.title, f"/klynge/{quote(c.key, safe='')}/{quote(p.key, safe='')}", p.lang) for c, p in shown)
    rows = tuple(
        HeatRow(
            one.row["title"],
            call_path(one.row),
            _lang_code(one.row["lang"]),
            tuple(_cell(one.places.get((c.key, p.key))) for c, p in shown),
        )
        for one in counted.wanted
    )
    title = say("Hvilke utlysninger passer til hvilke prosjekter")
    listed = tuple(
        (one.row["title"], profile.title, str(place["rank"]), words.decimal_words(place["score"], 2))
        for one in counted.wanted
        for cluster, profile in shown
        if (place := one.places.get((cluster.key, profile.key)))
    )
    heads = (say("Utlysning"), say("Prosjekt"), say("Nr."), say("Treffgrad"))
    said = _heat_said(len(rows), counted.wanted_in_all, silent)
    return HeatMap("passer", title, said, say("Utlysning"), columns, rows, Figures(title, heads, listed))


def _lang_code(word: str) -> str:
    return next((code for code in ("nb", "nn", "en") if word_nb(code) == word), "")


def _heat_said(shown: int, in_all: int, silent: Sequence[str]) -> str:
    told = [
        say(
            "Tallet er utlysningens plass i prosjektets liste. Mørkest er plass 1–3, så 4–{top}, og lysest lenger ned.",
            top=TOP,
        )
    ]
    if shown < in_all:
        told.append(
            say(
                "Her er de {shown} som flest prosjekter har blant sine {top} øverste, av {in_all} i alt.",
                shown=shown,
                top=TOP,
                in_all=in_all,
            )
        )
    if silent:
        told.append(say("Uten treff her: {names}.", names=words.join_words(list(silent))))
    return " ".join(told)


def _cell(place: Row | None) -> HeatCell:
    if place is None:
        return HeatCell("–", 0, say("ikke i listen"))
    rank = place["rank"]
    level = 3 if rank <= 3 else 2 if rank <= TOP else 1
    return HeatCell(str(rank), level, say("nr. {rank}", rank=rank))
