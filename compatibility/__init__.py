"""Does python-wiremock do what WireMock documents? Each SDK is tried on each server, call by call."""
