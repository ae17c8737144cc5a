"""What each kind of issue is called, and what to do about it, in readers' words."""

from __future__ import annotations

from typing import NamedTuple

from calls.model import IssueKind
from calls.tongue import note, say


class IssueWords(NamedTuple):
    """A heading, and what a grant writer or operator can do."""

    title: str
    advice: str


ISSUE_WORDS: dict[IssueKind, IssueWords] = {
    "unknown_word": IssueWords(
        note("Ukjent ord"), note("Les hva finansiøren skriver. Er ordet nytt, bør det inn i ordlisten for kilden.")
    ),
    "unknown_label": IssueWords(
        note("Ukjent ledetekst"),
        note("Se om siden har fått en ny opplysning. Den er ikke tatt med før noen har sagt hva den betyr."),
    ),
    "vague_date": IssueWords(note("Dato uten dag"), note("Finn datoen hos finansiøren. Vi gjetter ikke på dagen.")),
    "year_missing": IssueWords(
        note("Dato uten år"), note("Sjekk året hos finansiøren før datoen settes i kalenderen.")
    ),
    "clock_doubt": IssueWords(
        note("Tvil om klokkeslett"), note("Sjekk klokkeslettet hos finansiøren. Vær ute i god tid.")
    ),
    "weekday_doubt": IssueWords(
        note("Ukedag og dato passer ikke sammen"), note("Spør finansiøren hva som gjelder, ukedagen eller datoen.")
    ),
    "ambiguous_amount": IssueWords(
        note("Uklart beløp"), note("Les hva finansiøren skriver om beløpet før det brukes i et budsjett.")
    ),
    "contradiction": IssueWords(
        note("Sidene sier forskjellige ting"),
        note("Spør finansiøren hva som gjelder. Regn med den strengeste lesningen."),
    ),
    "missing_field": IssueWords(note("Opplysning mangler"), note("Se etter opplysningen hos finansiøren.")),
    "unreadable_page": IssueWords(
        note("Siden kunne ikke leses"),
        note("Åpne siden hos finansiøren. Har den fått nytt oppsett, må leseren for kilden endres."),
    ),
    "not_archived": IssueWords(
        note("Ikke i arkivet"), note("Siden ble ikke lagret den natten. Den hentes på nytt neste natt.")
    ),
    "not_answered": IssueWords(
        note("Nettstedet svarte ikke"),
        note("Vent til neste natt. Varer det i flere dager, sjekk om nettstedet er flyttet."),
    ),
    "count_mismatch": IssueWords(
        note("Antallet stemmer ikke"),
        note("Sammenlign med listen hos finansiøren. Ingen utlysninger regnes som lukket av dette."),
    ),
    "capped": IssueWords(
        note("Flere sider enn én natt rekker"), note("Ingenting haster. Resten hentes de neste nettene.")
    ),
    "not_listed": IssueWords(
        note("Står ikke lenger i listen"), note("Sjekk hos finansiøren om utlysningen er trukket eller bare flyttet.")
    ),
    "drift": IssueWords(
        note("Et felt leses ikke som før"),
        note(
            "Sammenlign tre av utlysningene med finansiørens sider. Er sidene lagt om, må leseren for kilden rettes. "
            "Har finansiøren selv endret opplysningene, kan den som drifter radaren, godta dem med «radar fields»."
        ),
    ),
    "stale_value": IssueWords(
        note("Verdien er fra en tidligere natt"),
        note(
            "Sjekk opplysningen hos finansiøren. Feltet leses på nytt når leseren for kilden er rettet, eller når det "
            "nye er godtatt."
        ),
    ),
    "wrong_twin": IssueWords(
        note("Oversettelsen hører ikke til"),
        note("Åpne begge sidene. De vises hver for seg til finansiøren har rettet lenken."),
    ),
}
"""Every kind of issue (calls.model) in bokmål."""

SEVERITY_NB = {"info": note("til orientering"), "warning": note("bør sjekkes"), "error": note("må rettes")}
"""How much an issue matters, in bokmål."""


def issue_words(kind: IssueKind) -> IssueWords:
    """What a kind of issue is called, and what to do about it, in the reader's tongue."""
    return IssueWords(*map(say, ISSUE_WORDS[kind]))


def severity_word(severity: str) -> str:
    """How much an issue matters, in the reader's tongue."""
    return say(SEVERITY_NB[severity])
