"""`casevide demo`: see everything at work on a practice form."""

import click

from casevide.commands.common import spoken_language


@click.command(short_help="See everything at work on a practice form.")
@click.option("--once", is_flag=True, help="End after the summary; open no browser.")
@click.option("--lang", "language", type=click.Choice(["fr", "nl", "en"]), help="The language of the text.")
@click.pass_context
def demo(ctx: click.Context, language: str | None, *, once: bool) -> None:
    """
    Show everything at work on a practice copy of COSMOS, without changing anything on this machine.

    The copy is served over https, the real proxy annotates its pages, and what was found is printed with its sources.
    Exit code 0 only if the annotated pages were really received through TLS.
    """
    from casevide.demo import demonstrate

    ctx.exit(demonstrate(once=once, language=spoken_language(language)))
