"""The suite over and over, on a busy machine: no scenario may fail, and nothing may grow."""
