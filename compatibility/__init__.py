"""Does python-wiremock do what WireMock documents? Each SDK on each server, call by call."""
