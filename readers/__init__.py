"""What people decided: the only data that no archive can rebuild."""

from readers.decisions import Decisions
from readers.shapes import Correction, Decision, DecisionError, Note, State
from readers.sources import is_enabled, last_word

__all__ = ["Correction", "Decision", "DecisionError", "Decisions", "Note", "State", "is_enabled", "last_word"]
