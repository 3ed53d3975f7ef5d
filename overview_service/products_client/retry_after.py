"""Read a Retry-After header."""

from __future__ import annotations

import math
import re
from datetime import datetime, timezone

from werkzeug.http import parse_date

_LONGEST = 60  # seconds; a shopper who should wait longer is not helped by a number


def read_retry_after(value: str | None) -> int | None:
    """Return the seconds to wait if they are 1 to 60, None for anything else.

    `value` is a number of seconds or an HTTP date (RFC 9110, section 10.2.3), or any nonsense.
    """
    text = (value or "").strip(" \t")
    if re.fullmatch("[0-9]{1,9}", text):
        wait = int(text)
    elif date := _date(text):
        wait = math.ceil((date - datetime.now(timezone.utc)).total_seconds())
    else:
        return None
    return wait if 1 <= wait <= _LONGEST else None


def _date(text: str) -> datetime | None:
    try:
        return parse_date(text)
    except (ValueError, TypeError, LookupError, ArithmeticError):
        return None
