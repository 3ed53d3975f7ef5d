"""Legal features, made by hypothesis: everything that Gherkin has, in every language of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from behave.i18n import languages
from gherkin.dialect import DIALECTS
from hypothesis import strategies as st

Lines = list[str]
Draw = Callable[[st.SearchStrategy[Any]], Any]

STEPS = ("given", "when", "then", "and", "but")
# What steps.py knows, most of it green, and hooks that act by a tag.
SENTENCES = ["it passes", "it passes", "it passes", "it fails", "it breaks", "it waits", "it skips",
             "it attaches", 'it shows "😀"', 'it shows ""']  # fmt: skip
TAGS = ["@a", "@a.b-c", "@again", "@blind", "@unfit", "@verdict", "@leaky", "@stumbles", "@limps"]
TAGS_OF_GROUPS = ["@a", "@a", "@a", "@late", "@dark"]
PROSE = ["Prose.", "- a bullet", "* another", 'Of <x>, | and "quotes".', "Note: this is prose.", ""]
COMMENTS = ["# a comment", "#", "  # Given a comment", "# language is fine", "# @tag: | no row |"]
CELLS = [
    "Lamp",
    "",
    "a \\| b",
    "<x>",
    "C:\\temp",
    "é",
    "e\u0301",
    "😀",
    "Given",
    '"""',
    "# no",
    "@no",
]
INSIDE = [
    "text",
    "",
    "  indented",
    "Given no step",
    "| no | row |",
    "@no",
    "# no",
    "<x>",
    "é",
    "\\",
]
WORDS = ["passes", "fails", "breaks", "waits", "skips", "attaches"]


@dataclass(frozen=True)
class Language:
    """The keywords of a language that both parsers know."""

    name: str
    keywords: dict[str, list[str]]

    @classmethod
    def of(cls, name: str) -> Language:
        mine, theirs = languages[name], DIALECTS[name]
        kinds = {kind: {"scenario_outline": "scenarioOutline"}.get(kind, kind) for kind in mine}
        every = [word for kind in STEPS for word in mine[kind]]

        def alike(word: str, other: str) -> bool:
            """Where one keyword begins like another, behave may take the shorter: "A tiež"."""
            ambiguous = any(word != each and word.startswith(each) for each in every)
            return word in theirs[other] and not ambiguous

        return cls(
            name,
            {
                kind: [word for word in mine[kind] if alike(word, other)]
                for kind, other in kinds.items()
                if isinstance(mine[kind], list)
            },
        )

    def is_complete(self) -> bool:
        return all(self.keywords.values())


KNOWN = [language for language in map(Language.of, sorted(languages)) if language.is_complete()]
ENGLISH = Language.of("en")


def some(words: Sequence[str], most: int = 2) -> st.SearchStrategy[Lines]:
    return st.lists(st.sampled_from(words), max_size=most)


class Writer:
    """Writes one feature; draws whatever it may choose."""

    def __init__(self, draw: Draw, language: Language) -> None:
        self.draw, self.language = draw, language
        self.numbers: Iterator[int] = count(1)

    def chance(self, one_in: int) -> bool:
        return bool(self.draw(st.integers(1, one_in)) == one_in)

    def one(self, words: Sequence[str]) -> str:
        return str(self.draw(st.sampled_from(words)))

    def heading(self, kind: str, name: str) -> str:
        return f"{self.one(self.language.keywords[kind])}: {name}"

    def named(self, kind: str) -> str:
        return self.heading(kind, f"{kind} {next(self.numbers)}")

    def tags(self, known: Sequence[str]) -> Lines:
        tags = self.draw(some(known))
        between = "\n" if self.chance(3) else " "
        return [between.join(tags) + self.one(["", " # a comment"])] if tags else []

    def noise(self) -> Lines:
        return [self.one([*COMMENTS, "", ""])] if self.chance(6) else []

    def feature(self) -> Lines:
        name = self.language.name
        says = [f"# language: {name}"] if name != "en" or self.chance(4) else []
        lines = [*says, *self.noise(), *self.tags(TAGS_OF_GROUPS), self.named("feature")]
        lines += [*self.draw(some(PROSE, 3)), *self.background()]
        rules = self.draw(st.integers(0, 2))
        for _ in range(self.draw(st.integers(0 if rules else 1, 3))):
            lines += self.scenario()
        for _ in range(rules):
            lines += self.rule()
        return lines

    def rule(self) -> Lines:
        lines = [*self.tags(TAGS_OF_GROUPS), self.named("rule"), *self.draw(some(PROSE))]
        lines += self.background()
        for _ in range(self.draw(st.integers(1, 2))):
            lines += self.scenario()
        return lines

    def background(self) -> Lines:
        if not self.chance(4):
            return []
        name = self.one(["", "always"])
        return [self.heading("background", name), *self.steps([], ["it passes", "it attaches"])]

    def scenario(self) -> Lines:
        if self.chance(3):
            return self.outline()
        return [*self.noise(), *self.tags(TAGS), self.named("scenario"), *self.steps([], SENTENCES)]

    def outline(self) -> Lines:
        columns = self.one(["x", "x y", "y x"]).split()
        name = f"{next(self.numbers)} of {' '.join(f'<{column}>' for column in columns)}"
        lines = [*self.tags(TAGS), self.heading("scenario_outline", name)]
        lines += self.steps(columns, [*SENTENCES, "it <x>", "it <x>"])
        for _ in range(self.draw(st.integers(1, 2))):
            lines += self.examples(columns)
        return lines

    def examples(self, columns: Lines) -> Lines:
        lines = [*self.tags(TAGS), self.heading("examples", self.one(["", "some", "<x>"]))]
        words = self.draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True))
        return lines + self.rows([columns, *([word] * len(columns) for word in words)])

    def steps(self, columns: Lines, sentences: Sequence[str]) -> Lines:
        lines: Lines = []
        for number in range(self.draw(st.integers(1, 4))):
            kinds = STEPS if number else STEPS[:3]
            keyword = self.one(self.language.keywords[self.one(kinds)])
            lines += [*self.noise(), f"{keyword}{self.one(sentences)}"]
            lines += self.argument(columns)
        return lines

    def argument(self, columns: Lines) -> Lines:
        if not self.chance(4):
            return []
        cells = [cell for cell in CELLS if columns or "<" not in cell]
        inside = [line for line in INSIDE if columns or "<" not in line]
        if self.chance(2):
            width = self.draw(st.integers(1, 3))
            row = st.lists(st.sampled_from(cells), min_size=width, max_size=width)
            return self.rows(self.draw(st.lists(row, min_size=1, max_size=3)))
        return ["  " + line for line in ['"""', *self.draw(some(inside, 3)), '"""']]

    def rows(self, rows: list[Lines]) -> Lines:
        lines: Lines = []
        for row in rows:
            lines += [f"  | {' | '.join(row)} |", *self.noise()]
        return lines


@st.composite
def legal_lines(draw: Any) -> Lines:
    language = ENGLISH if draw(st.booleans()) else draw(st.sampled_from(KNOWN))
    return [part for line in Writer(draw, language).feature() for part in line.split("\n")]


@st.composite
def legal_features(draw: Any) -> str:
    end = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    return str(end.join([*draw(legal_lines()), draw(st.sampled_from(["", ""]))]))
