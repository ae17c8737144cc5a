"""The history of the store's schema, oldest first in `versions`. Written by hand; a test holds it to the tables."""
