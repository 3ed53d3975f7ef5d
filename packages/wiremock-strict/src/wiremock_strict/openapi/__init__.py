"""OpenAPI 3.1 documents, and what they allow of requests and responses."""
