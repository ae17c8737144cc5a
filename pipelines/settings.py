"""What the environment sets, read in one place.

RADAR_HOME       where state lives; `.radar` in the working directory unless set
RADAR_ARCHIVE    where the archive lives, if elsewhere than in RADAR_HOME
RADAR_DATABASE_URL  a database server instead of SQLite files in RADAR_HOME
RADAR_CONTACT    name and mail address for the user agent; live fetching refuses to start without it
RADAR_PORT       port of `radar serve`; 8000 unless set
"""

from __future__ import annotations

import os
from importlib import metadata
from pathlib import Path
from zoneinfo import ZoneInfo

import clusters
from calls.home import Home

OSLO = ZoneInfo("Europe/Oslo")
CODE_VERSION = metadata.version("utlysningsradar")


def home_from_environment() -> Home:
    """The home that the environment points at."""
    archive = os.environ.get("RADAR_ARCHIVE")
    return Home.at(
        Path(os.environ.get("RADAR_HOME") or ".radar"),
        archive=Path(archive) if archive else None,
        database_url=os.environ.get("RADAR_DATABASE_URL") or None,
    )


def contact_from_environment() -> str:
    """RADAR_CONTACT, or "" where it is not set."""
    return os.environ.get("RADAR_CONTACT", "").strip()


def clusters_folder(home: Home) -> Path:
    """The user's own clusters where they exist, else the examples that come with the code."""
    return home.clusters if home.clusters.is_dir() else example_clusters()


def example_clusters() -> Path:
    """The example clusters that come with the code."""
    return Path(clusters.__file__).parent
