"""The share of something that a run has covered, told by each worker and each shard.

A project tells it in an attachment of media type application/x.covered+json, in after_all: an
object in which each thing has its parts, and whether each of these was exercised:
`{"The catalogue": {"search": true, "loan": false}}`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

MEDIA_TYPE = "application/x.covered+json"
Covered = dict[str, dict[str, bool]]


def read_covered(text: str) -> Covered:
    """Read an attachment; what cannot be read covers nothing."""
    try:
        return {
            str(name): {str(part): bool(done) for part, done in parts.items()}
            for name, parts in json.loads(text).items()
        }
    except (ValueError, AttributeError):
        return {}


def join(shares: Iterable[Covered]) -> Covered:
    """Put shares together: what was exercised in one of them was exercised."""
    joined: Covered = {}
    for share in shares:
        for name, parts in share.items():
            known = joined.setdefault(name, {})
            known.update({part: known.get(part, False) or done for part, done in parts.items()})
    return joined


def sentence(parts: Mapping[str, bool]) -> str:
    """Say how much was exercised, and what was not."""
    missed = [part for part, done in parts.items() if not done]
    rest = f"; never exercised: {'; '.join(missed)}" if missed else ""
    return f"{len(parts) - len(missed)} of {len(parts)} parts exercised{rest}"
