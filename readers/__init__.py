"""What people decided: the only data that no archive can rebuild."""

from readers.decisions import Decisions
from readers.shapes import Correction, Decision, DecisionError, Note, State

__all__ = ["Correction", "Decision", "DecisionError", "Decisions", "Note", "State"]
