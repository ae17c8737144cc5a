"""Headings of Forskningsrådet's pages, as `labels.key` spells them, by what stands under them."""

from __future__ import annotations

DATE_HEADINGS = frozenset(("viktige datoer", "viktige datoar", "important dates"))
UPDATE_HEADINGS = frozenset(("siste oppdateringer", "siste oppdateringar", "last updates", "latest updates"))
MESSAGE_HEADINGS = frozenset(("meldinger", "meldingar", "messages"))
PURPOSE_HEADINGS = frozenset(("formål", "føremål", "purpose"))
APPLICANT_HEADINGS = frozenset(("hvem kan søke", "kven kan søkje", "kven kan søke", "who is eligible to apply"))
PARTNER_HEADINGS = frozenset(
    (
        "krav til samarbeidspartnere",
        "krav til samarbeidspartnarar",
        "krav til samarbeid og roller i prosjektet",
        "requirements relating to collaboration",
        "requirements relating to partners",
    )
)
THEME_HEADINGS = frozenset(
    (
        "aktuelle temaområder for denne utlysningen",
        "aktuelle temaområde for denne utlysinga",
        "relevant thematic areas for this call",
        "thematic or subject-specific guidelines",
    )
)
CONTACT_HEADINGS = frozenset(("kontakt", "kontaktperson", "kontaktpersoner", "kontaktpersonar", "contact", "contacts"))
RESULT_HEADINGS = frozenset(
    (
        "om søknadsresultatene",
        "om søknadsresultata",
        "about the results of the application assessment process",
        "approved applications",
    )
)
OTHER_HEADINGS = frozenset(
    (
        "om utlysningen",
        "om utlysinga",
        "about the call for proposals",
        "hvem kan delta i prosjektet",
        "kven kan delta i prosjektet",
        "who can participate in the project",
        "krav til prosjektansvarlig",
        "krav til prosjektansvarleg",
        "krav til prosjektleder",
        "krav til prosjektleiar",
        "requirements relating to the project owner",
        "hva kan du søke om støtte til",
        "kva kan du søkje om støtte til",
        "what can you seek funding for",
        "scope of support",
        "obligatoriske vedlegg",
        "behandlingsprosedyre",
        "handsamingsprosedyre",
        "administrative procedures",
        "føringer og viktige forhold for alle søknadstyper i utlysningen",
        "what you can do now",
        "get to know the new application form",
    )
)
CALL_HEADINGS = (
    PURPOSE_HEADINGS
    | APPLICANT_HEADINGS
    | PARTNER_HEADINGS
    | THEME_HEADINGS
    | RESULT_HEADINGS
    | OTHER_HEADINGS
    | UPDATE_HEADINGS
)
"""Headings that only a call's page has."""

RELATED_HEADINGS = frozenset(
    (
        "relaterte utlysninger",
        "relaterte utlysingar",
        "andre utlysninger",
        "andre utlysingar",
        "flere utlysninger",
        "fleire utlysingar",
        "aktuelle utlysninger",
        "aktuelle utlysingar",
        "lignende utlysninger",
        "se også",
        "sjå også",
        "les også",
        "related calls",
        "related calls for proposals",
        "other calls",
        "other calls for proposals",
        "see also",
    )
)
"""Headings over other calls and pages: nothing under them is this call's."""
