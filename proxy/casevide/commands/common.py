"""What several commands share: how errors are told, the site list, the language, the options of a profile."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casevide.errors import CasevideError, ProblemsError
from casevide.field import Profile
from casevide.files import file_error

if TYPE_CHECKING:
    from casevide.watch.sites import Sites

PATHS = click.Path(path_type=Path)


class Commands(click.Group):
    """A group whose commands answer every error of ours with a plain message and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error of ours is told on the error stream, without a traceback."""
        try:
            return super().invoke(ctx)
        except ProblemsError as error:
            for problem in error.problems:
                click.echo(str(problem), err=True)
            ctx.exit(2)
        except CasevideError as error:
            click.echo(f"casevide: {error}", err=True)
            ctx.exit(2)
        except click.Abort:
            click.echo(
                "\ncasevide: stopped before the last answer - nothing was done; --help shows the options", err=True
            )
            ctx.exit(2)
        except BrokenPipeError:
            raise
        except OSError as error:  # a path that no file can have, a disk that went away
            click.echo(f"casevide: {file_error(error, error.filename or 'a file', 'use')}", err=True)
            ctx.exit(2)


def sites_file() -> Path:
    """Give the path of the site list."""
    from casevide.folders import settings_folder

    return settings_folder() / "sites.yaml"


def site_list() -> "Sites":
    """Read the site list; a list that was never written is empty."""
    from casevide.files import read_text
    from casevide.watch.sites import read_sites

    path = sites_file()
    return read_sites(read_text(path) if path.exists() else "", str(path))


def profile_of_site(host: str) -> Profile | None:
    """Give the profile of a host on the site list, or ``None``."""
    site = site_list().find(host)
    return site.profile if site else None


def spoken_language(chosen: str | None) -> str:
    """Give the language to speak: the chosen one, else that of the locale, else French."""
    from casevide.wording import preferred_language

    return chosen or preferred_language(*(os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")))


def number_of(count: int, what: str) -> str:
    """Give a number with its noun: ``1 rule``, ``2 rules``."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def of_a_profile[Command: Callable[..., None]](command: Command) -> Command:
    """Add the options that name a site's profile, and further rule files."""
    for option in (
        click.option("--also", multiple=True, type=PATHS, help="A file or folder of rules to add."),
        click.option("--system", metavar="ID", help="The software, as in cosmos; it brings its country and sector."),
        click.option("--sector", metavar="ID", help="The sector, as in social-services."),
        click.option("--country", metavar="CODE", help="The country: FR, BE."),
    ):
        command = option(command)
    return command
