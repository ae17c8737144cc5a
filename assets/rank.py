"""The assets of the job `rank`: the merged calls, the matches and the workbooks, on each source's newest good calls."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import dagster as dg
import pandas as pd
import pandera.errors

from assets.moved import Since, rank_inputs
from assets.nights import EVERY_MORNING, night_of
from assets.progress import WATCHER
from assets.resources import Radar
from assets.shown import Metadata, overview, source_table, table
from assets.steps import failed_night
from calls.schema import validate
from calls.store import MatchRun, ProfileVersion, Store
from matching.meaning import meaning_in_use
from matching.movement import Night
from matching.profiles import Cluster, usable_clusters
from matching.rank import TEXT_VERSION, TOP, RankedNight, program, rank
from publish.exports import file_of, write_file
from publish.night_rows import night_rows
from publish.rows import is_behind, records
from readers.standing import NOTHING_SAID, Standing
from sources.base import all_sources

CALLS = dg.AssetKey("core_all__calls")
MATCHES = dg.AssetKey("out_all__matches")


def build_rank_assets(nights: dg.DailyPartitionsDefinition) -> list[dg.AssetsDefinition]:
    """Three assets, in order."""
    return [_calls(nights), _matches(nights), _workbooks(nights)]


def _calls(nights: dg.DailyPartitionsDefinition) -> dg.AssetsDefinition:
    @dg.asset(
        key=CALLS,
        group_name="core",
        tags={"source": "all"},
        partitions_def=nights,
        description="Every call as known at the end of the night, from every source's newest good data, with what "
        "people had corrected and entered when it began.",
        check_specs=[
            dg.AssetCheckSpec("schema", asset=CALLS, blocking=True),
            dg.AssetCheckSpec("fresh", asset=CALLS),
        ],
    )
    def core_all__calls(context: dg.AssetExecutionContext, radar: dg.ResourceParam[Radar]):
        day = night_of(context)
        with radar.store() as store:
            report_the_silent(store, day)
            calls = _calls_of(store, day, radar.standing())
            sources = store.source_nights(day)
        problems = schema_problems(calls)
        yield dg.AssetCheckResult(
            check_name="schema",
            passed=not problems,
            severity=dg.AssetCheckSeverity.ERROR,
            description="\n".join(problems[:20]) or "Alle felter er som beskrevet.",
        )
        stale = stale_words(sources)
        yield dg.AssetCheckResult(
            check_name="fresh",
            passed=not stale,
            severity=dg.AssetCheckSeverity.WARN,
            description="\n".join(stale) or "Alle kilder er fra i natt.",
        )
        yield dg.MaterializeResult(
            metadata={"dagster/row_count": len(calls), "sources": source_table(sources), **overview(calls, day)}
        )

    return core_all__calls


def _matches(nights: dg.DailyPartitionsDefinition) -> dg.AssetsDefinition:
    @dg.asset(
        key=MATCHES,
        deps=[CALLS],
        group_name="out",
        tags={"source": "all"},
        partitions_def=nights,
        freshness_policy=EVERY_MORNING,
        description="Per project profile the nearest open and forecasted calls, with the terms behind each score.",
        check_specs=[dg.AssetCheckSpec("profiles", asset=MATCHES), dg.AssetCheckSpec("glossary", asset=MATCHES)],
    )
    def out_all__matches(context: dg.AssetExecutionContext, radar: dg.ResourceParam[Radar]):
        day = night_of(context)
        WATCHER.get().step("rangerer mot prosjektene")
        clusters, problems = usable_clusters(radar.clusters)
        with radar.store() as store:
            night = store.night(day)
            if night is None:
                raise dg.Failure(f"Natten {day} er ikke åpnet; kjør jobben scrape først.", allow_retries=False)
            standing = radar.standing()
            calls = _calls_of(store, day, standing)
            if calls.empty:
                raise dg.Failure("Ingen kilde har noen gang gitt utlysninger; det er ingenting å rangere.")
            glossary, slips = radar.glossary()
            meaning = meaning_in_use(radar.home.cache, radar.sentence_model, _tell_pieces)
            made_by = program(TEXT_VERSION, meaning.version if meaning else "")
            said = radar.said(clusters, night.began_at)
            tonight = Night(calls, tuple(clusters), glossary, night.began_at, made_by, meaning, said)
            since = Since(store, day, tonight, radar.home.cache / "terms.npz", standing)
            ranked = rank(since.index, calls, clusters, night.began_at, TOP, meaning, said)
            publish_ranked(store, day, tonight, ranked, since)
            hashes = store.keep_hashes(day)
        yield dg.AssetCheckResult(
            check_name="profiles",
            passed=not problems,
            severity=dg.AssetCheckSeverity.WARN,
            description="\n".join(map(str, problems)) or "Alle profiler er i orden.",
        )
        yield dg.AssetCheckResult(
            check_name="glossary",
            passed=not slips,
            severity=dg.AssetCheckSeverity.WARN,
            description="\n".join(map(str, slips)) or "Ordlisten er i orden.",
        )
        yield dg.MaterializeResult(metadata={**_match_metadata(ranked), **hashes})

    return out_all__matches


def _calls_of(store: Store, day: date, standing: Standing) -> pd.DataFrame:
    """The night's calls with what people had said that stood when it began."""
    night = store.night(day)
    calls = store.calls(day)
    return standing.at(night.began_at).calls(calls, night.began_at) if night else calls


def _tell_pieces(done: int, wanted: int) -> None:
    WATCHER.get().part(f"leser {done} av {wanted} nye tekststykker for betydning")


def publish_ranked(store: Store, day: date, tonight: Night, ranked: RankedNight, since: Since) -> None:
    """The night's matches in the store, with what they rest on and what moved since the ranking before."""
    store.publish_matches(
        day,
        _profile_versions(tonight.clusters),
        _match_runs(ranked),
        ranked.weights_version,
        ranked.weights,
        list(ranked.matches),
        rank_inputs(tonight),
        since.moves(ranked, TOP),
    )


def _match_runs(ranked: RankedNight) -> list[MatchRun]:
    """What each profile's ranking rests on, for the store."""
    return [
        MatchRun(
            cluster=run["cluster"],
            profile=run["profile"],
            profile_version=run["profile_version"],
            text_version=run["text_version"],
            glossary_version=run["glossary_version"],
            meaning_version=run["meaning_version"],
            cluster_version=run["cluster_version"],
            feedback_version=run["feedback_version"],
            calls_ranked=run["calls_ranked"],
        )
        for run in ranked.runs
    ]


def _match_metadata(ranked: RankedNight) -> Metadata:
    first = [match for match in ranked.matches if match["rank"] == 1]
    rows = [(one["cluster"], one["profile"], f"{one['score']:.2f}", one["title"]) for one in first]
    return {
        "dagster/row_count": len(ranked.matches),
        "profiles": len(ranked.runs),
        "weights_version": ranked.weights_version,
        "meaning": next((run["meaning_version"] for run in ranked.runs), "") or "ikke i bruk",
        "nearest": table(("klynge", "profil", "treffgrad", "utlysning"), rows),
    }


def _workbooks(nights: dg.DailyPartitionsDefinition) -> dg.AssetsDefinition:
    @dg.asset(
        key="out_all__workbooks",
        deps=[MATCHES],
        group_name="out",
        tags={"source": "all"},
        partitions_def=nights,
        description="One workbook a cluster with the same rows as on the page.",
    )
    def out_all__workbooks(context: dg.AssetExecutionContext, radar: dg.ResourceParam[Radar]):
        day = night_of(context)
        WATCHER.get().step("skriver regneark")
        folder = radar.home.path / "exports" / day.isoformat()
        folder.mkdir(parents=True, exist_ok=True)
        clusters, _ = usable_clusters(radar.clusters)
        with radar.store() as store:
            night = store.night(day)
            standing = radar.standing().at(night.began_at) if night else NOTHING_SAID
            found = night_rows(store, clusters, day, standing)
        rows = 0
        for cluster in clusters:
            only = found.only(cluster.key)
            write_file(folder / f"{cluster.key}.xlsx", file_of(only, "xlsx"))
            rows += len(only.rows)
        drop_old_workbooks(folder.parent, day)
        return dg.MaterializeResult(metadata={"dagster/row_count": rows})

    return out_all__workbooks


KEPT_NIGHTS = 2
"""Nights whose workbooks lie ready, tonight's among them; those of any other night are made when asked for."""


def drop_old_workbooks(exports: Path, day: date) -> None:
    """Removes the workbooks of nights before the KEPT_NIGHTS last ones up to `day`, and nothing else."""
    nights = sorted(folder for folder in exports.iterdir() if _is_day(folder.name) and folder.name <= day.isoformat())
    for folder in nights[:-KEPT_NIGHTS]:
        for book in folder.glob("*.xlsx"):
            book.unlink()
        if not any(folder.iterdir()):
            folder.rmdir()


def _is_day(name: str) -> bool:
    try:
        return date.fromisoformat(name).isoformat() == name
    except ValueError:
        return False


def report_the_silent(store: Store, day: date) -> None:
    """A source that left no report of the night (its step crashed, or never ran) is reported as failed.

    Not once a later night has begun: then what is known of this one stands.
    """
    if any(night.night > day for night in store.nights()):
        return
    told = set(store.source_nights(day)["source"])
    for source in all_sources().values():
        if source.key not in told:
            message = "Kilden ble ikke lest ferdig i natt; kjøringen i Dagster viser hvorfor."
            store.publish_failure(failed_night(source, day, message), [])


def _profile_versions(clusters: Sequence[Cluster]) -> list[ProfileVersion]:
    """Every profile as it was when ranked."""
    return [
        ProfileVersion(cluster.key, profile.key, profile.version, profile.content)
        for cluster in clusters
        for profile in cluster.profiles
    ]


def schema_problems(calls: pd.DataFrame) -> list[str]:
    """What in the merged calls is not as calls.fields says, a line each; empty when all is well."""
    try:
        validate(calls)
    except pandera.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        return [f"{case['column']}: {case['check']} ({case['failure_case']})" for case in cases.to_dict("records")]
    return []


def stale_words(source_nights: pd.DataFrame) -> list[str]:
    """A sentence for every source whose calls are not from tonight."""
    return [
        f"{row['source']}: data er fra {row['data_night'] or 'ingen natt'}. {row['message']}"
        for row in records(source_nights)
        if is_behind(row)
    ]
