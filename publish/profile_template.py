"""An empty spreadsheet to write projects in, with the headings that `matching.profile_sheet` reads and one example."""

from __future__ import annotations

import io

import xlsxwriter

from calls.tongue import say
from matching.field_changes import PROFILE_LABELS

EXAMPLE = {
    "title": "Digital hjemmeoppfølging av kronisk syke",
    "description": "Personer med kols og hjertesvikt måler verdier hjemme og får svar fra et oppfølgingsteam. "
    "Prosjektet utvikler felles rutiner og prøver dem ut i to kommuner. Målet er færre innleggelser.",
    "keywords": "velferdsteknologi; digital hjemmeoppfølging; kols; hjertesvikt",
    "avoid": "legemiddelutvikling",
    "lang": "bokmål",
    "partner_types": "kommuner; helseforetak",
    "region": "Innlandet",
    "amount_min_nok": "2000000",
    "amount_max_nok": "6000000",
    "start": "2027-01",
    "end": "2029-12",
    "owner_role": "En kommune eier prosjektet på vegne av de andre",
}
"""Field -> what stands in the example's row. Members differ from cluster to cluster, and are left empty."""

WIDE = ("title", "description", "keywords", "owner_role")


def template_sheet() -> bytes:
    """The spreadsheet as .xlsx. The example is to be written over."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet(say("Prosjekter"))
        heading, text = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for column, (name, label) in enumerate(PROFILE_LABELS.items()):
            sheet.set_column(column, column, 50 if name in WIDE else 18)
            sheet.write_string(0, column, say(label), heading)
            sheet.write_string(1, column, EXAMPLE.get(name, ""), text)
        sheet.freeze_panes(1, 0)
    return stream.getvalue()
