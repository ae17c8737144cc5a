"""Sentences written for the glossary's tests: the same meaning in three languages, and words that look alike."""

from __future__ import annotations

from typing import NamedTuple


class Same(NamedTuple):
    """One meaning three times, and the concepts that all three must be found to hold."""

    nb: str
    nn: str
    en: str
    concepts: tuple[str, ...]


class Apart(NamedTuple):
    """A sentence that must not be taken to be about a concept, though a word looks like it."""

    lang: str
    sentence: str
    concept: str


SAME = (
    Same(
        "Velferdsteknologi skal gjøre det tryggere å bo hjemme.",
        "Velferdsteknologien skal gjere det tryggare å bu heime.",
        "Assistive technology should make it safer to live at home.",
        ("velferdsteknologi",),
    ),
    Same(
        "Kommunen tilbyr digital hjemmeoppfølging til personer med kols og diabetes.",
        "Kommunen tilbyr digital heimeoppfølging til personar med kols og diabetes.",
        "The municipality offers remote patient monitoring to people with COPD and diabetes.",
        ("kommune", "digital hjemmeoppfølging", "kols", "diabetes"),
    ),
    Same(
        "Demensomsorgen trenger flere dagtilbud og mer støtte til pårørende.",
        "Demensomsorga treng fleire dagtilbod og meir støtte til pårørande.",
        "Dementia care needs more day centres and more support for informal carers.",
        ("demens", "dagtilbud", "pårørende"),
    ),
    Same(
        "Vi vil bedre den psykiske helsen til barn og unge.",
        "Vi vil betre den psykiske helsa til barn og unge.",
        "We want to improve the mental health of children and young people.",
        ("psykisk helse", "barn og unge"),
    ),
    Same(
        "Eldre med sammensatte behov faller ofte mellom to stoler når de skrives ut.",
        "Eldre med samansette behov fell ofte mellom to stolar når dei blir skrivne ut.",
        "Older people with complex needs often fall between two stools when they are discharged.",
        ("eldre", "multisykdom"),
    ),
    Same(
        "Hjemmesykepleien bruker sensorer og videokonsultasjoner i oppfølgingen.",
        "Heimesjukepleia bruker sensorar og videokonsultasjonar i oppfølginga.",
        "Home nursing uses sensors and video consultations in its follow-up.",
        ("hjemmetjeneste", "sensor", "telemedisin"),
    ),
    Same(
        "Sykehuset prøver ut kunstig intelligens som beslutningsstøtte i akuttmottaket.",
        "Sjukehuset prøver ut kunstig intelligens som avgjerdsstøtte i akuttmottaket.",
        "The hospital tries out artificial intelligence for decision support in the emergency department.",
        ("sykehus", "kunstig intelligens", "beslutningsstøtte", "akuttkjede"),
    ),
    Same(
        "Prehospitale tjenester må utvikles sammen med legevakten.",
        "Prehospitale tenester må utviklast saman med legevakta.",
        "Prehospital services must be developed together with out-of-hours care.",
        ("prehospital", "legevakt"),
    ),
    Same(
        "Prosjektet handler om rehabilitering etter hjerneslag.",
        "Prosjektet handlar om rehabilitering etter hjerneslag.",
        "The project is about rehabilitation after stroke.",
        ("rehabilitering", "hjerneslag"),
    ),
    Same(
        "Hverdagsrehabilitering gir eldre mer mestring.",
        "Kvardagsrehabilitering gir eldre meir meistring.",
        "Reablement gives older adults better self-efficacy.",
        ("hverdagsrehabilitering", "eldre", "mestring"),
    ),
    Same(
        "Fastlegene og spesialisthelsetjenesten må samarbeide om pasientforløpet.",
        "Fastlegane og spesialisthelsetenesta må samarbeide om pasientforløpet.",
        "General practitioners and specialist health services must cooperate on the patient pathway.",
        ("fastlege", "spesialisthelsetjeneste", "pasientforløp"),
    ),
    Same(
        "Bedre legemiddelhåndtering på sykehjem gir økt pasientsikkerhet.",
        "Betre legemiddelhandtering på sjukeheim gir auka pasienttryggleik.",
        "Better medication management in nursing homes increases patient safety.",
        ("legemiddelbruk", "sykehjem", "pasientsikkerhet"),
    ),
    Same(
        "Midlene går til forskning på kvinners helse, blant annet endometriose.",
        "Midlane går til forsking på kvinners helse, mellom anna endometriose.",
        "The funds go to research on women's health, including endometriosis.",
        ("forskning", "kvinnehelse"),
    ),
    Same(
        "Ensomhet er en risiko for dårlig livskvalitet.",
        "Einsemd er ein risiko for dårleg livskvalitet.",
        "Loneliness is a risk for poor quality of life.",
        ("ensomhet", "livskvalitet"),
    ),
    Same(
        "Folkehelsearbeid handler om forebygging og fysisk aktivitet.",
        "Folkehelsearbeid handlar om førebygging og fysisk aktivitet.",
        "Public health work is about prevention and physical activity.",
        ("folkehelse", "forebygging", "fysisk aktivitet"),
    ),
    Same(
        "Vi ser på sosiale helseforskjeller og levevaner.",
        "Vi ser på ulikskap i helse og levevanar.",
        "We look at health inequalities and lifestyle.",
        ("sosial ulikhet i helse", "livsstil"),
    ),
    Same(
        "Tjenestedesign og samskaping er metoder i offentlig innovasjon.",
        "Tenestedesign og samskaping er metodar i offentleg innovasjon.",
        "Service design and co-creation are methods of public sector innovation.",
        ("tjenestedesign", "samskaping", "offentlig innovasjon"),
    ),
    Same(
        "Innovative anskaffelser krever god markedsdialog.",
        "Innovative innkjøp krev god marknadsdialog.",
        "Innovation procurement requires a good market dialogue.",
        ("innovative anskaffelser",),
    ),
    Same(
        "Spredning av løsninger fra én kommune til en annen går sakte.",
        "Spreiing av løysingar frå éin kommune til ein annan går sakte.",
        "Scaling up innovation from one municipality to another is slow.",
        ("spredning av innovasjon", "kommune"),
    ),
    Same(
        "Implementeringen må følges av evaluering og gevinstrealisering.",
        "Implementeringa må følgjast av evaluering og gevinstrealisering.",
        "Implementation must be followed by evaluation and benefits realisation.",
        ("implementering", "evaluering", "gevinstrealisering"),
    ),
    Same(
        "Klyngen bygger en testfasilitet for helseteknologi.",
        "Klynga bygger ein testfasilitet for helseteknologi.",
        "The cluster organisation builds a test facility for health technology.",
        ("klynge", "testfasilitet", "helseteknologi"),
    ),
    Same(
        "Oppstartsbedrifter kan få hjelp til kommersialisering.",
        "Oppstartsbedrifter kan få hjelp til kommersialisering.",
        "Start-ups can get help with commercialisation.",
        ("oppstart", "kommersialisering"),
    ),
    Same(
        "Små og mellomstore bedrifter i helsenæringen vil ut på eksportmarkedet.",
        "Små og mellomstore bedrifter i helsenæringa vil ut på eksportmarknaden.",
        "SMEs in the health industry want to export.",
        ("små og mellomstore bedrifter", "helsenæring", "eksport"),
    ),
    Same(
        "Offentlig-privat samarbeid om nye forretningsmodeller.",
        "Offentleg-privat samarbeid om nye forretningsmodellar.",
        "Public-private partnership on new business models.",
        ("offentlig-privat samarbeid", "forretningsmodell"),
    ),
    Same(
        "Sykepleiere trener med virtuell virkelighet i simuleringssenteret.",
        "Sjukepleiarar trener med virtuell røyndom i simuleringssenteret.",
        "Nurses practise with virtual reality in the simulation centre.",
        ("sykepleie", "virtuell virkelighet", "simulering"),
    ),
    Same(
        "Rekruttering av helsepersonell og heltidskultur er vår største utfordring.",
        "Rekruttering av helsepersonell og heiltidskultur er den største utfordringa vår.",
        "Recruitment of health personnel and a full-time culture is our greatest challenge.",
        ("rekruttering av helsepersonell", "heltid"),
    ),
    Same(
        "Oppgavedeling mellom yrkesgrupper krever kompetanseutvikling.",
        "Oppgåvedeling mellom yrkesgrupper krev kompetanseutvikling.",
        "Task sharing between professions calls for competence development.",
        ("oppgavedeling", "kompetanse"),
    ),
    Same(
        "Desentraliserte tjenester sparer pasientene for lange pasientreiser.",
        "Desentraliserte tenester sparer pasientane for lange pasientreiser.",
        "Decentralised services spare patients long patient travel.",
        ("desentraliserte helsetjenester", "pasient", "pasienttransport"),
    ),
    Same(
        "Tidlig innsats mot skolefravær er et lavterskeltilbud.",
        "Tidleg innsats mot skulefråvær er eit lågterskeltilbod.",
        "Early intervention against school absence is a low-threshold service.",
        ("tidlig innsats", "skolefravær", "lavterskeltilbud"),
    ),
    Same(
        "Barnevernet og skolehelsetjenesten følger opp vold i nære relasjoner.",
        "Barnevernet og skulehelsetenesta følgjer opp vald i nære relasjonar.",
        "Child welfare and the school health service follow up domestic violence.",
        ("barnevern", "helsestasjon", "vold i nære relasjoner"),
    ),
    Same(
        "Frivillige organisasjoner og lokalsamfunnet skaper møteplasser.",
        "Frivillige organisasjonar og lokalsamfunnet skaper møteplassar.",
        "Voluntary organisations and the local community create meeting places.",
        ("frivillig sektor", "nærmiljø", "stedsutvikling"),
    ),
    Same(
        "Helsedata skal deles uten å svekke personvernet.",
        "Helsedata skal delast utan å svekkje personvernet.",
        "Health data must be shared without weakening privacy.",
        ("helsedata", "personvern"),
    ),
    Same(
        "Informasjonssikkerhet er et krav til pasientjournalen.",
        "Informasjonstryggleik er eit krav til pasientjournalen.",
        "Information security is a requirement for the electronic health record.",
        ("informasjonssikkerhet", "elektronisk pasientjournal"),
    ),
    Same(
        "Maskinlæring og språkmodeller skal testes i klinikken.",
        "Maskinlæring og språkmodellar skal testast i klinikken.",
        "Machine learning and language models will be tested in the clinic.",
        ("maskinlæring", "språkmodell"),
    ),
    Same(
        "Persontilpasset medisin bygger på genomikk og biobanker.",
        "Persontilpassa medisin bygger på genomikk og biobankar.",
        "Personalised medicine rests on genomics and biobanks.",
        ("persontilpasset medisin", "genomikk", "biomarkør"),
    ),
    Same(
        "Kreftpasienter deltar i en klinisk studie.",
        "Kreftpasientar deltek i ein klinisk studie.",
        "Cancer patients take part in a clinical trial.",
        ("kreft", "klinisk studie"),
    ),
    Same(
        "Sjeldne diagnoser trenger bedre diagnostikk.",
        "Sjeldne diagnosar treng betre diagnostikk.",
        "Rare diseases need better diagnostics.",
        ("sjeldne sykdommer", "diagnostikk"),
    ),
    Same(
        "Antibiotikaresistens er en trussel, og smittevernet må styrkes.",
        "Antibiotikaresistens er ein trussel, og smittevernet må styrkast.",
        "Antimicrobial resistance is a threat, and infection prevention must be strengthened.",
        ("antibiotikaresistens", "smittsomme sykdommer"),
    ),
    Same(
        "Helseberedskapen ble satt på prøve under pandemien.",
        "Helseberedskapen vart sett på prøve under pandemien.",
        "Health preparedness was put to the test during the pandemic.",
        ("helseberedskap", "pandemi"),
    ),
    Same(
        "Palliativ behandling i hjemmet for pasienter med kroniske smerter.",
        "Palliativ behandling i heimen for pasientar med kroniske smerter.",
        "Palliative care at home for patients with chronic pain.",
        ("palliativ", "smerte"),
    ),
    Same(
        "Tannhelse og ernæring hos skrøpelige eldre.",
        "Tannhelse og ernæring hos skrøpelege eldre.",
        "Oral health and nutrition in frail older people.",
        ("tannhelse", "ernæring", "skrøpelig"),
    ),
    Same(
        "Overvekt og fedme blant ungdom.",
        "Overvekt og fedme blant ungdom.",
        "Overweight and obesity among adolescents.",
        ("overvekt", "barn og unge"),
    ),
    Same(
        "Behandling av rusavhengighet krever brukermedvirkning.",
        "Behandling av rusavhengnad krev brukarmedverknad.",
        "Treatment of drug addiction requires user involvement.",
        ("rusavhengighet", "pasientmedvirkning"),
    ),
    Same(
        "Prosjektet skal motvirke utenforskap blant flyktninger.",
        "Prosjektet skal motverke utanforskap blant flyktningar.",
        "The project will counter social exclusion among refugees.",
        ("inkludering", "migrasjon"),
    ),
    Same(
        "Forskerprosjekter vurderes av et fagpanel.",
        "Forskarprosjekt blir vurderte av eit fagpanel.",
        "Researcher projects are assessed by an expert panel.",
        ("forskerprosjekt", "vurderingskriterie"),
    ),
    Same(
        "Støtte til offentlig sektor-ph.d. gis til arbeidsgiveren.",
        "Støtte til offentleg sektor-ph.d. går til arbeidsgivaren.",
        "Support for a public sector PhD goes to the employer.",
        ("offentlig sektor-ph.d.", "arbeidsliv"),
    ),
    Same(
        "Konsortiet må levere en datahåndteringsplan.",
        "Konsortiet må levere ein datahandteringsplan.",
        "The consortium must deliver a data management plan.",
        ("konsortium", "åpen forskning"),
    ),
    Same(
        "Utlysningen har søknadsfrist i september og krever egenfinansiering.",
        "Utlysinga har søknadsfrist i september og krev eigenfinansiering.",
        "The call for proposals has an application deadline in September and requires co-financing.",
        ("utlysning", "søknadsfrist", "egenfinansiering"),
    ),
    Same(
        "Universiteter og forskningsinstitutter kan søke om forskningsinfrastruktur.",
        "Universitet og forskingsinstitutt kan søkje om forskingsinfrastruktur.",
        "Universities and research institutes can apply for research infrastructure.",
        ("forskningsinstitutt", "forskningsinfrastruktur"),
    ),
    Same(
        "Forskningsrådet og Innovasjon Norge lyser ut midler sammen.",
        "Forskingsrådet og Innovasjon Noreg lyser ut midlar saman.",
        "The Research Council of Norway and Innovation Norway announce funding together.",
        ("forskningsrådet", "innovasjon norge"),
    ),
    Same(
        "Horisont Europa har et europeisk partnerskap for helse.",
        "Horisont Europa har eit europeisk partnarskap for helse.",
        "Horizon Europe has a European Partnership for health.",
        ("horisont europa", "europeisk partnerskap"),
    ),
    Same(
        "Fylkeskommunen støtter regionale prosjekter i distriktene.",
        "Fylkeskommunen støttar regionale prosjekt i distrikta.",
        "The county council supports regional projects in rural areas.",
        ("fylkeskommune", "distrikt"),
    ),
    Same(
        "Næringslivet og akademia går sammen om en innovasjonskontrakt.",
        "Næringslivet og akademia går saman om ein innovasjonskontrakt.",
        "Industry and academia join in an innovation contract.",
        ("næringsliv", "forskningsinstitutt", "innovasjonskontrakt"),
    ),
    Same(
        "Sirkulær økonomi og gjenvinning av batterier.",
        "Sirkulær økonomi og gjenvinning av batteri.",
        "Circular economy and the recycling of batteries.",
        ("sirkulær økonomi", "batteri"),
    ),
    Same(
        "Havbruk, fiskeri og marin forskning langs kysten.",
        "Havbruk, fiskeri og marin forsking langs kysten.",
        "Aquaculture, fisheries and marine research along the coast.",
        ("havbruk", "hav"),
    ),
    Same(
        "Landbruket må kutte klimagassutslipp.",
        "Landbruket må kutte utslepp av klimagassar.",
        "Agriculture must cut greenhouse gas emissions.",
        ("landbruk", "klima"),
    ),
    Same(
        "Hydrogen og havvind i energisystemet.",
        "Hydrogen og havvind i energisystemet.",
        "Hydrogen and offshore wind in the energy system.",
        ("hydrogen", "vindkraft", "energi"),
    ),
    Same(
        "Kollektivtransport og trafikksikkerhet i byene.",
        "Kollektivtransport og trafikktryggleik i byane.",
        "Public transport and road safety in cities.",
        ("kollektivtransport", "veitransport", "by"),
    ),
    Same(
        "Kulturarv og museer skaper tilhørighet i bygda.",
        "Kulturarv og museum skaper tilhøyrsle i bygda.",
        "Cultural heritage and museums create a sense of belonging in rural communities.",
        ("kulturarv", "kultur", "tilhørighet", "distrikt"),
    ),
    Same(
        "Beredskap mot flom og skred.",
        "Beredskap mot flaum og skred.",
        "Preparedness for floods and landslides.",
        ("samfunnssikkerhet", "naturfare"),
    ),
    Same(
        "Likestilling og mangfold i arbeidslivet.",
        "Likestilling og mangfald i arbeidslivet.",
        "Gender equality and diversity in working life.",
        ("likestilling", "mangfold", "arbeidsliv"),
    ),
    Same(
        "Skoler og barnehager arbeider med livsmestring.",
        "Skular og barnehagar arbeider med livsmeistring.",
        "Schools and kindergartens work with life skills.",
        ("skole", "barnehage", "livskvalitet"),
    ),
    Same(
        "Avanserte materialer og kvanteteknologi for industrien.",
        "Avanserte material og kvanteteknologi for industrien.",
        "Advanced materials and quantum technologies for industry.",
        ("materialteknologi", "kvanteteknologi", "næringsliv"),
    ),
    Same(
        "Universell utforming for personer med funksjonsnedsettelse.",
        "Universell utforming for personar med funksjonsnedsetjing.",
        "Universal design for people with disabilities.",
        ("funksjonsnivå",),
    ),
    Same(
        "Samhandlingen i helsefellesskapet skal gi færre reinnleggelser.",
        "Samhandlinga i helsefellesskapet skal gi færre reinnleggingar.",
        "Collaboration between hospitals and municipalities should give fewer readmissions.",
        ("samhandling", "reinnleggelse"),
    ),
    Same(
        "Tverrfaglige team utvikler klinisk beslutningsstøtte.",
        "Tverrfaglege team utviklar klinisk avgjerdsstøtte.",
        "Multidisciplinary teams develop clinical decision support.",
        ("tverrfaglig team", "beslutningsstøtte"),
    ),
)

APART = (
    Apart("nb", "Den russiske delegasjonen kom i går.", "rusavhengighet"),
    Apart("nb", "Resultatet blir lydigere med årene.", "akustikk"),
    Apart("nb", "Vi samler materiell sammen med dem samme dag.", "urfolk"),
    Apart("nb", "De samme reglene gjelder for dem som søker.", "demens"),
    Apart("nb", "Over halvparten har fått over ti millioner.", "lege"),
    Apart("nb", "Lederen ble en legende i bransjen.", "lege"),
    Apart("nb", "Legemiddelfirmaet la fram tallene.", "lege"),
    Apart("nb", "Billige varer selger best.", "veitransport"),
    Apart("nb", "Kunstige søtstoffer er billige.", "kultur"),
    Apart("nb", "Etterforskningen av ulykken fortsetter.", "forskning"),
    Apart("nb", "Søkeren må bekrefte opplysningene.", "kreft"),
    Apart("nb", "Kurven flater ut.", "opplæring"),
    Apart("nb", "Varene var på vei til butikken.", "prosjektperiode"),
    Apart("nb", "Tilbudet er skreddersydd for hver søker.", "naturfare"),
    Apart("nb", "Det er naturlig at rommene er åpne.", "naturmangfold"),
    Apart("nb", "Vi åpner rommene klokka åtte.", "mangfold"),
    Apart("nb", "Kari har ki til nye oppgaver, sa hun.", "kunstig intelligens"),
    Apart("nb", "Snekkeren la et nav på hjulet.", "nav"),
    Apart("nn", "Dei same reglane gjeld for alle saman.", "urfolk"),
    Apart("nn", "Dei hadde god kraft i armane.", "kreft"),
    Apart("en", "This is a requirement of everyday life.", "life-programmet"),
    Apart("en", "Applicants at the age of 18 or more may apply.", "aldring"),
    Apart("en", "Who may apply for it is told below.", "ikt"),
    Apart("en", "The proposal must be carefully prepared.", "omsorg"),
    Apart("en", "It is easy to apply.", "det europeiske sosialfondet"),
    Apart("en", "The public is invited.", "forskningsformidling"),
    Apart("en", "It is a minor change of no importance.", "mangfold"),
    Apart("en", "Customers choose the product themselves.", "grensekontroll"),
    Apart("en", "The product is sold to customers.", "effektivisering"),
    Apart("en", "The method delivers results in seconds.", "delte stillinger"),
    Apart("en", "Delivering on time is what counts.", "arbeidspakke"),
    Apart("en", "Facilities are open to all.", "innovasjonskompetanse"),
    Apart("en", "Of course, the physical distance matters.", "fysikk"),
    Apart("en", "It will be built over the course of a year.", "opplæring"),
    Apart("en", "The applicant must use the electronic form.", "mikroelektronikk"),
    Apart("en", "The trains depart in the direction of Oslo.", "lovgivning"),
)
