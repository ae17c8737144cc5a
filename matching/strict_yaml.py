"""Reading a hand-written YAML file strictly: every value is used or reported with its line; none is guessed.

Scalars are taken as they were typed, so `region: 03` stays "03" and `lang: no` is a word, not False. YAML objects are
never constructed. What the keys mean does not belong here; that is `matching.profiles`.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from calls.model import Severity
from calls.tongue import say

MAX_BYTES = 64_000
"""A profile is a page of text; what is larger is another file in the wrong place."""

TEXT, LIST, FIELDS = "én tekst", "en liste, ett punkt per linje med bindestrek foran", "felter med innrykk"
"""The kinds of value, in the words of the one who writes the file."""

_NODES: dict[str, type[Node]] = {TEXT: ScalarNode, LIST: SequenceNode, FIELDS: MappingNode}
_TAGS = ("str", "int", "float", "bool", "null", "timestamp", "merge", "value", "map", "seq")
_KNOWN_TAGS = frozenset(f"tag:yaml.org,2002:{tag}" for tag in _TAGS)
_NULL = "tag:yaml.org,2002:null"


@dataclass(frozen=True, order=True)
class ProfileProblem:
    """Something wrong in a file, in bokmål for the one who wrote it. An error keeps the cluster from being used."""

    file: str  # relative to the folder of clusters
    line: int  # from 1; 0 when it concerns the file or folder as a whole
    message: str
    allowed: str = ""  # what may stand there; "" when the message says it
    severity: Severity = "error"
    field: str = field(default="", compare=False)
    """Which field it concerns, with a dot before what is under another ("amount_nok.min"); "" for none."""

    @property
    def is_error(self) -> bool:
        return self.severity == "error"

    def __str__(self) -> str:
        place = f"{self.file}, linje {self.line}" if self.line else self.file
        word = "feil" if self.is_error else "advarsel"
        return f"{place}: {word}: {self.message}" + (f" Tillatt: {self.allowed}." if self.allowed else "")


@dataclass(frozen=True)
class Value:
    """A text and the line it stands on."""

    text: str
    line: int


class Notes:
    """Where the readers of one file note what is wrong with it."""

    def __init__(self, file: str, problems: list[ProfileProblem]) -> None:
        self.file = file
        self.problems = problems

    def error(self, line: int, message: str, allowed: str = "", field: str = "") -> None:
        self.problems.append(ProfileProblem(self.file, line, message, allowed, field=field))

    def warning(self, line: int, message: str, allowed: str = "", field: str = "") -> None:
        self.problems.append(ProfileProblem(self.file, line, message, allowed, "warning", field))


class Sheet:
    """One mapping of a file. A method takes one key's value; what is wrong with it is noted, and an empty one given."""

    def __init__(self, node: MappingNode, keys: Mapping[str, bool], notes: Notes, under: str = "") -> None:
        """`keys`: every key that may stand here -> whether it must. under: before the names of its fields."""
        self.notes = notes
        self.under = under
        self.line = _line(node)
        self.lines: dict[str, int] = {}
        self.nodes: dict[str, Node] = {}
        for key_node, value in node.value:
            self._take(key_node, value, keys)
        for key, is_required in keys.items():
            if is_required and _is_absent(self.nodes.get(key)):
                self.error(key, say("«{key}» mangler.", key=key))

    def error(self, key: str, message: str, allowed: str = "") -> None:
        """Notes an error of that key's value."""
        self.notes.error(self.line_of(key), message, allowed, self.under + key)

    def warning(self, key: str, message: str, allowed: str = "") -> None:
        """Notes a warning of that key's value."""
        self.notes.warning(self.line_of(key), message, allowed, self.under + key)

    def _take(self, key_node: Node, value: Node, keys: Mapping[str, bool]) -> None:
        key = key_node.value if isinstance(key_node, ScalarNode) else ""
        if key not in keys:
            near = difflib.get_close_matches(key.lower(), keys, n=1)
            hint = f" Mente du «{near[0]}»?" if near else ""
            self.notes.error(_line(key_node), f"«{key}» er ikke et felt her.{hint}", ", ".join(keys))
        elif key in self.nodes:
            self.notes.error(_line(key_node), f"«{key}» står to ganger.", "hvert felt én gang")
        else:
            self.lines[key], self.nodes[key] = _line(key_node), value

    def line_of(self, key: str) -> int:
        """Line of a key; the mapping's own where the key is absent."""
        return self.lines.get(key, self.line)

    def text(self, key: str) -> str:
        """A text, white space folded; "" when absent."""
        node = self._node(key, TEXT)
        return _scalar(node, key, self.notes, self.under + key).text if node else ""

    def texts(self, key: str) -> list[Value]:
        """The texts of a list, in order; [] when absent."""
        node = self._node(key, LIST)
        found = [_scalar(item, key, self.notes, self.under + key) for item in node.value] if node else []
        return [value for value in found if value.text]

    def sheet(self, key: str, keys: Mapping[str, bool]) -> Sheet | None:
        """The fields under a key; None when absent."""
        node = self._node(key, FIELDS)
        return Sheet(node, keys, self.notes, f"{self.under}{key}.") if isinstance(node, MappingNode) else None

    def sheets(self, key: str, keys: Mapping[str, bool]) -> list[Sheet]:
        """The items of a list, each with fields of its own; [] when absent."""
        node = self._node(key, LIST)
        found: list[Sheet] = []
        for number, item in enumerate(node.value if node else []):
            place = f"{self.under}{key}.{number}"
            if isinstance(item, MappingNode):
                found.append(Sheet(item, keys, self.notes, f"{place}."))
            else:
                self.notes.error(_line(item), f"punktet i «{key}» har ingen felter.", ", ".join(keys), place)
        return found

    def _node(self, key: str, kind: str) -> Node | None:
        node = self.nodes.get(key)
        if node is None or _is_absent(node):
            return None
        if isinstance(node, _NODES[kind]) and node.tag in _KNOWN_TAGS:
            return node
        self.error(key, f"«{key}» har feil form.", kind)
        return None


def read_sheet(path: Path, keys: Mapping[str, bool], notes: Notes) -> Sheet | None:
    """The fields of a file; None, with the reason noted, when it is not a readable YAML file of fields."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        notes.error(0, f"filen kan ikke åpnes ({error.strerror}).")
        return None
    if len(raw) > MAX_BYTES:
        notes.error(0, say("filen er for stor."), say("høyst {n} kB", n=MAX_BYTES // 1000))
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        notes.error(raw.count(b"\n", 0, error.start) + 1, "tegnene er ikke UTF-8.", "lagre filen som UTF-8")
        return None
    node = _compose(text, notes)
    if isinstance(node, MappingNode):
        return Sheet(node, keys, notes)
    if node is not None:
        notes.error(_line(node), "filen har ingen felter.", ", ".join(keys))
    return None


def allowed_only(
    values: Iterable[Value], key: str, allowed: Iterable[str], notes: Notes, field: str = ""
) -> tuple[str, ...]:
    """The values that are among `allowed`, each once, in their order; the others and the repeated ones are noted.

    field: the full name of the field, where it is more than `key`.
    """
    known = tuple(allowed)
    found: dict[str, int] = {}
    for value in values:
        if value.text not in known:
            near = difflib.get_close_matches(value.text, known, n=1)
            message = say("«{item}» er ukjent i «{key}».", item=value.text, key=key)
            message += " " + say("Mente du «{item}»?", item=near[0]) if near else ""
            notes.error(value.line, message, ", ".join(known) or say("ingen"), field or key)
        elif value.text in found:
            message = f"«{value.text}» står også på linje {found[value.text]} i «{key}»."
            notes.warning(value.line, message, field=field or key)
        else:
            found[value.text] = value.line
    return tuple(found)


def _compose(text: str, notes: Notes) -> Node | None:
    try:
        node: Node | None = YAML(typ="safe", pure=True).compose(text)
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        notes.error(line, f"tegnet U+{error.character:04X} kan ikke stå i filen.", "vanlig tekst")
    except MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        has_tab = "\t" in text.splitlines()[line] if line < len(text.splitlines()) else False
        why = "tabulator i innrykket" if has_tab else f"{error.problem}"
        notes.error(line + 1, f"ikke gyldig YAML ({why}).", "innrykk med mellomrom, og hermetegn om tekst med kolon")
    except (YAMLError, RecursionError, OverflowError, ValueError):
        # Escapes that name no character and nesting without end leave the parser as Python's own errors.
        notes.error(0, "ikke gyldig YAML.", "vanlige felter og lister")
    else:
        if node is None:
            notes.error(0, "filen er tom.")
        return node
    return None


def _scalar(node: Node, key: str, notes: Notes, field: str) -> Value:
    """A scalar's text as typed, white space folded; "" with a note when it is no scalar or holds control characters."""
    line = _line(node)
    if not isinstance(node, ScalarNode) or node.tag not in _KNOWN_TAGS:
        notes.error(line, f"«{key}» har feil form.", TEXT, field)
        return Value("", line)
    text = " ".join(unicodedata.normalize("NFC", node.value).split())
    if not text:
        notes.error(line, f"«{key}» har en tom tekst.", field=field)
    elif any(unicodedata.category(character) in ("Cc", "Cs") for character in text):
        notes.error(line, f"«{key}» har usynlige styretegn.", "vanlig tekst", field)
        return Value("", line)
    return Value(text, line)


def _is_absent(node: Node | None) -> bool:
    """Whether nothing was written: no key, a key without a value, or an empty list."""
    return node is None or node.tag == _NULL or (isinstance(node, SequenceNode) and not node.value)


def _line(node: Node) -> int:
    line: int = node.start_mark.line
    return line + 1
