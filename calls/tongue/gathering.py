"""`make words`: finds every sentence that code and templates say, and brings the catalogues up to date with them.

A new sentence comes in untranslated, one that nobody says any more goes out, and nothing is guessed from what is like
it: a test asks for the rest. Files are written alike wherever they are made: sorted, without places and dates.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

from calls.tongue import SOURCE, TONGUES, Tongue
from calls.tongue.catalogues import FOLDER, path

ROOT = FOLDER.parents[1]
TEMPLATE = FOLDER / "words.pot"
PACKAGES = ("calls", "matching", "publish", "readers", "sources", "web")
"""Where readers' sentences stand. What the command line and operators are told is bokmål."""

PLACES: dict[str, tuple[int, ...] | None] = {
    **{"say": None, "say_html": None, "note": None, "say_count": (1, 2), "note_count": (1, 2), "count_words": (2, 3)},
    **{"Field": (3,), "Column": (2,)},
}
"""Which arguments are sentences, as Babel writes it: the first; the one and the many; the labels of columns."""

IN_TEMPLATES: dict[str, tuple[int, ...] | None] = {"_": None}
FILTERS: dict[str, tuple[int, ...] | None] = {"count": (1, 2)}
"""The same of what only templates have: a short name for `say`, and a filter on numbers."""

METHODS = [
    # Babel's own reader of Python takes texts from calls near by for ours, and passes over what it cannot read.
    ("**.py", "calls.tongue.gathering:said_in_code"),
    ("**/templates/**.html", "calls.tongue.gathering:said_in_template"),
]

HEADER = """\
# {name} of Utlysningsradar. Made up to date by `make words`: change only what stands after msgstr.
msgid ""
msgstr ""
"Language: {tongue}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def gathered(root: Path = ROOT) -> Catalog:
    """Every sentence that the packages under `root` say. ValueError where one has two plurals."""
    found = Catalog()
    plurals: dict[str, str] = {}
    places = {**PLACES, **IN_TEMPLATES, **FILTERS}
    for package in PACKAGES:
        for _, _, message, _, _ in extract_from_dir(root / package, METHODS, keywords=places):
            one, many = message if isinstance(message, tuple) else (message, "")
            if many and plurals.setdefault(one, many) != many:
                raise ValueError(f"{one!r} is said with two plurals: {plurals[one]!r} and {many!r}")
            found.add(message)
    return found


Said = tuple[int, str, list[str | None], list[str]]
"""Line, function, arguments and comments of a call, as Babel wants them; an argument that is no text is None."""


def said_in_code(file: IO[bytes], *_options: Any, **_more: Any) -> Iterator[Said]:
    """Every call of PLACES in a file of Python.

    ValueError for a sentence with values written into it: what is looked up would be another text each time.
    """
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call) and (name := _name(node.func)) in PLACES:
            if any(isinstance(argument, ast.JoinedStr) for argument in node.args[: max(PLACES[name] or (1,))]):
                raise ValueError(f"line {node.lineno} of {file.name}: {name}() wants the text and its values apart")
            yield node.lineno, name, [_text(argument) for argument in node.args], []


def _name(function: ast.expr) -> str:
    """`say`, or `words.count_words`; a method of that name is another's."""
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        return function.attr if function.value.id == "words" else ""
    return function.id if isinstance(function, ast.Name) else ""


def _text(argument: ast.expr) -> str | None:
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


def said_in_template(file: IO[bytes], *_options: Any, **_more: Any) -> Iterator[Said]:
    """Every call of PLACES and IN_TEMPLATES in a template, and every one of FILTERS.

    ValueError for a text that is piped into one of the former: what is constant is worked out when the template is
    compiled, and would stay in the tongue of whoever was the first to see the page.
    """
    tree = Environment().parse(file.read().decode())
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and (call.node.name in PLACES or call.node.name in IN_TEMPLATES):
            yield call.lineno, call.node.name, [_constant(argument) for argument in call.args], []
    for piped in tree.find_all(nodes.Filter):
        if piped.name in PLACES or piped.name in IN_TEMPLATES:
            raise ValueError(f"line {piped.lineno} of {file.name}: write {piped.name}(…), not a filter")
        if piped.name in FILTERS:
            yield piped.lineno, piped.name, [_constant(argument) for argument in piped.args], []


def _constant(argument: nodes.Node) -> str | None:
    return argument.value if isinstance(argument, nodes.Const) and isinstance(argument.value, str) else None


def updated(tongue: Tongue, found: Catalog) -> Catalog:
    """The catalogue of a tongue with just the sentences of `found`; of bokmål each is its own translation."""
    made = Catalog(locale=tongue)
    if path(tongue).exists():
        with path(tongue).open("rb") as file:
            made = read_po(file, locale=tongue, abort_invalid=True)
    made.update(deepcopy(found), no_fuzzy_matching=True)
    made.obsolete.clear()
    for message in made:
        if tongue == SOURCE:
            message.string = message.id
        elif message.id and message.fuzzy:
            # It got a plural, or lost one: to be translated again, and by somebody.
            message.string = ("", "") if message.pluralizable else ""
        message.flags.discard("fuzzy")
    return made


def written(catalog: Catalog, name: str, tongue: str) -> bytes:
    """A catalogue as its file holds it."""
    body = io.BytesIO()
    write_po(body, catalog, no_location=True, omit_header=True, sort_output=True, width=116)
    return HEADER.format(name=name, tongue=tongue).encode() + body.getvalue()


def untranslated(catalog: Catalog) -> list[str]:
    """The sentences that lack a translation, or one of its forms."""
    lacking = (message for message in catalog if message.id and not all(forms(message.string, message.pluralizable)))
    return [forms(message.id)[0] for message in lacking]


def forms(text: str | Iterable[str] | None, is_counted: bool = False) -> list[str]:
    """The text of a message, or both where it is counted; "" for each that is not there."""
    if not text:
        return [""] * (2 if is_counted else 1)
    return [text] if isinstance(text, str) else [*text]


def main() -> int:
    """Writes the template and the catalogues, and says what lacks a translation."""
    found = gathered()
    TEMPLATE.write_bytes(written(found, "The sentences", ""))
    lacking = 0
    for tongue, name in TONGUES.items():
        catalog = updated(tongue, found)
        path(tongue).write_bytes(written(catalog, name, tongue))
        for text in untranslated(catalog):
            lacking += 1
            sys.stdout.write(f"{path(tongue).name} lacks: {text}\n")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
