"""wiremock-strict."""
