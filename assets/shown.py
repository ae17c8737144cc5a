"""What a person sees of an asset in Dagster's page: counts, tables, fill rates, a plot of the deadlines."""

import base64
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import dagster as dg
import pandas as pd

from assets.steps import Staged, fill_rates
from calls.fields import BY_NAME, WORDS_NB
from calls.store import Counts

OSLO = ZoneInfo("Europe/Oslo")
MONTHS_SHOWN = 12
MONTHS_NB = ("jan", "feb", "mars", "apr", "mai", "juni", "juli", "aug", "sep", "okt", "nov", "des")
ISSUES_SHOWN = 20

Metadata = dict[str, dg.MetadataValue | int | str]


def staged_metadata(staged: Staged) -> Metadata:
    """Row count, how many issues of each kind, the first issues, and how full each column is."""
    kinds = Counter(issue.kind for issue in staged.issues)
    shown = [(one.severity, one.kind, one.source_id, one.message) for one in staged.issues[:ISSUES_SHOWN]]
    rates = [(BY_NAME[name].label_nb, f"{share:.0%}") for name, share in fill_rates(staged.records).items()]
    return {
        "dagster/row_count": len(staged.records),
        "issues": len(staged.issues),
        "issues_by_kind": table(("slag", "antall"), sorted(kinds.items())),
        "first_issues": table(("alvor", "slag", "utlysning", "melding"), shown),
        "fill_rates": table(("felt", "utfylt"), rates),
    }


def call_metadata(counts: Counts, staged: Staged) -> Metadata:
    """What a publishing came to: counts, and the calls read tonight by status."""
    return {
        "dagster/row_count": len(staged.records),
        "new": counts.new,
        "changed": counts.changed,
        "closed": counts.closed,
        "by_status": status_table(record["status"] for record in staged.records),
    }


def status_table(statuses: Iterable[str | None]) -> dg.MetadataValue:
    """How many calls have each status."""
    counts = Counter(WORDS_NB[status] if status else "ukjent" for status in statuses)
    return table(("status", "antall"), sorted(counts.items()))


def overview(calls: pd.DataFrame, day: date) -> Metadata:
    """Calls by status, and a plot of the deadlines of the next months. calls: columns of CALL."""
    return {
        "by_status": status_table(calls["status"]),
        "deadlines": dg.MetadataValue.md(f"![Frister per måned]({deadline_plot(calls['deadline_at'], day)})"),
    }


def source_table(source_nights: pd.DataFrame) -> dg.MetadataValue:
    """How every source did tonight."""
    names = ("source", "state", "data_night", "fetched", "parsed", "new", "changed", "closed", "issues", "message")
    return table(names, [[row[name] for name in names] for row in source_nights.to_dict("records")])


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> dg.MetadataValue:
    """A Markdown table. What funders wrote cannot break out of its cell."""
    lines = [_line(heads), _line(["---"] * len(heads)), *(_line(row) for row in rows)]
    return dg.MetadataValue.md("\n".join(lines))


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(value: object) -> str:
    text = " ".join(str("" if value is None else value).split())
    for mark in "\\`*_{}[]<>|!":
        text = text.replace(mark, f"&#{ord(mark)};")
    return text


def by_month(deadlines: Iterable[datetime | None], day: date) -> Mapping[tuple[int, int], int]:
    """How many deadlines stand in each of the MONTHS_SHOWN months from that of `day` on, by (year, month) in Oslo."""
    first = day.year * 12 + day.month - 1
    months = {divmod(first + ahead, 12): 0 for ahead in range(MONTHS_SHOWN)}
    counts = {(year, month + 1): count for (year, month), count in months.items()}
    for at in deadlines:
        if at is not None and at.astimezone(OSLO).date() >= day:
            local = at.astimezone(OSLO)
            if (local.year, local.month) in counts:
                counts[local.year, local.month] += 1
    return counts


def deadline_plot(deadlines: Iterable[datetime | None], day: date) -> str:
    """A bar chart of `by_month` as a PNG data address."""
    # Imported here: it takes half a second, and only the steps that publish need it.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    counts = by_month(deadlines, day)
    figure = Figure(figsize=(8, 2.6))
    FigureCanvasAgg(figure)
    axes: Any = figure.subplots()
    names = [f"{MONTHS_NB[month - 1]}\n{year}" for year, month in counts]
    axes.bar_label(axes.bar(names, list(counts.values()), color="#1f5f8b"))
    axes.set_ylabel("frister")
    axes.spines[["top", "right"]].set_visible(False)
    axes.yaxis.get_major_locator().set_params(integer=True)
    figure.subplots_adjust(left=0.07, right=0.99, top=0.93, bottom=0.2)  # a layout engine takes longer than the plot
    image = io.BytesIO()
    figure.savefig(image, format="png", dpi=80, metadata={"Software": None})
    return f"data:image/png;base64,{base64.b64encode(image.getvalue()).decode()}"
