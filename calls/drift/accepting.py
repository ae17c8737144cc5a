"""What a person has found right: the earlier records as if they had said of those fields what was read tonight."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from calls.drift.groups import LIST_GROUP, Record, group_of
from calls.model import Json


def with_accepted(
    earlier: Mapping[str, Record],
    tonight: Sequence[Record],
    accepted: Collection[str],
    stale: Mapping[str, Collection[str]],
) -> dict[str, Record]:
    """The earlier records, in which the accepted fields of the calls that were looked at are those of tonight.

    accepted: names of groups. stale: by group, the calls whose value has been kept, which is what a person looked at;
    where none was kept, since nothing of the source was published, all of them. What else changes is judged as ever.
    """
    made = dict(earlier)
    read = {str(record["source_id"]): record for record in tonight}
    for name in sorted(accepted):
        group = group_of(name)
        if group is None:
            continue  # of a field that the program no longer has
        for key in sorted(set(stale.get(name) or made) & made.keys()):
            if group is LIST_GROUP:
                made[key] = {**made[key], "is_listed": bool(key in read and read[key]["is_listed"])}
            elif key in read:
                made[key] = _taking(made[key], read[key], group.columns)
    return made


def _taking(earlier: Record, tonight: Record, columns: Collection[str]) -> dict[str, Json]:
    """The earlier record with these columns of tonight's, and the words they were read from. It is no version of its
    own, so its content has no hash.
    """
    cited: dict[str, Json] = {name: rows for name, rows in (earlier["evidence"] or {}).items() if name not in columns}
    cited |= {name: rows for name, rows in (tonight["evidence"] or {}).items() if name in columns}
    return {**earlier, **{name: tonight[name] for name in columns}, "evidence": cited, "content_hash": ""}
