"""Parts of the portal's programmes by code, and which calls are near enough to health and innovation to look closer at.

The labels are those of the portal's own code list, seen 2026-03-13 to 2026-08-22; half of the codes have none there.
Codes grow from the widest part of a programme to the narrowest, so that their order is the order of the chain.
"""

from __future__ import annotations

import re
from collections.abc import Collection

_LABELLED = """
43108390 Horizon Europe Framework Programme (HORIZON)
43108394 Excellent Science
43108406 European Research Council (ERC)
43108466 Frontier science
43108473 Marie Skłodowska-Curie Actions (MSCA)
43108486 Nurturing Excellence through Mobility of Researchers across Borders, Sectors and Disciplines
43108493 Fostering new Skills through Excellent Training of Researchers
43108497 Strengthening Human Resources and Skills Development across the European Research Area
43108506 Improving and Facilitating Synergies
43108510 Promoting Public Outreach
43108514 Research infrastructures
43108518 Consolidating and Developing the Landscape of European Research Infrastructures
43108530 The innovation potential of European Research Infrastructures and activities for Innovation and Training
43108534 Reinforcing European Research Infrastructure policy and International Cooperation
43108541 Global Challenges and European Industrial Competitiveness
43108557 Health
43108591 Health throughout the Life Course
43108608 Environmental and Social Health Determinants
43108618 Non-Communicable and Rare Diseases
43108628 Infectious Diseases, including poverty-related and neglected diseases
43108638 Tools, Technologies and Digital Solutions for Health and Care, including personalised medicine
43108642 Health Care Systems
43118846 Culture, creativity and inclusive society
43118851 Democracy and Governance
43118859 Cultural Heritage
43118966 Social and Economic Transformations
43118971 Civil Security for Society
43120172 Disaster-Resilient Societies
43120180 Protection and Security
43120185 Cybersecurity
43120193 Digital, Industry and Space
43120198 Manufacturing Technologies
43120203 Key Digital Technologies
43120208 Emerging enabling technologies
43120213 Advanced Materials
43120218 Artificial Intelligence and Robotics
43120226 Next Generation Internet
43120231 Advanced Computing and Big Data
43120236 Circular Industries
43120244 Low-Carbon and Clean Industries
43120256 Space, including Earth Observation
43120821 Climate, Energy and Mobility
43120830 Climate Science and Solutions
43120835 Energy Supply
43121058 Energy Systems and Grids
43121063 Buildings and Industrial Facilities in Energy Transition
43121068 Communities and Cities
43121073 Industrial Competitiveness in Transport
43121078 Clean, Safe and Accessible Transport and Mobility
43121083 Smart Mobility
43121088 Energy Storage
43121563 Food, Bioeconomy Natural Resources, Agriculture and Environment
43121568 Environmental Observation
43121573 Biodiversity and Natural Resources
43121578 Agriculture, Forestry and Rural Areas
43121583 Seas, Oceans and Inland Waters
43121588 Food Systems
43121593 Bio-based Innovation Systems in the EU Bioeconomy
43121598 Circular Systems
43121603 Non-nuclear direct actions of the Joint Research Centre (JRC)
43121633 Innovative Europe
43121666 The European Innovation Council (EIC)
43121671 The Pathfinder for Advanced Research
43121682 The Accelerator
43121687 Additional EIC activities
43121692 European innovation ecosystems
43121697 The European Institute of Innovation and Technology (EIT)
43121702 Widening Participation and Strengthening the European Research Area
43121707 Widening participation and spreading excellence
43121717 Twinning
43121757 Reforming and enhancing the European R&I System
43251603 Equality, rights and gender equality strand
43252504 Cosme
43254027 Employment and Social Innovation (EaSI)
43422638 Equality and non-discrimination
43422652 Combat racism, xenophobia and all forms of intolerance
43422688 Data protection
43422715 Citizens engagement and participation
43422759 Daphne - to fight violence, including gender-based violence
43437664 European Remembrance
43437669 Citizens Engagement and Participation
43437677 Network of Towns
43437872 Town-Twinning
43466294 Citizen science
43466299 Gender equality
43479963 Promote and co-fund innovation programmes
43479971 Joint programmes close to innovators
43479981 Overall innovation landscape and management capacity
43494268 Consumers
44187987 Promote capacity building and awareness on the EU Charter of Fundamental Rights
45033812 Food
"""

LABELS = dict(row.split(" ", 1) for row in _LABELLED.strip().splitlines())

RELEVANT_DIVISIONS = frozenset(
    (
        *("43108557", "43108591", "43108608", "43108618", "43108628", "43108638", "43108642"),
        *("43121666", "43121682", "43121692", "43121697"),
    )
)
"""Health and its parts, EIC and its Accelerator, European innovation ecosystems, EIT."""

RELEVANT_PROGRAMMES = frozenset(("43332642", "43152860", "44416173"))
"""EU4Health, Digital Europe, Interregional Innovation Investments."""

RELEVANT_WORDS = frozenset(("HLTH", "IHI", "CANCER", "EU4H", "EIC", "EIT"))
"""Between the hyphens of an identifier."""


def is_relevant(identifier: str, programmes: Collection[str], divisions: Collection[str]) -> bool:
    """Whether a topic is of health or innovation by its code, its programme or the part of it that it belongs to."""
    words = re.split(r"[-_]", identifier.upper())
    return not (
        RELEVANT_WORDS.isdisjoint(words)
        and RELEVANT_PROGRAMMES.isdisjoint(programmes)
        and RELEVANT_DIVISIONS.isdisjoint(divisions)
    )
