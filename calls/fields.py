"""Every column of a call, described once: dtype, unit, allowed values, meaning, Norwegian label, CommonGrants counterpart.

Schema, store, page headings, workbook headings, glossary and data dictionary are made from this table.
Meanings follow CommonGrants OpportunityBase 0.4.0 where it has a counterpart; Norwegian specifics are its customFields.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from calls.tongue import note, say

Dtype = Literal["text", "long_text", "int", "bool", "datetime", "date", "json"]

STATUSES = ("forecasted", "open", "closed", "cancelled")
LIVE_STATUSES = ("forecasted", "open")
"""Of a call that one may apply for, or await."""
DEADLINE_TYPES = ("fixed", "rolling", "until_spent", "staged", "cut_off", "guaranteed")
LANGUAGES = ("nb", "nn", "en")
NORWAY = ("yes", "probable", "unknown", "no")
"""Whether a programme is open to Norway. `no` only where a rule that is certain says so."""
INSTRUMENTS = ("grant", "loan", "guarantee", "tax_deduction", "advice", "network", "equity")
APPLICANT_TYPES = (
    "bedrift_smb",
    "bedrift_stor",
    "kommune",
    "fylkeskommune",
    "helseforetak",
    "uh_institusjon",
    "forskningsinstitutt",
    "frivillig_org",
    "klynge",
    "privatperson",
    "statlig",
)

WORDS_NB = {
    "forecasted": note("kommende"),
    "open": note("åpen"),
    "closed": note("lukket"),
    "cancelled": note("avlyst"),
    "fixed": note("fast frist"),
    "rolling": note("løpende"),
    "until_spent": note("til midlene er brukt opp"),
    "staged": note("flere trinn"),
    "cut_off": note("tellende frister"),
    "guaranteed": note("garantifrist"),
    "grant": note("tilskudd"),
    "loan": note("lån"),
    "guarantee": note("garanti"),
    "tax_deduction": note("skattefradrag"),
    "advice": note("rådgivning"),
    "network": note("nettverk"),
    "equity": note("egenkapital"),
    "bedrift_smb": note("små og mellomstore bedrifter"),
    "bedrift_stor": note("store bedrifter"),
    "kommune": note("kommuner"),
    "fylkeskommune": note("fylkeskommuner"),
    "helseforetak": note("helseforetak"),
    "uh_institusjon": note("universiteter og høgskoler"),
    "forskningsinstitutt": note("forskningsinstitutter"),
    "frivillig_org": note("frivillige organisasjoner"),
    "klynge": note("klynger"),
    "privatperson": note("privatpersoner"),
    "statlig": note("statlige virksomheter"),
    "yes": note("ja"),
    "probable": note("trolig"),
    "unknown": note("ikke avklart"),
    "no": note("nei"),
    "nb": note("bokmål"),
    "nn": note("nynorsk"),
    "en": note("engelsk"),
}
"""Our codes in readers' words (bokmål)."""


@dataclass(frozen=True)
class Field:
    """One column. `name` is the same in the store, in JSON and in Python."""

    name: str
    dtype: Dtype
    label_nb: str
    meaning: str
    unit: str = ""
    allowed: tuple[str, ...] = ()
    required: bool = False
    common_grants: str = ""

    @property
    def label(self) -> str:
        """What the reader knows the column by, in the reader's tongue."""
        return say(self.label_nb)


# A table reads as a table: one column a line, however long.
# fmt: off
CALL: tuple[Field, ...] = (
    Field("source", "text", "Kilde", "Key of the source that lists the call.", required=True),
    Field("source_id", "text", "Id hos kilden", "The source's own stable key of the call.", required=True),
    Field("api_id", "text", "Id i kildens grensesnitt", "The identifier in the source's search interface.", common_grants="customFields.sourceFacts"),
    Field("url", "text", "Lenke", "Canonical address of the funder's page.", required=True, common_grants="source"),
    Field("title", "text", "Tittel", "Title in the funder's words.", required=True, common_grants="title"),
    Field("summary", "long_text", "Sammendrag", "The funder's lead or purpose.", common_grants="description"),
    Field("full_text", "long_text", "Full tekst", "Headings and body of the call, one block a line, chrome removed.", common_grants="description"),
    Field("lang", "text", "Språk", "Language of the text.", allowed=LANGUAGES, required=True, common_grants="customFields.language"),
    Field("twin_url", "text", "Samme utlysning på annet språk", "Address of the same call in another language.", common_grants="customFields.language"),
    Field("funder", "text", "Finansiør", "Who decides and pays.", required=True, common_grants="customFields.funder"),
    Field("scheme", "text", "Støtteordning", "The standing arrangement that the call belongs to.", common_grants="customFields.programme"),
    Field("application_type", "text", "Søknadstype", "The funder's application type.", common_grants="customFields.programme"),
    Field("instrument", "text", "Virkemiddel", "Kind of support.", allowed=INSTRUMENTS, common_grants="customFields.programme"),
    Field("themes", "json", "Temaer", "Parts of the call with their own amount or target group: name, amount_nok, target_group, text.", common_grants="customFields.programme"),
    Field("status", "text", "Status", "Where in its life the call is, by the funder's word; by its dates where the funder gives no word.", allowed=STATUSES, common_grants="status.value"),
    Field("status_text", "text", "Status hos finansiøren", "The funder's status words.", common_grants="status.description"),
    Field("opens_at", "datetime", "Åpner", "First moment to apply.", unit="UTC", common_grants="keyDates.postDate"),
    Field("deadline_at", "datetime", "Søknadsfrist", "The next moment by which one must apply, seen from the night; the last one when all are past.", unit="UTC", common_grants="keyDates.closeDate"),
    Field("deadlines", "json", "Alle frister", "Every dated deadline: at (UTC), type, label, text, clock (stated, inferred, or listed: the time in the funder's index, which may be rewritten), is_closed.", common_grants="keyDates.otherDates"),
    Field("deadline_type", "text", "Fristtype", "How the deadlines work.", allowed=DEADLINE_TYPES, common_grants="customFields.deadlineType"),
    Field("deadline_text", "text", "Frist med finansiørens ord", "The funder's words on when one must apply, all rows.", common_grants="customFields.deadlineType"),
    Field("other_dates", "json", "Andre datoer", "Dated rows that are not ours to meet: label, text, date (null when vague).", common_grants="keyDates.otherDates"),
    Field("project_start_earliest_date", "date", "Tidligste prosjektstart", "Earliest permitted project start.", unit="Europe/Oslo", common_grants="keyDates.otherDates"),
    Field("project_start_latest_date", "date", "Seneste prosjektstart", "Latest permitted project start.", unit="Europe/Oslo", common_grants="keyDates.otherDates"),
    Field("project_end_latest_date", "date", "Seneste prosjektslutt", "Latest permitted project completion.", unit="Europe/Oslo", common_grants="keyDates.otherDates"),
    Field("budget_nok", "int", "Ramme", "All the money on offer; the upper end where a range is given.", unit="NOK", common_grants="funding.totalAmountAvailable"),
    Field("award_floor_nok", "int", "Minste beløp", "Least one applicant may get or ask for.", unit="NOK", common_grants="funding.minAwardAmount"),
    Field("award_ceiling_nok", "int", "Høyeste beløp", "Most one applicant may get or ask for.", unit="NOK", common_grants="funding.maxAwardAmount"),
    Field("budget_eur", "int", "Ramme i euro", "All the money on offer, where the funder gives it in euro.", unit="EUR", common_grants="funding.totalAmountAvailable"),
    Field("award_floor_eur", "int", "Minste beløp i euro", "Least one applicant may get, where the funder gives it in euro.", unit="EUR", common_grants="funding.minAwardAmount"),
    Field("award_ceiling_eur", "int", "Høyeste beløp i euro", "Most one applicant may get, where the funder gives it in euro.", unit="EUR", common_grants="funding.maxAwardAmount"),
    Field("awards_expected", "int", "Ventet antall tildelinger", "How many awards the funder expects to make.", common_grants="funding.estimatedAwardCount"),
    Field("funding_rate_pct", "int", "Støttegrad", "Greatest share of costs covered.", unit="percent", common_grants="customFields.costSharing"),
    Field("duration_min_months", "int", "Korteste varighet", "Shortest project.", unit="months"),
    Field("duration_max_months", "int", "Lengste varighet", "Longest project.", unit="months"),
    Field("applicant_types", "json", "Hvem kan søke", "Our codes for who may apply, in the order of the code list; empty when the words are not understood.", allowed=APPLICANT_TYPES, common_grants="acceptedApplicantTypes"),
    Field("applicant_text", "long_text", "Hvem kan søke, finansiørens ord", "The funder's words on who may apply.", common_grants="customFields.eligibilityCriteria"),
    Field("target_groups", "json", "Målgruppe", "The funder's words on whom the call is aimed at.", common_grants="customFields.eligibilityCriteria"),
    Field("is_partner_required", "bool", "Krever partnere", "Whether one must apply with partners; null when the page does not say.", common_grants="customFields.consortium"),
    Field("partner_text", "long_text", "Krav til partnere", "The funder's words on partners.", common_grants="customFields.consortium"),
    Field("regions", "json", "Geografi", "County numbers (SSB Klass 104) or place words that the call is limited to; empty means the whole country or not stated.", common_grants="customFields.geography"),
    Field("programme", "text", "Program", "The programme that pays, in the funder's words, from the widest to the narrowest.", common_grants="customFields.programme"),
    Field("parent_id", "text", "Del av", "The funder's identifier of what the call is part of: a topic of a programme, or the project that passes the money on.", common_grants="customFields.programme"),
    Field("norway", "text", "Åpen for Norge", "Whether applicants in Norway may get money under the programme's rules; null where the funder is Norwegian.", allowed=NORWAY, common_grants="customFields.geography"),
    Field("norway_text", "text", "Hvorfor åpen for Norge", "What that rests on, in bokmål.", common_grants="customFields.geography"),
    Field("contact", "json", "Kontakt", "The call's published contact point: text, email, phone.", common_grants="customFields.contactInfo"),
    Field("change_notes", "json", "Finansiørens endringer", "The funder's own notices and update list: date (null when not given), text.", common_grants="customFields.additionalInfo"),
    Field("results", "json", "Resultat", "Published outcome: sought_nok, awarded_nok, applications, awards, rows."),
    Field("first_seen_at", "datetime", "Først sett", "When the night that first listed the call began.", unit="UTC", required=True, common_grants="createdAt"),
    Field("last_seen_at", "datetime", "Sist sett", "When the newest night that listed the call began.", unit="UTC", required=True, common_grants="customFields.sourceFacts"),
    Field("is_listed", "bool", "Står i listen", "Whether the call counts as listed: until four whole lists in a row have lacked it.", required=True),
    Field("layout", "text", "Sideoppsett", "Which layout of the source was read; null when only the list was."),
    Field("evidence", "json", "Belegg", "Per column: the funder's words (text), label, quote and the page (url) they stand on; for opens_at also clock (stated, inferred or listed).", common_grants="customFields.sourceFacts"),
    Field("content_hash", "text", "Innholdsavtrykk", "SHA-256 of what the funder says (every column but the seen-at ones), hex.", required=True),
    Field("parser_version", "text", "Leserversjon", "Version of the rules that read the page.", required=True),
)
# fmt: on

BY_NAME = {column.name: column for column in CALL}
NAMES = tuple(column.name for column in CALL)
SEEN_COLUMNS = ("first_seen_at", "last_seen_at", "is_listed")
"""Columns that say when we saw a call; they are not part of its content and never make a new version."""


def word_nb(code: str) -> str:
    """Our code in the reader's words (calls.tongue). KeyError for a code that has none."""
    return say(WORDS_NB[code])
