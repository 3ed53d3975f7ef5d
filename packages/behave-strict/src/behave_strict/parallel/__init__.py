"""`behave -j N`: a run by several worker processes, reported as if there had been one."""
