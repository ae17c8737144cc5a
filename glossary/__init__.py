"""The glossary that comes with the code: one concept a row, in bokmål, nynorsk and English. README.md has the rules."""
