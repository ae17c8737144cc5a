"""What kind of project a profile is: who owns it, who takes part, what it is made of, and how ripe it is.

Read from the words of the profile in bokmål, nynorsk or English, by tables of word beginnings. A table that knows no
word of a profile says nothing of it, and then every share of the fit that rests on it is neutral.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from matching.eligible.applicant_text import phrases
from matching.general.kinds import HEALTH, Purpose, Stage
from matching.places import counties_of
from matching.profiles import Cluster, Profile


def _begins(*words: str) -> re.Pattern[str]:
    """Matches any word that begins so; a blank stands for a blank."""
    return re.compile(r"(?<!\w)(?:" + "|".join(words).replace(" ", r"\s+") + ")", re.IGNORECASE)


PURPOSES: dict[Purpose, re.Pattern[str]] = {
    "technology": _begins(
        r"teknolog|techno|\w*teknologi|digital|sensor|virtuel|VR\b|plattform|platform|programvare|software|app\b"
        r"|KI\b|AI\b",
        r"kunstig intellig|artificial intellig|maskinlær|machine learn|algorit|video|robot|medisinsk utstyr"
        r"|medical device",
        r"medtech|telemedisin|telemedicine|telecare|remote monitor|\w*måling(?:ar|er)?\b|ultralyd|ultrasound"
        r"|verktøy\b|tool\b",
        r"\w*testpanel|test panel|gentest|genetic test|\w*dispens|helsedata|health data|e-helse|smart|immersiv|simuler",
        r"simulation|diagnos|biomark|bioteknolog|biotech|genom|farmakogen|pharmacogen|hurtigtest|rapid test",
    ),
    "service": _begins(
        r"tjenest|tenest|\w*tjeneste|\w*teneste|service|team|\w*forløp|pathway|samhandl|samarbeid|behandling"
        r"|treatment|omsorg",
        r"care\b|pårørende|pårørande|carer|relatives|oppfølging|follow-up|hjemme|heime|home|turnus|roster|bemann|staff",
        r"oppgavedel|oppgåvedel|task sh|rehabiliter|utskriv|discharge|sykehjem|sjukeheim|nursing|rutine|routine"
        r"|lavterskel",
        r"lågterskel|legevakt|ambulan|forebyg|førebyg|prevent",
    ),
    "research": _begins(
        r"\w*forsk|research|studie|study\b|studies|randomis|effektmåling|etterprøv|valider|validat|evaluer|evaluat",
        r"klinisk dok|klinisk stud|clinical (?:stud|trial|evid)|treffsikker|accuracy|undersøk|examine|hypotes"
        r"|kunnskapshull",
        r"kunnskapshol|epidemiolog",
    ),
    "growth": _begins(
        r"vekst|growth|eksport|export|kommersiali|commerciali|oppstart|start-?up|gründer|investor|kapital|capital"
        r"|risikokap",
        r"venture|prototyp|CE-merk|CE mark|markedsintro|marknadsintro|sal(?:g|et)\b|sales|skaler|scale-?up|forretning",
        r"business model",
    ),
    "competence": _begins(
        r"\w*kompetanse|competence|skills|opplæring|\w*trening|training|kurs\b|course|utdanning|education|lære"
        r"|læring|learn",
        r"fasilit|facilit|nettverk|network|rekrutt|recruit|mentor|capacity build|prosessled|prosessleii|program"
        r"(?!var|mer)",
    ),
    "procurement": _begins(
        r"\w*anskaff|\w*innkjøp|procure|purchas|leverandørutv|supplier dev|markedsdialog|marknadsdialog|market dialog",
        r"innovasjonspart|innovation partner|(?:felles|sams|joint) kjøp|kjøp\b|buying|public buyer",
    ),
    "doctorate": _begins(r"ph\.?\s?d|doktorgrad|doctora|doktorand|stipendiat|forskerutdann|forskarutdann"),
    "voluntary": _begins(
        r"frivillig|volunt|likemann|likeperson|peer support|brukerorg|brukarorg|pasientorg|patient assoc|lokallag"
    ),
}
"""Beginnings of words that tell what a project is made of."""

STAGES: dict[Stage, re.Pattern[str]] = {
    "idea": _begins(r"idé|ide\b|idea|behovskart|forstudie|forprosjekt|pre-?project|utforsk|explor|konsept|concept"),
    "pilot": _begins(
        r"\w*prøv|test|pilot|utvikl|develop|trial|try\b|demonstr|innfør|introduc|ta i bruk|tek i bruk|deploy"
    ),
    "scaling": _begins(
        r"spre\b|spred|spreiing|skaler|scale|vidareutvikl|videreutvikl|implementer|vekst|growth|eksport|export"
        r"|kommersiali",
        r"commerciali|utrull|roll-?out",
    ),
    "research": _begins(
        r"\w*forsk|research|studie|study\b|studies|ph\.?\s?d|doktorgrad|doctora|etterprøv|valid|evaluer|evaluat"
        r"|undersøk",
        r"examine",
    ),
}
"""Beginnings of words that tell how ripe a project is."""

_VERB = re.compile(
    r"\b(?:eier|eig|er|is|leder|leiar|leier|koordinerer|coordinates?|leads?|owns?|har|has|styrer)\b", re.IGNORECASE
)
_CLUSTER = re.compile(r"\bklyng[ea]n?\b|\bthe cluster\b", re.IGNORECASE)
_FULL = 3  # words of a purpose that make it all of what they can make it
_TITLE = 2  # times that a word of the title or a keyword counts


@dataclass(frozen=True)
class Project:
    """owners: who would own it, by the profile's words, else its first partner. present: kinds of organisation in it.

    purposes and stages: from 0 to 1 each, by how many words tell of them. is_health: whether it is about health.
    counties: where it is; empty when nobody says. least and most: NOK wanted, None when not stated.
    """

    owners: frozenset[str]
    present: frozenset[str]
    purposes: Mapping[Purpose, float]
    stages: Mapping[Stage, float]
    is_health: bool
    counties: frozenset[str]
    least: int | None
    most: int | None


def read_project(profile: Profile, cluster: Cluster) -> Project:
    """What a profile says of its kind."""
    kinds = {member.key: member.types for member in cluster.members}
    members = [code for key in profile.members if key in kinds for code in kinds[key]]
    present = tuple(dict.fromkeys((*profile.partner_types, *members)))
    often = "\n".join((profile.title, *profile.keywords))
    text = "\n".join((often, profile.description))
    return Project(
        owners=_owners(profile.owner_role, present),
        present=frozenset(present),
        purposes={key: _share(like, often, text) for key, like in PURPOSES.items()},
        stages={key: _share(like, often, text) for key, like in STAGES.items()},
        is_health=HEALTH.search(text) is not None,
        counties=frozenset(counties_of(profile.region or cluster.region)),
        least=profile.amount_min_nok,
        most=profile.amount_max_nok,
    )


def _share(like: re.Pattern[str], often: str, text: str) -> float:
    """How much of a project some words make, from 0 to 1: each word once, those of `often` more."""
    everywhere = {match.group().casefold() for match in like.finditer(text)}
    first = {match.group().casefold() for match in like.finditer(often)}
    return min((len(everywhere) + (_TITLE - 1) * len(first)) / _FULL, 1.0)


def _owners(role: str, present: tuple[str, ...]) -> frozenset[str]:
    """Kinds of organisation that own the project: those named before the first verb of the profile's words on it, else
    all that these name, else the first of its partners, who is put first for that."""
    for words in (_VERB.split(role)[0], role):
        named = {code for _, _, codes in phrases(words) for code in codes}
        if _CLUSTER.search(words):
            named.add("klynge")
        if named:
            return frozenset(named)
    return frozenset(present[:1])
