"""The view port: how the shopper looks at the overview, through its API or in a browser.

A When opens the overview; what comes back is a `View`, the same plain value from either adapter.
"""
