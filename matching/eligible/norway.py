"""Whether a programme is open to Norway, from what its source made of the programme's rules.

What a source knows only as likely (`probable`) is no yes here, and never a no.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from calls.tongue import note, say
from matching.eligible import facts
from matching.eligible.facts import Quote
from matching.eligible.rule import Answer, Rule, silent, stated

_ANSWERS: dict[str, Answer] = {"yes": "yes", "probable": "unknown", "unknown": "unknown", "no": "no"}
_WORDS = {
    "yes": note("Norge deltar i programmet."),
    "probable": note("Norge deltar trolig i programmet."),
    "unknown": note("Vi vet ikke om Norge deltar i programmet."),
    "no": note("Programmet er ikke åpent for Norge."),
}


def norway_rule(call: Mapping[str, Any]) -> Rule:
    """Whether applicants in Norway may get money; silent where the funder is Norwegian."""
    code = facts.text(call, "norway")
    if code not in _ANSWERS:
        return silent("norway", say("Finansiøren er norsk, eller kilden sier ikke noe om Norge."))
    cited = facts.quote(call, "programme", "norway")
    words = Quote(facts.text(call, "programme") or cited.text, cited.place or facts.text(call, "url"), cited.label)
    return stated("norway", _ANSWERS[code], facts.text(call, "norway_text") or say(_WORDS[code]), words)
