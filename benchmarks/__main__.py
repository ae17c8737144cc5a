"""`make bench`: every benchmark, one after the other."""

from __future__ import annotations

from benchmarks import glossary, many, night, reading

if __name__ == "__main__":
    for benchmark in (reading, glossary, night, many):
        for line in benchmark.run():
            print(line)
