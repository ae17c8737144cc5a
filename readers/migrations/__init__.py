"""The history of the readers' tables, apart from the store's: these rows must survive every change."""
