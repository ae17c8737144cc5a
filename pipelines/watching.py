"""The job `watch`: tells the operator when a night failed, was partial or never ran; then clears up after old ones."""

from datetime import UTC, date, datetime
from typing import Any

import dagster as dg

from calls.home import Home
from pipelines.messages import tell_operator
from pipelines.pruning import prune


def build_watch(home: Home) -> dg.JobDefinition:
    """The job for one home. Its run config says which night (`watched`)."""

    @dg.op(config_schema={"night": str}, description="Says what is not as it should be, once.")
    def tell(context: dg.OpExecutionContext) -> None:
        night = date.fromisoformat(context.op_config["night"])
        now = datetime.now(UTC)
        said = tell_operator(home, night, now)
        prune(context.instance, home, now)
        context.log.info(said or "Natten er i orden; det er ingenting å si.")

    @dg.job(executor_def=dg.in_process_executor, description="Tells the operator about a night.")
    def watch() -> None:
        tell()

    return watch


def watched(night: date) -> dict[str, Any]:
    """Run config of the job for one night."""
    return {"ops": {"tell": {"config": {"night": night.isoformat()}}}}
