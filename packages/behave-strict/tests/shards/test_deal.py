"""Every scenario is in exactly one shard, and the shards are balanced."""

from __future__ import annotations

from behave_strict.shards.deal import deal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NAMES = st.lists(st.text("abc.-", min_size=1), min_size=1, max_size=60, unique=True)
TOTALS = st.integers(1, 20)
# A busy machine is no reason to fail.
tried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
SECONDS = st.floats(0, 1000, allow_nan=False)


@tried
@given(NAMES, TOTALS, st.data())
def test_every_scenario_is_in_exactly_one_shard(
    names: list[str], total: int, data: st.DataObject
) -> None:
    seconds = data.draw(st.dictionaries(st.sampled_from(names), SECONDS))
    shards = deal(names, total, seconds)
    assert len(shards) == total
    assert sorted(name for shard in shards for name in shard) == sorted(names)


@tried
@given(NAMES, TOTALS, st.data())
def test_shards_differ_by_the_longest_scenario_at_most(
    names: list[str], total: int, data: st.DataObject
) -> None:
    seconds = data.draw(st.fixed_dictionaries(dict.fromkeys(names, SECONDS)))
    loads = [sum(seconds[name] for name in shard) for shard in deal(names, total, seconds)]
    assert max(loads) - min(loads) <= max(seconds.values()) + 1e-6


@tried
@given(NAMES, TOTALS)
def test_without_durations_shards_differ_by_one_scenario(names: list[str], total: int) -> None:
    sizes = [len(shard) for shard in deal(names, total, {})]
    assert max(sizes) - min(sizes) <= 1


@tried
@given(NAMES, TOTALS, st.data())
def test_no_shard_is_empty_that_need_not_be(
    names: list[str], total: int, data: st.DataObject
) -> None:
    seconds = data.draw(st.dictionaries(st.sampled_from(names), SECONDS))
    assert sum(map(bool, deal(names, total, seconds))) == min(total, len(names))


@tried
@given(NAMES, TOTALS, st.data())
def test_the_order_of_the_names_makes_no_difference(
    names: list[str], total: int, data: st.DataObject
) -> None:
    seconds = data.draw(st.dictionaries(st.sampled_from(names), SECONDS))
    others = data.draw(st.permutations(names))
    assert deal(others, total, seconds) == deal(names, total, seconds)
