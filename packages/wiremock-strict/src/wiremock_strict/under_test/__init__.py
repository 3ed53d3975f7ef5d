"""The service under test: started, called, and held to what it promises."""

from __future__ import annotations

from wiremock_strict.under_test.chromium import Chromium, received
from wiremock_strict.under_test.client import Client
from wiremock_strict.under_test.conversation import Message, Parties, conversation
from wiremock_strict.under_test.log import Log
from wiremock_strict.under_test.response import Recorder, Response
from wiremock_strict.under_test.rules import leaks, secrets, undocumented
from wiremock_strict.under_test.service import Service

__all__ = [
    "Chromium",
    "Client",
    "Log",
    "Message",
    "Parties",
    "Recorder",
    "Response",
    "Service",
    "conversation",
    "leaks",
    "received",
    "secrets",
    "undocumented",
]
