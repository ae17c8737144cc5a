"""The optional extra `[semantic]` as a night uses it: what of a call and of a profile is read for its meaning.

Whether it is in use is settled once a run, here. The model is in `matching.semantic`, the arithmetic in
`matching.nearness`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from matching.glossary import Glossary
from matching.index import Index, field_text
from matching.nearness import call_vectors, profile_vectors, version
from matching.profiles import Profile
from matching.search import Near
from matching.semantic import Progress, Vectors, is_available, open_cache
from matching.vector_cache import VectorCache


class MeaningError(RuntimeError):
    """The extra is wanted, and is not there or cannot run here. The message, in bokmål, says what to do."""


class Meaning:
    """The sentence model with what it has read before. `version` names model, pieces and weights."""

    def __init__(self, kept: VectorCache | None = None, progress: Progress | None = None) -> None:
        """kept: vectors of earlier nights. progress: told how many pieces of the calls are read. RuntimeError without
        the extra."""
        self.version = version()
        self._kept = kept
        self._progress = progress

    def near(
        self, index: Index, records: Sequence[Mapping[str, Any]], profiles: Sequence[Profile], glossary: Glossary
    ) -> Near:
        """The calls of `index` and `profiles` as vectors to hold against each other. records: in the index's order."""
        return Near(self.calls(index, records), self.profiles(profiles, glossary))

    def calls(self, index: Index, records: Sequence[Mapping[str, Any]]) -> Vectors:
        """The calls of `index` as vectors: of a call its title, then its summary and its body.

        Template sentences are among them: what those are changes from night to night, and would have the model read
        every call again.
        """
        texts = [
            (field_text(row, "title"), "\n".join(field_text(row, part) for part in ("summary", "full_text")))
            for row in records
        ]
        return call_vectors(texts, index.groups.tolist(), self._kept, self._progress)

    def profiles(self, profiles: Sequence[Profile], glossary: Glossary) -> Vectors:
        """Profiles as vectors, in their order."""
        written = [
            (profile.title, "\n".join((profile.description, *profile.keywords)), profile.lang) for profile in profiles
        ]
        return profile_vectors(written, glossary, self._kept)

    def unkept(self) -> Meaning:
        """The same, keeping nothing: what is typed, letter by letter, is not to be read again."""
        return Meaning()


def meaning_in_use(folder: Path | None, wanted: bool | None = None, progress: Progress | None = None) -> Meaning | None:
    """The extra where it is installed and runs, None where not, or where it is not wanted.

    folder: where vectors are kept, None for nowhere. wanted: None for as installed. MeaningError when it is wanted and
    is not to be had.
    """
    if wanted is False or (wanted is None and not is_available()):
        return None
    if not is_available():
        raise MeaningError(
            "Tillegget [semantic] er ikke installert, eller prosessoren klarer det ikke: «make semantic»."
        )
    return Meaning(open_cache(folder) if folder else None, progress)
