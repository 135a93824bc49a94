"""Lists on the disk: as if they were in memory."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from diplograph.spilling import Spool, sorted_on_disk


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.text(max_size=3))), st.integers(1, 7))
def test_sorting_on_disk_is_sorting(items: list[tuple[int, str]], run: int) -> None:
    assert list(sorted_on_disk(items, lambda item: item[0], run=run)) == sorted(
        items, key=lambda item: item[0]
    )


def test_a_spool_gives_back_what_it_took_as_often_as_asked() -> None:
    shared = {"one": object(), "other": object()}
    spool: Spool[tuple[int, object]] = Spool(shared)
    items = [(1, shared["one"]), (2, shared["other"]), (3, None)]
    spool.extend(items[:1])
    spool.extend(items[1:])
    assert list(spool) == items
    assert next(iter(spool))[1] is shared["one"]
    spool.extend([(4, None)])
    assert len(list(spool)) == 4


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(max_size=3), st.text(max_size=3))))
def test_what_items_hold_twice_comes_back_as_it_was(pairs: list[tuple[str, str]]) -> None:
    spool: Spool[list[object]] = Spool()
    items = [[pair, pair[0], pair[1], pair, {pair: pair}] for pair in pairs]
    spool.extend(iter(items))
    assert list(spool) == items
