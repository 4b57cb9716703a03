"""
The command line: one thin command per verb; the work is done in the rooms that the commands call.

Exit codes: 0 fine, 1 findings or failed checks, 2 wrong usage or unreadable input.
"""

import sys
from typing import NoReturn

import click

from casevide import __version__
from casevide.commands.common import Commands
from casevide.commands.documents import leaflet, letter, paper
from casevide.commands.pages import annotate, critique
from casevide.commands.rulefiles import rules
from casevide.commands.running import run
from casevide.commands.sites import sites
from casevide.commands.training import demo, training


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="casevide")
def cli() -> None:
    """
    Say, beside each field of a form, whether a text obliges anyone to fill it.

    To see it at work: casevide demo. To use it: casevide sites add, with the address of the site, then casevide run.
    Every command tells more with --help.

    Case vide never fills, never submits, never reads what was typed. General information, not legal advice.
    """


for _command in (sites, run, rules, annotate, critique, letter, paper, leaflet, demo, training):
    cli.add_command(_command)


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    try:
        cli(prog_name="casevide")
    except BrokenPipeError:
        sys.exit(0)
    sys.exit(0)


if __name__ == "__main__":
    main()
