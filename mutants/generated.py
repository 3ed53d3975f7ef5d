"""The mutants that cosmic-ray's operators make of Python code."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator

from mutants.mutant import Mutant, only_thaws

# One operator of each kind. The others turn the same place into something else, at the same line:
# a suite that finds `<` in place of `<=` finds `==` in place of `<=`, too.
# Without BitOr, which stands in type hints.
OPERATORS = (
    "AddNot",
    "ExceptionReplacer",
    "NumberReplacer",
    "RemoveDecorator",
    "ReplaceAndWithOr",
    "ReplaceBinaryOperator_Add_Sub",
    "ReplaceBinaryOperator_Div_Mul",
    "ReplaceBinaryOperator_FloorDiv_Div",
    "ReplaceBinaryOperator_Mul_Div",
    "ReplaceBinaryOperator_Pow_Mul",
    "ReplaceBinaryOperator_Sub_Add",
    "ReplaceBreakWithContinue",
    "ReplaceComparisonOperator_Eq_NotEq",
    "ReplaceComparisonOperator_GtE_Gt",
    "ReplaceComparisonOperator_GtE_LtE",
    "ReplaceComparisonOperator_Gt_GtE",
    "ReplaceComparisonOperator_Gt_LtE",
    "ReplaceComparisonOperator_IsNot_Is",
    "ReplaceComparisonOperator_Is_IsNot",
    "ReplaceComparisonOperator_LtE_Gt",
    "ReplaceComparisonOperator_LtE_Lt",
    "ReplaceComparisonOperator_Lt_GtE",
    "ReplaceComparisonOperator_Lt_LtE",
    "ReplaceComparisonOperator_NotEq_Eq",
    "ReplaceContinueWithBreak",
    "ReplaceFalseWithTrue",
    "ReplaceOrWithAnd",
    "ReplaceTrueWithFalse",
    "ReplaceUnaryOperator_Delete_Not",
    "ReplaceUnaryOperator_USub_UAdd",
    "ZeroIterationForLoop",
)


def generated(root: Path, place: str) -> Iterator[Mutant]:
    """Yield every mutant of a Python file, or of those below a folder."""
    for path in sorted((root / place).rglob("*.py")) or [root / place]:
        for operator in OPERATORS:
            yield from _mutants(root, path, operator)


def _mutants(root: Path, path: Path, operator: str) -> Iterator[Mutant]:
    before = path.read_text(encoding="utf-8")
    file = path.relative_to(root).as_posix()
    for occurrence in count():
        try:
            after = mutate_code(before, get_operator(f"core/{operator}")(), occurrence)
        except AttributeError:
            continue  # cosmic-ray 8.7 cannot replace an exception with a dotted name
        if after is None:
            return
        if not only_thaws(before, after):
            yield Mutant(file, operator, before, after)
