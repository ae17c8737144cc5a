"""Time and peak memory of the bundled nights, each run in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def measured(home: Path, *arguments: str) -> tuple[float, float]:
    """Wall seconds and peak resident memory (MB) of the command line with these arguments."""
    command = [str(Path(sys.executable).with_name("radar")), *arguments]
    environment = {**os.environ, "RADAR_HOME": str(home), "RADAR_DATABASE_URL": "", "RADAR_ARCHIVE": ""}
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    if status:
        raise RuntimeError(f"radar {' '.join(arguments)} ended with {os.waitstatus_to_exitcode(status)}")
    return seconds, used.ru_maxrss / 1024


def run() -> list[str]:
    """Lines of the report: wall seconds and peak resident memory of `radar night`."""
    with tempfile.TemporaryDirectory() as folder:
        seconds, peak = measured(Path(folder), "night")
    return [
        "the two bundled nights, start-up included",
        f"  wall time                                 {seconds:7.1f} s",
        f"  peak memory                               {peak:7.0f} MB  (ceiling 1000)",
    ]
