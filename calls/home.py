"""Where state lives on disk. Paths only: nothing is read, written or created here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Home:
    """RADAR_HOME and what lies in it.

    The archive and the readers' decisions cannot be rebuilt; everything else can be deleted and comes back by replay.
    """

    path: Path
    archive: Path
    database_url: str
    decisions_url: str
    clusters: Path  # the user's own; the examples of the repository serve while it does not exist
    glossary: Path  # the user's own words, laid on the glossary of the repository

    @classmethod
    def at(
        cls,
        path: Path,
        archive: Path | None = None,
        database_url: str | None = None,
        clusters: Path | None = None,
        glossary: Path | None = None,
        decisions_url: str | None = None,
    ) -> Home:
        """Home under `path`; `database_url` puts both databases on that server instead of in SQLite files.

        decisions_url: where another home keeps what people decided, for nights of that home that are run here.
        """
        root = path.resolve()
        return cls(
            path=root,
            archive=(archive or root / "archive").resolve(),
            database_url=database_url or f"sqlite:///{root / 'radar.sqlite'}",
            decisions_url=decisions_url or database_url or f"sqlite:///{root / 'decisions.sqlite'}",
            clusters=clusters or root / "clusters",
            glossary=glossary or root / "glossary",
        )

    def again(self, folder: Path) -> Home:
        """A home under `folder` for the same archived nights, with the clusters, words and decisions of this one."""
        return Home.at(
            folder,
            archive=self.archive,
            clusters=self.clusters,
            glossary=self.glossary,
            decisions_url=self.decisions_url,
        )

    @property
    def dagster(self) -> Path:
        return self.path / "dagster"

    @property
    def cache(self) -> Path:
        return self.path / "cache"

    def staged_file(self, source: str, night: date) -> Path:
        """Where the staged records of one source and night are handed from asset to asset."""
        return self.cache / "staged" / source / f"{night.isoformat()}.jsonl"
