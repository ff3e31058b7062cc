"""The practice screen with a fake session, to look at: `python -m tests.tui.demo [theme]`."""

from __future__ import annotations

import sys

from tests.tui.fake import FakeDesk, FakeSession
from tui.app import run

if __name__ == "__main__":
    sys.exit(run(FakeDesk(FakeSession(retry=True)), start="practice", theme=sys.argv[1] if len(sys.argv) > 1 else None))  # type: ignore[arg-type,return-value]
