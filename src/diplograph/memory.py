"""Memory that was freed goes back to the system, where the C library is glibc.

It keeps what is freed, and cuts small pieces from large ones. A build takes some hundred megabytes
for a moment again and again, and would come to hold twice as much as it uses.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc

# Numbers of mallopt, see malloc.h of glibc.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_LARGE = 2 * 1024 * 1024  # bytes; smaller ones come and go with every text that is read


def hold_little() -> None:
    """From now on pieces of 2 MiB or more go back as soon as they are freed."""
    with contextlib.suppress(AttributeError, OSError, TypeError):
        library = ctypes.CDLL(None)
        for threshold in (_MMAP_THRESHOLD, _TRIM_THRESHOLD):
            library.mallopt(threshold, _LARGE)


def give_back() -> None:
    """What nobody holds any more goes back, as far as it makes whole pages."""
    gc.collect()
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
