"""Where calls come from: one file or folder a funder. Parsing takes a page and returns text; no network, no clock."""
