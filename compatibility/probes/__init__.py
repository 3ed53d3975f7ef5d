"""The probes, by subject; none knows which SDK or server it is tried on.

Sources: WireMock's admin API as the server documents it (`GET /__admin/docs/swagger`), its manual,
and the signatures of the SDK.
"""
