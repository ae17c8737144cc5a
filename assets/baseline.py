"""What tonight's code reads in the last good night's archived pages: the measure of who changed a call, they or we."""

from collections.abc import Mapping

from assets.fetching import archived_pages
from assets.memory import Memory, code_hash
from assets.resources import Radar
from assets.steps import read_calls, with_own_columns
from calls.model import Json
from calls.store import LastGood
from sources.base import Source
from sources.harvest import collect, read

ALL_PAGES = 1_000_000
"""Cap on pages of completed calls: all that the night fetched are wanted."""


def baselines(
    radar: Radar, source: Source, last: LastGood | None, current: Mapping[str, Mapping[str, Json]]
) -> tuple[dict[str, Json], ...]:
    """The calls of the last good night as tonight's code reads them; none while the code is the same.

    current: their stored records. A call whose page was not fetched that night is left out: it cannot be compared. So
    are all of them when the archive lacks the night, or tonight's code cannot read its list.
    """
    is_known = last is not None and last.night in {night.day for night in radar.archived().nights()}
    if last is None or not is_known or last.reader == code_hash():
        return ()
    with archived_pages(radar, last.night) as get:
        collected = collect(source, get, {}, ALL_PAGES)
    if collected.listing is None:
        return ()
    found = read(source, collected, {}, ALL_PAGES)
    from_card = {reading.source_id for reading in found.readings if not reading.is_detail_read}
    made = []
    for one in read_calls(source, found, Memory(source, last.began_at)):
        stored = current.get(one.source_id)
        if stored is None or one.source_id not in from_card:
            made.append(one.record)
        elif source.details_when == "changed":
            made.append(with_own_columns(source, one.record, stored))
    return tuple(made)
