"""Drift: whether what we read of a source tonight still means what it meant, field by field.

`look` compares tonight's records with the last good ones and says which fields fail; `keep_last_good` puts the earlier
values back where a field fails, and `without_reversals` a status that a list takes back. All are pure: no store, no
clock, no network. Whether a list is whole, and how long it ought to be, does not belong here; that is judged beside
(assets.judge).
"""

from calls.drift.accepting import with_accepted
from calls.drift.canaries import choose_canaries
from calls.drift.compare import differing_words, value_words
from calls.drift.groups import GROUPS, LIST_GROUP, Group, group_of
from calls.drift.keeping import keep_last_good
from calls.drift.look import Drift, FieldVerdict, look
from calls.drift.reference import Reference
from calls.drift.reversals import without_reversals

__all__ = [
    "GROUPS",
    "LIST_GROUP",
    "Drift",
    "FieldVerdict",
    "Group",
    "Reference",
    "choose_canaries",
    "differing_words",
    "group_of",
    "keep_last_good",
    "look",
    "value_words",
    "with_accepted",
    "without_reversals",
]
