"""Step definitions to start from, for steps that have none."""

from __future__ import annotations

import re
import sys
from typing import Any

BODY = '    raise NotImplementedError("{sentence}")'


def snippets(step: Any, kind: str) -> list[dict[str, str]]:
    """Suggest definitions for a step, by patterns of this kind (the NAME of behave's matcher)."""
    sentence = f"{step.step_type.title()} {step.name}".replace("\\", r"\\").replace('"', r"\"")
    body = BODY.format(sentence=sentence)
    codes = [
        f"@{step.step_type}({_quoted(pattern)})\ndef {_name(step)}({parameters}):\n{body}"
        for pattern, parameters in _patterns(step.name, kind)
    ]
    return [{"language": "python", "code": code} for code in codes]


def _patterns(text: str, kind: str) -> list[tuple[str, str]]:
    """Patterns that fit a text, each with the parameters of its function."""
    if kind == "cucumber_expressions":
        return _cucumber_expressions(text)
    if kind.startswith("re"):
        return [(re.escape(text).replace(r"\ ", " "), "context")]
    return [(text.replace("{", "{{").replace("}", "}}"), "context")]


def _cucumber_expressions(text: str) -> list[tuple[str, str]]:
    from cucumber_expressions.expression_generator import CucumberExpressionGenerator

    registry = sys.modules["behave.cucumber_expression"].StepMatcher4CucumberExpressions
    generator = CucumberExpressionGenerator(registry.TYPE_REGISTRY.parameter_types)
    return [
        (found.source, ", ".join(["context", *found.parameter_names]))
        for found in generator.generate_expressions(text)
    ]


def _quoted(pattern: str) -> str:
    return (
        repr(pattern)
        if '"' in pattern
        else f'"{pattern}"'
        if "\\" not in pattern
        else repr(pattern)
    )


def _name(step: Any) -> str:
    words = re.findall(r"[^\W\d]\w*|\d+", step.name.lower())[:8]
    return "_".join([step.step_type, *words])
