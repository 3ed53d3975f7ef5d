"""The parts of the page, word for word."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from behave_strict.history import Entry
from behave_strict.page import words

from .stream import Stream, by_words, failing
from .test_changes import ALL_WELL, FEATURE, entry, played
from .test_reader import SHOP


def text(markup: str) -> str:
    """The words of it, with a space for each tag."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def part(page: str, name: str) -> str:
    """The words of the section or header of this id or class; empty if there is none."""
    found = re.search(rf'<(section|header) [^>]*"{name}".*?</\1>', page, re.DOTALL)
    return text(found[0]) if found else ""


def scenario(page: str, identity: str) -> str:
    """The markup of a scenario."""
    [found] = re.findall(
        rf'<details class="C" id="{identity}".*?\n?</details>(?=<|$)', page, re.DOTALL
    )
    return str(found)


def lamp(**about: Any) -> Stream:
    """A scenario whose second step comes to this."""
    one = "Feature: A shop\n  Scenario: A lamp\n    Given it is open\n    Then a lamp is sold\n"
    return Stream().feature(one).play(lambda step: about if "lamp" in step else {})


def many(number: int) -> dict[str, str]:
    return {f"n{n}": "passed" for n in range(number)}


# The first screen


def test_the_first_screen_counts_each_outcome(stream: Stream) -> None:
    results = {
        "1 of": failing(),
        "2 of": failing(error="KeyError"),
        "3 of": {"status": "SKIPPED"},
    }
    stream.feature(SHOP).play(by_words(results), 0.5)
    page = stream.page(title="My shop")
    assert part(page, "top") == (
        "My shop ✗ 1 failed and 1 error of 4 scenarios Friday 15 January 2027, 08:00 UTC "
        "· took 12.0 s · 33.3 % of 3 played passed 1 passed 1 failed 1 error 1 skipped "
        "Not played : 1 (No reason given) Slowest : A lamp 1.5 s, 1 of lamp 1.5 s, 2 of chair 1.5 s played by any 1"
    )
    bars = re.findall(r'<rect class="(.)" x="(\d)" width="(\d)" height="1"/>', page)
    assert bars == [("p", "0", "1"), ("f", "1", "1"), ("e", "2", "1"), ("s", "3", "1")]


def test_the_first_screen_of_a_selection_says_so(stream: Stream) -> None:
    page = stream.feature(SHOP, select="lamp").play().page(whole=False)
    assert "100 % passed · a selection, not the whole suite 2 passed 2 left out" in part(
        page, "top"
    )
    assert "a selection" not in part(stream.page(), "top")


def test_facts_lead_where_they_may(stream: Stream) -> None:
    stream.facts(
        build={"text": "7", "link": "https://a.example/7", "setting": False},
        view="api",
        by={"text": "me", "link": "ftp://a.example"},
    )
    page = stream.feature(SHOP).play().page()
    assert '<dd><a href="https://a.example/7" rel="noreferrer">7</a></dd>' in page
    assert "<dd>me</dd>" in page
    assert part(page, "top").endswith("view api by me build 7 played by any 1")


def test_what_was_covered_is_told_of_a_whole_run_alone(stream: Stream) -> None:
    stream.feature(SHOP).play().attach(
        '{"Doors": {"in": true, "out": false}}', "application/x.covered+json"
    )
    assert "Doors 1 of 2 parts exercised; never exercised: out" in part(stream.page(), "top")
    assert "Doors" not in part(stream.page(whole=False), "top")


def test_a_fact_that_is_long_is_folded(stream: Stream) -> None:
    parts = "many words, " * 6
    page = (
        stream.facts(doors=f"1 of 9; never: {parts}", by="me; not you").feature(SHOP).play().page()
    )
    assert f"<details><summary>1 of 9</summary>never: {parts}</details>" in page
    assert "<dd>me; not you</dd>" in page


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("no browser is here; to get one, install it", "no browser is here"),
        ("It is 2.5 s late. Wait.", "It is 2.5 s late"),
        ("no browser", "no browser"),
        ("first line\nsecond line", "first line"),
        ("see http://a.example/x", "see http://a.example/x"),
        ("", ""),
    ],
)
def test_a_reason_is_told_in_short(reason: str, said: str) -> None:
    assert words.short(reason) == said


def test_why_something_is_not_played_is_told_at_once(stream: Stream) -> None:
    reasons = iter([f"{why}; and so on" for why in ("no lamp", "no shop", "no door", "no door")])
    stream.feature(SHOP).play(
        lambda t: {"status": "SKIPPED", "message": next(reasons)} if "bought" in t else {}
    )
    page = stream.page()
    told = "Not played : 2 (no door), 1 (no lamp), and others"
    assert told in part(page, "top")
    assert "2 no door no door; and so on 2 of chair 3 of rug" in part(page, "skipped")


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0 ms"), (0.099, "99 ms"), (0.1, "0.1 s"), (99.4, "99.4 s"), (99.6, "1 min 40 s"), (3600, "60 min 0 s")],
)  # fmt: skip
def test_durations_read_as_people_say_them(value: float, said: str) -> None:
    assert words.seconds(value).replace("\u00a0", " ") == said
    assert not re.search(r"\d ", words.seconds(value))


# What failed


def test_failures_are_told_with_their_first_lines(stream: Stream) -> None:
    results = {
        "lamp is": failing("a\nb\nc\nd"),
        "1 of": failing("x" * 200),
        "are bought": failing(),
    }
    stream.feature(SHOP).play(by_words(results))
    assert part(stream.page(), "failures") == (
        "What failed A lamp A shop a b c … "
        f"1 of lamp A shop {'x' * 160} … "
        "2 of chair A shop It broke. 1 more scenario for the same reason 3 of rug A shop"
    )


def rows(count: int) -> str:
    cells = "".join(f"      | {n} |\n" for n in range(count))
    outline = "Feature: F\n  Scenario Outline: S <n>\n    Then <n>\n    Examples:\n      | n |\n"
    return outline + cells


def test_only_five_reasons_are_unfolded() -> None:
    broke = {"7": "It broke 6."}
    stream = Stream().feature(rows(8))
    page = stream.play(lambda t: failing(broke.get(t, f"It broke {t}."))).page()
    assert "S 4 F It broke 4. 3 more S 5 F It broke 5. S 6" in part(page, "failures")
    assert "<details><summary>3 more</summary>" in page


def test_failures_that_look_alike_are_told_once() -> None:
    beside = "\n\n    expected     seen\n    | a |        | a |\n !=  | {0} |        | 7 |"
    said = {"0": beside.format(1), "1": beside.format(1) + "\n\nmore", "2": beside.format(2)}
    stream = Stream().feature(rows(3)).play(lambda t: failing(f"Expected: x\n     but: y{said[t]}"))
    assert part(stream.page(), "failures") == (
        "What failed S 0 F Expected: x but: y Row 1: expected 1; seen 7. "
        "1 more scenario for the same reason S 1 F "
        "S 2 F Expected: x but: y Row 1: expected 2; seen 7."
    )


def test_rows_of_which_none_is_seen_are_no_reason_of_their_own() -> None:
    beside = "\n\n    expected     seen\n    | a |        | a |\n !=  | {0} |        "
    stream = Stream().feature(rows(2)).play(lambda t: failing(f"It is down.{beside.format(t)}"))
    assert part(stream.page(), "failures") == (
        "What failed S 0 F It is down. 1 more scenario for the same reason S 1 F"
    )


def test_what_fails_for_the_first_time_is_marked() -> None:
    page = played("one", "two").page(history=[entry(**{**ALL_WELL, "two": "failed"})])
    assert (
        part(page, "failures")
        == "What failed One F new It broke. 1 more scenario for the same reason Two F"
    )


def test_what_failed_is_not_listed_twice() -> None:
    stream = Stream().facts(products="stub").feature(rows(4)).play(lambda _: failing())
    before = entry(**{f"s-n.{n}": "passed" for n in range(4)})
    assert "4 newly failing All that failed" in part(stream.page(history=[before]), "changes")
    fewer = entry(**{f"s-n.{n}": "passed" for n in range(3)}, **{"s-n.3": "failed"})
    assert "3 newly failing S 0 S 1 S 2" in part(stream.page(history=[fewer]), "changes")


def test_a_step_without_a_message_is_named() -> None:
    assert "Undefined: a lamp is sold" in part(lamp(status="UNDEFINED").page(), "failures")


# What changed


def test_the_changes_are_told_by_name() -> None:
    before = entry(one="passed", two="failed", four="passed")
    page = played("one").page(history=[before])
    since = "Since the last whole run with the same settings, 2026-11-25 10:00 UTC ."
    told = f"What changed {since} 1 newly failing One 1 mended Two 1 new Three 1 gone a.four"
    assert part(page, "changes").startswith(told)
    assert "Since the last run : 1 newly failing, 1 mended, 1 new, 1 gone" in part(page, "top")


def test_a_long_list_is_cut_and_says_by_how_much() -> None:
    rows = "".join(f"      | {n} |\n" for n in range(10))
    outline = "Feature: F\n  Scenario Outline: S <n>\n    Then <n>\n    Examples:\n      | n |\n"
    stream = Stream().facts(products="stub").feature(outline + rows).play()
    changes = part(stream.page(history=[entry(**many(9))]), "changes")
    listed = " ".join(f"S {n}" for n in range(8))
    assert f"10 new {listed} 2 more S 8 S 9" in changes
    gone = " ".join(f"a.n{n}" for n in range(8))
    assert f"9 gone {gone} and 1 more" in changes


def test_a_slower_scenario_says_how_long_it_took() -> None:
    page = played(seconds=0.7).page(history=[entry(**ALL_WELL)])
    assert "3 slower One 0.7 s, was 0.1 s" in part(page, "changes")
    assert "Slowest One 0.7 s, was 0.1 s" in part(page, "slowest")
    assert "Since the last run : 3 slower" in part(page, "top")


@pytest.mark.parametrize(
    ("failed", "before", "said"),
    [
        ((), ALL_WELL, "Nothing: everything passed then, and passes now."),
        (("one",), {**ALL_WELL, "one": "failed"}, "Nothing: 1 still failing."),
    ],
)
def test_a_run_without_a_change_says_so(failed: tuple[str, ...], before: Any, said: str) -> None:
    assert said in part(played(*failed).page(history=[entry(**before)]), "changes")


def test_a_run_that_skips_what_was_skipped_before_says_so() -> None:
    stream = Stream().facts(products="stub").feature(FEATURE)
    stream.play(lambda t: {"status": "SKIPPED"} if t.startswith("one") else {})
    page = stream.page(history=[entry(**{**ALL_WELL, "one": "skipped"})])
    assert "Nothing broke, and nothing was mended." in part(page, "changes")


def test_what_is_no_longer_played_is_told() -> None:
    stream = Stream().facts(products="stub").feature(FEATURE)
    stream.play(lambda t: {"status": "SKIPPED"} if t.startswith("one") else {})
    page = stream.page(history=[entry(**{**ALL_WELL, "three": "skipped"})])
    assert "1 no longer played, 1 played again" in part(page, "top")
    assert "1 no longer played One 1 played again Three" in part(page, "changes")


def test_what_was_left_out_is_no_change(stream: Stream) -> None:
    stream.facts(products="stub").feature(FEATURE, select="One").play()
    page = stream.page(history=[entry(one="passed")], whole=False)
    assert "Nothing: everything passed then, and passes now." in part(page, "changes")


def test_the_commit_of_the_run_before_is_named() -> None:
    before = Entry(
        "2026-11-25T10:00:00", 3.0, {"products": "stub"}, "abc123", {}, {"a.one": ("passed", 1)}
    )
    assert "2026-11-25 10:00 UTC , abc123." in part(played().page(history=[before]), "changes")


# Skipped, left out, slow


def test_what_was_left_out_is_grouped_by_tags(stream: Stream) -> None:
    stream.feature(SHOP, select="1 of").play()
    assert part(stream.page(), "left-out") == (
        "What was left out Not selected for this run, by tags or by name. "
        "2 @shop 2 of chair 3 of rug 1 @shop @smoke A lamp"
    )


def test_what_was_skipped_is_listed_below_its_reason(stream: Stream) -> None:
    reasons = iter([{"status": "SKIPPED", "message": "no lamp"}, {"status": "SKIPPED"}, {}, {}])
    stream.feature(SHOP).play(lambda t: next(reasons) if "bought" in t else {})
    expected = "What was skipped, and why 1 no lamp A lamp 1 No reason given 1 of lamp"
    assert part(stream.page(), "skipped") == expected


def test_the_slowest_come_first_and_are_not_many() -> None:
    rows = "".join(f"      | {n} |\n" for n in range(12))
    outline = "Feature: F{0}\n  Scenario Outline: S <n>\n    Then <n>\n    Examples:\n      | n |\n"
    stream = Stream()
    for number in range(6):
        stream.feature(
            outline.format(number) + (rows if not number else "      | 0 |\n"), f"{number}.feature"
        )
        stream.play(seconds=number / 10 + 0.1)
    slow = part(stream.page(), "slowest")
    scenarios, _, features = slow.partition("Slowest features ")
    five = "S 0 0.6 s S 0 0.5 s S 0 0.4 s S 0 0.3 s S 0 0.2 s"
    more = " ".join(f"S {n} 0.1 s" for n in range(5))
    assert scenarios == f"Slowest {five} 5 more scenarios {more} "
    assert features == "F0 1.2 s F5 0.6 s F4 0.5 s F3 0.4 s F2 0.3 s"


def test_the_three_slowest_are_told_at_once(stream: Stream) -> None:
    seconds = {"lamp": 0.2, "1 of": 0.3, "2 of": 0.4, "3 of": 0.1}
    for name, each in seconds.items():
        stream.feature(SHOP, f"{name}.feature", select=name).play(seconds=each)
    slowest = "Slowest : 2 of chair 1.2 s, 1 of lamp 0.9 s, A lamp 0.6 s played by"
    assert slowest in part(stream.page(), "top")


def test_what_took_no_time_is_not_slow(stream: Stream) -> None:
    assert part(stream.feature(SHOP).play().page(), "slowest") == ""


def test_what_is_attached_to_the_run_is_shown(stream: Stream) -> None:
    hook = {"id": "h", "type": "AFTER_TEST_RUN", "name": "after_all"}
    stream.messages.append({"hook": hook})
    stream.messages.append(
        {"testRunHookStarted": {"id": "s", "hookId": "h", "testRunStartedId": "run"}}
    )
    stream.attach("a word", "text/plain", testRunHookStartedId="s")
    assert (
        part(stream.feature(SHOP).play().page(), "attached")
        == "Attached to the run Text a word Copy"
    )


# Features and scenarios


def test_a_feature_counts_its_scenarios(stream: Stream) -> None:
    stream.feature(SHOP).play(lambda t: failing() if "chair" in t else {})
    [group] = stream.run.features
    assert words.tally(group) == "3 passed, 1 failed"
    well = Stream().feature(SHOP).play(seconds=0.5).page()
    assert '<span class="quiet">4 scenarios · 6.0\u00a0s</span>' in well


def test_a_scenario_says_where_it_is_written_and_links_to_itself() -> None:
    page = lamp(**failing()).page()
    assert text(scenario(page, "a.a-lamp")).endswith("features/a.feature:2 link")
    assert '<a href="#a.a-lamp">link</a>' in scenario(page, "a.a-lamp")


def test_an_outline_says_where_it_is_written(stream: Stream) -> None:
    assert "features/a.feature:15 <a href=" in stream.feature(SHOP).play().page()


def test_an_earlier_attempt_is_folded_with_what_came_of_it() -> None:
    tries = iter([failing("Too late."), {}])
    stream = Stream().feature("Feature: F\n  Scenario: S\n    Then x\n")
    page = stream.play(lambda _: next(tries), attempts=2).page()
    assert text(scenario(page, "a.s")).startswith(
        "S attempt 2 Attempt 1: failed Then x Too late. Copy"
    )
    assert part(page, "top").endswith("1 passed 1 unstable played by any 1")
    assert part(page, "changes") == "What is unstable 1 unstable S"


def test_a_long_step_says_how_long_it_took() -> None:
    one = "Feature: F\n  Scenario: S\n    Then x\n"
    assert '<i class="t">0.5\u00a0s</i>' in Stream().feature(one).play(seconds=0.5).page()
    assert 'class="t"' not in Stream().feature(one).play(seconds=0.4).page()


def test_an_undefined_step_says_how_it_is_defined(stream: Stream) -> None:
    stream.feature("Feature: F\n  Scenario: S\n    Then x\n")
    [step] = next(m["pickle"] for m in stream.messages if "pickle" in m)["steps"]
    code = {"language": "python", "code": '@then("x")'}
    stream.messages.append(
        {"suggestion": {"id": "1", "pickleStepId": step["id"], "snippets": [code]}}
    )
    page = stream.play(lambda _: {"status": "UNDEFINED"}).page()
    assert 'Then x undefined To define it: @then("x") Copy' in text(scenario(page, "a.s"))


def test_a_stack_trace_is_folded_away() -> None:
    error = {"type": "AssertionError", "message": "No.", "stackTrace": "File a.py\nNo."}
    page = lamp(status="FAILED", message="No.", exception=error).page()
    assert '<details class="E"><summary>Stack trace</summary>' in page
    assert "No. Copy Stack trace File a.py No. Copy" in text(scenario(page, "a.a-lamp"))


def test_a_scenario_that_did_not_run_says_why() -> None:
    skipped = {"status": "SKIPPED", "message": "there is no browser"}
    page = Stream().feature(SHOP).play(lambda t: skipped if "lamp" in t else {}).page()
    assert '<p class="reason">there is no browser</p>' in page


def test_an_empty_scenario_says_so(stream: Stream) -> None:
    page = stream.feature("Feature: F\n  Scenario: S\n").play().page()
    assert "This scenario has no steps." in page


# Evidence


def test_each_kind_of_evidence_is_shown_as_itself() -> None:
    attached = [
        ("+new\n-old\n same", "text/x-diff"),
        ("https://a.example/x javascript:1", "text/uri-list"),
        (b"P" * 2000, "application/zip"),
        ("<b>bold</b>", "text/html"),
        ("a,b\n1,2", "text/csv"),
    ]
    page = lamp(**failing(), attached=attached).page()
    for shown in (
        '<pre class="diff"><ins>+new</ins>\n<del>-old</del>\n<span> same</span></pre>',
        '<a href="https://a.example/x" rel="noreferrer">https://a.example/x</a> javascript:1 ',
        '<span class="quiet">2.0 kB</span>',
        '<iframe sandbox srcdoc="&lt;b&gt;bold&lt;/b&gt;"',
        "<tr><td>a<td>b<tr><td>1<td>2</table>",
    ):
        assert shown in page


def test_expected_is_on_the_left_and_seen_on_the_right() -> None:
    page = lamp(**failing("Expected: a red lamp\n     but: was a blue lamp")).page()
    assert "Expected</p><pre>a <del>red</del> lamp</pre>" in page
    assert "Seen</p><pre>a <ins>blue</ins> lamp</pre>" in page


def test_a_problem_of_the_run_comes_before_all_else(stream: Stream) -> None:
    stream.success = False
    stream.messages.append(
        {"parseError": {"source": {"uri": "a.feature"}, "message": "No such word."}}
    )
    page = stream.page()
    assert part(page, "problems").startswith("What went wrong with the run itself")
    assert "No such word." in part(page, "problems")
