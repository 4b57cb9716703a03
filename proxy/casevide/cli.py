"""
The command line: one thin command per verb; the work is done in the rooms it calls.

Exit codes: 0 fine, 1 findings or failed checks, 2 wrong usage or unreadable input.
"""

import sys
from typing import Any, NoReturn

import click

from casevide import __version__
from casevide.errors import CasevideError, ProblemsError


class _Commands(click.Group):
    """A group whose commands answer every error of ours with a plain message and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ProblemsError as error:
            for problem in error.problems:
                click.echo(str(problem), err=True)
            ctx.exit(2)
        except CasevideError as error:
            click.echo(f"casevide: {error}", err=True)
            ctx.exit(2)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="casevide")
def cli() -> None:
    """
    Say, beside each field of a form, whether a text obliges anyone to fill it.

    Case vide never fills, never submits, never reads what was typed. General information, not legal advice.
    """


# --- sites -----------------------------------------------------------------------------------------------------------

# --- run -------------------------------------------------------------------------------------------------------------

# --- rules -----------------------------------------------------------------------------------------------------------

# --- annotate --------------------------------------------------------------------------------------------------------

# --- critique --------------------------------------------------------------------------------------------------------

# --- demo ------------------------------------------------------------------------------------------------------------


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    try:
        cli(prog_name="casevide")
    except BrokenPipeError:
        sys.exit(0)
    sys.exit(0)


if __name__ == "__main__":
    main()
