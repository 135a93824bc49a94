"""Lists on the disk: as if they were in memory."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diplograph.spilling import Packing, Spool, sorted_on_disk


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.text(max_size=3))), st.integers(1, 7))
def test_sorting_on_disk_is_sorting(items: list[tuple[int, str]], run: int) -> None:
    assert list(sorted_on_disk(items, lambda item: item[0], run=run)) == sorted(
        items, key=lambda item: item[0]
    )


def test_a_spool_gives_back_what_it_took_as_often_as_asked() -> None:
    objects = [object(), object()]
    spool: Spool[object] = Spool(Packing(objects.index, objects.__getitem__))
    spool.extend(objects[:1])
    spool.extend(objects[1:])
    assert list(spool) == objects
    assert next(iter(spool)) is objects[0]
    spool.extend(objects * 500)
    assert list(spool) == objects * 501
    assert all(one is other for one, other in zip(spool, spool, strict=True))


def test_what_is_not_plain_is_refused_and_not_changed() -> None:
    spool: Spool[object] = Spool()
    with pytest.raises(ValueError, match="unmarshallable"):
        spool.extend([object()])


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(max_size=3), st.text(max_size=3))))
def test_what_items_hold_twice_comes_back_as_it_was(pairs: list[tuple[str, str]]) -> None:
    spool: Spool[list[object]] = Spool()
    items = [[pair, pair[0], pair[1], pair, {pair: pair}, frozenset(pair), None] for pair in pairs]
    spool.extend(iter(items))
    assert list(spool) == items
