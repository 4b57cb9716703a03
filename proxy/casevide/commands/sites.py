"""`casevide sites`: for which web addresses the tool is switched on."""

import json
from typing import TYPE_CHECKING

import click

from casevide.commands.common import Commands, site_list, sites_file
from casevide.field import Profile

if TYPE_CHECKING:
    from casevide.rulebook import Rulebook
    from casevide.watch.sites import Site, Sites


@click.group(cls=Commands, short_help="Say for which sites the tool is switched on.")
def sites() -> None:
    """Say for which web addresses the tool is switched on; every other address is left alone."""


def _keep_site_list(before: "Sites", after: "Sites", done: str) -> None:
    """Write the list, and only then say what has been done."""
    from casevide.files import write_whole
    from casevide.watch.sites import write_sites

    write_whole(sites_file(), write_sites(after).encode())
    click.echo(done)
    click.echo("If casevide run is running, stop it (Ctrl-C) and start it again.")
    if after.names and after.names != before.names:
        click.echo("It will then make a new certificate. Your browser must be told to trust that one.")


def _warn_of_unknown_parts(site: "Site", rulebook: "Rulebook") -> None:
    from casevide.placed import suggestion
    from casevide.watch.sites import unknown_parts

    for what, written, known in unknown_parts(site, rulebook.sectors, rulebook.systems):
        near = suggestion(written, known)
        remedy = near or (f"the rules know {', '.join(known)}" if known else "the rules know none yet")
        click.echo(f'Warning: no rule knows the {what} "{written}" - {remedy}', err=True)


@sites.command("add", short_help="Switch the tool on for one address.")
@click.argument("address")
@click.option("--system", help="The name of the software: cosmos, si-siao…")
@click.option("--sector", help="The sector: social-services, psychiatry, hospital…")
@click.option("--country", help="The country: FR or BE.")
def sites_add(address: str, system: str | None, sector: str | None, country: str | None) -> None:
    """
    Switch the tool on for one address, or change what is known of it.

    ADDRESS is the site's address as the browser shows it, like https://cosmos.example.fr; *.example.fr means every name
    with one more part. With --system, the sector and the country of a known software are filled in. To change what is
    known of an address, add it again with all that shall be known.
    """
    from casevide.rulefolder import load_rulebook
    from casevide.watch.sites import make_site, parse_address

    address = str(parse_address(address))
    before = site_list()
    rulebook = load_rulebook()
    brought = rulebook.profile_of_system(system) if system else Profile()
    site = make_site(address, country or brought.country, sector or brought.sector, system)
    _warn_of_unknown_parts(site, rulebook)
    after = before.with_site(site)
    nothing_said = not (system or sector or country)
    if after == before or (nothing_said and len(after.sites) == len(before.sites)):
        click.echo(f"{site.address} is on the list already.")
        return
    changed = len(after.sites) == len(before.sites)
    _keep_site_list(before, after, f"{'Changed' if changed else 'Added'}: {site}")


@sites.command("list", short_help="Show the addresses it is switched on for.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
def sites_list(*, as_json: bool) -> None:
    """Show the addresses for which the tool is switched on."""
    listed = site_list().sites
    if as_json:
        click.echo(json.dumps([site.model_dump() for site in listed], ensure_ascii=False, indent=2))
    elif listed:
        click.echo("\n".join(str(site) for site in listed))
    else:
        click.echo("The list is empty: casevide sites add https://…")


@sites.command("remove")
@click.argument("address")
def sites_remove(address: str) -> None:
    """Switch the tool off for ADDRESS."""
    from casevide.watch.sites import parse_address

    parsed = parse_address(address)
    before = site_list()
    after = before.without(parsed)
    _keep_site_list(before, after, f"Removed: {parsed}")
