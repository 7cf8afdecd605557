"""`python -m tests.baseline dump --checkout DIR --out DIR` and `python -m tests.baseline compare BEFORE AFTER`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.baseline.checkouts import PARTS, dump
from tests.baseline.comparing import differences


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.baseline", description=__doc__)
    acts = parser.add_subparsers(dest="act", required=True)
    dumping = acts.add_parser("dump", help="write down everything that a checkout says, as text")
    dumping.add_argument("--checkout", type=Path, default=Path())
    dumping.add_argument("--out", type=Path, required=True)
    dumping.add_argument("--only", choices=PARTS, action="append", help="a part of it; may be given again")
    dumping.add_argument("--jobs", type=int, default=2)
    comparing = acts.add_parser("compare", help="print every difference between two dumps; 1 if there is any")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    asked = parser.parse_args(arguments)
    if asked.act == "dump":
        dump(asked.checkout, asked.out, parts=asked.only or PARTS, jobs=asked.jobs)
        return 0
    found = differences(asked.before, asked.after)
    for each in found:
        print(each)
    print(f"{len(found)} files differ" if found else "no difference", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
