"""`python -m tests.torture [kills races disks fuzz] [--quick] [--seed N]`."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable

from tests.torture import disks, fuzz, kills, races

PARTS: dict[str, Callable[..., bool]] = {
    "kills": kills.main, "races": races.main, "disks": disks.main, "fuzz": fuzz.main,
}  # fmt: skip


def main() -> int:
    """Run the parts that are named, or all; return 1 if anything failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description="What must never happen.")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="a short run, of a minute or two")
    parser.add_argument("--seed", type=int, default=1, help="of the damaged inputs")
    given = parser.parse_args()
    good = True
    for name in given.parts or PARTS:
        began = time.monotonic()
        more = {"seed": given.seed} if name == "fuzz" else {}
        good = PARTS[name](quick=given.quick, **more) and good
        print(f"{name}: {time.monotonic() - began:.0f} s", flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
