"""What the sentences of features are made of: words, tables, and what Thens match."""
