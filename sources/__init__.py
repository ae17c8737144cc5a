"""Where calls come from: one file (or one folder) a funder. Parsing takes a page and returns text; no network, no clock."""
