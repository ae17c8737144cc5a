"""What Dagster loads: the assets, the two jobs, when they run, and with what. Nothing is opened while importing."""

from typing import get_args

import dagster as dg

from assets.nights import night_partitions
from assets.quality import build_quality_assets
from assets.rank import build_rank_assets
from assets.resources import Mode, Radar
from assets.scrape import build_scrape_assets
from calls.home import Home
from matching.own_clusters import clusters_folder
from pipelines.schedules import NIGHTLY, build_schedules
from pipelines.settings import (
    CODE_VERSION,
    SettingError,
    contact_from_environment,
    home_from_environment,
    mode_from_environment,
    nightly_from_environment,
    sentence_model_from_environment,
)
from pipelines.watching import build_watch
from sources.base import all_sources


def build_definitions(
    home: Home, mode: Mode = "auto", contact: str = "", ahead: int = 1, nightly: str = NIGHTLY
) -> dg.Definitions:
    """Definitions for one home. ahead: see assets.nights.night_partitions; nightly: when scrape runs, as cron.

    Whether the sentence model is used, the environment says, whoever starts the night.
    """
    nights = night_partitions(ahead)
    scrape_assets = build_scrape_assets(tuple(all_sources().values()), nights)
    rank_assets = [*build_rank_assets(nights), *build_quality_assets(nights)]
    scrape = dg.define_asset_job(
        "scrape",
        selection=dg.AssetSelection.assets(*scrape_assets),
        description="Per source: pages into the archive, staged records, calls. Each source fails alone.",
        executor_def=dg.in_process_executor,
    )
    rank = dg.define_asset_job(
        "rank",
        selection=dg.AssetSelection.assets(*rank_assets),
        description="Ranks every source's newest good calls against the project profiles. Runs whatever scrape did.",
        executor_def=dg.in_process_executor,
    )
    radar = Radar(home, clusters_folder(home), CODE_VERSION, mode, contact, sentence_model_from_environment())
    watch = build_watch(home)
    schedules, sensors = build_schedules(scrape, rank, watch, nightly)
    return dg.Definitions(
        assets=[*scrape_assets, *rank_assets],
        jobs=[scrape, rank, watch],
        schedules=schedules,
        sensors=sensors,
        resources={"radar": radar},
    )


def chosen_mode(text: str) -> Mode:
    """The mode of that name. SettingError for another word."""
    known: dict[str, Mode] = {mode: mode for mode in get_args(Mode)}
    if text not in known:
        raise SettingError(f"RADAR_MODE må være {', '.join(known)}, ikke «{text[:40]}».")
    return known[text]


defs = build_definitions(
    home_from_environment(),
    mode=chosen_mode(mode_from_environment()),
    contact=contact_from_environment(),
    nightly=nightly_from_environment() or NIGHTLY,
)
