"""The general instruments of Norwegian and European funding: schemes that are open to every theme, or to all of health.

Each kind says how a call of it is recognised, who owns such a project, who must take part, what kind of project and
which ripeness it is made for. Written from what the funders say of their standing schemes (forskningsradet.no,
"Søknadstyper"; innovasjonnorge.no, "Tjenester"; regionaleforskningsfond.no; dam.no; doga.no; the work programmes of
Horizon Europe); a record's own words on applicants, places and amounts go before this table.
"""

from __future__ import annotations

import re

from matching.general.kinds import CARE, COMPANY, OUTSIDE, PUBLIC, RESEARCH, UNIVERSITY, Kind


def _like(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


KINDS: tuple[Kind, ...] = (
    Kind(
        "pilot_helse_forprosjekt",
        "Forprosjekt til Pilot Helse",
        _like(r"(?:forprosjekt\w*|pre-?projects?)\b.{0,20}pilot\s+(?:helse|health)"),
        owners=(*CARE, *COMPANY),
        needs=(CARE, COMPANY),
        purposes={"technology": 0.6, "service": 0.4},
        stages=("idea", "pilot"),
        is_health=True,
    ),
    Kind(
        "pilot_helse",
        "Pilot Helse",
        _like(r"\bpilot\s+(?:helse|health)\b"),
        owners=(*CARE, *COMPANY),
        needs=(CARE, COMPANY),
        purposes={"technology": 0.6, "service": 0.4},
        stages=("pilot", "scaling"),
        is_health=True,
    ),
    Kind(
        "kommunal_helse",
        "Forskning og innovasjon i kommunale helse- og omsorgstjenester",
        _like(
            r"(?:forskn?ing\s+og\s+innovasjon|research\s+and\s+innovation)\b.{0,90}(?:kommunale\s+helse"
            r"|municipal\s+health)"
        ),
        owners=("kommune", "fylkeskommune", *UNIVERSITY),
        needs=(("kommune",), UNIVERSITY),
        purposes={"service": 0.8, "research": 0.2},
        stages=("pilot", "research"),
        is_health=True,
    ),
    Kind(
        "kommunalt_tilskudd",
        "Kompetanse- og innovasjonstilskudd til kommunene",
        _like(r"kompetanse-\s+og\s+innovasjonstilsk"),
        owners=("kommune",),
        needs=(("kommune",),),
        purposes={"service": 0.6, "competence": 0.4},
        stages=("idea", "pilot"),
        is_health=True,
        is_regional=True,
    ),
    Kind(
        "offentlig_forprosjekt",
        "Forprosjekt for innovasjon i offentlig sektor",
        _like(
            r"(?:forprosjekt\w*|pre-?projects?)\b.{0,60}(?:innovasjonsprosjekt\w*|innovation\s+projects?)"
            r".{0,40}(?:offentl(?:ig|eg)\s+sektor|public\s+sector|health,\s+care)"
            r"|forprosjekt\w*\b.{0,50}offentlige\s+anskaffelse"
        ),
        owners=PUBLIC,
        needs=(PUBLIC,),
        purposes={"service": 0.8, "procurement": 0.1, "competence": 0.1},
        stages=("idea", "pilot"),
    ),
    Kind(
        "offentlig_innovasjon",
        "Innovasjonsprosjekt i offentlig sektor",
        _like(
            r"innovasjonsprosjekt(?:er)?\s+i\s+offentl(?:ig|eg)|innovation\s+projects?\s+(?:for"
            r"|in)\s+the\s+public\s+sector"
            r"|(?:forskn?ing|research)\w*(?:\s+og|\s+and|-based)?\s+innova(?:sjon|tion)\b.{0,90}(?:offentl(?:ig|eg)"
            r"|public)\s+se[ck]tor"
        ),
        owners=PUBLIC,
        needs=(PUBLIC, UNIVERSITY),
        purposes={"service": 0.7, "research": 0.2, "technology": 0.1},
        stages=("pilot", "research"),
    ),
    Kind(
        "offentlig_phd",
        "Offentlig sektor-ph.d.",
        _like(
            r"offentl(?:ig|eg)\s+sektor-?ph\.?\s?d|public\s+sector\s+ph\.?\s?d"
            r"|offentlig\s+sektor\s+med\s+ansatte\s+som\s+ønsker\s+å\s+ta\s+doktorgrad"
        ),
        owners=PUBLIC,
        needs=(PUBLIC, UNIVERSITY),
        purposes={"doctorate": 1.0},
        stages=("research",),
    ),
    Kind(
        "narings_phd",
        "Nærings-ph.d.",
        _like(r"nærings-?ph\.?\s?d|industrial\s+ph\.?\s?d"),
        owners=COMPANY,
        needs=(COMPANY, UNIVERSITY),
        purposes={"doctorate": 1.0},
        stages=("research",),
    ),
    Kind(
        "samarbeidsprosjekt",
        "Kompetanse- og samarbeidsprosjekt",
        _like(
            r"samarbeidsprosjekt(?:er)?\s+for\s+å\s+møte|kompetanse-\s+og\s+samarbeidsprosjekt"
            r"|collaborative\s+(?:and\s+knowledge-building\s+)?projects?\s+to\s+meet"
        ),
        owners=UNIVERSITY,
        needs=(UNIVERSITY, OUTSIDE),
        purposes={"research": 0.8, "service": 0.2},
        stages=("research",),
    ),
    Kind(
        "kompetanse_naring",
        "Kompetansebyggende prosjekt for næringslivet",
        _like(
            r"kompetanse(?:byggende\s+)?prosjekt\w*\s+for\s+næringslivet"
            r"|(?:competence|knowledge)-?building\s+projects?\s+for\s+industry"
        ),
        owners=UNIVERSITY,
        needs=(UNIVERSITY, COMPANY),
        purposes={"research": 0.6, "growth": 0.4},
        stages=("research",),
    ),
    Kind(
        "forskerprosjekt",
        "Forskerprosjekt",
        _like(r"forskerprosjekt\w*|researcher\s+projects?|unge\s+forskertalenter|young\s+research\s+talents"),
        owners=UNIVERSITY,
        needs=(UNIVERSITY,),
        purposes={"research": 1.0},
        stages=("research",),
    ),
    Kind(
        "naring_innovasjon",
        "Innovasjonsprosjekt i næringslivet",
        _like(
            r"innovasjonsprosjekt(?:er)?\s+i\s+nærings|innovation\s+projects?\s+for\s+the\s+industrial\s+sector"
            r"|funding\s+for\s+innovation\s+projects"
        ),
        owners=COMPANY,
        needs=(COMPANY,),
        purposes={"technology": 0.5, "growth": 0.5},
        stages=("pilot", "scaling"),
    ),
    Kind(
        "skattefunn",
        "SkatteFUNN",
        _like(r"skattefunn"),
        owners=COMPANY,
        needs=(COMPANY,),
        purposes={"technology": 0.5, "growth": 0.5},
        stages=("pilot", "scaling"),
    ),
    Kind(
        "kommersialisering",
        "Kommersialisering av forskning",
        _like(r"(?:kvalifisering|kommersialisering)\b.{0,40}forskning|commerciali[sz]ation\s+projects?"),
        owners=(*UNIVERSITY, "helseforetak"),
        needs=(RESEARCH,),
        purposes={"growth": 0.6, "research": 0.4},
        stages=("scaling",),
    ),
    Kind(
        "innovasjonskontrakt",
        "Innovasjonskontrakt",
        _like(r"innovasjonskontrakt\w*"),
        owners=COMPANY,
        needs=(COMPANY, CARE),
        purposes={"technology": 0.4, "growth": 0.3, "procurement": 0.3},
        stages=("pilot", "scaling"),
    ),
    Kind(
        "oppstart",
        "Oppstartsfinansiering",
        _like(
            r"\b(?:oppstarts?(?:tilskudd|lån)|etablerertilskudd|kommersialiseringstilskudd"
            r"|tilskudd\s+til\s+kommersialisering|markedsavklaring\w*"
            r"|start-?up\s+(?:grant|loan)s?|tilskudd\s+til\s+mentor)"
        ),
        owners=("bedrift_smb",),
        needs=(("bedrift_smb",),),
        purposes={"growth": 1.0},
        stages=("idea", "scaling"),
    ),
    Kind(
        "vekst",
        "Lån, garanti og tilskudd til bedrifters vekst",
        _like(
            r"\b(?:innovasjonslån|vekstlån|vekstgaranti|distriktsrett\w+|regionale\s+distriktsmidl\w+"
            r"|distriktsutvikling\w+|miljøteknologi\w*|eksport\w*|bedriftsnettverk\w*)"
        ),
        owners=COMPANY,
        needs=(COMPANY,),
        purposes={"growth": 1.0},
        stages=("scaling",),
    ),
    Kind(
        "regional_utvikling",
        "Regionale utviklingsmidler",
        _like(r"regionale?\s+utviklingsmidl\w+|regional\s+development\s+funds?"),
        owners=("klynge", "kommune", "fylkeskommune", "helseforetak", *UNIVERSITY, *COMPANY),
        needs=(("klynge", "kommune", "helseforetak", *COMPANY),),
        purposes={"competence": 0.4, "growth": 0.2, "technology": 0.2, "service": 0.2},
        stages=("idea", "pilot"),
        head=_like(r"regionale?\s+utviklingsmidl\w+"),
        is_regional=True,
    ),
    Kind(
        "regionalt_forskningsfond",
        "Regionalt forskningsfond",
        _like(r"regionale?\s+forskn?ingsfond|\bRFF\b|offentl(?:ig|eg)\s+regionalt\s+prosjekt|kvalifiseringsprosjekt"),
        owners=("kommune", "fylkeskommune", "statlig"),
        needs=(("kommune", "fylkeskommune"), UNIVERSITY),
        purposes={"service": 0.7, "research": 0.3},
        stages=("idea", "pilot", "research"),
        head=_like(r"regionale?\s+forskn?ingsfond|\bRFF\b"),
        is_regional=True,
    ),
    Kind(
        "helseregion",
        "Innovasjonsmidler fra helseregionen",
        _like(
            r"helse\s+(?:midt|sør-øst|vest|nord)\b.{0,60}innovasjon|innovasjon\w*\b.{0,60}\bhelse\s+(?:midt|sør-øst"
            r"|vest|nord)\b"
        ),
        owners=("helseforetak",),
        needs=(("helseforetak",),),
        purposes={"service": 0.5, "technology": 0.5},
        stages=("idea", "pilot"),
        head=_like(r"helse\s+(?:midt|sør-øst|vest|nord)\b.*innovasjonsprosjekt"),
        is_health=True,
        is_regional=True,
    ),
    Kind(
        "dam",
        "Stiftelsen Dam",
        _like(r"stiftelsen\s+dam\b"),
        owners=("frivillig_org",),
        needs=(("frivillig_org",),),
        purposes={"voluntary": 0.7, "service": 0.3},
        stages=("idea", "pilot"),
        head=_like(r"stiftelsen\s+dam\b"),
        is_health=True,
    ),
    Kind(
        "design",
        "Designdrevet innovasjon",
        _like(r"designdrevet\s+innovasjon|design-?driven\s+innovation|design\s+og\s+brukerinnsikt"),
        owners=(*COMPANY, "kommune", "helseforetak"),
        needs=((*COMPANY, "kommune", "helseforetak"),),
        purposes={"service": 0.5, "technology": 0.5},
        stages=("idea",),
    ),
    Kind(
        "eu_soknad",
        "Støtte til å skrive EU-søknad",
        _like(r"(?:støtte|stønad|tilskudd|tilskot)\b.{0,30}\bEU-søknad|prosjektetableringsstøtte|\bPES\b"),
        owners=(*COMPANY, *PUBLIC, *UNIVERSITY),
        needs=((*COMPANY, *PUBLIC, *UNIVERSITY),),
        purposes={"research": 0.5, "technology": 0.5},
        stages=("idea", "research"),
    ),
    Kind(
        "eu_vekst",
        "EIC, Eurostars og lignende for bedrifter",
        _like(r"\bEIC\s+(?:accelerator|transition|pathfinder|STEP)|eurostars|innowwide|innovation\s+uptake\s+call"),
        owners=("bedrift_smb", *UNIVERSITY),
        needs=(("bedrift_smb",),),
        purposes={"growth": 0.7, "technology": 0.3},
        stages=("scaling",),
    ),
    Kind(
        "eu_forsker",
        "Forskermobilitet og nettverk i EU",
        _like(r"\bMSCA\b|marie\s+s[kc]|\bERC\s+\w+\s+grant|\bCOST\s+action"),
        owners=UNIVERSITY,
        needs=(UNIVERSITY,),
        purposes={"research": 0.9, "doctorate": 0.1},
        stages=("research",),
    ),
)
"""Most particular first: the first that fits names the call."""
