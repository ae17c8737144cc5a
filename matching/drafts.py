"""A profile as far as it is written: made so that it can be ranked, whatever is missing or half typed.

What cannot be used is left out here and nothing is said of it; saying is for `matching.advice` while one writes, and
for the strict reader when one saves.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from calls.fields import APPLICANT_TYPES, LANGUAGES
from calls.language import language_of
from matching.file_checks import LONGEST, LONGEST_ITEM, MOST_ITEMS, tidied
from matching.profile_values import is_month
from matching.profiles import Cluster, Profile

_MOST_NOK = 10**12 - 1


def ready(profile: Profile, cluster: Cluster) -> Profile:
    """The draft without what the reader would refuse. A language that is not chosen is told from the words."""
    draft = Profile.of(profile.key, {name: tidied(_cut(name, value)) for name, value in profile.content.items()})
    known = {member.key for member in cluster.members}
    least, most = (_amount(one) for one in (draft.amount_min_nok, draft.amount_max_nok))
    return replace(
        draft,
        lang=draft.lang if draft.lang in LANGUAGES else language_of(f"{draft.title}\n{draft.description}"),
        partner_types=tuple(one for one in draft.partner_types if one in APPLICANT_TYPES),
        members=tuple(one for one in draft.members if one in known),
        amount_min_nok=least,
        amount_max_nok=most,
        start=draft.start if is_month(draft.start) else "",
        end=draft.end if is_month(draft.end) else "",
    )


def _cut(field: str, value: Any) -> Any:
    """As much of a value as a form takes."""
    if isinstance(value, str):
        return value[: LONGEST.get(field, LONGEST_ITEM)]
    return [item[:LONGEST_ITEM] for item in value[:MOST_ITEMS]] if isinstance(value, list) else value


def _amount(value: int | None) -> int | None:
    return value if value is not None and 0 <= value <= _MOST_NOK else None
