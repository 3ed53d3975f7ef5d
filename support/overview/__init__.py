"""The overview port: how the shopper looks at the overview, through its API or in a browser."""
