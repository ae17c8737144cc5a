"""Requests at a steady pace, whatever the answers do: what a page takes when readers come as they come.

Each answer is timed from when its request was due, so that one that had to wait in a queue took that long. Loader and
server share the machine.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

import httpx
import numpy as np

A_SECOND = 20
LONGEST = 60.0
"""Seconds that an answer is waited for."""


@dataclass(frozen=True)
class Paced:
    """Milliseconds, and bytes as they were sent, of the answers to a row of requests."""

    p50: float
    p95: float
    size: float


def paced(base: str, paths: Sequence[str], warm_s: float, seconds: float) -> Paced:
    """Asks for the paths in turn, over and over, A_SECOND times a second; what is asked for in the first `warm_s`
    seconds is not counted. RuntimeError for an answer that is no page."""
    asked = round((warm_s + seconds) * A_SECOND)
    answers = asyncio.run(_all(base, [paths[number % len(paths)] for number in range(asked)]))
    counted = answers[round(warm_s * A_SECOND) :]
    p50, p95 = np.percentile([1000 * took for took, _ in counted], (50, 95))
    return Paced(float(p50), float(p95), float(np.mean([size for _, size in counted])))


def once(client: httpx.Client, path: str) -> float:
    """Milliseconds of one request, alone. RuntimeError for an answer that is no page."""
    began = perf_counter()
    answer = client.get(path)
    took = 1000 * (perf_counter() - began)
    _check(answer, path)
    return took


async def _all(base: str, paths: Sequence[str]) -> list[tuple[float, int]]:
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=50)
    async with httpx.AsyncClient(base_url=base, timeout=LONGEST, limits=limits) as client:
        await _one(client, paths[0], perf_counter())
        start = perf_counter() + 0.05
        due = [start + number / A_SECOND for number in range(len(paths))]
        return await asyncio.gather(*(_one(client, path, at) for path, at in zip(paths, due, strict=True)))


async def _one(client: httpx.AsyncClient, path: str, due: float) -> tuple[float, int]:
    await asyncio.sleep(max(0.0, due - perf_counter()))
    async with client.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as answer:
        # As sent: what a browser does to unpack it is not the server's time.
        size = sum([len(part) async for part in answer.aiter_raw()])
    _check(answer, path)
    return perf_counter() - due, size


def _check(answer: httpx.Response, path: str) -> None:
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
