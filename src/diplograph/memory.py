"""Memory that was freed goes back to the system, and what is in use is not looked at too often.

The C library, where it is glibc, keeps what is freed, and cuts small pieces from large ones. A
build takes some hundred megabytes for a moment again and again, and would come to hold twice as
much as it uses.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
from collections.abc import Iterator

# Numbers of mallopt, see malloc.h of glibc.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_YOUNG = 10_000  # objects
_MIB = 1024 * 1024
_LARGE = 2 * _MIB
_LARGE_READING = 8 * _MIB  # pieces of two to four come and go with every batch that is read


def hold_little(*, reading: bool = False) -> None:
    """From now on pieces of 2 MiB (while `reading` of 8) or more go back as soon as they are freed.

    To take pieces from the system for each batch and give them back takes some hundredths of the
    time of reading.
    """
    large = _LARGE_READING if reading else _LARGE
    with contextlib.suppress(AttributeError, OSError, TypeError):
        library = ctypes.CDLL(None)
        for threshold in (_MMAP_THRESHOLD, _TRIM_THRESHOLD):
            library.mallopt(threshold, large)


@contextlib.contextmanager
def seldom_collected() -> Iterator[None]:
    """Meanwhile the garbage collector looks at new objects ten thousand at a time.

    Python does so at every 700, which is a twentieth of the time of a build or of the start: they
    make hundreds of thousands of small objects, next to none of them in circles.
    """
    before = gc.get_threshold()
    gc.set_threshold(_YOUNG, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def give_back() -> None:
    """What nobody holds any more goes back, as far as it makes whole pages; circles as well."""
    gc.collect()
    trim()


def trim() -> None:
    """As `give_back`, without the search for circles, which takes up to a second."""
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
