"""Python's garbage collector, kept from walking again and again through what a program loads when it starts.

Every import makes thousands of objects that stay; each full collection visits all of them and finds nothing. That is a
tenth of the time until the first question, and later a pause of a tenth of a second at some key.
"""

from __future__ import annotations

import gc


def pause() -> None:
    """Collect nothing from now on: the program is starting."""
    gc.disable()


def settle() -> None:
    """After `pause`: what is there now is left out of every collection; what comes after it is collected again."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
