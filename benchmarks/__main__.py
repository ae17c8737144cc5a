"""`make bench`: every benchmark, one after the other."""

from __future__ import annotations

from benchmarks import drift, eu_history, glossary, history, many, night, quotes, reading, semantic, truth

if __name__ == "__main__":
    for benchmark in (reading, glossary, night, many, history, truth, eu_history, drift, quotes, semantic):
        for line in benchmark.run():
            print(line, flush=True)
