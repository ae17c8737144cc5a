"""The funders' words for who may apply -> our codes. Tables only; reading them out of a text is `calls.terms`.

A research organisation may be a hospital trust, but the word does not say so: it stands for universities, colleges and
institutes only.
"""

from __future__ import annotations

RESEARCH = ("uh_institusjon", "forskningsinstitutt")
BUSINESS = ("bedrift_smb", "bedrift_stor")
PUBLIC = ("kommune", "fylkeskommune", "helseforetak", "statlig")

APPLICANTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        r"små(?:\s*-)?\s*(?:og|and|/)\s*mellomst(?:ore|ort)(?:\s*(?:bedrift\w*|foretak\w*|føretak\w*|verksemd\w*"
        r"|virksomhet\w*))?"
        r"|små(?:\s+og\s+mikro)?\s*bedrift\w*|mellomstore\s+bedrift\w*|SMB(?:-?\w+)?|SMEs?|small\s*(?:and|or|-|/"
        r"|to)\s*medium(?:[- ]?sized)?"
        r"(?:\s+(?:enterprises?|companies|businesses|firms))?|small\s+(?:enterprises|companies|businesses)"
        r"|mikrobedrift\w*|micro-?\s?enterprises"
        r"|gründer(?:e|ar|ane|bedrift\w*)?|oppstartsbedrift\w*|oppstartbedrift\w*|oppstartsselskap\w*"
        r"|nyetablert\w*\s+(?:bedrift|selskap)\w*"
        r"|start-?\s?ups?(?:\s+(?:companies|enterprises))?|startup-?\w*|entrepreneurs?|etablerer\w*|vekstbedrift\w*"
        r"|scale-?ups?",
        ("bedrift_smb",),
    ),
    (
        r"(?:små\s+og\s+store|store\s+og\s+små)\s+(?:bedrift|selskap|foretak|føretak)\w*|bedrift(?:er|ar|ene|ane)?"
        r"|\w*(?:leverandør|industri|teknologi)bedrift(?:er|ar)?"
        r"|næringsliv(?:et)?(?:saktør\w*)?|næringsaktør\w*|næringslivsbedrift\w*|næringsdrivande|næringsdrivende"
        r"|trade\s+and\s+industry"
        r"|(?:business\s+and\s+industry|industry\s+and\s+business)|industr(?:y|ial\s+(?:companies|enterprises"
        r"|sector)|ien|i|ibedrift\w*)|business(?:es)?(?:\s+sector)?"
        r"|compan(?:y|ies)|enterprises?|private\s+sector|privat\s+sektor|selskap(?:er|ene|a)?|føretak"
        r"|foretak(?:ene)?|firms?|firma(?:er)?",
        BUSINESS,
    ),
    (
        r"store\s+(?:bedrift|selskap|foretak|føretak)\w*|storbedrift\w*|large\s+(?:enterprises|companies|businesses"
        r"|firms)",
        ("bedrift_stor",),
    ),
    (
        r"kommun(?:e|er|ar|ane|ene|en)|municipalit(?:y|ies)|primærkommun\w*|local\s+authorit(?:y|ies)|bydel(?:er"
        r"|ar)?",
        ("kommune",),
    ),
    (
        r"fylkeskommun(?:e|er|ar|ane|ene|en)|fylke(?:r|ne)?|county\s+(?:municipalit(?:y|ies)|authorit(?:y|ies)"
        r"|councils?)|counties",
        ("fylkeskommune",),
    ),
    (
        r"kommune\s*(?:/|og|eller)\s*fylkeskommune|(?:municipalities|municipal)\s+and\s+county\s+(?:municipalities"
        r"|authorities)"
        r"|kommunesektoren|kommunal\s+sektor|kommunale\s+(?:verksemder|virksomheter|aktører)|municipal\s+sector",
        ("kommune", "fylkeskommune"),
    ),
    (
        r"(?:regionale?\s+)?helseforetak(?:ene|et)?|(?:regionale?\s+)?helseføretak(?:a|et)?|sykehus(?:ene)?"
        r"|sjukehus(?:a)?|universitetssykehus(?:ene)?"
        r"|universitetssjukehus|(?:university\s+)?hospitals?|(?:regional\s+)?(?:health|hospital)\s+(?:trusts?"
        r"|authorit(?:y|ies)|enterprises?)"
        r"|spesialisthelsetjenesten|spesialisthelsetenesta",
        ("helseforetak",),
    ),
    (
        r"universitet(?:er|et|a|ene)?(?:\s*(?:og|/|,)\s*(?:høgskol|høyskol|høgskul)\w*)?|(?:høgskol|høyskol"
        r"|høgskul)(?:e|er|ar|en|ene|ane)"
        r"|universitets-\s*og\s+(?:høgskole|høyskole|høgskule)\w*|u[&h]-?(?:institusjon\w*|sektor\w*)|universit(?:y"
        r"|ies)(?:\s*(?:and|/)\s*(?:university\s+)?colleges)?"
        r"|university\s+colleges?|higher\s+education\s+institutions?|institutions?\s+of\s+higher\s+education"
        r"|(?:utdanningsinstitusjon|lærestad|lærested)\w*|academia",
        ("uh_institusjon",),
    ),
    (
        r"(?:forsk(?:n)?ingsinstitutt|forskingsinstitutt)\w*|research\s+institutes?|instituttsektoren",
        ("forskningsinstitutt",),
    ),
    (
        r"(?:forskningsorganisasjon|forskingsorganisasjon|forskningsinstitusjon|forskingsinstitusjon"
        r"|forskningsmiljø|forskingsmiljø)\w*"
        r"|research\s+(?:organi[sz]ations?|institutions?|communities|performing\s+organi[sz]ations)|FoU-?(?:miljø"
        r"|institusjon|aktør)\w*|kunnskapsinstitusjon\w*",
        RESEARCH,
    ),
    (
        r"(?:frivillig\w*|ideell\w*)(?:\s*(?:og|/|,|eller)\s*(?:frivillig\w*|ideell\w*))?(?:\s+(?:organisasjon\w*"
        r"|lag(?:\s+og\s+foreninger)?|aktør\w*|verksemd\w*|virksomhet\w*|sektor|foreining\w*|forening\w*"
        r"|stiftelse\w*))?"
        r"|frivillighet(?:en)?|NGOs?|non-?\s?governmental\s+organi[sz]ations?|voluntary\s+(?:organi[sz]ations?"
        r"|sector)|non-?\s?profits?(?:\s+organi[sz]ations?)?"
        r"|not-for-profit\s+organi[sz]ations|civil\s+society(?:\s+organi[sz]ations)?|sivilsamfunn(?:et|s\w*)?"
        r"|(?:bruker|pasient|brukar)organisasjon\w*|(?:lag\s+og\s+)?forening(?:er|ar)|stiftelser|charit(?:y|ies)",
        ("frivillig_org",),
    ),
    (
        r"(?:næringsklyng|klyng)(?:e|er|a|ene|ane|jer|jar)|klyngeorganisasjon\w*"
        r"|(?:business\s+)?clusters?(?:\s+organi[sz]ations?)?|bedriftsnettverk\w*",
        ("klynge",),
    ),
    (
        r"privatperson(?:er|ar)?|enkeltperson(?:er)?|einskildperson(?:ar|er)?|enkeltpersonar|individuals?"
        r"|private\s+(?:persons|individuals)|private\s+citizens",
        ("privatperson",),
    ),
    (
        r"statlig\w*(?:\s+(?:virksomhet\w*|etat\w*|organ\w*|aktør\w*|sektor|myndighet\w*|institusjon\w*))?"
        r"|statleg\w*(?:\s+(?:verksemd\w*|etat\w*|organ\w*|aktør\w*))?"
        r"|direktorat(?:er|et|ene|a)?|departement(?:er|et|ene)?|ministr(?:y|ies)|directorates?|(?:state|national"
        r"|central\s+government|government)\s+(?:agenc(?:y|ies)|bodies|institutions|authorities)",
        ("statlig",),
    ),
    (
        r"(?:aktører|aktørar|virksomheter|verksemder|bedrifter|bedrifter|organisations|actors)\s+(?:i|in|fra|frå"
        r"|from)\s+(?:the\s+)?(?:næringslivet|industry|private\s+sector)",
        BUSINESS,
    ),
    (
        r"(?:(?:aktører|aktørar|virksomheter|verksemder|organisasjoner|organi[sz]ations|actors|bodies)\s+(?:i|in"
        r"|fra|frå|from)\s+(?:the\s+)?(?:offentlig|offentleg|public)\s+(?:sektor|sector))"
        r"|offentlig\w*\s+(?:sektor|virksomhet\w*|aktør\w*|etat\w*|organ\w*|instans\w*|myndighet\w*|forvaltning"
        r"|institusjon\w*|oppdragsgiver\w*)"
        r"|offentleg\w*\s+(?:sektor|verksemd\w*|aktør\w*|etat\w*|organ\w*|forvaltning)"
        r"|public\s+(?:sector(?:\s+(?:bodies|organi[sz]ations|entities))?|agenc(?:y|ies)|bod(?:y|ies)|authorit(?:y"
        r"|ies)"
        r"|administration|organi[sz]ations?|entities|enterprises)",
        PUBLIC,
    ),
)
"""Pattern of whole words -> codes. Where two patterns fit at one place the longer text wins."""

ADJECTIVES = (
    r"hovedsakelig|hovudsakleg|mainly|primarily|primært|særlig|særleg|spesielt|especially|unntaksvis|kun|bare|berre"
    r"|only|norske?|norwegian|godkjen(?:te|de|t)|approved|registrerte|registered|private?|public|offentlig\w*"
    r"|nasjonale?|national|internasjonale?|international"
    r"|alle|all|flere|fleire|several|andre|other|øvrige|relevante?|relevant|innovative?|yngre|unge|young|etablerte"
    r"|established|nye|new|større|mindre|enkelte|ein|en|et|eit|a|an|the|én|minst|både|either|both"
    r"|typer|types|of|som|aktører|actors|aktørar|kvalifiserte|eligible|søker[e]?|søkjarar|applicants?|også|also|med"
    r"|flere|m\.?\s?fl|mv|osv|etc|etter"
)
"""Words that may stand beside a known one in a list without making it something else."""

QUALIFIER = (
    r"(?:i|in|på|at|med|with|som|that|which|who|innenfor|innan|innen|within|fra|frå|from|under|over|av|of"
    r"|til|for|utenfor|outside|based|located|uavhengig|regardless)\b"
)
"""What may follow a known word in a list: `bedrifter i Innlandet`, `bedrifter under fem år`."""

NOT_APPLICANTS = (
    r"(?:innovasjonsprosjekt(?:er|et)?|kompetansebyggende\s+prosjekt(?:er)?|kompetanseprosjekt"
    r"|samarbeidsprosjekt(?:er)?|innovation\s+projects?|competence-building\s+projects?|collaborative\s+projects?)"
    r"\s+(?:i|in|for)\s+(?:the\s+)?(?:næringslivet|offentlig\s+sektor|industrial\s+sector|public\s+sector|industry)"
    r"|offentlig\s+sektor-ph\.?\s?d\.?|nærings-?ph\.?\s?d\.?|(?:industrial|public\s+sector)\s+ph\.?d\w*"
    r"|innovasjon\s+norge|kommunestyre\w*|universitets?forlaget"
)
"""Names that hold an applicant word without naming an applicant."""
