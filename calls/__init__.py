"""What a call is: columns, dates, money, terms, fetching, the archive, normalising, the store and its history."""
