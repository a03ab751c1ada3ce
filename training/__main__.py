"""Run the recipe: `python -m training run RECIPE.toml --data CORPORA`."""

from __future__ import annotations

import argparse
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from training.settings import RecipeError, read_settings
from training.steps import accept, forget, run_steps


def clock(text: str) -> float:
    """Return the next moment (seconds since the epoch) at which a UTC clock shows HH:MM."""
    now = datetime.now(UTC)
    try:
        hour, minute = (int(part) for part in text.split(":"))
        then = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time like 16:05") from error
    return (then if then > now else then + timedelta(days=1)).timestamp()


def arguments() -> argparse.ArgumentParser:
    """Return the command line."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument(
        "command",
        choices=("run", "status", "again", "accept"),
        help="again: forget a step and the later ones; accept: take a step's results as they lie there",
    )
    parser.add_argument("recipe", type=Path)
    parser.add_argument("step", nargs="?", default="", help="run: stop after this step; again: begin with it")
    parser.add_argument(
        "--from", dest="first", default="", help="run: take the steps before this one as they are"
    )
    parser.add_argument("--data", type=Path, help="folder of the corpora")
    parser.add_argument("--base", type=Path, help="Marian folder whose tokenizer and weights are the start")
    parser.add_argument("--work", type=Path, help="folder for everything made")
    parser.add_argument(
        "--stop-at", type=clock, help="UTC time HH:MM at which training has ended, decay included"
    )
    parser.add_argument("--hours", type=float, help="train this long, decay included")
    parser.add_argument("--copy-to", type=Path, help="second folder for checkpoints")
    parser.add_argument("--checkpoint", type=Path, help="checkpoint of an earlier run to go on from")
    return parser


def main(words: list[str] | None = None) -> int:
    """Return the exit code: 0, or 2 after one line on what is wrong."""
    options = arguments().parse_args(words)
    try:
        settings = read_settings(options.recipe, options.data, options.base, options.work)
        from training.recipe import adopt_run, describe, make_steps

        stop_at = options.stop_at or (time.time() + 3600 * options.hours if options.hours else None)
        steps = make_steps(settings, stop_at, options.copy_to)
        markers = settings.work / "done"
        if options.command == "status":
            print(describe(settings, steps))
            return 0
        if options.command == "again":
            forget(steps, markers, options.step)
            return 0
        if options.command == "accept":
            accept(steps, markers, options.step)
            return 0
        if options.checkpoint:
            adopt_run(settings, options.checkpoint)
        run_steps(steps, markers, options.step, options.first, lambda text: print(text, flush=True))
    except (RecipeError, OSError) as error:
        print(f"training: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
