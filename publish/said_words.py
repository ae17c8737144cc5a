"""What people said of a night's calls, in the words of the rows: which columns of a call they corrected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pandas as pd

from calls.tongue import say
from publish.rows import CallId
from readers.standing import Corrected, Standing


def corrected_notes(standing: Standing, as_read: pd.DataFrame, night_at: datetime) -> dict[CallId, str]:
    """For each corrected call of the night: «Søknadsfrist; Ramme, finansiøren har endret teksten». as_read:
    uncorrected."""
    found = standing.all_corrected(as_read, night_at)
    return {key: corrected_words(some) for key, some in found.items()}


def corrected_words(some: Sequence[Corrected]) -> str:
    """The labels of what is corrected, and which of it the funder has changed since."""
    return "; ".join(
        say("{label}, finansiøren har endret teksten", label=say(one.label)) if one.is_questioned else say(one.label)
        for one in some
    )
