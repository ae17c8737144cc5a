"""What a night's calls say of their twins that does not hold, as issues of the source."""

from collections.abc import Mapping

from assets.steps import Staged
from calls.linking import wrong_twins
from calls.model import Issue, Json


def twin_issues(staged: Staged, current: Mapping[str, Mapping[str, Json]]) -> tuple[Issue, ...]:
    """Pages of the source whose own word on their text in another language does not hold.

    Looked at are all that will be in the store: tonight's calls, and the last good record of the others (`current`).
    """
    tonight = {str(record["source_id"]): record for record in staged.records}
    stored = {key: record for key, record in tonight.items() if key in current or not staged.is_held}
    return wrong_twins([*{**current, **stored}.values()])
