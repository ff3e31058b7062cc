"""A worker's child over fake exercises, some of them ill. Run as a script."""

import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))

from quizgen import worker_child
from quizgen.errors import CannotDraw
from quizgen.problem import Problem
from tests.engine.practice.fakes import FakeBank, FakeExercise


class Ill(FakeExercise):
    """Does something terrible, named by the slug."""

    def generate(self, level: int, seed: int) -> Problem:
        match self.slug:
            case "hang":
                time.sleep(60)
            case "spin":
                while True:
                    pass
            case "crash":
                os.kill(os.getpid(), 9)
            case "exit":
                sys.exit(3)
            case "raise":
                raise ZeroDivisionError("division by zero\nand more")
            case "cannot":
                raise CannotDraw(f"cannot, level {level}, seed {seed}: tighten the sampler")
            case "print":
                print("hello from an exercise", flush=True)
                os.write(1, b"\xff\xff\xff\xff raw")
                sys.stdin.readline()
            case "garbage":
                for fd in range(3, 20):
                    try:
                        os.write(fd, b"\xff" * 64)
                    except OSError:
                        continue
            case "child":
                subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)", sys.argv[1]])
                time.sleep(60)
        return super().generate(level, seed)


def main() -> None:
    """Serve, or fail to start, as the second word says."""
    start = sys.argv[2] if len(sys.argv) > 2 else ""
    if start == "slow":
        time.sleep(60)
    if start == "short":
        worker_child.LONGEST_REQUEST = 0.5
    if start == "dead":
        sys.exit("no sympy here")
    ill = (Ill(slug) for slug in ("hang", "spin", "crash", "exit", "raise", "cannot", "print", "garbage", "child"))

    def discover() -> FakeBank:
        if start == "badbank":
            raise CannotDraw("la-x is defined twice")
        return FakeBank(FakeExercise("la-add"), FakeExercise("la-pick", choice=True), *ill)

    worker_child.serve(discover)


if __name__ == "__main__":
    main()
