"""`make bench`: every benchmark, one after the other."""

from __future__ import annotations

from benchmarks import night, reading

if __name__ == "__main__":
    for benchmark in (reading, night):
        for line in benchmark.run():
            print(line)
