"""`python -m tests.mutations --seeds 50 [--only slug] [--most 40] [--jobs 1]`"""

from __future__ import annotations

import argparse
import sys
import time
from multiprocessing import Pool

from quizgen.bank import discover
from tests.mutations.run import Tally, check


def run(job: tuple[str, int, range, int]) -> tuple[str, Tally, float]:
    """All seeds of an exercise and level."""
    slug, level, seeds, most = job
    start, tally = time.perf_counter(), Tally()
    for seed in seeds:
        tally.add(check(discover()[slug].generate(level, seed), most))
    return f"{slug} {level}", tally, time.perf_counter() - start


def main() -> int:
    """Prints the counts and every failure; 1 when there is one."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutations", description=__doc__)
    parser.add_argument("--seeds", type=int, default=50)
    parser.add_argument("--only", action="append", help="slug of an exercise; may be repeated")
    parser.add_argument("--most", type=int, default=40, help="wrong, and equal, replies for each part")
    parser.add_argument("--jobs", type=int, default=1)
    given = parser.parse_args()
    bank = discover()
    slugs = given.only or list(bank)
    jobs = [
        (slug, level, range(given.seeds), given.most) for slug in slugs for level in range(1, bank[slug].levels + 1)
    ]
    total = Tally()
    with Pool(given.jobs) as pool:
        for name, tally, seconds in pool.imap(run, jobs):
            total.add(tally)
            print(f"{name}: {len(tally.failures)} failures, {seconds:.0f} s", file=sys.stderr, flush=True)
            for failure in tally.failures:
                print(failure, flush=True)
    print("\n".join(total.lines()))
    return 1 if total.failures else 0


if __name__ == "__main__":
    sys.exit(main())
