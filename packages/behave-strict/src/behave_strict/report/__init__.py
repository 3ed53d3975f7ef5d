"""What a run of behave leaves for its readers: a page, messages, JUnit XML and the console."""
