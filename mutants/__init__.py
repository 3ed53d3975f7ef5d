"""Mutants: deliberate faults, one at a time, that the acceptance suite must find."""
