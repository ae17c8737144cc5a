"""May this project apply? Rules apart from fit, three-valued, each with the funder's words; no rule guesses.

A pure function of a call's record, a profile and its cluster. What each rule means and where it comes from:
docs/eligibility.md. How near a call is to a profile is `matching.rank`'s matter, and a `no` never touches a score.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from matching.eligible.applicants import applicant_rule, find_candidates, read_open
from matching.eligible.deadline import deadline_rule
from matching.eligible.earmarked import earmarked_rule
from matching.eligible.money import amount_rule
from matching.eligible.norway import norway_rule
from matching.eligible.partners import partner_rule
from matching.eligible.period import time_rule
from matching.eligible.regions import region_rule
from matching.eligible.rule import LABELS_NB, Answer, Candidate, MissingPartner, Rule, Verdict
from matching.profiles import Cluster, Profile

__all__ = ["LABELS_NB", "Answer", "Candidate", "MissingPartner", "Rule", "Verdict", "judge", "read_open"]

_MUST_SAY = ("applicant", "deadline")
"""Rules without which nothing is a yes, even where the call is silent on them."""


def judge(call: Mapping[str, Any], profile: Profile, cluster: Cluster, night_at: datetime) -> Verdict:
    """Whether the project may apply, seen from the night that began at `night_at`. ValueError when it has no time zone.

    call: a record with the columns of calls.fields; absent, None and NaN are one. profile: one of the cluster's.

    no: some rule surely says no. yes: applicants and deadline say yes, and so does every rule on which the call says
    anything. unknown: anything else.
    """
    if night_at.tzinfo is None:
        raise ValueError("night_at has no time zone")
    who = read_open(call)
    candidates = find_candidates(who, profile, cluster)
    partners, missing = partner_rule(call, profile, cluster)
    rules = (
        applicant_rule(who, candidates, profile, cluster),
        earmarked_rule(call, profile, cluster),
        region_rule(call, candidates, profile, cluster),
        norway_rule(call),
        deadline_rule(call, night_at),
        amount_rule(call, profile),
        time_rule(call, profile),
        partners,
    )
    answer = _conjunction(rules)
    return Verdict(answer, _because(answer, rules), rules, missing, candidates)


def _conjunction(rules: tuple[Rule, ...]) -> Answer:
    if any(rule.answer == "no" for rule in rules):
        return "no"
    asked = [rule.answer for rule in rules if rule.is_stated or rule.name in _MUST_SAY]
    return "yes" if all(answer == "yes" for answer in asked) else "unknown"


def _because(answer: Answer, rules: tuple[Rule, ...]) -> str:
    """The sentence that a reader sees first: the first rule that the answer rests on."""
    found = next(
        (rule for rule in rules if rule.answer == answer and (rule.is_stated or rule.name in _MUST_SAY)), rules[0]
    )
    return found.words_nb
