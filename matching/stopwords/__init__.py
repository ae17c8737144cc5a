"""Words that carry no subject, one a line, a file a language.

Never `innovasjon`, `kompetanse` or `tjeneste`: they are what profiles are about, and idf weighs them.
"""
