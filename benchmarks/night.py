"""Time and peak memory of the bundled nights, each run in a process of its own."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def run() -> list[str]:
    """Lines of the report: wall seconds and peak resident memory of `radar night`."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        subprocess.run(
            [str(Path(sys.executable).with_name("radar")), "night"],
            env={**os.environ, "RADAR_HOME": folder},
            check=True,
            capture_output=True,
        )
        seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return [
        "the two bundled nights, start-up included",
        f"  wall time                                 {seconds:7.1f} s",
        f"  peak memory                               {peak:7.0f} MB  (ceiling 1000)",
    ]
