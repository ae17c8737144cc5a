"""Word lists of our own: nynorsk words and their bokmål, and the parts that Norwegian compounds are made of."""
