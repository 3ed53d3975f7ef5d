"""The products port: where the overview's products come from, stubbed or live."""
