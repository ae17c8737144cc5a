"""What narrows or opens the funder's words on applicants beyond the kind of organisation. Tables, and reading by them.

`Kommuner kan søke` settles the matter; `Kommuner med under 10 000 innbyggere kan søke` leaves a condition that no
table of ours can judge. A sentence is plain when nothing is left of it but known applicants and words of applying, so
a condition that nobody thought of counts as one.
"""

from __future__ import annotations

import re

from calls.applicant_words import APPLICANT_NOUN, INFINITIVE, MODAL

EVERYBODY = (
    "Bedrifter, kommuner, fylkeskommuner, helseforetak, universiteter, forskningsinstitutter, frivillige"
    " organisasjoner, klynger, privatpersoner og statlige virksomheter kan søke."
)
"""Said after a text, it leaves out just those whom the text has shut out."""

NARROW_PHRASE = re.compile(
    r"gründer|oppstart|nyetablert|start-?\s?up|entrepreneur|etablerer|vekstbedrift|scale-?\s?up|mikro|micro|rederi"
    r"|gradsg[ij]|degree-|institutt\w* ved|universitetss[yj]|university hospital|direktorat|departement|directorate"
    r"|ministr|bydel|(?:eier|eigar|verts|distrikts|primær)kommun|(?:bruker|brukar|pasient)organisasjon"
    r"|(?:lag og )?forening(?:er|ar)|stiftelser|charit|bedriftsnettverk|næringsdriv|små og mikro"
    r"|\b(?!bedrift|nærings|industri)\w+bedrift",
    re.IGNORECASE,
)
"""Known words for applicants that hold for some of their kind only: not every small company is a start-up."""

NATIONWIDE = re.compile(
    r"\b(?:(?:i|fra|frå|over) (?:hele|heile) (?:landet|norge|noreg)|(?:i|fra|frå) alle (?:landets )?fylke[rt]?"
    r"|uansett hvor i landet|uavhengig av hvor i landet|(?:across|from|in) (?:the whole of|all of|all parts of) norway"
    r"|throughout norway|landsdekk(?:ende|ande) ordning)\b",
    re.IGNORECASE,
)
"""How a text says that applicants may be anywhere in Norway."""

APPROVED = re.compile(
    r"\b(?:approved|godkjen(?:te|de))\s+(?:as\s+)?(?:norwegian\s+|norske?\s+)?(?=forsk|research)"
    r"|\b(?:som\s+er\s+|that\s+are\s+|which\s+are\s+)?(?:godkjen(?:t|te|de)\s+(?:som\s+)?|approved\s+(?:as\s+)?)"
    r"(?:forskn?ingsorganisasjon\w*|research\s+organi[sz]ations?)",
    re.IGNORECASE,
)
"""Of research organisations that Forskningsrådet has approved. Universities and accredited university colleges are
approved without asking; hospital trusts are when they have research among their tasks, institutes when they are on the
list (forskningsradet.no, "Godkjente forskningsorganisasjoner")."""

ASIDE = re.compile(
    r",?\s*\b(?:mens|medan|men|while|whereas|but)\b[^.;]*\b(?:partner|partnar)\w*[^.;]*"
    r"|,?\s*\b(?:uansett|uavhengig av|regardless of|irrespective of)\b[^.;,]*"
    r"|,?\s*(?:og|and)\s+(?:prosjektleder\w*|prosjektleiar\w*|the project manager)\b[^.;]*"
    r"|\b(?:registrer(?:t|te)|registered)\s+(?:i|in)\s+(?:norge|noreg|norway|enhetsregisteret|einingsregisteret)\b"
    r"|\bi enhetsregisteret\b|\b(?:med|with an?)\s+(?:norsk|norwegian)\s+(?:organisasjonsnummer"
    r"|organi[sz]ation number)\b"
    r"|,?\s*\b(?:innen|frå|fra|by|until|within)\s+(?:den\s+)?\d+\.?\s*\w+(?:\s+\d{4})?"
    r"|(?:\bom\s+|\bfor\s+)?(?:\b(?:inntil|opptil|opp\s+til|maks\w*|up\s+to)\s+)?(?:\b(?:NOK|kr)\.?\s*)?\d[\d .,]*"
    r"(?:-\s*\d[\d .,]*)?"
    r"(?:mill(?:ioner|ionar|ions?)?\.?\s*)?(?:kroner|kr|NOK|euros?|EUR)\b(?:\s+(?:per|pr\.?|i)\s+(?:år|prosjekt"
    r"|søknad)\w*)?"
    r"|\b(?:om|for)\s+(?:\w+\s+)?(?:støtte|tilskudd|tilskot|midler|midlar|penger|pengar|finansiering|funding|grants?)\b"
    r"(?:\s+(?:til|for|to)\s+(?:(?!\b(?:som|med|under|over|når|dersom|hvis|minst|yngre|eldre|i|in|that|which|with"
    r"|if)\b)[^.;])*(?=[.;]|$))?"
    r"|\bprivate?\s+(?=bedrift|selskap|foretak|compan|enterpris)"
    r"|,?\s*også\s+store\b|\bom samme (?:behov|søknad)\b|\bom én søknad\b",
    re.IGNORECASE,
)
"""Remarks that narrow nothing. Every member is an organisation registered in Norway."""

HARMLESS = re.compile(
    r"\b(?:" + MODAL + "|" + INFINITIVE + r"|søker?e?n?e?|søkjer?|søkjar(?:ar|en|ane)?|apply|applies|applicants?"
    "|"
    + APPLICANT_NOUN
    + r"|er|are|is|være|vere|be|stå|bli|alle|all|flere|fleire|både|either|both|en|ein|ei|et|eit|ett"
    r"|én|éin|the|an?|minst én|at least one|norske?|norwegian|også|òg|also|og|and|or|eller|samt|som|to|for|til|i norge"
    r"|i noreg|in norway|(?:kun|bare|berre|only|utelukkende)(?! for )|typer|kinds? of|types? of|(?:av"
    r"|of) alle størrelser"
    r"|of all sizes|of any size|i alle (?:sektorer|bransjer|næringer)|in all (?:sectors|industries)|gjerne|aleine"
    r"|åleine"
    r"|alene|alone|sammen|saman|together|jointly|hører med(?: her| også)?|høyrer med|eligible|støtteberettigede?"
    r"|målgruppen?|utlysningen|utlysinga|ordningen|ordninga|tilskuddet|tilskotet|tjenesten|tenesta|the call|åpen|open"
    r"|opa|ope|rettet mot|retta mot|aimed at|gjelder|gjeld|midler|støtten|stønaden|gis|gjevast|går|tildeles"
    r"|forbeholdt|forbehalde|reserved|støtte|tilskudd|tilskot|midlar|om|dette|det)\b",
    re.IGNORECASE,
)
"""Words that may stand beside an applicant without narrowing who it is."""

OPEN = re.compile(
    r"\b(?:m\.?\s?fl|med flere|med fleire|og andre|og liknende|og lignende|bl(?:ant)?\.?\s?a(?:nnet)?|mellom anna"
    r"|særlig"
    r"|f\.?\s?eks|for eksempel|til dømes|særleg|hovedsak\w*|hovudsak\w*|primært|først og fremst|i første rekke|spesielt"
    r"|fortrinnsvis|typisk|normalt|vanligvis|unntak\w*|prioriter\w*|oppfordr\w*|and others|etc|mv|osv|such as|e\.?g"
    r"|mainly"
    r"|primarily|especially|in particular|normally|typically|usually|exceptions?|including|herunder|inkludert|blant dem"
    r"|medsøk\w*|co-applicants?|foreløpig\w*|førebels|preliminary)\b",
    re.IGNORECASE,
)
"""Words by which a list of applicants says that it is not the whole list, or that it is a preference."""

DEMAND = re.compile(
    r"\b(?:må|skal|krav\w*|krev\w*|forutset\w*|føreset\w*|betinge\w*|vilkår\w*|forbehold\w*|must|shall|requir\w*"
    r"|provided"
    r"|conditions?|have to|has to|needs? to|innvilg\w*|dersom|hvis|viss|if|unless|only if|bare hvis)\b",
    re.IGNORECASE,
)
"""Words by which a sentence asks something of somebody."""

ON_OTHERS = re.compile(
    r"^(?:\w+\s+){0,2}?(?:prosjekt(?!ansv|eier|eigar)\w*|projects?(?! owner| promoter)\b|søknad\w*|applications?"
    r"|proposals?|partner\w*|partnar\w*|samarbeid\w*|midl\w*|støtte\w*|tilskudd\w*|tilskot\w*|kunde\w*|pilotkunde\w*"
    r"|leverandør\w*|skisse\w*|forsker\w*|forskar\w*|kandidat\w*|researchers?|candidates?|samme|hver|kvar|each|every)\b"
    r"|\b(?:delta(?:r|s)?|deltek|medvirker?|medverkar?|partnere?|partnarar?|partners?|være med|vere med|take part"
    r"|participate)\b",
    re.IGNORECASE,
)
"""Sentences that ask something of the project, its people or its partners, not of the organisation that applies."""

PARTNER_ONLY = re.compile(
    r"^(?P<who>.*?)\b(?:kan|may|can)\s+(?:(?:bare|kun|berre|only)\s+)?(?:være|vere|delta\s+som|be|join\s+as"
    r"|take\s+part\s+as)"
    r"\s+(?:med\s+som\s+)?(?P<role>partner\w*|partnar\w*|samarbeidspart\w*)(?P<rest>.*)$",
    re.IGNORECASE,
)
"""Who may be a partner; that they may not apply is said by `bare` before it or `men ikke søker` after."""

NOT_APPLYING = re.compile(
    r"\b(?:bare|kun|berre|only)\b|\b(?:ikke|ikkje|not)\b[^.;]*\b(?:søk\w*|appl\w*|prosjektansvarl\w*)", re.IGNORECASE
)

ASKS_WITH = re.compile(
    r",?\s*\b(?:(?:i|in)\s+(?:\w+\s+)?(?:samarbeid|collaboration|cooperation|partnership)(?:\s+(?:med|with))?"
    r"|sam[ma][ea]n\s+med|together\s+with|jointly\s+with|på\s+vegn?er?\s+av|on\s+behalf\s+of)\b[^.;]*",
    re.IGNORECASE,
)
"""Whom one applies with. It asks for a partner, which is another rule's matter."""

SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[A-ZÆØÅ])|\n")
