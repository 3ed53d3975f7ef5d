"""The step is undefined."""
