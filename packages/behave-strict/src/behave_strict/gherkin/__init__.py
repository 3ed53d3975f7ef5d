"""Features as the two parsers read them: behave's, which plays them, and gherkin-official."""
