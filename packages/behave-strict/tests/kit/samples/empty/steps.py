"""No step is needed."""
