"""The overview service under test: a process of ours, or one that runs already."""
