"""``python -m maps``: the same as the command ``plan-atlas``."""

from maps.cli import main

if __name__ == "__main__":
    main()
