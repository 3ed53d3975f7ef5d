"""The products port: where the overview's products come from, stubbed or live.

Givens tell it what the products service offers, or how it fails; Thens ask it what the products
service was asked. Nothing beyond it knows of WireMock.
"""
