"""Every message of the code that an operator can meet, found by the code's syntax.

A message is a literal that an error of ours carries, or any Norwegian sentence in the packages whose words go to the
log, the screen or a mail. What readers see on the page is not looked at.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
PACKAGES = ("calls", "sources", "readers", "matching", "publish", "web", "assets", "pipelines")
TOLD = ("calls/archive", "calls/database", "calls/fetch", "calls/store", "readers", "assets", "pipelines")
"""Where every Norwegian sentence is taken for a message, however it gets to the operator."""

TOLD_FILES = ("calls/failures.py", "publish/operator_message.py", "sources/harvest.py")
CARRIERS = ("Verdict", "Finding", "Failure", "OperatorMessage", "SkipReason")
"""What carries a message without being an error."""

ERRORS = ("ClickException", "UsageError", "Exception", "ValueError", "LookupError")
"""The errors that ours derive from."""

FOREIGN = ("ValueError", "TypeError", "KeyError", "LookupError", "RuntimeError", "Exception", "AssertionError")
"""Errors of Python itself: ours to repair, and in English."""

UNSAID = ("help", "epilog", "metavar", "config_schema", "tags", "name")
"""Arguments that hold no message: a command's own help, names."""

ADVICE = ("ADVICE", "ISSUE_WORDS")
"""Tables of what to do, which the guide says in its own words."""

WORDS = frozenset(
    re.findall(
        r"\w+",
        """ikke er og har kan på av en et ei til som med den det de må fra ble blir i om eller skal sett kjør slett hent
        ingen mangler finnes mot sider sidene kilder natten noe alle avbrutt ukjent ukjente feil bare velg ventet
        utlysninger skriver fant""",
    )
)
"""Words that tell Norwegian from the English of the code; one of them stands in every sentence that we say."""


class Said(NamedTuple):
    """One message: where it is, and its fixed parts, white space folded."""

    place: str
    parts: tuple[str, ...]

    @property
    def sign(self) -> str:
        """The longest fixed part: what must stand in the guide."""
        return max(self.parts, key=len)

    @property
    def text(self) -> str:
        return "…".join(self.parts)


def folded(text: str) -> str:
    """The text with every run of white space one blank."""
    return " ".join(text.split())


def _parts(node: ast.expr) -> tuple[str, ...] | None:
    """The fixed parts of a literal; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        found = re.split(r"\{[^{}]*\}", node.value)
    elif isinstance(node, ast.JoinedStr):
        found = [part.value if isinstance(part, ast.Constant) else "\0" for part in node.values]
        found = "".join(str(part) for part in found).split("\0")
    else:
        return None
    return tuple(folded(part) for part in found)


def _is_sentence(parts: tuple[str, ...]) -> bool:
    words = re.findall(r"[^\W\d_]+", " ".join(parts).casefold())
    return len(words) > 1 and not WORDS.isdisjoint(words)


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


@cache
def parsed() -> dict[str, ast.Module]:
    """The code of the packages, by path."""
    paths = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    kept = [path for path in paths if "node_modules" not in path.parts]
    return {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in kept}


def _carriers(trees: Mapping[str, ast.Module]) -> frozenset[str]:
    """Names of the errors of this code, and of the functions that make one of them."""
    bases = {
        node.name: {_name(base) for base in node.bases}
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    errors = {"ClickException", "UsageError"}
    while more := {name for name, above in bases.items() if name not in errors and above & (errors | {*ERRORS})}:
        errors |= more
    makers = {
        node.name
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.returns is not None and _name(node.returns) in errors
    }
    return frozenset(errors | makers | {*CARRIERS})


def _unsaid(tree: ast.Module) -> set[int]:
    """The nodes whose literals nobody is told: docstrings, decorators, annotations, help, keys, tables of advice."""
    found: set[int] = set()

    def drop(*nodes: ast.AST) -> None:
        found.update(id(inner) for node in nodes for inner in ast.walk(node))

    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            drop(node.value)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            drop(*node.decorator_list)
        elif isinstance(node, ast.Call):
            drop(*(word.value for word in node.keywords if word.arg in UNSAID))
            if _name(node.func) in ("option", "argument"):
                drop(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(_name(target) in ADVICE for target in targets):
                drop(node)
        elif isinstance(node, ast.Subscript):
            drop(node.slice)
        elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and _name(node.exc.func) in FOREIGN:
            drop(node)
    return found


def _outermost(node: ast.AST, skipped: set[int]) -> Iterator[ast.expr]:
    """The literals under a node, an f-string as one."""
    if id(node) in skipped:
        return
    if isinstance(node, ast.expr) and _parts(node) is not None:
        yield node
        # What stands inside the braces of an f-string may be words too.
        if isinstance(node, ast.JoinedStr):
            for part in node.values:
                if isinstance(part, ast.FormattedValue):
                    yield from _outermost(part.value, skipped)
        return
    for child in ast.iter_child_nodes(node):
        yield from _outermost(child, skipped)


@cache
def messages() -> tuple[Said, ...]:
    """Every message that an operator can meet, in the order of files and lines."""
    return said_in(parsed())


def said_in(trees: Mapping[str, ast.Module]) -> tuple[Said, ...]:
    """The messages of some code, by path."""
    found: dict[Said, None] = {}
    carriers = _carriers(trees)
    for path, tree in trees.items():
        unsaid = _unsaid(tree)
        is_told = path in TOLD_FILES or path.startswith(tuple(f"{folder}/" for folder in TOLD))
        carried = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node.func) in carriers]
        for root in [tree] if is_told else carried:
            for literal in _outermost(root, unsaid):
                parts = _parts(literal)
                if parts and _is_sentence(parts):
                    found[Said(f"{path}:{literal.lineno}", parts)] = None
        for literal in (one for call in carried for arg in call.args for one in _outermost(arg, unsaid)):
            parts = _parts(literal)
            if parts and any(" " in part for part in parts):
                found[Said(f"{path}:{literal.lineno}", parts)] = None
    return tuple(found)
