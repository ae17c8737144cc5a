"""Texts on who may apply, by what they give: codes of `calls.fields.APPLICANT_TYPES` or the groups of the test, over
the texts that give them, one a line. ` / ` stands for a line break.
"""

from __future__ import annotations

SAID = {
    "bedrift": """
        Søkeren må være en bedrift.
        En bedrift må stå som søker, mens kommuner og sykehus kan være partnere.
        In cooperation with universities, institutes and hospitals, companies may apply.
        Bedrifter i kommuner med under 5000 innbyggere kan søke.
        Bedrifter som samarbeider med kommuner, kan søke.
        Companies that work with municipalities may apply.
        Bedrifter som kan dokumentere behov i helseforetak, kan søke.
        Bedrifter som ikke har fått støtte før, kan søke.
        Bedrifter, men ikke kommuner, kan søke.
        We invite companies to apply.
        Maritime bedrifter kan søke.
        Universitetet i Oslo koordinerer utlysningen. Bedrifter kan søke.
        Bare bedrifter som eies av kommuner, kan søke.
        Bedrifter eid av kommuner kan søke.
        Prosjektene skal være rettet mot kommuner. Bedrifter kan søke.
        You may apply if you are a company registered in Norway.
        Du kan søke hvis du er en bedrift.
        For bedrifter
        Både små og store bedrifter kan søke
        Foretak (bedrifter) som er registrert i Foretaksregisteret kan søke.
        Bedrifter som har en forskningsorganisasjon som partner, kan søke.
        Bedriften er søker, og forskningsinstituttet er partner.
        Tjenesten er for bedrifter.
        Tilskuddet er rettet mot etablerte bedrifter.
        Et universitet må godkjenne kandidaten. Bedrifter søker.
        Companies in the health industry may apply.
        Bedrifter, unntatt bedrifter i vanskeligheter
        Bare bedrifter kan søke om Innovasjonsprosjekt i offentlig sektor
        Ikke bare bedrifter kan søke
        """,
    "bedrift_smb": """
        Ordningen er forbeholdt små og mellomstore bedrifter.
        Alle bedrifter kan søke, unntatt store selskaper.
        Bedrifter, unntatt store selskaper, kan søke.
        Små og mellomstore bedrifter (SMB) kan søke.
        SMEs are particularly encouraged to apply.
        Tilbudet gjelder for gründere og oppstartsbedrifter.
        Søkerne skal være små eller mellomstore bedrifter.
        Alle bedrifter unntatt store selskaper
        """,
    "bedrift_stor": """
        Storbedrifter
        """,
    "kommune": """
        Norwegian municipalities are eligible for funding. Companies are not eligible for funding.
        Interkommunale selskaper må la en eierkommune stå som søker.
        Kommuner kan søke, alene eller på vegne av andre. Helseforetak kan være partner når det går på tvers.
        Det er bare kommuner som kan søke.
        It is municipalities that can apply.
        En kommune må være prosjektansvarlig, og minst to bedrifter må delta.
        Utlysninga er retta mot kommunar.
        Støtten kan tildeles kommuner.
        Kommuner kan motta støtte.
        I samarbeid med bedrifter kan kommuner søke.
        Together with companies, municipalities may apply.
        Kommuner kan i samarbeid med bedrifter søke om midler.
        Kommuner kan på vegne av bedrifter søke om midler.
        Kommuner kan søke, men ikke fylkeskommuner.
        Kommuner (ikke fylkeskommuner) kan søke.
        Både bedrifter, kommuner og forskningsorganisasjoner kan delta, men bare kommuner kan søke.
        Both companies and municipalities may take part; the applicant must be a municipality.
        Kommuner kan søke og bedrifter kan delta.
        Kommuner kan søke, bedrifter kan være partnere.
        Når forprosjektet er innvilget, kan kommuner søke.
        Hvem kan søke? Kommuner. Hvem kan delta? Bedrifter og helseforetak.
        Søkere: kommuner / Partnere: bedrifter
        Museer og kommuner kan søke.
        Kommunane har høve til å søkje.
        Bedrifter deltar som leverandører. Kommuner er søkere.
        Kommuner må søke gjennom fylkeskommunen.
        Fylkeskommunen behandler søknadene. Kommuner kan søke.
        kommuner kan søke. bedrifter kan delta.
        KOMMUNER KAN SØKE. BEDRIFTER KAN IKKE SØKE.
        Vi samarbeider med helseforetak. Kommuner kan søke.
        Kommuner kan eie prosjektet. Bedrifter kan leie ut utstyr.
        Kommuner kan søke dersom helseforetak deltar.
        The call for proposals is aimed at municipalities.
        Bedrifter kan verken søke eller motta støtte. Kommuner kan søke.
        Helseforetak er utelukket fra å søke. Kommuner kan søke.
        Statlige virksomheter kan ikke søke, men kommuner kan.
        En kommune kan søke for flere kommuner.
        Kommunar kan søkje saman med forskingsorganisasjonar og helseføretak.
        Prosjekteier skal være en kommune.
        Kommuner i Innlandet
        Kommuner kan søke i samarbeid med bedrifter. Bedrifter kan ikke søke.
        Kommuner kan søke. Bedrifter må delta med egne midler.
        """,
    "kommune fylkeskommune": """
        I denne utlysningen kan kommuner og fylkeskommuner søke.
        Søkjaren må vere ein kommune eller ein fylkeskommune.
        Kommuner kan søke. Det samme gjelder fylkeskommuner.
        Kommuner kan søke, og det samme gjelder fylkeskommuner.
        Målgruppen for utlysningen er kommuner og fylkeskommuner.
        Kommuner, fylkeskommuner, osv.
        Kommuner, alene eller i samarbeid med andre, og fylkeskommuner kan søke.
        For kommuner og fylkeskommuner.
        Kommuner og/eller fylkeskommuner kan søke
        """,
    "helseforetak": """
        hospital trusts
        Det er berre helseføretak som kan søkje.
        The applicant must be a hospital trust.
        Companies are not eligible, whereas hospitals are eligible.
        Helseforetakene og Sykehusene
        Regional health authorities
        University hospitals
        universitetssykehus
        Companies are excluded from applying. Hospitals may apply.
        Companies are ineligible. Hospitals are eligible.
        Hovedsøker må være et helseforetak, og medsøkere kan være kommuner.
        The lead applicant must be a hospital. Co-applicants may be companies.
        """,
    "uh_institusjon": """
        university colleges
        Gradsgivende institusjoner kan søke.
        Degree-conferring institutions may apply.
        Gradsgjevande institusjonar kan søkje.
        Verken kommuner eller bedrifter kan søke. Universiteter kan søke.
        Neither companies nor municipalities are eligible. Universities are eligible.
        If companies apply, they must pay. Universities may apply.
        Universiteter kan søke. / Følgende kan være partnere: / • kommuner / • bedrifter
        Statlige universiteter og høgskoler kan søke.
        Statlege høgskular kan søkje.
        Universities are invited to apply. Companies are invited to a workshop.
        Helseforetak og kommuner deltar. Universiteter søker.
        Each university may submit up to five proposals.
        Institutter ved universitetene kan søke.
        Applications from companies will be rejected. Universities can apply.
        Samarbeidspartnere kan være kommuner. Søkere kan være universiteter.
        Partners may be companies. The applicant must be a university.
        Kommuner kan delta som partnere, og universiteter kan søke.
        Kommuner og universiteter kan delta; universitetet skal være søker.
        Municipalities shall be consulted. Universities can submit applications.
        Universities and university colleges
        """,
    "forskningsinstitutt": """
        research institutes
        Forskningsinstitutter, f.eks. innen helse, kan søke.
        Research institutes can host a centre.
        """,
    "forskning": """
        Godkjente norske forskningsorganisasjoner
        Prosjektansvarlig må være en norsk forskningsorganisasjon.
        Forskningsorganisasjoner vil kunne søke sammen med kommuner.
        Godkjente norske forskningsorganisasjoner i samarbeid med offentlig sektor, næringsliv m.fl.
        Kun godkjente norske forskningsorganisasjoner kan søke om støtte.
        Søknader må sendes fra en godkjent forskningsorganisasjon.
        Kun forskningsorganisasjoner som er godkjent av Forskningsrådet, kan være prosjektansvarlig.
        The call is open to approved Norwegian research organisations.
        """,
    "bedrift kommune": """
        The project owner must be a company or a municipality.
        Kommuner og bedrifter kan søke sammen.
        Bedrifter, som må delta aktivt, og kommuner kan søke.
        """,
    "kommune helseforetak": """
        Utlysningen er åpen for kommuner og helseforetak.
        Følgende kan søke: / - kommuner / - helseforetak
        Municipalities may apply, and the same applies to hospitals.
        Regionale helseforetak og kommuner
        Hospitals and municipalities are eligible to apply; companies may participate as partners.
        Sykehus og kommuner
        """,
    "frivillig_org": """
        Tilskuddet gis til frivillige organisasjoner.
        Brukarorganisasjonar og frivillige lag kan søkje.
        Foreninger for bedrifter kan søke.
        Ideelle organisasjoner og stiftelser kan søke.
        Frivillige og ideelle organisasjoner
        """,
    "kommune fylkeskommune helseforetak": """
        Offentlig sektor kan søke, men ikke statlige virksomheter.
        Støtten er på to millioner, og kommuner, fylkeskommuner og helseforetak kan søke.
        """,
    "kommune fylkeskommune statlig": """
        Offentlig sektor kan søke. Helseforetak kan ikke søke.
        Public bodies may apply, but hospital trusts may not.
        """,
    "bedrift uh_institusjon": """
        Ikke bare universiteter, men også bedrifter kan søke.
        """,
    "bedrift kommune helseforetak": """
        Søkeren må være en kommune, et helseforetak eller en bedrift, og prosjektet må vare i to år.
        """,
    "offentlig": """
        Offentlige virksomheter (for eksempel kommuner) kan søke.
        Public-sector organisations may apply
        Verksemd i offentleg sektor
        Offentlige arbeidsgivere kan søke.
        Verksemder i offentleg sektor
        """,
    "statlig": """
        Statlige etater og direktorater kan søke.
        Hvem kan søke: statlige virksomheter
        """,
    "privatperson": """
        Privatpersonar kan søkje.
        """,
    "klynge": """
        Næringsklynger og bedriftsnettverk kan søke.
        Clusters may submit an application on behalf of companies.
        """,
    "bedrift forskningsinstitutt": """
        Bedrifter og institutter tilknyttet universiteter kan søke.
        """,
    "helseforetak forskning": """
        Universities, institutes, and hospitals may apply.
        Norske universiteter, høyskoler, forskningsinstitutter og helseforetak kan søke, dersom de er godkjent.
        """,
    "fylkeskommune": """
        Kommuner blir prioritert. Fylkeskommuner kan søke.
        Fylkeskommunar kan søkje på vegner av kommunar.
        """,
    "kommune fylkeskommune forskning": """
        Prosjektansvarlig må være en kommune, fylkeskommune eller godkjent norsk forskningsorganisasjon.
        Kommuner/fylkeskommuner og godkjente norske forskningsorganisasjoner.
        Kommuner, fylkeskommuner og forskningsorganisasjoner kan søke.
        """,
    "bedrift offentlig": """
        This call for proposals is open to companies and public sector bodies.
        """,
    "bedrift forskning": """
        Industry, Research organisations
        """,
    "helseforetak uh_institusjon": """
        universiteter, høgskoler og helseforetak
        """,
    "helseforetak frivillig_org": """
        NGOs and hospitals
        """,
    "klynge privatperson": """
        Næringsklynger; enkeltpersoner
        """,
    "bedrift_smb kommune": """
        • Kommuner / • Gründere
        """,
    "": """
        Bedrifter kan levere tjenester, men ikke motta støtte.
        Kommunar kan vere partnarar, men ikkje søkjarar.
        Fylkeskommunar og helseføretak kan vere partnarar.
        A cluster organisation may coordinate the application without being project owner.
        Søkeren kan ikke være en bedrift.
        Utlysningen er ikke åpen for bedrifter.
        Utlysningen skal bidra til innovative bedrifter.
        Midlene kan brukes til kjøp av tjenester fra bedrifter.
        Bedrifter kan få støtte som partnere.
        Offentlige partnere får ikke støtte til å kjøpe produktet.
        Kommuner kan ikke søke om drift, men om utvikling.
        Ingen bedrifter kan søke.
        Dersom kommuner søker, må rådmannen signere.
        Bedrifter kan være med når en kommune er søker.
        Følgende kan ikke søke: / - kommuner / - helseforetak
        Samarbeidspartnarar: kommunar
        Kommuner, med bedrifter som partnere
        Companies are eligible as partners.
        Klynger skal rådføre seg med kommuner før de søker.
        Søkere må rådføre seg med kommunen.
        Søkere må samarbeide med bedrifter og kommuner.
        Applicants are encouraged to collaborate with companies.
        Konsulentselskaper kan bistå kommuner med å søke.
        Companies may help municipalities to apply.
        Kommunane skal bruke pengane, og det same gjeld bedriftene.
        Privatpersoner og enkeltpersoner kan ikke søke.
        Søknader blir vurdert av universiteter og forskningsinstitutter.
        Prosjektet skal rettes mot kommuner.
        Companies which are partners may not apply.
        All organisations except companies, municipalities, and hospitals may apply.
        Det kan søkes om midler til bedrifter og kommuner.
        Frivillige organisasjoner kan få dekket lønn.
        Bedrifter trenger ikke å søke.
        Bedrifter bør ta kontakt før de skal søke.
        Bedrifter må ha en kommune som søker.
        Only organisations on the list of approved Norwegian research organisations may apply.
        Prosjektet skal ha en bedrift som søker.
        Partnere kan være bedrifter, kommuner og sykehus.
        Minst én av partnerne må være en bedrift.
        Kommuner skal konsulteres før universitetene søker.
        Bedrifter kan bidra med egeninnsats, men kan ikke være prosjektansvarlig.
        Helseforetak er ekskludert.
        Kommuner kan. Bedrifter kan ikke.
        Vi gir støtte til kommuner.
        Bedrifta og universitetet må inngå avtale før bedrifta søkjer.
        Hvem som helst kan søke.
        Alle kan søke.
        Søk nå!
        """,
}
