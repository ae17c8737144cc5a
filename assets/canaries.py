"""Which calls that are long over are looked at tonight, to see whether their pages read as before. No store in here."""

from collections.abc import Collection, Mapping
from datetime import datetime

from calls.drift import choose_canaries
from calls.model import Json
from sources.base import Source
from sources.planning import unlisted_card


def canaries_of(
    source: Source, current: Mapping[str, Mapping[str, Json]], gone: Collection[str], night_at: datetime
) -> tuple[str, ...]:
    """Ids of tonight's canaries; none of a source that has no pages worth it.

    current: the last good record of each call. gone: calls whose page is known to be no longer there. Only a call that
    was read of its own page is measured against it: what its list said of it is not on the page.
    """
    if source.canaries_after is None:
        return ()
    fit = {key: one for key, one in current.items() if key not in gone and _is_of_its_page(source, key, one)}
    return choose_canaries(fit, night_at, source.canaries_after)


def _is_of_its_page(source: Source, key: str, record: Mapping[str, Json]) -> bool:
    own = {request.url for request in source.detail(unlisted_card(key, str(record["url"])))}
    return any(row["url"] in own for row in record["evidence"].get("title", ()))
