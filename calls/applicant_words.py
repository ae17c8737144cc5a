"""The funders' words for who may apply -> our codes. Tables only; reading them out of a text is `calls.applicants`.

A research organisation may be a hospital trust, but the word does not say so: it stands for universities, colleges and
institutes only.
"""

from __future__ import annotations

from calls.words import any_of

RESEARCH = ("uh_institusjon", "forskningsinstitutt")
BUSINESS = ("bedrift_smb", "bedrift_stor")
PUBLIC = ("kommune", "fylkeskommune", "helseforetak", "statlig")

APPLICANTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        r"små(?:\s*-)?\s*(?:og|and|eller|or|/)\s*mellomst(?:ore|ort)(?:\s*(?:bedrift\w*|foretak\w*|føretak\w*|verksemd\w*"
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
        r"store\s+(?:bedrift|selskap|foretak|føretak)\w*|storbedrift\w*|large\s+(?:enterprises|companies|businesses"
        r"|firms)|(?:(?:unntaksvis|også)\s+store|store\s+unntaksvis)(?!\s+(?!på\b)\w)",
        ("bedrift_stor",),
    ),
    (
        r"(?:små\s+og\s+store|store\s+og\s+små)\s+(?:bedrift|selskap|foretak|føretak)\w*|\w*bedrift(?:er|ar|ene|ane|en|a)?"
        r"|næringsliv(?:et)?(?:saktør\w*)?|næringsaktør\w*|næringslivsbedrift\w*|næringsdrivande|næringsdrivende"
        r"|trade\s+and\s+industry"
        r"|(?:business\s+and\s+industry|industry\s+and\s+business)|industr(?:y|ial\s+(?:companies|enterprises"
        r"|sector)|ien|i|ibedrift\w*)|business(?:es)?(?:\s+sector)?"
        r"|compan(?:y|ies)|enterprises?|private\s+sector|privat\s+sektor|(?:aksje)?selskap(?:er|ene|a)?|føretak|rederi(?:er)?"
        r"|foretak(?:ene)?|firms?|firma(?:er)?",
        BUSINESS,
    ),
    (
        r"(?:eier|eigar|verts|distrikts|primær)?kommun(?:e|er|ar|ane|ene|en)|municipalit(?:y|ies)|local\s+authorit(?:y|ies)|bydel(?:er"
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
        r"(?:regional\s+)?(?:health|hospital)\s+(?:trusts?|authorit(?:y|ies)|enterprises?)"
        r"|(?:regionale?\s+)?helseforetak(?:ene|et)?|(?:regionale?\s+)?helseføretak(?:a|et)?|sykehus(?:ene)?"
        r"|sjukehus(?:a)?|universitetssykehus(?:ene)?"
        r"|universitetssjukehus|(?:university\s+)?hospitals?"
        r"|spesialisthelsetjenesten|spesialisthelsetenesta",
        ("helseforetak",),
    ),
    (
        r"university\s+colleges?|higher\s+education\s+institutions?|institutions?\s+of\s+higher\s+education"
        r"|(?:gradsgivende|gradsgjevande)\s+institusjon\w*|degree-(?:conferring|awarding|granting)\s+institutions?"
        r"|institutt\w*\s+ved\s+(?:et\s+|eit\s+)?(?:universitet|høgskole|høgskule)\w*"
        r"|universitet(?:er|et|a|ene)?(?:\s*(?:og|/|,)\s*(?:høgskol|høyskol|høgskul)\w*)?|(?:høgskol|høyskol"
        r"|høgskul)(?:e|er|ar|en|ene|ane)"
        r"|universitets-\s*og\s+(?:høgskole|høyskole|høgskule)\w*|u[&h]-?(?:institusjon\w*|sektor\w*)|universit(?:y"
        r"|ies)(?:\s*(?:and|/)\s*(?:university\s+)?colleges)?"
        r"|(?:utdanningsinstitusjon|lærestad|lærested)\w*|academia",
        ("uh_institusjon",),
    ),
    (
        r"\w*forskn?ingsinstitutt\w*|institutt(?:er|et|a)?|(?:research\s+)?institutes?|instituttsektoren",
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
        r"stat(?:lig|leg)\w*\s+(?:virksomhet|verksemd|etat|organ(?!i)|aktør|sektor|myndighet|styresmakt|institusjon)\w*"
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
        r"(?:(?:aktør(?:er|ar)?|virksomhet(?:er)?|verksemd(?:er)?|organisasjon(?:er|ar)?|organi[sz]ations?|actors|bodies)\s+(?:i|in"
        r"|fra|frå|from)\s+(?:the\s+)?(?:offentlig|offentleg|public)\s+(?:sektor|sector))"
        r"|offentlig\w*\s+(?:sektor|virksomhet\w*|aktør\w*|etat\w*|organ\w*|instans\w*|myndighet\w*|forvaltning|arbeidsgiver\w*|innkjøper\w*"
        r"|institusjon\w*|oppdragsgiver\w*)"
        r"|offentleg\w*\s+(?:sektor|verksemd\w*|aktør\w*|etat\w*|organ\w*|forvaltning)"
        r"|public[\s-](?:sector(?:\s+(?:bodies|organi[sz]ations|entities))?|agenc(?:y|ies)|bod(?:y|ies)|authorit(?:y"
        r"|ies)"
        r"|administration|organi[sz]ations?|entities|enterprises)",
        PUBLIC,
    ),
)
"""Pattern of whole words -> codes. The leftmost wins, at one place the longer, of two equal ones the first here."""

ADJECTIVES = (
    r"hovedsakelig|hovudsakleg|mainly|primarily|mest|primært|særlig|særleg|spesielt|especially|unntaksvis|kun|bare|berre"
    r"|only|norske?|norwegian|godkjen(?:te|de|t)|approved|registrerte|registered|private?|public|offentl[ie]g\w*"
    r"|nasjonale?|national|internasjonale?|international|statl[ie]ge?|fylkeskommunale|kommunale"
    r"|alle|all|flere|fleire|several|andre|other|øvrige|relevante?|relevant|innovative?|yngre|unge|young|etablerte"
    r"|established|nye|new|større|mindre|enkelte|ein|en|et|eit|ett|éin|a|an|the|én|minst|at\s+least|både|either|both"
    r"|typer\s+av|types?\s+of|aktører|actors|aktørar|kvalifiserte|eligible|søker[e]?|søkjarar|applicants?|også|òg|also"
    r"|m\.?\s?fl|mv|osv|etc|etter|herunder|inkludert|inklusive|inkl|including|for\s+(?:eksempel|example)|f\.?\s?eks"
    r"|til\s+dømes|such\s+as|e\.?g|i\.?e|dvs|namely|bl\.?\s?a|blant\s+annet|mellom\s+anna|da|no|nå|derfor|dermed|kunne"
    r"|selv|sjølv|alene|åleine|alone|normalt|normally|vanligvis|usually|typisk|gjerne|jointly"
)
"""Words that may stand beside a known one without making it something else."""

QUALIFIER = (
    r"(?:(?:i|in|på|at|med|with|som|that|which|who|innenfor|innan|innen|within|fra|frå|from|under|over|av|of"
    r"|til|for|utenfor|utanfor|outside|uten|utan|without|based|located|uavhengig|uansett|regardless|registrer\w*"
    r"|registered|established|etabler(?:t|te)|hjemmehørende|heimehøyrande|basert|eid|eigd|owned|godkjent|approved"
    r"|tilknyttet|tilknytt|affiliated|ved|hos|by|from)\b|\w+ing\s)"
)
"""What may follow a known word: `bedrifter i Innlandet`, `companies developing sensors`."""

NARROWING = r"inter\w+|kommunal\w*|fylkeskommunal\w*|stat(?:lig|leg)\w*|municipal|county|state|student\w*"
"""Before a known word these may make it another kind of organisation: `interkommunale selskaper`."""

NOBODY = (
    r"(?>(?:du|dere|de|dei|dykk|den|det|dette|desse|disse|denne|følgende|følgjande|ho|han|man|vi|alle|all|andre|begge"
    r"|hvem|kven|who|you|they|it|we|this|these|those|both|others|everyone|following|i|as|in|her|here|hver|kvar|each"
    r"|same|samme|minst|one|eine|ene|parten|part(?:er|ar|s)?|part(?:ner|nar)\w*|\w*søk(?:er|ar|jar)\w*|applicants?"
    r"|prosjekt\w*|projects?|owners?|leaders?|forsker\w*|forskar\w*|researchers?|virksomhet\w*|verksemd\w*"
    r"|organisasjon\w*|organi[sz]ations?|institusjon\w*|institutions?|aktør\w*|actors?|entit(?:y|ies)|som)\b[\s,]*)++"
)
"""Words that stand for who applies without saying what kind of organisation it is; atomic, for text is hostile."""

NOT_APPLICANTS = (
    r"(?:innovasjonsprosjekt(?:er|et)?|kompetansebyggende\s+prosjekt(?:er)?|kompetanseprosjekt"
    r"|samarbeidsprosjekt(?:er)?|innovation\s+projects?|competence-building\s+projects?|collaborative\s+projects?)"
    r"\s+(?:i|in|for)\s+(?:the\s+)?(?:næringslivet|offentlig\s+sektor|industrial\s+sector|public\s+sector|industry)"
    r"|offentl[ie]g\s+sektor-ph\.?\s?d\.?|nærings-?ph\.?\s?d\.?|(?:industrial|public\s+sector)\s+ph\.?d\w*"
    r"|innovasjon\s+norge|kommunestyre\w*|universitets?forlaget|(?:fra|frå|i)\s+alle\s+fylk(?:er|e|a)"
)
"""Names that hold an applicant word without naming an applicant."""

MODAL = r"(?:(?:vil|skal|må|bør)\s+kunne|kan|må|skal|vil|bør|får|may|cannot|can't|can|must|shall|will|should)"
VERB = (
    any_of(
        " kan må skal vil bør får may can cannot can't must shall will should er var har vere være blir vert"
        " gjelder gjeld is are was be have has søker søkjer apply applies deltar deltek bidrar bidreg leverer"
        " samarbeider samarbeidar eier eig eiger trenger treng ønsker ønskjer står teller tel regnes reknast hører"
        " høyrer mottar mottek inngår oppfordres oppmodast oppmodes inviteres inviterast prioriteres prioriterast"
        " gis tildeles dekkes kreves krevst støttes støtter gir gjev yter retter rettar betaler betalar omfatter"
        " omfattar finansierer take takes participate participates join joins contribute contributes deliver"
        " delivers need needs collaborate collaborates own owns pay pays provide provides support supports receive"
        " receives serve serves act acts help kommer kjem åpner opnar helps make makes cooperate cooperates"
        " qualify qualifies do does count counts targets kunne skulle hadde ble blei fikk fekk could had were"
        " behandler handsamar vurderer avgjør avgjer leder leiar coordinate coordinates handle handles assess"
        " assesses decide decides lead leads"
    )
    + r"|\w{3,}(?:erer|eres|erast)"
)
"""Verb forms that make a line a sentence; a line without any is a list."""

APPLICANT_NOUN = (
    r"(?:(?:hoved|hovud|hovedansvarlig\s+)?(?:søkere?|søkeren|søkerne|søkjar(?:ar|en|ane)?|søkar(?:ar|en|ane)?)"
    r"|prosjektansvarl\w+|prosjekt(?:eier|eigar)\w*|(?:støtte|tilskudds|tilskots)mottak\w+"
    r"|(?:eligible\s+|lead\s+|main\s+)?applicants?|project\s+owners?|(?:grant\s+)?recipients?|beneficiar(?:y|ies))"
)
HOST = r"(?:vert|vertar|verter|vertskap|verts\w+|hosts?|host\s+institutions?)"
_FILL = (
    r"(?:(?:ikke|ikkje|not|heller|no|longer|også|òg|og|also|all|alle|both|kun|bare|only|som|as|the|an?|en|ein|selv)\s+)"
)
_WISH = r"(?:(?:særlig|særleg|spesielt|especially|particularly|strongly|gjerne|herved|hereby)\s+)"

INFINITIVE = (
    r"(?:(?<!\bå\s)(?<!\bto\s)(?:søke|søkje|søka|apply)"
    rf"|(?:stå|være|vere|bli|be|act|serve|stand|opptre)\s+{_FILL}{{0,3}}(?:{APPLICANT_NOUN}|{HOST}|eligible)"
    r"|(?:sende|levere|leggje|legge|send|submit)\s+(?:(?:inn|fram|in|én|éin|en|ein|ei|an?|one|egen|eigen|egne|eigne"
    r"|flere|fleire|several|no|more|than|up|to|one|two|five|their|own|full|fullstendig|project|proposals?)\s+){0,6}"
    r"(?:søknad(?:er|ar|en)?|prosjektskisse\w*|skisse\w*|applications?|proposals?|outlines?)"
    r"|host\s+(?:the|an?)\s+\w+|(?:eie|eige|own)\s+(?:prosjektet|the\s+project)|(?:bruke|nytte|use)\s+(?:ordning\w+"
    r"|the\s+scheme))"
)
"""What one does after a modal verb when one applies."""

RECEIVE = (
    r"(?:få|motta|ta\s+imot|receive|get|obtain|be\s+awarded)\s+(?:(?:økonomisk|a|an|the|this|public)\s+){0,2}"
    r"(?:støtte|stønad|tilskudd|tilskot|midler|midlar|penger|pengar|finansiering|lån|grants?|funding|support|money)"
)
"""What the one who applies gets; a partner may get it too, so it counts only where no partner is spoken of."""

FINITE = (
    rf"(?:(?:er|is|are)\s+{_FILL}{{0,3}}{_WISH}?(?:{APPLICANT_NOUN}|eligible(?!\s+(?:as|for)\s+(?!funding|support|grants?\b))|søkeberettig\w+"
    r"|søknadsberettig\w+|støtteberettig\w+|målgruppen?|målgruppa|(?:invited|encouraged|welcome|allowed|entitled|able)"
    r"\s+to\s+(?:apply|submit)|(?:invitert\w*|velkom\w+|oppfordret|oppmoda|kvalifisert\w*)\s+(?:til|for)\s+å\s+søk\w+)"
    rf"|(?:inviteres|inviterast|oppfordres|oppmodast|oppmodes)\s+{_WISH}?til\s+å\s+søk\w+"
    r"|(?:har|have|has)\s+(?:ikke\s+|ikkje\s+|no\s+|the\s+)?(?:rett|anledning|mulighet|moglegheit|høve|right"
    r"|opportunity)\s+(?:til\s+å|to)\s+(?:søke|søkje|apply)|(?:hører|høyrer)\s+(?:ikke\s+|ikkje\s+)?med"
    r"|(?<!\bto\s)(?:søker|søkjer|apply|applies)(?!\s+(?:to|for\s+the\s+same)\b))"
)
"""What one does or is, without a modal verb, when one applies."""

IS_APPLICANT = (
    rf"(?:\w+\s+){{0,3}}?(?:{APPLICANT_NOUN}|målgruppen?|målgruppa|target\s+groups?)\s+(?:\w+\s+){{0,4}}?"
    rf"(?:(?:er|is|are)|{MODAL}\s+(?:\w+\s+){{0,2}}?(?:være|vere|be))\s+(?:(?:ikke|ikkje|not)\s+)?"
    r"(?:fra\s+|frå\s+|from\s+)?(?P<who>.*)"
)
"""`Søkeren må være …`: who applies stands after the verb."""

IS_FOR = (
    r"(?:\w+\s+){0,2}?(?:\w*(?:utlysning|utlysing|ordning|støtte|stønad|tilskudd|tilskot|midl|tilbud|tilbod|tjeneste|teneste?|program)\w*"
    rf"|calls?(?:\s+for\s+proposals)?|schemes?|grants?|funding|competition|support|den|dette|this|it)\s+(?:(?:er|is|are"
    rf"|{MODAL}(?:\s+(?:bli|be))?|blir|vert)\s+)?{_FILL}{{0,3}}"
    r"(?:(?:åpen|åpent|open|ope|opa|rettet|retta|forbeholdt|forbehalde|beregnet|berekna|ment|meint|tilgjengelig"
    r"|tilgjengeleg|aimed|directed|targeted|restricted|limited|available|intended|reserved|granted|awarded|given|gis|gitt"
    r"|gjevast|tildeles|tildelt|utbetales|retter\s+seg|rettar\s+seg)\s+(?:(?:kun|bare|berre|only|primært|mainly)\s+)?"
    r"(?:mot|til|at|for|to|towards)|forbeholdt|forbehalde|tildeles|gjelder(?:\s+for)?|gjeld(?:\s+for)?|targets|for)\s+(?P<who>.*)"
)
"""`Utlysningen er åpen for …`: the call is the subject, and whom it is for stands last."""

LIKEWISE = (
    r"(?:det\s+(?:samme|same|også|òg)?\s*(?:gjelder|gjeld)|the\s+same\s+(?:applies|goes))\s+(?:også\s+|òg\s+)?"
    r"(?:for\s+|to\s+)?(?P<who>.*)|(?:det|so)\s+(?:kan|may|can)\s+(?:også\s+|òg\s+|og\s+)?(?P<too>.*)"
)
"""A clause that says of others what the one before it said."""

SENT_BY = (
    rf"(?:søknad\w*|skisse\w*|applications?|proposals?|outlines?)\s+(?:{MODAL}\s+)?(?:be\s+|bli\s+)?(?:sendes|sendast"
    r"|leveres|leverast|fremmes|submitted|sent|sendt)\s+(?:inn\s+)?(?:av|fra|frå|by|from)\s+(?P<who>.*)"
)
INVITED = (
    r"(?:vi|we)\s+(?:inviterer|oppfordrer|oppmodar|ønsker|invite|encourage)\s+(?P<who>.*?)\s+(?:til\s+å|å|to)\s+"
    r"(?:søke|søkje|apply)\b.*"
)
WHO_NAMED = (IS_APPLICANT, IS_FOR, SENT_BY, INVITED)
"""Clauses that name who applies elsewhere than as the subject of a verb of applying."""

YOU_ARE = r"(?:hvis|dersom|viss|når|if)\s+(?:du|dere|de|dykk|you)\s+(?:er|are)\s+(?P<who>.*)"
"""`Du kan søke hvis du er …`: counts where the clause before said that one may apply."""

ALSO_NOT = r"(?P<who>.*?)\s+(?:cannot|can't|(?:kan|må|may|can|must)(?:\s+(?:ikke|ikkje|not))?)(?:\s+det)?"
"""`…, men kommuner kan`: a clause that has its verb in the one before it."""

SUBORDINATE = (
    r"(?:dersom|hvis|viss|når|før|innan|if|when|before|unless|provided|så\s+lenge|med\s+mindre|fordi|because|slik\s+at|so\s+that"
    r"|without|uten\s+å|utan\s+å)\b"
)
"""Opens a clause that only limits what another one says."""

EXCEPT = (
    r"[\s,(]{0,3}\b(?:unntatt|unnateke|unnatatt|med\s+unntak\s+(?:av|for)|bortsett\s+fr[aå]|except(?:\s+for)?|excluding"
    r"|with\s+the\s+exception\s+of|ekskludert|other\s+than)\b|\s*[,(]\s*(?:men\s+|og\s+|and\s+|but\s+)?(?:ikke|ikkje"
    r"|not)\b(?!\s+(?:bare|kun|berre|only)\b)"
)
WITH = (
    r"(?:(?:i|in)\s+(?:\w+\s+)?(?:samarbeid|collaboration|cooperation|partnership|partnarskap|partnerskap)"
    r"|sam[ma][ea]n\s+med|together\s+with|jointly\s+with|collaborat\w+\s+with|på\s+vegn?er?\s+av|on\s+behalf\s+of"
    r"|for\s+å|in\s+order\s+to|(?:og|and)\s+(?:ha|være|vere|have|be|kunne|må|skal|must)\b)"
)
"""Opens words on whom one applies with or for, or on what for: they name no applicant."""
