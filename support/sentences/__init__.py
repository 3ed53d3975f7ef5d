"""The words and tables of the features' sentences, and the matchers of their Thens."""
