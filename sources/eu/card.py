"""From one hit to a card: every fact that the list gives of a call, in an order that does not depend on the hit's.

Facts hold nothing that changes without meaning: no clock time of a date, no checksum, no order of codes. So a card
that is equal to last night's says that the call is as it was.
"""

from __future__ import annotations

from dataclasses import dataclass

from calls.model import Card, Fact, FactName, Issue, Json
from sources.eu import money
from sources.eu.divisions import LABELS, is_relevant
from sources.eu.hit import Hit
from sources.eu.moments import Moment, moment
from sources.eu.portal import KEY, TYPES
from sources.eu.programmes import PROGRAMMES, norway
from sources.eu.texts import sections
from sources.list_only import Draft

STATUS = {
    "31094501": ("forecasted", "Forthcoming"),
    "31094502": ("open", "Open for submission"),
    "31094503": ("closed", "Closed"),
    "310945031": ("closed", "Closed"),
    "99999998": ("closed", "Closed"),
}
"""Codes of `status`: ours, and the portal's label. Much public code has the first two the wrong way round."""

MODELS = {
    "single-stage": "fixed",
    "two-stage": "staged",
    "multiple cut-off": "cut_off",
    "multiple-cut-off": "cut_off",
}
"""Words of `deadlineModel` and `submissionProcedure`: our deadline type."""

APPLICANTS = {"HORIZON EIC Accelerator": "SMEs", "HORIZON EIC Accelerator Blended Finance": "SMEs"}
"""Who may apply, where the type of action settles it."""

_MOST_KEYWORDS = 40
_ORDER = ("open", "forecasted", "closed")


@dataclass(slots=True)
class CallDraft(Draft):
    """One call on its way to a card."""

    def add(
        self, name: FactName, text: str, label: str = "", quote: str = "", data: Json = None, note: str = ""
    ) -> None:
        """Adds a fact with a note; an empty text is none."""
        if text:
            self.facts.append(Fact(name, text, label, note, self.url, quote, data))
            self.names.add(name)


def card_of(hit: Hit) -> tuple[Card, list[Issue]]:
    """The card of a hit that has a title, and what a person should look at."""
    draft = CallDraft(KEY, hit.key, hit.page_url, hit.title, hit.metadata)
    has_page = hit.kind == "1" and is_relevant(hit.identifier, hit.programmes, hit.divisions)
    told = {"layout": f"type {hit.kind}", "published_on": "", "identifier": hit.identifier, "has_page": has_page}
    draft.add("title", hit.title, data=told)
    _status(draft, hit)
    _dates(draft, hit)
    _programme(draft, hit)
    _money(draft, hit)
    _kind(draft, hit)
    _texts(draft, hit)
    facts = {(fact.name, fact.label, fact.text): fact for fact in reversed(draft.facts)}
    card = Card(
        source_id=hit.key,
        url=draft.url,
        listed_url=draft.url,
        title=hit.title,
        is_current=True,
        facts=tuple(reversed(facts.values())),
        api_id=hit.reference,
        group=_group(hit),
    )
    return card, draft.issues


def _group(hit: Hit) -> str:
    """The type; of a topic also its identifier, which its page's address is made of and no fact holds."""
    label = TYPES.get(hit.kind, hit.kind)
    return f"{label}: {hit.identifier}" if hit.kind == "1" else label


def status_code(hit: Hit) -> str:
    """The portal's code: the one of the topic's own actions, where they have one, before that of the index."""
    found = [code for action in hit.actions if (code := _id(action.get("status"))) in STATUS]
    found.sort(key=lambda code: _ORDER.index(STATUS[code][0]))
    return found[0] if found else hit.text("status")


def _id(value: Json) -> str:
    inner = value.get("id") if isinstance(value, dict) else value
    return str(inner) if isinstance(inner, str | int) and not isinstance(inner, bool) else ""


def _status(draft: CallDraft, hit: Hit) -> None:
    code = status_code(hit)
    indexed = hit.text("status")
    if code in STATUS:
        ours, label = STATUS[code]
        draft.add("status", label, quote=code, data={"status": ours})
        if indexed in STATUS and STATUS[indexed][0] != ours:
            message = f"Portalens søk sier «{STATUS[indexed][1]}», men emnet selv sier «{label}»; emnets er brukt."
            draft.issue("contradiction", "status", f"{indexed} / {code}", message, "info")
    elif code:
        draft.add("status", code)  # reported where words are read
    else:
        draft.issue("missing_field", "status", "", "Portalen oppgir ingen status.")


def deadlines_of(hit: Hit) -> tuple[list[Moment], list[Moment]]:
    """The topic's own deadlines and those of the index, each by day, one a day. Either may be empty."""
    own = [value for action in hit.actions for value in _members(action.get("deadlineDates"))]
    return _days(own), _days(_members(hit.metadata.get("deadlineDate")))


def _members(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _days(values: list[Json]) -> list[Moment]:
    """One moment a day; one whose clock the portal states before one of which it gives only the day."""
    found: dict[str, Moment] = {}
    for one in filter(None, map(moment, values)):
        day = one.day.isoformat()
        if day not in found or (one.clock, one.at) > (found[day].clock, found[day].at):
            found[day] = one
    return [found[day] for day in sorted(found)]


def model_of(hit: Hit) -> str:
    """The funder's word for how the deadlines work; "" where there is none."""
    words = [action.get("submissionProcedure") for action in hit.actions]
    told = [word.get("abbreviation") for word in words if isinstance(word, dict)]
    return next((word for word in (*told, hit.text("deadlineModel")) if isinstance(word, str) and word), "")


def _dates(draft: CallDraft, hit: Hit) -> None:
    for value in (*_members(hit.metadata.get("deadlineDate")), *_members(hit.metadata.get("startDate"))):
        if value not in (None, "") and moment(value) is None:
            draft.issue("vague_date", "deadline_at", str(value), "Portalen oppgir en dato som ikke lar seg lese.")
    planned = _days([action.get("plannedOpeningDate") for action in hit.actions])
    opens = next(iter(planned or _days(_members(hit.metadata.get("startDate")))), None)
    if opens:
        data = {"at": opens.opens_at.isoformat(), "clock": "inferred"}
        draft.add("opens", opens.day.isoformat(), quote=opens.quote, data=data)
    own, listed = deadlines_of(hit)
    by_day = {one.day: one for one in listed}
    if own and listed and by_day.keys() != {one.day for one in own}:
        words = " / ".join(", ".join(one.day.isoformat() for one in days) for days in (listed, own))
        message = "Portalens søk og emnet selv oppgir ulike frister; emnets er brukt."
        draft.issue("contradiction", "deadline_at", words, message)
    found = [by_day.get(one.day, one) for one in own] or listed
    if not found:
        draft.issue("missing_field", "deadline_at", "", "Portalen oppgir ingen søknadsfrist.", "info")
        return
    kind = _deadline_type(draft, hit, len(found))
    for number, one in enumerate(found, 1):
        data = {"at": one.at.isoformat(), "type": kind, "clock": one.clock}
        draft.add("deadline", one.day.isoformat(), _label(kind, number, len(found)), one.quote, data)


def _deadline_type(draft: CallDraft, hit: Hit, count: int) -> str:
    model = model_of(hit)
    if model and model not in MODELS:
        draft.issue("unknown_word", "deadline_type", model, f"Kjenner ikke fristordningen «{model[:60]}».")
    elif not model and count > 1:
        message = "Portalen oppgir flere frister uten å si om de er trinn eller tellende frister."
        draft.issue("missing_field", "deadline_type", "", message, "info")
    return MODELS.get(model, "fixed")


def _label(kind: str, number: int, count: int) -> str:
    if count == 1:
        return "Deadline"
    if kind == "staged":
        return "Stage 1 (outline)" if number == 1 else f"Stage {number} (full proposal)"
    return f"Cut-off {number}" if kind == "cut_off" else f"Deadline {number}"


def _programme(draft: CallDraft, hit: Hit) -> None:
    programmes = hit.programmes
    for code in programmes:
        if code in PROGRAMMES:
            draft.add("programme", PROGRAMMES[code].name, quote=code, data={"code": code})
        else:
            draft.issue("unknown_word", "programme", code, f"Kjenner ikke EU-programmet med koden {code}.")
    for code in hit.divisions:
        if code in LABELS and code not in programmes:
            draft.add("programme", LABELS[code], quote=code, data={"code": code})
    if programmes:
        answers = [norway(code, hit.identifier) for code in programmes]
        best = min(answers, key=lambda answer: answer[0] != "probable")
        draft.add("norway", best[1], quote=programmes[answers.index(best)], data=best[0])
    else:
        draft.issue("missing_field", "programme", "", "Portalen sier ikke hvilket EU-program utlysningen hører til.")
        draft.add("norway", norway("", "")[1], data="unknown")
    parent = hit.identifier if hit.kind == "8" else hit.text("callIdentifier")
    draft.add("parent", parent)


def _money(draft: CallDraft, hit: Hit) -> None:
    if hit.kind != "1":
        _scalar_budget(draft, hit)
        return
    told = money.read(hit.data("budgetOverview"), hit.identifier)
    if told.budget:
        total = sum(one.value for one in told.budget)
        shared = f"potten kan være delt med {told.shared} andre emner" if told.shared else ""
        quote = "\n".join(one.quote for one in told.budget)
        draft.add("budget", _euro(total), "Budget", quote, {"eur": total}, shared)
    low, high = told.floor, told.ceiling
    if low and high and low.value > high.value:
        message = "Minste beløp per prosjekt er høyere enn det høyeste; begge er utelatt."
        draft.issue("contradiction", "award_floor_eur", f"{low.quote} / {high.quote}", message)
    else:
        if low:
            draft.add("award", _euro(low.value), "Minimum contribution", low.quote, {"floor_eur": low.value})
        if high:
            draft.add("award", _euro(high.value), "Maximum contribution", high.quote, {"ceiling_eur": high.value})
    if told.awards:
        count = sum(one.value for one in told.awards)
        quote = "\n".join(one.quote for one in told.awards)
        draft.add("awards", str(count), "Expected grants", quote, {"count": count})


def _scalar_budget(draft: CallDraft, hit: Hit) -> None:
    told, currency = money.amount(hit.text("budget")), hit.text("currency").upper()
    if told is None:
        return
    if currency in ("EUR", "EURO", "€"):
        draft.add("budget", _euro(told.value), "Budget", told.quote, {"eur": told.value})
    else:
        message = f"Budsjettet står uten valuta vi kan lese ({currency or 'ingen'})."
        draft.issue("ambiguous_amount", "budget_eur", f"{told.quote} {currency}".strip(), message, "info")


def _euro(value: int) -> str:
    return f"EUR {value:,}".replace(",", " ")


def _kind(draft: CallDraft, hit: Hit) -> None:
    for action in sorted(dict.fromkeys(hit.texts("typesOfAction"))):
        draft.add("application_type", action)
        if action in APPLICANTS:
            draft.add("applicants", APPLICANTS[action], quote=action)
    scheme = hit.text("title") if hit.kind == "8" else hit.text("callTitle")
    if scheme != hit.title:
        draft.add("scheme", scheme, data={"name": scheme})
    for word in hit.keywords[:_MOST_KEYWORDS]:
        draft.add("theme", word, data={"name": word})


def _texts(draft: CallDraft, hit: Hit) -> None:
    for heading, text in sections(hit.raw("descriptionByte")):
        draft.add("section", text, heading)
    for heading, text in sections(hit.raw("destinationDescription")):
        draft.add("section", text, heading or "Destination")
