"""The asset that measures a night's matches by what people said of them. Readers' pages and workbooks do without it."""

from collections.abc import Iterable, Sequence
from datetime import date

import dagster as dg
import pandas as pd

from assets.nights import last_ranked, night_of
from assets.progress import WATCHER
from assets.rank import MATCHES
from assets.resources import Radar
from assets.shown import Metadata, table
from calls.database import is_there
from calls.store import Store
from matching.evaluate import Interval
from matching.judged import (
    FEWEST,
    CallKey,
    Change,
    Judgment,
    ProfileKey,
    Ranking,
    SampleQuality,
    compare,
    measure,
    measure_sample,
    sample,
)
from publish.fit_words import is_ruled_out
from publish.rows import records
from publish.sampled import SAMPLE, SAMPLE_MARK, open_calls
from readers import Decision, Decisions
from readers.shapes import DecisionKind
from readers.standing import NOTHING_SAID, Standing

QUALITY = dg.AssetKey("out_all__quality")

GRADES: dict[DecisionKind, int] = {"relevant": 2, "known": 2, "not_relevant": 0, "not_for_us": 0}
"""What a decision on a call says of the match. A call that is known already was rightly found."""

BIAS = (
    "Vurdert er bare det som ble vist, og det ble vist fordi det var rangert høyt. Målene sier derfor hvordan lista "
    "ordner det noen har sett på, ikke hva den har gått glipp av. Utlysninger ingen har vurdert, er holdt utenfor. "
    "Stikkprøven er trukket uten å se på rangeringen og har ikke denne skjevheten; den vises for seg."
)
NOBODY = "Ingen har vurdert treff ennå."
FIRST = "Det er ingen tidligere rangert natt å sammenligne med."


def build_quality_assets(nights: dg.DailyPartitionsDefinition) -> list[dg.AssetsDefinition]:
    """One asset, of the job `rank`."""

    @dg.asset(
        key=QUALITY,
        deps=[MATCHES],
        group_name="out",
        tags={"source": "all"},
        partitions_def=nights,
        description="How good the night's matches are by what people said of them (a pool biased towards what was "
        "ranked high), and a sample of open calls, drawn without looking at the ranking, to be judged.",
        check_specs=[dg.AssetCheckSpec("not_worse", asset=QUALITY)],
    )
    def out_all__quality(context: dg.AssetExecutionContext, radar: dg.ResourceParam[Radar]):
        day = night_of(context)
        WATCHER.get().step("måler treffene mot vurderinger")
        with radar.store() as store:
            tonight = ranking_of(store.matches(day), store.match_runs(day))
            standing = radar.standing()
            may = frozenset(open_calls(store, day, standing))
            judgments = judgments_of(decided(radar), tonight)
            change = change_since(store, day, tonight, judgments, may, standing)
        passed, said = verdict(change, bool(judgments))
        yield dg.AssetCheckResult(
            check_name="not_worse", passed=passed, severity=dg.AssetCheckSeverity.ERROR, description=said
        )
        yield dg.MaterializeResult(metadata=_metadata(day, tonight, judgments, may))

    return [out_all__quality]


def decided(radar: Radar) -> list[Decision]:
    """What stands of people's decisions, oldest first; nothing where nobody has decided anything yet."""
    if not is_there(radar.home.decisions_url):
        return []
    with Decisions.open(radar.home.decisions_url) as decisions:
        return [one for one in decisions.decisions() if one.kind in GRADES]


def judgments_of(decisions: Iterable[Decision], profiles: Iterable[ProfileKey]) -> list[Judgment]:
    """One judgment a profile and call, the last one. decisions: oldest first; profiles: those that were ranked.

    What a cluster as a whole said no to is wrong for each of its profiles, unless one of them says otherwise for
    itself. What it said yes to is right for some profile, nobody knows which, and counts for none.
    """
    ranked = sorted(profiles)
    found: dict[tuple[ProfileKey, CallKey], Judgment] = {}
    of_all = sorted(decisions, key=lambda one: one.profile != "")  # stable: the cluster's first, each oldest first
    for one in of_all:
        call, grade = (one.source, one.source_id), GRADES[one.kind]
        is_meant = [key for key in ranked if key[0] == one.cluster and one.profile in ("", key[1])]
        for profile in is_meant:
            if one.profile or not grade:
                found[profile, call] = Judgment(profile, call, grade, one.reason.startswith(SAMPLE_MARK))
            else:
                found.pop((profile, call), None)
    return [found[key] for key in sorted(found)]


def ranking_of(matches: pd.DataFrame, runs: pd.DataFrame) -> Ranking:
    """Every profile that was ranked, with its stored matches in order; one that nothing matched has none.

    What a project surely may not apply for is not in its list, and is not here.
    """
    found: dict[ProfileKey, list[CallKey]] = {(row["cluster"], row["profile"]): [] for row in records(runs)}
    for row in records(matches):
        if is_ruled_out(row):
            continue
        found[row["cluster"], row["profile"]].append((row["source"], row["source_id"]))
    return found


def change_since(
    store: Store,
    day: date,
    tonight: Ranking,
    judgments: Sequence[Judgment],
    may: frozenset[CallKey],
    standing: Standing = NOTHING_SAID,
) -> Change | None:
    """From the last night before `day` that was ranked, on the calls that could match in both; None without one.

    may: the calls that could match tonight. A call that has closed since, or was not there yet, says nothing of the
    ranking. Where there are no judgments, nothing is read.
    """
    last = last_ranked(store, day)
    if last is None:
        return None
    if not judgments:
        return compare({}, tonight, (), ())
    before = ranking_of(store.matches(last), store.match_runs(last))
    return compare(before, tonight, judgments, may & open_calls(store, last, standing).keys())


def verdict(change: Change | None, is_judged: bool) -> tuple[bool, str]:
    """Whether the check passes, and a sentence of bokmål. change: None where there is no night to compare with."""
    if not is_judged:
        return True, NOBODY
    if change is None:
        return True, FIRST
    if change.change is None:
        return True, (
            f"For få vurderinger til å sammenligne med forrige natt: {change.profiles} prosjekter har vurderte treff "
            f"som passet, og {FEWEST} trengs."
        )
    begins = "Treffene er dårligere enn forrige natt" if change.is_worse else "Treffene er ikke dårligere"
    figures = f"{change.change.mean:+.3f} (95 % intervall {change.change.low:+.3f} til {change.change.high:+.3f})"
    return not change.is_worse, f"{begins}: nDCG@10 endret {figures} på {change.profiles} prosjekter med vurderinger."


def _metadata(day: date, tonight: Ranking, judgments: Sequence[Judgment], may: frozenset[CallKey]) -> Metadata:
    clusters = measure(tonight, judgments, may)
    rows = [
        (one.cluster, one.judgments, one.profiles, *map(_figures, (one.ndcg, one.recall, one.mrr))) for one in clusters
    ]
    heads = ("klynge", "vurderinger", "prosjekter med treff som passet", "nDCG@10", "recall@10", "MRR@10")
    drawn = sample(may, tonight, day, SAMPLE)
    offered = [(*profile, *call) for profile, calls in drawn.items() for call in calls]
    return {
        "dagster/row_count": len(judgments),
        "by_cluster": table(heads, rows),
        "about": f"{BIAS} {NOBODY}" if not judgments else BIAS,
        "sample_judged": sample_words(measure_sample(tonight, judgments, may)),
        "sample_tonight": table(("klynge", "profil", "kilde", "utlysning"), offered),
    }


def sample_words(found: SampleQuality) -> str:
    """What the judged sample says of the whole list, in a sentence or two of bokmål."""
    if not found.judged:
        return f"Ingen har vurdert stikkprøven ennå. Begrunnelsen for en slik vurdering begynner med «{SAMPLE_MARK}»."
    said = f"{found.judged} tilfeldig trukne utlysninger er vurdert, {found.right} passet."
    if not found.right:
        return said
    return f"{said} Av dem står {_figures(found.near)} blant de ti første treffene og {_figures(found.listed)} i lista."


def _figures(figure: Interval | None) -> str:
    return f"{figure.mean:.3f} ({figure.low:.3f} til {figure.high:.3f})" if figure else "ingen"
