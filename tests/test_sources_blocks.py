"""Pages as blocks of runs."""

from __future__ import annotations

import pytest

from sources.base import UnreadablePage
from sources.blocks import document, flatten, shown_text

CASES = {
    "inline elements are runs": ("<p><b>a</b><i>b</i></p>", [("p", "ab", ["a", "b"])]),
    "bare words are runs too": ("<p><b>a</b> b</p>", [("p", "a b", ["a", "b"])]),
    "br splits": ("<p>a<br>b</p>", [("p", "a", ["a"]), ("p", "b", ["b"])]),
    "comments join": ("<p>a<!-- x -->b</p>", [("p", "ab", ["ab"])]),
    "wbr joins": ("<p>a<wbr>b<b>c</b></p>", [("p", "abc", ["ab", "c"])]),
    "soft hyphens go": ("<p>Søknads&shy;frist&#8203;</p>", [("p", "Søknadsfrist", ["Søknadsfrist"])]),
    "blocks in inline": ("<a href='/x'><div>a</div></a>b", [("div", "a", ["a"]), ("body", "b", ["b"])]),
    "unseen": ("<p>a<script>b</script><template>c</template>d</p>", [("p", "ad", ["a", "d"])]),
    "hidden": (
        "<p hidden>a</p><p style='display : none'>b</p><i aria-hidden='true'>c</i><p>d</p>",
        [("p", "d", ["d"])],
    ),
    "a tab panel is shown": ("<div hidden role='tabpanel'>a</div>", [("div", "a", ["a"])]),
}


@pytest.mark.parametrize(("body", "expected"), CASES.values(), ids=CASES)
def test_blocks(body: str, expected: list[tuple[str, str, list[str]]]) -> None:
    blocks = flatten(document(f"<html><body>{body}</body></html>"))
    assert [(block.tag, block.text, [run.text for run in block.runs]) for block in blocks] == expected


def test_headings_rows_and_links() -> None:
    tree = document(
        "<body><h2>a</h2><div role='heading' aria-level='3'>b</div><div role='heading' aria-level='x'>c</div>"
        "<ul><li><p>d</p><p>e</p></li></ul><dl><div><dt>f</dt><dd>g</dd></div></dl><p><a href='/x'>h</a></p></body>"
    )
    blocks = flatten(tree)
    assert [(block.text, block.level) for block in blocks if block.level] == [("a", 2), ("b", 3), ("c", 2)]
    rows = {block.text: block.row for block in blocks}
    assert rows["d"] is rows["e"] is not None
    assert rows["f"] is rows["g"] is not None
    assert [block.text for block in blocks if block.is_link] == ["h"]


def test_dropped_elements_leave_what_follows_them() -> None:
    tree = document("<body><nav>a</nav>b<p>c</p></body>")
    assert shown_text(flatten(tree, tree.iter("nav"))) == "b c"


def test_a_deep_page_is_no_trouble() -> None:
    """Deeper than libxml2 follows (about 256), a page loses what is below; it never raises."""
    assert [block.text for block in flatten(document("<div>" * 200 + "a"))] == ["a"]
    assert flatten(document("<div>" * 50_000 + "a")) == []


@pytest.mark.parametrize("body", ["", " ", "\0"])
def test_no_page(body: str) -> None:
    with pytest.raises(UnreadablePage):
        document(body)
