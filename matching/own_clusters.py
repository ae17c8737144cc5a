"""Which clusters are used: the user's own where there are any, else the examples that come with the code.

A copy of the examples is made before the first of them is changed; who starts a cluster of their own
(`matching.cluster_files.start_cluster`) gets none of them.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from calls.home import Home

EXAMPLES = Path(__file__).parents[1] / "clusters"
"""The example clusters that come with the code."""


def clusters_folder(home: Home) -> Path:
    """The user's own clusters where they exist, else the examples. Asked for anew each time: the own ones may come to
    be while a program runs."""
    return home.clusters if home.clusters.is_dir() else EXAMPLES


def is_example(home: Home) -> bool:
    """Whether the clusters shown are the examples, because there are no own ones."""
    return not home.clusters.is_dir()


def own_clusters(home: Home) -> Path:
    """The user's own clusters, to write in. Where there are none the examples are copied there first, whole or not at
    all; of several who ask at once, one makes the copy."""
    if home.clusters.is_dir():
        return home.clusters
    home.clusters.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".clusters-", dir=home.clusters.parent))
    try:
        made = beside / "clusters"
        shutil.copytree(EXAMPLES, made, ignore=shutil.ignore_patterns("*.py", "__pycache__", ".*"))
        made.rename(home.clusters)
    except OSError:
        if not home.clusters.is_dir():  # else another one was first
            raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return home.clusters
