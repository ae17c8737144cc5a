"""Every label and status word of Forskningsrådet's pages, and what we read it as. Headings stand in `headings`.

Labels match whole, after `key`: another call's deadline in the same list begins with the same words as ours.
Words marked guess in the package docstring are here too: a wrong guess never matches, it does no harm.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from calls.model import FactName
from calls.words import plain

_KEY_CHARACTERS = 200


def key(text: str) -> str:
    """A label as the tables spell it: small letters, no colon, full stop or question mark at the end.

    "" for a text too long to be a label.
    """
    return _key(text) if len(text) <= _KEY_CHARACTERS else ""


@lru_cache(maxsize=16384)
def _key(text: str) -> str:
    return plain(text).casefold().rstrip(" .:?").lstrip("•*- ")


def _table(rows: Mapping[tuple[FactName, ...], str]) -> dict[str, tuple[FactName, ...]]:
    return {label.strip(): names for names, labels in rows.items() for label in labels.strip().splitlines()}


DATES: Mapping[str, tuple[FactName, ...]] = _table(
    {
        ("deadline",): """
            søknadsfrist
            frist
            skissefrist
            frist for å søke
            frist for å søkje
            frist for søknad
            frist for skisse
            frist for innsending av søknad
            frist for innsending av skisse
            frist for å sende inn søknad
            frist for å sende inn skisse
            siste frist for innsending av søknad
            siste frist for innsending av søknad (midnatt)
            frist midnatt for å sende inn søknad til forprosjekter
            deadline
            application deadline
            application submission deadline
            deadline for applications
            deadline for submission of applications
            deadline for project outlines
            deadline for submission of project outlines
            project outline deadline""",
        ("opens",): """
            åpen for søknad
            åpen for søknader
            åpner for søknad
            åpner for søknader
            open for søknad
            open for søknader
            opnar for søknad
            opnar for søknader
            ope for søknad
            ope for søknader
            open for applications
            opens for applications
            date call is made active""",
        ("project_start_earliest",): """
            tidligste tillatte prosjektstart
            tidlegaste tillatne prosjektstart
            tidlegaste tillatte prosjektstart
            earliest permitted project start
            earliest permitted project start date""",
        ("project_start_latest",): """
            seneste tillatte prosjektstart
            seinaste tillatne prosjektstart
            seinaste tillatte prosjektstart
            latest permitted project start
            latest permitted project start date""",
        ("project_end_latest",): """
            seneste tillatte prosjektslutt
            seinaste tillatne prosjektslutt
            seinaste tillatte prosjektslutt
            latest permitted project completion
            latest permitted project completion date""",
        ("date", "project_start_earliest"): """
            forventet svar på søknaden og tidligste tillatte prosjektstart
            forventa svar på søknaden og tidlegaste tillatne prosjektstart""",
        ("date",): """
            forventet svar på søknad
            forventet svar på søknaden
            forventa svar på søknad
            forventa svar på søknaden
            beslutning om tildeling
            tidspunkt for tildeling
            offentliggjøring av hvilke prosjekter som får bevilgning
            seneste tilbakemelding om beslutning om tildeling
            full utlysningstekst
            full utlysingstekst
            webinar om utlysningen
            webinar om utlysinga
            webinar for forskningsorganisasjoner
            webinar for universiteter og høgskoler
            søkerwebinar
            søkarwebinar
            informasjonsmøte
            alle maler blir tilgjengelige
            alle malar blir tilgjengelege
            utlysningsteksten skal være komplett i første halvdel av november
            expected response to the application
            latest date for feedback on the application processing
            decision on funding awards
            the decision regarding funding is expected to be announced
            information meeting
            applicant webinar
            webinar about the call""",
    }
)
"""Labels of date rows that concern this call."""

GENERIC = frozenset(("frist", "deadline"))
"""Labels of an own deadline among other dates or key facts; alone in running text they may be anything's."""

OTHER_CALLS = frozenset(
    (
        "søknadsfrist for innovasjonsprosjekt i offentlig sektor",
        "søknadsfrist hovedprosjekter",
        "søknadsfrist for hovedutlysningen",
        "søknadsfrist for hovudutlysinga",
        "deadline for applications for the main call",
        "application submission deadline for innovation projects for 2020",
    )
)
"""Labels of rows that are another call's deadline: kept as a date, never as ours."""

_LIKE_DEADLINE = re.compile(r"frist|deadline|søknad|søkna|application")


def looks_like_deadline(label: str) -> bool:
    """Whether an unknown label may be a deadline, so that a person must look."""
    return bool(_LIKE_DEADLINE.search(key(label)))


def date_names(label: str) -> tuple[FactName, ...] | None:
    """What a row with this label is, or None for an unknown label. A webinar's may carry its title after a colon."""
    whole = key(label)
    if whole in OTHER_CALLS:
        return ("date",)
    head, colon, _ = whole.partition(":")
    return DATES.get(whole) or (("date",) if colon and DATES.get(head.strip()) == ("date",) else None)


FACTS: Mapping[str, tuple[FactName, ...]] = _table(
    {
        ("scheme",): """
            financial scheme
            finansieringsordning
            støtteordning""",
        ("application_type",): """
            application type
            søknadstype
            søknadstyper""",
        ("target_groups",): """
            who is the call for proposal aimed at
            who is the call for proposals aimed at
            hvem er utlysningen rettet mot
            kven er utlysinga retta mot
            målgruppe
            målgrupper
            målgruppa""",
        ("applicants",): """
            who is eligible to apply
            hvem kan søke
            kven kan søkje
            kven kan søke""",
        ("portfolio",): """
            portfolio
            portefølje""",
        ("status",): "status",
        ("award",): """
            funding scale
            støttegrenser
            støttegrense
            beløp
            hvor mye
            kor mykje""",
        ("budget",): """
            amount of funding presumed available for this call for proposals
            amount of funding presumed available
            antatt tilgjengelige midler
            anteke tilgjengelege midlar
            antatt tilgjengelege midlar""",
        ("rate",): """
            støttegrad
            støttesats
            funding rate""",
        ("duration",): """
            project duration
            prosjektvarighet
            prosjektvarigheit
            prosjektlengde
            prosjektlengd""",
        ("partners",): """
            collaborating partners
            samarbeidspartnere
            samarbeidspartnarar""",
    }
)
"""Labels of key facts beside those of `DATES`, which stand among the key facts too."""


def fact_names(label: str) -> tuple[FactName, ...] | None:
    """What a key fact with this label is, or None for an unknown label and for another call's deadline."""
    return FACTS.get(key(label)) or DATES.get(key(label))


IS_DATED: frozenset[FactName] = frozenset(
    ("deadline", "opens", "project_start_earliest", "project_start_latest", "project_end_latest", "date")
)

RESULTS = frozenset(
    (
        "søkt beløp",
        "tildelte midler",
        "tildelte midlar",
        "mottatte søknader",
        "mottekne søknader",
        "innvilgede søknader",
        "innvilga søknader",
        "total amount sought",
        "amount awarded",
        "total number of applications",
        "number of approved applications",
    )
)
"""Labels of the results summary."""

STATUSES = frozenset(
    (
        "planlagt",
        "planlagd",
        "planned",
        "søk nå",
        "søk no",
        "aktiv",
        "apply now",
        "active",
        "gjennomført",
        "completed",
        "se resultat",
        "sjå resultat",
        "see result",
        "see results",
        "avlyst",
        "cancelled",
        "canceled",
        "lukket",
        "lukka",
        "stengt",
        "closed",
    )
)
