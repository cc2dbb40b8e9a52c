"""Makes the webshop example: ``python -m data.webshop.generate`` from the top of the repository."""

from __future__ import annotations

import argparse
from pathlib import Path

from data.webshop.generator import plan
from data.webshop.generator.build import build


def main() -> None:
    """Read the arguments and write the example."""
    parser = argparse.ArgumentParser(description="Make the webshop example from its seed.")
    parser.add_argument("--out", type=Path, help="folder for raw/ and truth/; the first wave: this one")
    parser.add_argument("--seed", type=int, default=plan.SEED, help="seed of everything that is drawn")
    parser.add_argument(
        "--wave", type=int, choices=sorted(plan.WAVES), default=1, help="edition of the research"
    )
    arguments = parser.parse_args()
    if arguments.out is None and arguments.wave > 1:
        parser.error("a later wave needs --out, so that the first one stays")
    out = arguments.out or Path(__file__).parent
    build(out, arguments.seed, plan.WAVES[arguments.wave])
    print(f"Written: {out}/raw and {out}/truth")


if __name__ == "__main__":
    main()
