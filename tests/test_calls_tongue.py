"""The three tongues: catalogues that hold what is said and nothing else, and a tongue that is each reader's own."""

from __future__ import annotations

import ast
import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from calls import tongue as tongues
from calls.tongue import TONGUES, Tongue, best, known, number, say, say_count, say_html, speaking, tongue
from calls.tongue.catalogues import path
from calls.tongue.gathering import (
    PACKAGES,
    ROOT,
    TEMPLATE,
    forms,
    gathered,
    said_in_code,
    said_in_template,
    untranslated,
    updated,
    written,
)


@pytest.fixture(scope="module")
def found() -> Catalog:
    return gathered()


def catalogue_of(code: str) -> Catalog:
    with path(code).open("rb") as file:
        return read_po(file, locale=code, abort_invalid=True)


def keys(catalog: Catalog) -> set[tuple[str, ...]]:
    return {tuple(forms(message.id)) for message in catalog if message.id}


def placeholders(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("code", TONGUES)
def test_a_catalogue_holds_all_that_is_said_and_nothing_else(code: Tongue, found: Catalog) -> None:
    assert keys(catalogue_of(code)) == keys(found)


@pytest.mark.parametrize("code", TONGUES)
def test_every_sentence_is_translated_and_none_is_a_guess(code: Tongue) -> None:
    catalog = catalogue_of(code)
    assert untranslated(catalog) == []
    assert [message.id for message in catalog if message.id and message.fuzzy] == []


@pytest.mark.parametrize("code", TONGUES)
def test_files_are_as_make_words_writes_them(code: Tongue, found: Catalog) -> None:
    assert path(code).read_bytes() == written(updated(code, found), TONGUES[code], code)
    assert TEMPLATE.read_bytes() == written(found, "The sentences", "")


def translations(code: Tongue) -> list[tuple[str, str]]:
    pairs = (zip(forms(one.id), forms(one.string), strict=True) for one in catalogue_of(code) if one.id)
    return [pair for some in pairs for pair in some]


@pytest.mark.parametrize("code", TONGUES)
def test_placeholders_are_those_of_bokmaal(code: Tongue) -> None:
    assert [pair for pair in translations(code) if placeholders(pair[0]) != placeholders(pair[1])] == []


@pytest.mark.parametrize("code", TONGUES)
def test_a_sentence_begins_and_ends_as_in_bokmaal(code: Tongue) -> None:
    """A space, a full stop or a colon at an edge is part of how sentences are put together."""

    def edges(text: str) -> tuple[bool, str]:
        return text.startswith(" "), text[-1:] if text[-1:] in " .:?," else ""

    assert [pair for pair in translations(code) if edges(pair[0]) != edges(pair[1])] == []


def test_every_call_fills_the_places_of_its_sentence() -> None:
    """A place that nothing fills would show its braces to the reader, or break the page in every tongue."""
    wrong, looked_at = [], 0
    paths = [
        path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "node_modules" not in path.parts
    ]
    for file in paths:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            if isinstance(node, ast.Call) and name in ("say", "say_html", "say_count"):
                given = {word.arg for word in node.keywords} | ({"n"} if name == "say_count" else set())
                texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                for text in texts:
                    looked_at += 1
                    # Of values that come in as a mapping (None) nobody knows the names here.
                    lacking, over = (
                        set(placeholders(text)) - {"n"} - given,
                        given - {"n", None} - set(placeholders(text)),
                    )
                    if over or (lacking and None not in given):
                        wrong.append(f"{file.relative_to(ROOT)}:{node.lineno}: {text}")
    assert wrong == []
    assert looked_at > 200


def test_a_sentence_that_is_said_by_a_name_is_noted() -> None:
    """What is kept under a name before it is said is found by `make words` only where `note` marks it."""
    wrong = []
    for file in [
        one for package in PACKAGES for one in (ROOT / package).rglob("*.py") if "node_modules" not in one.parts
    ]:
        for function in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(function, ast.FunctionDef):
                continue
            plain = {
                target.id
                for node in ast.walk(function)
                if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant | ast.JoinedStr)
                for target in node.targets
                if isinstance(target, ast.Name)
            }
            for node in ast.walk(function):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.startswith("say"):
                    named = [one.id for one in node.args if isinstance(one, ast.Name)]
                    wrong += [f"{file.relative_to(ROOT)}:{node.lineno}: {one}" for one in named if one in plain]
    assert wrong == []


def test_what_is_noted_is_a_text() -> None:
    """`note` of anything else marks nothing."""
    wrong, looked_at = [], 0
    for file in [
        one for package in PACKAGES for one in (ROOT / package).rglob("*.py") if "node_modules" not in one.parts
    ]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("note", "note_count")
            ):
                looked_at += 1
                if not all(isinstance(one, ast.Constant) for one in node.args):
                    wrong.append(f"{file.relative_to(ROOT)}:{node.lineno}")
    assert wrong == []
    assert looked_at > 100


def test_bokmaal_is_its_own_translation() -> None:
    assert [one.id for one in catalogue_of("nb") if one.id and forms(one.id) != forms(one.string)] == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("nb", ("utlysning", "om 12 dager", "1 plass opp", "1 200 plasser opp")),
        ("nn", ("utlysing", "om 12 dagar", "1 plass opp", "1 200 plassar opp")),
        ("en", ("call", "in 12 days", "1 place up", "1,200 places up")),
    ],
)
def test_sentences_in_each_tongue(code: Tongue, expected: tuple[str, ...]) -> None:
    with speaking(code):
        counted = [say_count("{n} plass opp", "{n} plasser opp", n).replace("\u00a0", " ") for n in (1, 1200)]
        assert (say("utlysning"), say("om {number} dager", number=12), *counted) == expected


def test_a_sentence_without_translation_is_said_in_bokmaal() -> None:
    with speaking("en"):
        assert say("Denne står ikke i noen katalog, {navn}.", navn="Kari") == "Denne står ikke i noen katalog, Kari."
        assert say_count("{n} rar ting", "{n} rare ting", 1200) == "1,200 rare ting"
        assert say("") == ""  # not the header of the catalogue


def test_braces_are_left_alone_where_nothing_comes_in() -> None:
    assert say("{ikke et felt}") == "{ikke et felt}"


def test_markup_stays_and_everything_else_is_escaped() -> None:
    told = say_html("<i>{lenke}</i> og {navn}", lenke=Markup("<a>her</a>"), navn="<script>{0}")
    assert told == "&lt;i&gt;<a>her</a>&lt;/i&gt; og &lt;script&gt;{0}"
    assert isinstance(told, Markup)


def test_numbers_are_grouped_as_the_tongue_does() -> None:
    written_as = {}
    for code in TONGUES:
        with speaking(code):
            written_as[code] = (number(1234567), tongues.decimal(0.425, 2))
    assert written_as == {
        "nb": ("1\u00a0234\u00a0567", "0,42"),
        "nn": ("1\u00a0234\u00a0567", "0,42"),
        "en": ("1,234,567", "0.42"),
    }


def test_a_tongue_ends_with_its_block_also_after_an_error() -> None:
    with pytest.raises(RuntimeError), speaking("en"):
        with speaking("nn"):
            assert tongue() == "nn"
        assert tongue() == "en"
        raise RuntimeError
    assert tongue() == "nb"
    with pytest.raises(ValueError, match="tlh"), speaking("tlh"):  # type: ignore[arg-type]
        pass


def test_threads_and_tasks_do_not_hear_each_other() -> None:
    meeting = threading.Barrier(3)

    def one(code: Tongue) -> str:
        with speaking(code):
            meeting.wait(timeout=10)
            return say_count("utlysning", "utlysninger", 2)

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(one, TONGUES)) == ["utlysninger", "utlysingar", "calls"]

    async def task(code: Tongue) -> Tongue:
        with speaking(code):
            await asyncio.sleep(0)
            return tongue()

    async def together() -> list[Tongue]:
        return list(await asyncio.gather(*(task(code) for code in TONGUES)))

    assert asyncio.run(together()) == list(TONGUES)
    assert tongue() == "nb"


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ("", "nb"),
        ("nb-NO,nb;q=0.9,no;q=0.8,nn;q=0.7,en-US;q=0.6", "nb"),
        ("no", "nb"),
        ("nn-NO, nn;q=0.9, en;q=0.8", "nn"),
        ("en-GB,en;q=0.9", "en"),
        ("de-DE,de;q=0.9,en;q=0.8", "en"),
        ("en;q=0.3, NN;q=0.5", "nn"),
        ("en;q=0, de", "nb"),
        ("*", "nb"),
        ("en;q=nan", "nb"),
        ("en;q=1e9", "nb"),
        (";;;,,,=q;q=", "nb"),
        ("x," * 100_000 + "en", "nb"),
    ],
)
def test_the_tongue_that_a_browser_wants(wish: str, expected: Tongue) -> None:
    assert best(wish) == expected


@given(st.text())
def test_any_wish_gets_some_tongue(wish: str) -> None:
    assert best(wish) in TONGUES
    assert known(wish) in (None, *TONGUES)


def test_code_is_read_for_its_sentences_alone(tmp_path: Path) -> None:
    code = tmp_path / "code.py"
    code.write_text(
        'say("a" "b")\nnote(x)\nself.note("no")\nfor _ in ("c",): words.count_words(n, "d", "e")\nnote["f"]("g")\n'
    )
    with code.open("rb") as file:
        assert [(name, arguments) for _, name, arguments, _ in said_in_code(file)] == [
            ("say", ["ab"]),
            ("note", [None]),
            ("count_words", [None, "d", "e"]),
        ]
    code.write_text('say(f"til {dag}")')
    with code.open("rb") as file, pytest.raises(ValueError, match=r"line 1 of .*code\.py"):
        list(said_in_code(file))


def test_templates_are_read_for_their_sentences_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '{{ _("a") }}{% if say("b") %}{{ x.say("no") }}{% endif %}{{ n | count("c", "d") }}'
        '{{ say_html("e {f}", f=g) }}{{ say_count("h", "i", n) }}{{ _(variable) }}{{ x | upper }}'
    )
    with page.open("rb") as file:
        found = {(name, tuple(arguments)) for _, name, arguments, _ in said_in_template(file)}
    assert found == {
        *(("_", ("a",)), ("say", ("b",)), ("count", ("c", "d")), ("say_html", ("e {f}",))),
        *(("say_count", ("h", "i", None)), ("_", (None,))),
    }
    page.write_text('{{ "a" | _ }}')
    with page.open("rb") as file, pytest.raises(ValueError, match=r"line 1 of .*page\.html: write _\(…\)"):
        list(said_in_template(file))
