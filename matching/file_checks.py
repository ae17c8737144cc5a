"""What a form is told when a profile or a cluster cannot be written: by field, in words for the one who typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from calls.tongue import say
from calls.words import composed
from matching.strict_yaml import ProfileProblem

_FIELDS = {
    "amount_nok": "amount_min_nok",
    "amount_nok.min": "amount_min_nok",
    "amount_nok.max": "amount_max_nok",
    "time_frame": "start",
    "time_frame.start": "start",
    "time_frame.end": "end",
}
"""Field of the file -> field of matching.projects.Profile, where they differ."""

LONGEST = {"title": 200, "description": 8000, "owner_role": 500, "region": 100, "name": 200, "about": 8000}
"""Letters of a text that is typed in a form."""

LONGEST_ITEM = 200
MOST_ITEMS = 100
LONGEST_KEY = 80
"""Letters of a key: it is a file name."""


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong with one field, named as in `matching.projects`; "key" is the file's name, "" the file as a whole.
    Of a member: "members.2.orgnr", from 0. allowed: what may stand there, "" when the message says it."""

    field: str
    message: str
    allowed: str = ""


class NotWrittenError(ValueError):
    """A profile or a cluster that cannot be written as it is. Nothing was changed. `problems` say why, by field."""

    def __init__(self, problems: Sequence[FieldProblem]) -> None:
        super().__init__("\n".join(problem.message for problem in problems))
        self.problems = tuple(problems)

    def of(self, field: str) -> list[FieldProblem]:
        """The problems to show beside one input, those of its items among them."""
        return [one for one in self.problems if one.field == field or one.field.startswith(f"{field}.")]


class ChangedMeanwhileError(ValueError):
    """Somebody else has changed the file since the form was made. Nothing was changed. Texts are the files, as YAML.

    theirs: what stands there now, "" when it was deleted. version: of that, to write from when one has seen both.
    """

    def __init__(self, mine: str, theirs: str, version: str) -> None:
        super().__init__(say("Noen andre har endret dette siden du åpnet skjemaet. Se på begge, og velg."))
        self.mine, self.theirs, self.version = mine, theirs, version


def tidied(value: Any) -> Any:
    """Typed texts without what nobody sees (soft hyphens, direction marks, control characters), each on one line.

    Lists without their empty items; other values as they are.
    """
    if isinstance(value, str):
        return composed(value)
    if isinstance(value, tuple | list):
        found = [tidied(item) for item in value]
        return tuple(item for item in found if item != "")
    return value


def too_long(content: Mapping[str, Any]) -> list[FieldProblem]:
    """The texts and lists of a form that are longer than anybody means to write."""
    found = []
    for field, value in content.items():
        most = LONGEST.get(field, LONGEST_ITEM)
        items = value if isinstance(value, list | tuple) else ()
        if isinstance(value, str) and len(value) > most:
            found.append(_long(field, most))
        elif len(items) > MOST_ITEMS:
            found.append(FieldProblem(field, say("Listen er for lang."), say("høyst {n} punkter", n=MOST_ITEMS)))
        elif any(isinstance(item, str) and len(item) > LONGEST_ITEM for item in items):
            found.append(_long(field, LONGEST_ITEM))
    return found


def _long(field: str, most: int) -> FieldProblem:
    return FieldProblem(field, say("Teksten er for lang."), say("høyst {n} tegn", n=most))


def in_form_words(problems: Iterable[ProfileProblem], labels: Mapping[str, str]) -> list[FieldProblem]:
    """The errors of a file as its form shows them: fields by the labels that stand on the page, and no lines."""
    found = []
    for problem in problems:
        if problem.is_error:
            field = _FIELDS.get(problem.field, problem.field)
            last = problem.field.rpartition(".")[2]
            message = problem.message
            if field in labels:
                for quoted in ("«{name}»", "“{name}”"):
                    message = message.replace(quoted.format(name=last), quoted.format(name=say(labels[field])))
            found.append(FieldProblem(field, message[:1].upper() + message[1:], problem.allowed))
    return list(dict.fromkeys(found))
