"""Plain values as the YAML that people write by hand, and changed values put into a file that somebody wrote.

What was not changed keeps its place, its comments and its quotes. Whether the text reads as what was wanted is for the
strict reader to say (`matching.strict_yaml`); nothing is checked here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from io import StringIO
from typing import TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

Plain: TypeAlias = "str | int | Sequence[Plain] | Mapping[str, Plain]"

WIDTH = 110
"""Letters of a line, as in the example clusters."""

ON_ONE_LINE = 90
"""Letters of a list of short words that stands in brackets; a longer one has a line for each."""

ALWAYS_LINES = ("keywords",)
"""Lists with a line for each however short: they are read and changed most."""


def yaml_text(content: Mapping[str, Plain], before: str = "") -> str:
    """`content` as YAML, in its order. before: the text of the file that it is to stand in, "" for a new one.

    The lines of what is not changed stay as they are, to the letter.
    """
    blocks = _blocks(before)
    written = {key: _block(key, value, blocks.get(key, "")) for key, value in content.items()}
    lines = blocks.pop("", "")
    for key, block in blocks.items():
        lines += written.pop(key) if key in written else _after(block)
        lines += _new_after(key, content, written, blocks)
    return lines + "".join(written.values()) or "{}\n"


def _blocks(text: str) -> dict[str, str]:
    """The lines of each field of a file, in its order, with the comments after it; "" -> what stands before the first.
    Empty where nothing stood there, or nothing that can be kept."""
    try:
        node = _yaml().compose(text)
    except (YAMLError, RecursionError, OverflowError, ValueError):  # as in matching.strict_yaml
        return {}
    if not isinstance(node, MappingNode) or node.flow_style or not text.endswith("\n"):
        return {}
    lines = text.replace("\r\n", "\n").split("\n")
    starts = {key.value: key.start_mark.line for key, _ in node.value}
    ends = [*starts.values(), len(lines)][1:]
    found = {"": "".join(f"{line}\n" for line in lines[: min(starts.values(), default=0)])}
    for (key, start), end in zip(starts.items(), ends, strict=True):
        found[key] = (
            "\n".join(lines[start:end]).rstrip("\n") + "\n"
            if end == len(lines)
            else "".join(f"{line}\n" for line in lines[start:end])
        )
    return found


def _block(key: str, value: Plain, before: str) -> str:
    """The lines of one field. before: what it was, "" for a new one."""
    kept = _loaded(before)
    if kept is None or key not in kept:
        kept = CommentedMap({key: _made(key, value)})
    elif _same(kept[key], value):
        return before
    else:
        kept[key] = _changed(key, kept[key], value)
    stream = StringIO()
    _yaml().dump(kept, stream)
    return "".join(f"{line.rstrip()}\n" for line in stream.getvalue().splitlines())


def _after(block: str) -> str:
    """The blank lines and comments at the end of a field that is taken away: they are mostly of the next one."""
    lines = block.splitlines(keepends=True)
    kept = len(lines)
    while kept > 1 and (not lines[kept - 1].strip() or lines[kept - 1].startswith("#")):
        kept -= 1
    return "".join(lines[kept:])


def _new_after(key: str, content: Mapping[str, Plain], written: dict[str, str], blocks: Mapping[str, str]) -> str:
    """The new fields that come right after `key` in the order of the content; they are taken out of `written`."""
    found = ""
    names = list(content)
    for name in names[names.index(key) + 1 :] if key in content else ():
        if name in blocks:
            break
        found += written.pop(name, "")
    return found


def _yaml() -> YAML:
    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = WIDTH
    yaml.preserve_quotes = True
    return yaml


def _loaded(text: str) -> CommentedMap | None:
    """Some lines with their comments; None where they do not stand by themselves."""
    try:
        found = _yaml().load(text)
    except (YAMLError, RecursionError, OverflowError, ValueError):
        return None
    return found if isinstance(found, CommentedMap) else None


def _put(target: CommentedMap, content: Mapping[str, Plain]) -> None:
    """Makes `target` say `content`."""
    for key in [key for key in target if key not in content]:
        del target[key]
    for at, (key, value) in enumerate(content.items()):
        if key not in target:
            target.insert(at, key, _made(key, value))
        elif not _same(target[key], value):
            target[key] = _changed(key, target[key], value)


def _changed(key: str, old: object, value: Plain) -> object:
    """`value` in the shape of what stood there, where that is the same kind of thing."""
    if isinstance(old, CommentedMap) and isinstance(value, Mapping):
        _put(old, value)
        return old
    if isinstance(old, CommentedSeq) and isinstance(value, Sequence) and not isinstance(value, str):
        _put_items(key, old, value)
        return old
    if isinstance(old, SingleQuotedScalarString | DoubleQuotedScalarString) and isinstance(value, str):
        return type(old)(value)
    return _made(key, value)


def _put_items(key: str, old: CommentedSeq, wanted: Sequence[Plain]) -> None:
    """Takes out and puts in what differs, so that a comment stays with the item that it is of."""
    matcher = SequenceMatcher(None, [_name(item) for item in old], [_name(item) for item in wanted], autojunk=False)
    for _, start, end, its, until in reversed(matcher.get_opcodes()):
        if end - start == until - its:
            for at, value in zip(range(start, end), wanted[its:until], strict=True):
                if not _same(old[at], value):
                    old[at] = _changed(key, old[at], value)
            continue
        for at in reversed(range(start, end)):
            del old[at]
        for at, value in enumerate(wanted[its:until], start):
            old.insert(at, _made(key, value))


def _name(item: object) -> str:
    """What an item of a list is known by."""
    return str(item.get("key")) if isinstance(item, Mapping) else str(item)


def _same(old: object, value: Plain) -> bool:
    if isinstance(value, int):
        return str(old).replace(" ", "").replace("_", "") == str(value)
    if isinstance(value, str):
        text = str(old).lower() if isinstance(old, bool) else str(old)
        return not isinstance(old, list | dict) and " ".join(text.split()) == value
    if isinstance(value, Mapping):
        return isinstance(old, dict) and list(old) == list(value) and all(_same(old[key], value[key]) for key in value)
    return isinstance(old, list) and len(old) == len(value) and all(map(_same, old, value))


def _made(key: str, value: Plain) -> object:
    """A value in the style of the example clusters."""
    if isinstance(value, Mapping):
        made = CommentedMap({name: _made(name, one) for name, one in value.items()})
        if "key" not in value:  # a member has a line for each field
            made.fa.set_flow_style()
        return made
    if isinstance(value, str | int):
        return value
    items = CommentedSeq([_made(key, one) for one in value])
    is_short = all(isinstance(one, str) for one in value) and sum(len(str(one)) + 2 for one in value) <= ON_ONE_LINE
    if is_short and key not in ALWAYS_LINES:
        items.fa.set_flow_style()
    return items
