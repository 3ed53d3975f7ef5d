"""`python -m behave_strict`, which is `behave-strict`."""

from __future__ import annotations

import sys

from behave_strict.cli import main

sys.exit(main())
