"""Settings under names that they had once."""

from __future__ import annotations

from pathlib import Path

from support.former_names import former_names


def test_a_former_name_is_refused_with_the_new_one(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.acceptance.tags]\nsmoke = "quick"\n')

    assert list(former_names(tmp_path, {"ACCEPTANCE_ORDER": "3"})) == [
        "pyproject.toml: [tool.acceptance.tags] is now [tool.behave_strict.tags].",
        "ACCEPTANCE_ORDER is now BEHAVE_STRICT_ORDER.",
    ]


def test_the_names_of_today_are_not_refused(tmp_path: Path) -> None:
    assert list(former_names(tmp_path, {"ACCEPTANCE_ORDER": "", "BEHAVE_STRICT_ORDER": "3"})) == []
    assert list(former_names(Path(__file__).parents[2], {})) == []
