"""Makes the webshop example: ``python -m data.webshop.generate`` from the top of the repository."""

from __future__ import annotations

import argparse
from pathlib import Path

from data.webshop.generator import plan
from data.webshop.generator.build import build


def main() -> None:
    """Read the arguments and write the example."""
    parser = argparse.ArgumentParser(description="Make the webshop example from its seed.")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder for raw/ and truth/")
    parser.add_argument("--seed", type=int, default=plan.SEED, help="seed of everything that is drawn")
    arguments = parser.parse_args()
    build(arguments.out, arguments.seed)
    print(f"Written: {arguments.out}/raw and {arguments.out}/truth")


if __name__ == "__main__":
    main()
