"""Each rule of the lint, by the one line that breaking it prints."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import pytest

FEATURE = "features/asking.feature"
STEPS = "steps/shelf.py"
KNOWN = "[tool.behave_strict.tags] has: @smoke, @wip"
SCENARIO = '    Scenario: {}\n      When the reader asks for "Emma"\n      Then the answer is yes\n'
DEFINITION = "\n\n@{}\ndef another(context):\n    {}\n"
SECOND = '\n\n@then("{}")\ndef another(context, rest):\n    assert rest\n'
DEFINE = (
    '(did you mean "the answer is {{answer}}"?), or define it:\n'
    '    @then("{0}")\n    def {1}(context):\n        raise NotImplementedError("Then {0}")'
)
NO_STEP = (
    "is not a step, and would not run; correct its keyword, or move prose under the Feature or Rule"
)

# What is broken, how (file, old text, new text), and the line that says so.
BROKEN = {
    "a tag outside the vocabulary on a feature": (
        FEATURE, "Feature:", "@slow\nFeature:",
        f"{FEATURE}:1: @slow is not in the vocabulary; {KNOWN} [tag-vocabulary]",
    ),
    "a tag outside the vocabulary on a rule": (
        FEATURE, "  Rule:", "  @slow\n  Rule:",
        f"{FEATURE}:9: @slow is not in the vocabulary; {KNOWN} [tag-vocabulary]",
    ),
    "a tag outside the vocabulary on a scenario": (
        FEATURE, "@smoke", "@smoek",
        f"{FEATURE}:11: @smoek is not in the vocabulary; {KNOWN} [tag-vocabulary]",
    ),
    "a tag outside the vocabulary on examples": (
        FEATURE, "      Examples:", "      @slow\n      Examples:",
        f"{FEATURE}:20: @slow is not in the vocabulary; {KNOWN} [tag-vocabulary]",
    ),
    "a tag made from a column": (
        FEATURE, "    Scenario Outline:", "    @<answer>\n    Scenario Outline:",
        f"{FEATURE}:16: behave fills in the tag @<answer> from the Examples, Gherkin does not; "
        "write out each tag, over Examples of its own",
    ),
    "an undefined step": (
        FEATURE, "      Then the answer is yes", "      Then the answers are yes",
        f'{FEATURE}:14: "Then the answers are yes" is not defined; correct its wording '
        + DEFINE.format("the answers are yes", "then_the_answers_are_yes"),
    ),
    "an undefined step that looks like one": (
        FEATURE, "      Then the answer is yes", "      Then the answer\u00a0is yes",
        f'{FEATURE}:14: "Then the answer\\u00a0is yes" is not defined; correct its wording '
        + DEFINE.format("the answer\\u00a0is yes", "then_the_answer_is_yes"),
    ),
    "two spaces in a row": (
        FEATURE, "      Then the answer is yes", "      Then the  answer is yes",
        f'{FEATURE}:14: "Then the  answer is yes" has two spaces in a row; write one',
    ),
    "an undefined step in a row of an outline": (
        FEATURE, "| Kim  | no     |", "| Kim  |        |",
        f'{FEATURE}:18: "Then the answer is " is not defined; correct its wording '
        + DEFINE.format("the answer is ", "then_the_answer_is"),
    ),
    "a scenario without a When": (
        FEATURE, '      When the reader asks for "Emma"\n', "",
        f"{FEATURE}:12: the scenario has no When; say what is done [needs-when]",
    ),
    "a scenario without a Then": (
        FEATURE, "      Then the answer is yes\n", "",
        f"{FEATURE}:12: the scenario has no Then after its When; say what must be seen [needs-then]",
    ),
    "a Then before the When only": (
        FEATURE,
        '      When the reader asks for "Emma"\n      Then the answer is yes\n',
        '      Then the answer is yes\n      When the reader asks for "Emma"\n',
        f"{FEATURE}:12: the scenario has no Then after its When; say what must be seen [needs-then]",
    ),
    "a scenario of nothing but a name": (
        FEATURE, "    @smoke\n", "    Scenario: Nothing\n\n    @smoke\n",
        f"{FEATURE}:11: the scenario has no steps; write them",
    ),
    "a second When": (
        FEATURE, "is yes\n",
        'is yes\n      When the reader asks for "Kim"\n      Then the answer is no\n',
        f"{FEATURE}:15: a second When; make it a scenario of its own, or a Given [one-when]",
    ),
    "a second action after a When": (
        FEATURE, '"Emma"\n      Then the answer is yes',
        '"Emma"\n      And the reader asks for "Kim"\n      Then the answer is no',
        f'{FEATURE}:14: "And" after a When is a second action; '
        "make it a scenario of its own, or a Given [one-when]",
    ),
    "more than six steps": (
        FEATURE, "is yes\n", "is yes\n" + "      And the answer is yes\n" * 5,
        f"{FEATURE}:12: the scenario has 7 steps, and the most is 6; make it two, or use a Background [most-steps]",
    ),
    "an empty rule": (
        FEATURE, "  Rule: What", "  Rule: Nothing\n\n  Rule: What",
        f"{FEATURE}:9: the Rule holds no Scenario; write one",
    ),
    "an empty feature": (
        "features/none.feature", None, "Feature: Nothing\n  But words.\n",
        "features/none.feature:1: the Feature holds no Scenario; write one",
    ),
    "a file without a feature": (
        "features/none.feature", None, "# later\n",
        "features/none.feature:1: the file holds no Feature; write one or remove it",
    ),
    "an empty background": (
        FEATURE, "found\n", "found\n\n    Background: Later\n",
        f"{FEATURE}:11: the Background has no steps; remove it",
    ),
    "an outline without examples": (
        FEATURE, "    Scenario Outline: Asking for <book>",
        '    Scenario Outline: Bare\n      When the reader asks for "Emma"\n'
        "      Then the answer is yes\n\n    Scenario Outline: Asking for <book>",
        f"{FEATURE}:16: the outline has no Examples; add a table",
    ),
    "examples of nothing but a header": (
        FEATURE, "        | Emma | yes    |\n        | Kim  | no     |\n", "",
        f"{FEATURE}:20: the Examples have no rows; add some",
    ),
    "a row that does not line up": (
        FEATURE, "| Kim  | no     |", "| Kim | no |",
        f"{FEATURE}:23: the columns of the table do not line up; "
        "align the row with line 21 [aligned-tables]",
    ),
    "a row that stands twice": (
        FEATURE, "        | Kim  | no     |\n", "        | Kim  | no     |\n        | Emma | yes    |\n",
        f"{FEATURE}:24: the row repeats line 22; remove it",
    ),
    "a placeholder that is no column": (
        FEATURE, "Then the answer is <answer>", "Then the answer is <answer> <nmae>",
        f"{FEATURE}:18: <nmae> is not a column of the Examples in line 20; use one of: book, answer",
    ),
    "a column that no step uses": (
        FEATURE, "| book | answer |\n        | Emma | yes    |\n        | Kim  | no     |",
        "| book | answer | why |\n        | Emma | yes    | a   |\n        | Kim  | no     | b   |",
        f'{FEATURE}:21: no step uses the column "why"; write <why> in a step or in the name',
    ),
    "a scenario name that stands twice": (
        FEATURE, "    @smoke", SCENARIO.format("A book that is there") + "\n    @smoke",
        f'{FEATURE}:16: the scenario "A book that is there" is already in {FEATURE}:11; '
        "give it a name of its own [unique-names]",
    ),
    "a scenario name that stands in another feature": (
        "features/more.feature", None,
        "Feature: More\n  Background:\n    Given the shelf holds:\n"
        "      | book |\n      | Emma |\n\n"
        + SCENARIO.format("A book that is there"),
        f'features/more.feature:7: the scenario "A book that is there" is already in {FEATURE}:12; '
        "give it a name of its own [unique-names]",
    ),
    "a scenario without a name": (
        FEATURE, "Scenario: A book that is there", "Scenario:",
        f"{FEATURE}:12: the scenario has no name; give it one [unique-names]",
    ),
    "prose under a scenario": (
        FEATURE, "    Scenario: A book that is there\n",
        "    Scenario: A book that is there\n      Some words.\n",
        f'{FEATURE}:13: "Some words." {NO_STEP}',
    ),
    "a mistyped keyword of a first step": (
        FEATURE, "  Background:\n", "  Background:\n    Givenn the shelf is made of oak\n",
        f'{FEATURE}:5: "Givenn the shelf is made of oak" {NO_STEP}',
    ),
    "prose under an outline": (
        FEATURE, "<book>\n      When", "<book>\n      Some words.\n      When",
        f'{FEATURE}:17: "Some words." {NO_STEP}',
    ),
    "prose under examples": (
        FEATURE, "      Examples:\n", "      Examples:\n        Some words.\n",
        f"{FEATURE}:21: behave knows no description under Examples; "
        "make it a comment (#), or remove it",
    ),
    "a mistyped keyword of a later step": (
        FEATURE, "      Then the answer is yes", "      Thn the answer is yes",
        f'{FEATURE}:14: "Thn the answer is yes" is not allowed here; '
        "begin it with a keyword, and check the spelling",
    ),
    "a mistyped heading under a rule": (
        FEATURE, "    @smoke", "    Scenaro: Words\n      Some step\n\n    @smoke",
        f'{FEATURE}:11: "Scenaro:" is not a keyword; correct it, or reword the prose',
    ),
    "a heading without its colon": (
        FEATURE, "    @smoke", "    Scenario Lost\n      Then the answer is yes\n\n    @smoke",
        f'{FEATURE}:12: "Then the answer is yes" is part of a description, and would not run; '
        "correct the heading above it",
    ),
    "a second feature in the file": (
        FEATURE, "  Rule:", "Feature: Another\n\n  Rule:",
        f'{FEATURE}:9: "Feature: Another" is not allowed here; '
        "Multiple features in one file are not supported",
    ),
    "a doc string without an end": (
        FEATURE, "is yes\n", 'is yes\n  """\n',
        f"{FEATURE}:15: the doc string that begins here never ends, and swallows the rest of the file; "
        'close it with """',
    ),
    "a tag before nothing": (
        FEATURE, "| Kim  | no     |\n", "| Kim  | no     |\n\n    @smoke\n",
        f"{FEATURE}:25: the tag belongs to nothing; remove it",
    ),
    "a table row without its end": (
        FEATURE, "| Emma | 1815 |", "| Emma | 1815",
        f"{FEATURE}:7: the table row is not closed; end it with |",
    ),
    "a table row with a cell too many": (
        FEATURE, "| Emma | 1815 |", "| Emma | 1815 | 3 |",
        f"{FEATURE}:7: the row has 3 cells, and the heading in line 6 has 2; correct the row",
    ),
    "a heading with a cell too few": (
        FEATURE, "        | book | answer |\n", "        | book answer |\n\n        # a comment\n",
        f"{FEATURE}:21: the heading has 1 cell, and the rows have 2; correct the heading",
    ),
    "two columns of the same name": (
        FEATURE, "      | book | year |", "      | book | book |",
        f'{FEATURE}:6: the table has two columns "book"; rename one of them [unique-headings]',
    ),
    "a language that is unknown": (
        FEATURE, "Feature:", "# language: xx\nFeature:",
        f"{FEATURE}:1: the language 'xx' is unknown; see `behave --lang-list`",
    ),
    "a step definition that no feature uses": (
        STEPS, "\n@given", DEFINITION.format('when("the reader leaves")', "context.a = 1")
        + "\n\n@given",
        f'{STEPS}:5: @when("the reader leaves") is used by no feature; use it, or remove it [unused-definitions]',
    ),
    "a step that two definitions fit": (
        STEPS, "\n@given", SECOND.format("the answer is n{rest}") + "\n\n@given",
        f'{FEATURE}:18: "Then the answer is no" is ambiguous, as it fits {STEPS}:5 and {STEPS}:20; '
        "reword one of them",
    ),
    "two definitions that clash": (
        "steps/zoo.py", None, "from behave import then\n" + SECOND.format("the answer is {rest}"),
        'steps/zoo.py:4: @then(\'the answer is {rest}\') has already been defined in existing '
        f"step @then('the answer is {{answer}}') at {STEPS}:14; reword one of the two",
    ),
    "a Then that checks nothing": (
        STEPS, '    assert context.found == (answer == "yes")', '    """Looks at nothing."""',
        f'{STEPS}:14: @then("the answer is {{answer}}") checks nothing; '
        "assert what the sentence says",
    ),
    "a step that is a generator": (
        STEPS, '    assert context.found == (answer == "yes")', "    yield context.found",
        f'{STEPS}:14: @then("the answer is {{answer}}") is a generator, whose body never runs; '
        "take out the yield",
    ),
    "a hook that behave never calls": (
        "environment.py", "def before_all(", "def before_scenaro(context):\n    pass\n\n\n"
        "def before_all(",
        "environment.py:4: before_scenaro is not a hook of behave, and is never called; name it as "
        "one of: before_all, before_feature, before_rule, before_scenario, before_step, "
        "before_tag, after_all, after_feature, after_rule, after_scenario, after_step, after_tag",
    ),
}  # fmt: skip


def test_a_sound_project_has_no_problems(project: Any) -> None:
    assert project.lint() == (0, ["3 scenarios, 3 step definitions: no problems."])


@pytest.fixture(params=BROKEN, ids=lambda name: name.replace(" ", "-"))
def expected(request: pytest.FixtureRequest, project: Any) -> str:
    """Breaks the project, and gives the line that must say so."""
    path, old, new, line = BROKEN[request.param]
    if old is None:
        project.write(path, new)
    else:
        project.change(path, old, new)
    return line


def test_the_lint_names_what_is_broken_in_one_line(project: Any, expected: str) -> None:
    assert project.lint() == (1, expected.splitlines())


@pytest.mark.parametrize(
    "line", [". EXAMPLE:", "- Scenario: a point of a list", "For example: this"]
)
def test_prose_that_mentions_a_keyword_stays_prose(project: Any, line: str) -> None:
    project.change(FEATURE, "  A reader asks, and is told.\n", f"  {line}\n")

    assert project.lint().code == 0


def test_a_byte_order_mark_is_named(project: Any) -> None:
    text = (project.folder / FEATURE).read_bytes()
    (project.folder / FEATURE).write_bytes(b"\xef\xbb\xbf" + text)

    assert project.lint() == (1, [
        f"{FEATURE}:1: the file begins with a byte order mark, which behave takes for text; "
        "save the file as UTF-8 without BOM"
    ])  # fmt: skip


def test_a_file_that_is_not_utf_8_is_named_with_the_line(project: Any) -> None:
    (project.folder / FEATURE).write_bytes("Feature: Asking\n  für later\n".encode("latin-1"))

    assert project.lint() == (1, [f"{FEATURE}:2: this is not UTF-8; save the file as UTF-8"])


def test_a_pattern_that_cannot_be_compiled_is_named(project: Any) -> None:
    text = "from behave import then, use_step_matcher\n\nuse_step_matcher('re')\n"
    project.write("steps/zoo.py", text + SECOND.format("the zoo (is"))

    line = 'steps/zoo.py:6: @then("^the zoo (is$") cannot be read as a pattern; correct it'
    assert line in project.lint()


CONVERTER = """
from behave import register_type


def read_answer(text):
    if text in ("maybe", "never"):
        raise ValueError({message})
    return text


register_type(Answer=read_answer)


@given"""


@pytest.fixture
def converting(project: Any) -> Any:
    """A project whose answers are read by a converter of its own."""
    project.change(STEPS, "{answer}", "{answer:Answer}")
    project.change(STEPS, "\n@given", CONVERTER.replace("{message}", 'f"{text} is no answer"'))
    return project


def test_an_undefined_step_may_wait_under_the_tag_for_it(project: Any) -> None:
    project.configure('[tool.behave_strict]\nunfinished = "wip"')
    project.change(FEATURE, "      Then the answer is yes", "      Then she smiles")
    first, *snippet = project.lint().lines

    assert first == (
        f'{FEATURE}:14: "Then she smiles" is not defined; '
        "correct its wording, tag the scenario @wip for now, or define it:"
    )
    project.append(STEPS, "\n\n" + dedent("\n".join(snippet)) + "\n")
    assert project.lint().code == 0


def test_a_value_that_cannot_be_read_is_named(converting: Any) -> None:
    converting.change(FEATURE, "Then the answer is yes", "Then the answer is maybe")

    assert converting.lint() == (
        1,
        [f'{FEATURE}:14: "Then the answer is maybe": maybe is no answer; correct the value'],
    )


def test_every_wrong_value_is_named_at_its_row(converting: Any) -> None:
    converting.change(FEATURE, "| Emma | yes    |", "| Emma | never  |")
    converting.change(FEATURE, "| Kim  | no     |", "| Kim  | maybe  |")

    assert converting.lint() == (
        1,
        [
            f'{FEATURE}:22: "Then the answer is never": never is no answer; correct the value',
            f'{FEATURE}:23: "Then the answer is maybe": maybe is no answer; correct the value',
        ],
    )


def test_a_value_beside_the_row_is_named_at_its_step(converting: Any) -> None:
    converting.change(FEATURE, "is <answer>\n", "is <answer>\n      And the answer is maybe\n")

    assert converting.lint() == (
        1,
        [f'{FEATURE}:19: "Then the answer is maybe": maybe is no answer; correct the value'],
    )


def test_a_message_that_is_a_sentence_is_printed_as_it_is(converting: Any) -> None:
    converting.change(STEPS, 'f"{text} is no answer"', "'Say yes or no, as in steps/shelf.py.'")
    converting.change(FEATURE, "Then the answer is yes", "Then the answer is maybe")

    line = f'{FEATURE}:14: "Then the answer is maybe": Say yes or no, as in steps/shelf.py.'
    assert converting.lint() == (1, [line])


def test_a_scenario_to_finish_later_may_hold_wrong_values(converting: Any) -> None:
    converting.configure('[tool.behave_strict]\nunfinished = "wip"')
    converting.change(FEATURE, "@smoke", "@wip")
    converting.change(FEATURE, "Then the answer is yes", "Then the answer is maybe")

    assert converting.lint().code == 0


def test_a_definition_for_any_kind_of_step_is_found(project: Any) -> None:
    project.change(STEPS, "import given, then, when", "import given, step, when")
    project.change(STEPS, "@then", "@step")

    assert project.lint() == (0, ["3 scenarios, 3 step definitions: no problems."])


def test_all_problems_are_named_in_the_order_of_their_lines(project: Any) -> None:
    project.change(FEATURE, "@smoke", "@slow")
    project.change(FEATURE, "Given the shelf", "Given a shelf")
    lines = project.lint().lines
    places = [line.split(": ")[0] for line in lines if not line.startswith(" ")]

    assert places == [f"{FEATURE}:5", f"{FEATURE}:11", f"{STEPS}:4"]


def test_a_folder_without_steps_is_refused(project: Any) -> None:
    (project.folder / "environment.py").unlink()
    (project.folder / STEPS).unlink()
    (project.folder / "steps").rmdir()
    code, (line,) = project.lint()

    assert code == 1
    assert line.startswith("behave: No steps directory in ")


def test_a_configuration_that_behave_cannot_take_is_refused(project: Any) -> None:
    project.change("pyproject.toml", '["not @wip"]', '"not @wip"')
    code, (line,) = project.lint()

    assert code == 1
    assert line.startswith("behave: default_tags = 'not @wip' (expected: list")
