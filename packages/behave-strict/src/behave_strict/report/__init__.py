"""The reports of a run: a page, messages, JUnit XML and the console."""
