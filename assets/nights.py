"""The nights as daily partitions, and the words that every asset of one night shares."""

from datetime import date, timedelta

import dagster as dg

from calls.store import Store

EVERY_MORNING = dg.FreshnessPolicy.cron(
    deadline_cron="0 7 * * *", lower_bound_delta=timedelta(hours=4), timezone="Europe/Oslo"
)
"""What readers see must be from tonight when they come to work: made between 03:00 and 07:00 in Oslo."""

FIRST_NIGHT = "2012-01-01"
"""Before the oldest archived page that anybody is known to hold."""


def night_partitions(ahead: int = 1) -> dg.DailyPartitionsDefinition:
    """One partition a night, named by its Oslo date. `ahead`: how many days from today on exist (1: today).

    More than 1 only where an archive is dated after this machine's clock.
    """
    return dg.DailyPartitionsDefinition(start_date=FIRST_NIGHT, timezone="Europe/Oslo", end_offset=ahead)


def night_of(context: dg.AssetExecutionContext) -> date:
    """The night that this run is for."""
    return date.fromisoformat(context.partition_key)


def last_ranked(store: Store, day: date) -> date | None:
    """The last night before `day` that was ranked."""
    return max((one.night for one in store.nights() if one.night < day and one.state == "ranked"), default=None)
