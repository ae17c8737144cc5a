"""What people decided: the only data that no archive can rebuild."""

from readers.accepted import in_force
from readers.decisions import Decisions
from readers.judged import judged_calls, stood_at
from readers.shapes import Acceptance, Correction, Decision, DecisionError, Note, OwnCall, State
from readers.sources import is_enabled, last_word

__all__ = [
    "Acceptance",
    "Correction",
    "Decision",
    "DecisionError",
    "Decisions",
    "Note",
    "OwnCall",
    "State",
    "in_force",
    "is_enabled",
    "judged_calls",
    "last_word",
    "stood_at",
]
