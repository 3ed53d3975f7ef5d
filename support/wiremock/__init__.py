"""The WireMock server that stands in for, or in front of, the products service."""
