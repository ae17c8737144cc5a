"""The assets of the job `scrape`: per source pages -> staged -> calls, each source failing alone."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import dagster as dg

from assets.baseline import baselines
from assets.canaries import canaries_of
from assets.earlier import earlier_of, is_short, is_too_long, looked_at, standing_alarms
from assets.fetching import archived_pages, live_pages
from assets.judge import BLOCKING, CHECKS, alarms, drift_of, is_unread, judge, settled, shortfalls
from assets.memory import Memory, remembered
from assets.nights import EVERY_MORNING, night_of
from assets.progress import WATCHER
from assets.resources import Radar
from assets.shown import call_metadata, staged_metadata
from assets.steps import (
    NOT_ASKED,
    doubted,
    due_calls,
    failed_night,
    known_to_source,
    no_list,
    off_night,
    read_calls,
    read_staged,
    source_night,
    stage,
    with_quotes,
    write_staged,
)
from assets.twins import twin_issues
from calls.archive import Archive
from calls.linking import find_links
from calls.model import Json
from calls.store import Store
from sources.base import Source
from sources.harvest import CANARY_GONE, collect, collect_lists, read

OPEN_NIGHT = dg.AssetKey("raw_all__night")

RETRY_DELAY_S = 60
"""Before a live source is asked once more, then twice as long: a site that restarts is back by then."""


def build_scrape_assets(
    sources: Sequence[Source], nights: dg.DailyPartitionsDefinition, retry_delay_s: float = RETRY_DELAY_S
) -> list[dg.AssetsDefinition]:
    """The night itself, then three assets for every source."""
    assets = [_night(nights)]
    for source in sources:
        assets += [_pages(source, nights, retry_delay_s), _staged(source, nights), _calls(source, nights)]
    return assets


def _night(nights: dg.DailyPartitionsDefinition) -> dg.AssetsDefinition:
    @dg.asset(
        key=OPEN_NIGHT,
        group_name="raw",
        tags={"source": "all"},
        partitions_def=nights,
        description="Opens the night: what an earlier run of it (or of later nights) wrote is taken back first.",
    )
    def raw_all__night(context: dg.AssetExecutionContext, radar: dg.ResourceParam[Radar]):
        day = night_of(context)
        is_live = radar.is_live(day)
        if is_live:
            began_at, is_demonstration = live_began_at(radar.archived(), day), False
        else:
            night = radar.archived().night(day)
            began_at, is_demonstration = night.at, night.is_demonstration
        with radar.store() as store:
            store.roll_back(day)
            store.begin_night(day, began_at, radar.code_version, is_demonstration)
        return dg.MaterializeResult(metadata={"began_at": began_at.isoformat(), "live": is_live})

    return raw_all__night


def _pages(source: Source, nights: dg.DailyPartitionsDefinition, retry_delay_s: float) -> dg.AssetsDefinition:
    @dg.asset(
        key=f"raw_{source.key}__pages",
        deps=[OPEN_NIGHT],
        group_name="raw",
        tags={"source": source.key},
        partitions_def=nights,
        retry_policy=dg.RetryPolicy(max_retries=2, delay=retry_delay_s, backoff=dg.Backoff.EXPONENTIAL),
        description=f"The lists and pages of {source.rules.funder}, fetched into the archive, or found there.",
        check_specs=[dg.AssetCheckSpec("answered", asset=f"raw_{source.key}__pages")],
        output_required=False,  # a source that is not asked tonight gives nothing, and what follows is skipped
    )
    def raw__pages(context: dg.AssetExecutionContext, radar: dg.ResourceParam[Radar]):
        day = night_of(context)
        if not radar.is_asked(source, day):
            with radar.store() as store:
                store.publish_failure(off_night(source, day), standing_alarms(store, source.key))
            yield dg.AssetCheckResult(check_name="answered", passed=True, description=NOT_ASKED)
            return
        WATCHER.get().step(f"{source.rules.funder}: henter sider")
        with radar.store() as store:
            night_at = began_at(store, day)
            canaries = _canaries(store, source, store.current_records(source.key), night_at)
            known = known_to_source(store.known(source.key), _due(store, source, night_at), canaries)
            is_live = radar.is_live(day)
            pages = live_pages(radar, day, night_at) if is_live else archived_pages(radar, day)
            with pages as get:
                collected = collect(source, get, known) if is_live else collect_lists(source, get)
            unanswered = no_list(source, collected)
            if unanswered:
                told = [*collected.issues, *standing_alarms(store, source.key)]
                store.publish_failure(failed_night(source, day, unanswered, len(collected.pages)), told)
        yield dg.AssetCheckResult(
            check_name="answered",
            passed=not unanswered,
            severity=dg.AssetCheckSeverity.ERROR,
            description=unanswered or "Kilden har gitt en brukbar liste.",
        )
        if unanswered:
            raise dg.Failure(unanswered, allow_retries=is_live and not collected.is_refused)
        yield dg.MaterializeResult(metadata={"dagster/row_count": len(collected.pages)})

    return raw__pages


def _staged(source: Source, nights: dg.DailyPartitionsDefinition) -> dg.AssetsDefinition:
    key = f"core_{source.key}__staged"

    @dg.asset(
        key=key,
        deps=[f"raw_{source.key}__pages"],
        group_name="core",
        tags={"source": source.key},
        partitions_def=nights,
        description=f"What the archived pages of {source.rules.funder} say, normalised, not yet published.",
        check_specs=[dg.AssetCheckSpec(name, asset=key, blocking=name in BLOCKING) for name in CHECKS],
    )
    def core__staged(context: dg.AssetExecutionContext, radar: dg.ResourceParam[Radar]):
        day = night_of(context)
        WATCHER.get().step(f"{source.rules.funder}: leser sider")
        with radar.store() as store:
            night_at, last = began_at(store, day), store.last_good(source.key)
            known, current = store.known(source.key), store.current_records(source.key)
            canaries = _canaries(store, source, current, night_at)
            told = known_to_source(known, _due(store, source, night_at), canaries)
            with archived_pages(radar, day) as get:
                collected = collect(source, get, told)
            memory = Memory(source, night_at, remembered(radar.memory_file(source.key)))
            harvest = read(source, collected, told, recalls=memory.has)
            calls = read_calls(source, harvest, memory)
            staged = stage(source, harvest, calls, known, current, night_at)
            staged = with_quotes(staged, collected, memory)
            staged = replace(staged, baselines=baselines(radar, source, last, current))
            accepted = radar.accepted(source, day, last.night if last else None)
            earlier = earlier_of(store, source.key, current, staged.baselines, accepted)
            earlier = looked_at(earlier, source, harvest, canaries)
            staged = replace(staged, is_held=is_too_long(staged, earlier))
            drift = drift_of(staged, earlier)
            verdicts = judge(source, staged, earlier, drift)
            if is_short(staged, earlier):
                staged = doubted(staged, known)
            blocking = [verdict.words for verdict in verdicts if verdict.blocks and not verdict.passed]
            if blocking:
                issues = [*staged.issues, *alarms(source, drift), *shortfalls(source, verdicts)]
                store.publish_failure(failed_night(source, day, " ".join(blocking), staged.fetched), issues)
            else:
                staged = settled(source, staged, earlier, drift, verdicts)
        memory.keep(radar.memory_file(source.key), (one for one in calls if one.source_id in staged.detail_read))
        write_staged(radar.staged_file(day, source.key), staged)
        for verdict in verdicts:
            is_error = verdict.blocks or verdict.is_error
            yield dg.AssetCheckResult(
                check_name=verdict.name,
                passed=verdict.passed,
                severity=dg.AssetCheckSeverity.ERROR if is_error else dg.AssetCheckSeverity.WARN,
                description=verdict.words,
                metadata=dict(verdict.figures),
            )
        yield dg.MaterializeResult(metadata=staged_metadata(staged))

    return core__staged


def _calls(source: Source, nights: dg.DailyPartitionsDefinition) -> dg.AssetsDefinition:
    @dg.asset(
        key=f"core_{source.key}__calls",
        deps=[f"core_{source.key}__staged"],
        group_name="core",
        tags={"source": source.key},
        partitions_def=nights,
        freshness_policy=EVERY_MORNING,
        description=f"The calls of {source.rules.funder} in the store, with their history. One transaction.",
    )
    def core__calls(context: dg.AssetExecutionContext, radar: dg.ResourceParam[Radar]):
        day = night_of(context)
        staged = read_staged(radar.staged_file(day, source.key))
        with radar.store() as store:
            wrong = twin_issues(staged, store.current_records(source.key))
            counts = store.publish_source(
                source_night(source, day, staged, is_partly_old=is_unread(staged)),
                list(staged.records),
                [*staged.issues, *wrong],
                dict(staged.card_hashes),
                set(staged.detail_read),
                baselines={str(record["source_id"]): record for record in staged.baselines},
                looks=staged.looks,
                hold_new=staged.is_held,
            )
            # Over every source's calls, and here: a night can be ranked again after later ones, but not linked again.
            store.publish_links(day, find_links(store.records()))
            store.publish_quotes(day, source.key, staged.lost, [record["source_id"] for record in staged.records])
        return dg.MaterializeResult(metadata=call_metadata(counts, staged))

    return core__calls


def _canaries(
    store: Store, source: Source, current: Mapping[str, Mapping[str, Json]], night_at: datetime
) -> tuple[str, ...]:
    """Calls long over whose pages are looked at tonight."""
    issues = store.issues(source=source.key)
    return canaries_of(source, current, set(issues[issues["kind"] == CANARY_GONE]["source_id"]), night_at)


def _due(store: Store, source: Source, night_at: datetime) -> frozenset[str]:
    """Calls that are read again although their card is what it was; see `steps.due_calls`."""
    last = store.last_good(source.key)
    if source.details_when == "nightly" or last is None:
        return frozenset()
    return due_calls(store.current_records(source.key), last.began_at, night_at)


def live_began_at(archive: Archive, day: date) -> datetime:
    """When a live night began, UTC: now, or when it was first fetched. Its replay will say the same."""
    fetched = [night.at for night in archive.nights() if night.day == day]
    return fetched[0] if fetched else datetime.now(UTC).replace(microsecond=0)


def began_at(store: Store, day: date) -> datetime:
    """When that night began, UTC."""
    night = store.night(day)
    if night is None:
        raise dg.Failure("Natten er ikke åpnet: kjør raw_all__night først.", allow_retries=False)
    return night.began_at
