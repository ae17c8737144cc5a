"""Plots as values, and as drawn by their templates: lengths, words, tables, and hostile labels."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from publish_samples import HOSTILE

from calls.tongue import say
from web.plots import (
    SPARK_HEIGHT,
    BarPlot,
    BarRow,
    Figures,
    HeatCell,
    HeatMap,
    HeatRow,
    Piece,
    Spark,
    bar_plot,
    spark,
)
from web.site import HERE, short

TABLE = Figures("Tall", ("Navn", "Antall"), (("a", "1"), ("b", "3")))


def drawn(call: str, **values: object) -> BeautifulSoup:
    """What a macro of plots.html gives."""
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, lstrip_blocks=True
    )
    environment.globals["_"] = say
    environment.globals["frame"] = SimpleNamespace(tongue="nb")
    environment.filters |= {"kept": str, "short": short}
    template = environment.from_string(f'{{% import "plots.html" as plots with context %}}{{{{ plots.{call} }}}}')
    return BeautifulSoup(template.render(**values), "lxml")


def plot(*rows: BarRow) -> BarPlot:
    return bar_plot("x", "Tittel", "Flest er b.", rows, TABLE, (("whole", "Åpne"), ("part", "Kommende")))


def test_the_longest_bar_is_the_whole_width() -> None:
    found = plot(BarRow("a", "1", (("whole", 1), ("part", 0))), BarRow("b", "4", (("whole", 3), ("part", 1))))
    assert [bar.pieces for bar in found.bars] == [
        (Piece(0.0, 25.0, "whole"),),
        (Piece(0.0, 75.0, "whole"), Piece(75.0, 25.0, "part")),
    ]
    assert [piece.top for piece in found.bars[1].pieces] == [25.0, 0.0]


def test_nothing_and_only_nothing_can_be_drawn() -> None:
    assert plot().bars == ()
    assert [bar.pieces for bar in plot(BarRow("a", "0", (("whole", 0),))).bars] == [()]
    with pytest.raises(ValueError, match="below nothing"):
        plot(BarRow("a", "-1", (("whole", -1),)))


@given(st.lists(st.tuples(st.integers(0, 10**13), st.integers(0, 10**13)), min_size=1, max_size=20))
def test_no_bar_leaves_its_frame(amounts: list[tuple[int, int]]) -> None:
    rows = [BarRow(str(n), "", (("whole", one), ("part", other))) for n, (one, other) in enumerate(amounts)]
    for bar, row in zip(plot(*rows).bars, rows, strict=True):
        assert sum(piece.length for piece in bar.pieces) <= 100.02
        assert all(piece.start >= 0 and piece.top >= -0.02 for piece in bar.pieces)
        assert len(bar.pieces) == sum(amount > 0 for _, amount in row.amounts)


def test_a_line_is_broken_where_a_figure_is_missing() -> None:
    found = spark("Antall", "", [1, 3, None, 2], TABLE)
    assert found.lines == ("0.00,22.00 33.33,2.00", "98.00,12.00 100.00,12.00")


@pytest.mark.parametrize("points", [[], [None], [None, None]])
def test_a_line_of_nothing_has_no_points(points: list[int | None]) -> None:
    assert spark("Antall", "", points, TABLE).lines == ()


def test_what_never_changes_is_in_the_middle() -> None:
    assert spark("Antall", "", [7, 7], TABLE).lines == ("0.00,12.00 100.00,12.00",)
    assert spark("Antall", "", [7], TABLE).lines == ("0.00,12.00 2.00,12.00",)


@given(st.lists(st.none() | st.integers(0, 10**6), max_size=40))
def test_no_line_leaves_its_frame(points: list[int | None]) -> None:
    for line in spark("Antall", "", points, TABLE).lines:
        for point in line.split():
            x, y = map(float, point.split(","))
            assert 0 <= x <= 100 and 0 <= y <= SPARK_HEIGHT


def test_bars_name_and_tell_themselves_and_have_a_table() -> None:
    page = drawn("bars(plot)", plot=plot(BarRow("a", "1", (("whole", 1),)), BarRow("b", "3", (("part", 3),))))
    picture = page.select_one("[role=img]")
    assert picture is not None
    assert page.find(id=str(picture["aria-labelledby"])).get_text() == "Tittel"  # type: ignore[union-attr]
    assert page.find(id=str(picture["aria-describedby"])).get_text() == "Flest er b."  # type: ignore[union-attr]
    assert [label.get_text() for label in page.select(".bars__label")] == ["a", "b"]
    assert [figure.get_text() for figure in page.select(".bars__figure")] == ["1", "3"]
    assert [title.get_text() for title in page.select("svg title")] == ["a", "b"]
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in page.select("table tr")]
    assert rows == [["Navn", "Antall"], ["a", "1"], ["b", "3"]]
    assert page.select("[style], style, script") == []


def test_kinds_can_be_told_apart_without_colour() -> None:
    page = drawn("bars(plot)", plot=plot(BarRow("a", "4", (("whole", 1), ("part", 3)))))
    assert {tuple(rect["class"]) for rect in page.select(".bars rect")} == {("bar", "bar--whole"), ("bar", "bar--part")}
    assert [one.get_text().strip() for one in page.select(".plot__legend li")] == ["Åpne", "Kommende"]


def test_nothing_to_draw_is_words_alone() -> None:
    page = drawn("bars(plot)", plot=plot())
    assert page.select("svg, table, [role=img]") == []
    assert page.select_one(".plot__said") is not None


def heat_map(label: str = "Utlysning") -> HeatMap:
    row = HeatRow(label, "/utlysning/a/b", "en", (HeatCell("1", 3, "nr. 1"), HeatCell("–", 0, "ikke i listen")))
    columns = (("Heime", "/klynge/k/p", "nn"), ("Hjemme", "/klynge/k/q", "nb"))
    return HeatMap("h", "Passer", "Tallet er plassen.", "Utlysning", columns, (row,), TABLE)


def test_a_heat_map_is_a_table_with_its_figures_and_scrolls_in_its_own_box() -> None:
    page = drawn("heat(map)", map=heat_map())
    region = page.select_one(".sideways[role=region][tabindex='0']")
    assert region is not None and page.find(id=str(region["aria-labelledby"])) is not None
    table = region.select_one("table.heat")
    assert table is not None
    assert [cell.get_text(" ", strip=True) for cell in table.select("td")] == ["1 nr. 1", "– ikke i listen"]
    assert [th["scope"] for th in table.select("th")] == ["col", "col", "col", "row"]
    assert [link.get("lang") for link in table.select("a")] == ["nn", None, "en"]


def test_a_line_has_title_and_words() -> None:
    line = Spark("Antall", "3 i natt.", ("0,0 1,1",), TABLE)
    page = drawn("sparkline(line, 'k')", line=line)
    svg = page.select_one("svg[role=img]")
    assert svg is not None and svg["aria-labelledby"] == "k-tittel k-ord"
    assert [page.find(id=one).get_text() for one in ("k-tittel", "k-ord")] == ["Antall", "3 i natt."]  # type: ignore[union-attr]
    assert "3 i natt." in page.figcaption.get_text()  # type: ignore[union-attr]


def test_hostile_labels_stay_words() -> None:
    table = Figures(HOSTILE, (HOSTILE,), ((HOSTILE,),))
    bars = bar_plot("x", HOSTILE, HOSTILE, [BarRow(HOSTILE, HOSTILE, (("whole", 1),))], table, (("whole", HOSTILE),))
    for page in (
        drawn("bars(plot, stands=true)", plot=bars),
        drawn("heat(map)", map=heat_map(HOSTILE)),
        drawn("sparkline(line, 'k')", line=Spark(HOSTILE, HOSTILE, (), table)),
    ):
        assert page.select("script") == []
        assert "<script>alert(1)</script>" in page.get_text()
