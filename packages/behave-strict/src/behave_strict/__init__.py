"""behave-strict."""
