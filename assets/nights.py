"""The nights as daily partitions, and the words that every asset of one night shares."""

from datetime import date

import dagster as dg

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
