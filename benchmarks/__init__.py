"""Speed and quality, run by hand and by `make bench`; never a timed test."""
