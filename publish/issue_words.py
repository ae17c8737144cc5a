"""What each kind of issue is called, and what to do about it, in readers' words."""

from __future__ import annotations

from typing import NamedTuple

from calls.model import IssueKind


class IssueWords(NamedTuple):
    """A heading, and what a grant writer or operator can do."""

    title: str
    advice: str


ISSUE_WORDS: dict[IssueKind, IssueWords] = {
    "unknown_word": IssueWords(
        "Ukjent ord", "Les hva finansiøren skriver. Er ordet nytt, bør det inn i ordlisten for kilden."
    ),
    "unknown_label": IssueWords(
        "Ukjent ledetekst",
        "Se om siden har fått en ny opplysning. Den er ikke tatt med før noen har sagt hva den betyr.",
    ),
    "vague_date": IssueWords("Dato uten dag", "Finn datoen hos finansiøren. Vi gjetter ikke på dagen."),
    "year_missing": IssueWords("Dato uten år", "Sjekk året hos finansiøren før datoen settes i kalenderen."),
    "clock_doubt": IssueWords("Tvil om klokkeslett", "Sjekk klokkeslettet hos finansiøren. Vær ute i god tid."),
    "weekday_doubt": IssueWords(
        "Ukedag og dato passer ikke sammen", "Spør finansiøren hva som gjelder, ukedagen eller datoen."
    ),
    "ambiguous_amount": IssueWords(
        "Uklart beløp", "Les hva finansiøren skriver om beløpet før det brukes i et budsjett."
    ),
    "contradiction": IssueWords(
        "Sidene sier forskjellige ting", "Spør finansiøren hva som gjelder. Regn med den strengeste lesningen."
    ),
    "missing_field": IssueWords("Opplysning mangler", "Se etter opplysningen hos finansiøren."),
    "unreadable_page": IssueWords(
        "Siden kunne ikke leses", "Åpne siden hos finansiøren. Har den fått nytt oppsett, må leseren for kilden endres."
    ),
    "not_archived": IssueWords("Ikke i arkivet", "Siden ble ikke lagret den natten. Den hentes på nytt neste natt."),
    "not_answered": IssueWords(
        "Nettstedet svarte ikke", "Vent til neste natt. Varer det i flere dager, sjekk om nettstedet er flyttet."
    ),
    "count_mismatch": IssueWords(
        "Antallet stemmer ikke", "Sammenlign med listen hos finansiøren. Ingen utlysninger regnes som lukket av dette."
    ),
    "capped": IssueWords("Flere sider enn én natt rekker", "Ingenting haster. Resten hentes de neste nettene."),
    "not_listed": IssueWords(
        "Står ikke lenger i listen", "Sjekk hos finansiøren om utlysningen er trukket eller bare flyttet."
    ),
    "drift": IssueWords(
        "Et felt leses ikke som før",
        "Sammenlign tre av utlysningene med finansiørens sider. Er sidene lagt om, må leseren for kilden rettes. Har "
        "finansiøren selv endret opplysningene, kan den som drifter radaren, godta dem med «radar fields».",
    ),
    "stale_value": IssueWords(
        "Verdien er fra en tidligere natt",
        "Sjekk opplysningen hos finansiøren. Feltet leses på nytt når leseren for kilden er rettet, eller når det nye "
        "er godtatt.",
    ),
    "wrong_twin": IssueWords(
        "Oversettelsen hører ikke til", "Åpne begge sidene. De vises hver for seg til finansiøren har rettet lenken."
    ),
}
"""Every kind of issue (calls.model) in readers' words."""

SEVERITY_NB = {"info": "til orientering", "warning": "bør sjekkes", "error": "må rettes"}
"""How much an issue matters, in readers' words."""
