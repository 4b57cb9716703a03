"""
The site list: the addresses that the tool has been switched on for, and what is known of each.

A site is an address as the browser's address bar shows it: ``https://cosmos.example.fr``. Without a port it means the
port of its scheme (443 or 80). ``*`` as the first label stands for exactly one label, neither none nor two.

What may not be on the list, because it is not one site of one owner: IP addresses, public suffixes (``fr``,
``gouv.fr``, ``github.io``) and wildcards over them or over a name of one label. A name of one label by itself
(``https://cortexte/``) may: hospitals have such names inside their own networks, and those that are top-level domains
of the Internet are public suffixes.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Annotated, Final, NamedTuple, Self
from urllib.parse import urlsplit

import idna
import yaml
from publicsuffixlist import PublicSuffixList
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from casevide.errors import SiteError
from casevide.field import Profile
from casevide.placed import Mistake, MistakenError, fit, read_yaml

PORTS: Final = {"https": 443, "http": 80}

_ASCII_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_LONGEST_HOST = 253
_HEADER = """\
# The sites that Case vide is switched on for. Every other address is left alone.
# Change it with: casevide sites add, casevide sites remove. Start casevide run again afterwards.
"""


class Address(NamedTuple):
    """A scheme (``https`` or ``http``), a host in lower-case ASCII (its first label may be ``*``), and a port."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}"


@cache
def _suffixes() -> PublicSuffixList:
    """Give the list of publicsuffix.org that comes with `publicsuffixlist`, its private section too."""
    return PublicSuffixList(accept_unknown=False)


def _ascii(label: str) -> str:
    """Give a label as it goes over the wire (RFC 5891), the way browsers do it (UTS 46, not transitional)."""
    label = label.lower()
    if label.isascii() and not label.startswith("xn--"):
        if not _ASCII_LABEL.fullmatch(label):
            raise ValueError(label)
        return label
    return idna.encode(label, uts46=True).decode("ascii")


def _host(text: str, address: str) -> str:
    if ":" in text or text.startswith("["):
        raise SiteError(f"{address}: an IP address cannot be on the list", "use the site's name")
    labels = re.split(r"[.\u3002\uff0e\uff61]", text.removesuffix("."))
    wildcard = labels[0] == "*"
    try:
        names = [_ascii(label) for label in labels[wildcard:]]
    except (ValueError, UnicodeError):
        raise SiteError(
            f"{address}: this is not the name of a site",
            "copy the address from the browser's address bar; a * may only be the whole first part, as in *.example.fr",
        ) from None
    host = ".".join(names)
    if not names or len(host) > _LONGEST_HOST:
        raise SiteError(f"{address}: this is not the name of a site", "copy the address from the browser's address bar")
    if _NUMBER.fullmatch(names[-1]):
        raise SiteError(f"{address}: an IP address cannot be on the list", "use the site's name")
    if names[-1] == "localhost":
        raise SiteError(f"{address}: browsers never send this machine's own name through a proxy", "use another name")
    if _suffixes().publicsuffix(host) == host:
        raise SiteError(f"{address}: {host} belongs to many owners, it is not one site", "name the site itself")
    if wildcard and len(names) == 1:
        raise SiteError(f"{address}: *.{host} is too wide", "name the sites themselves")
    return "*." + host if wildcard else host


def parse_address(text: str) -> Address:
    """
    Read an address as people paste it: the scheme may be missing, a path or query is dropped.

    Raises:
        SiteError: It is not an address, or may not be on the list.
    """
    address = text.strip()
    if not address:
        raise SiteError("the address is empty", "write it like https://cosmos.example.fr")
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        port = parts.port
    except ValueError:
        raise SiteError(f"{address}: this is not a web address", "write it like https://cosmos.example.fr") from None
    if parts.scheme not in PORTS:
        raise SiteError(f"{address}: only https:// and http:// addresses can be watched", "check the address")
    if parts.username is not None:
        raise SiteError(
            "the address holds a user name or password before the @",
            "take that part out: passwords never go on the list",
        )
    if port == 0:
        raise SiteError(f"{address}: there is no port 0", "copy the address from the browser's address bar")
    return Address(parts.scheme, _host(parts.hostname or "", address), port or PORTS[parts.scheme])


def _normal_address(text: str) -> str:
    try:
        return str(parse_address(text))
    except SiteError as error:
        raise MistakenError(Mistake(error.message, error.remedy)) from None


def _country(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2}", text):
        raise MistakenError(Mistake(f'"{text}" is not a country code', "use two letters: FR, BE"))
    return text.upper()


def _identifier(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", text):
        raise MistakenError(Mistake(f'"{text}" is not a name of this kind', "use small letters, digits and dashes"))
    return text


type _Id = Annotated[str, AfterValidator(_identifier)]


class Site(BaseModel):
    """One site of the list, and its profile as far as it is known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: Annotated[str, AfterValidator(_normal_address)] = Field(
        description="The address of the site, like https://cosmos.example.fr."
    )
    country: Annotated[str, AfterValidator(_country)] | None = Field(None, description="The country: FR or BE.")
    sector: _Id | None = Field(None, description="The sector, like social-services.")
    system: _Id | None = Field(None, description="The name of the software, like cosmos.")

    @property
    def parts(self) -> Address:
        """The address in its parts."""
        scheme, _, rest = self.address.partition("://")
        host, _, port = rest.partition(":")
        return Address(scheme, host, int(port) if port else PORTS[scheme])

    @property
    def profile(self) -> Profile:
        """What the judge is told of the site."""
        return Profile(self.country, self.sector, self.system)

    def __str__(self) -> str:
        known = ", ".join(part for part in (self.system, self.sector, self.country) if part)
        return f"{self.address}  ({known or 'nothing known of it: general rules only'})"


class Sites(BaseModel):
    """The whole list, in the order in which it was written; no address twice."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sites: tuple[Site, ...] = Field((), description="The list of sites.")

    @model_validator(mode="after")
    def _no_address_twice(self) -> Self:
        seen: set[tuple[str, int]] = set()
        for index, site in enumerate(self.sites):
            place = (site.parts.host, site.parts.port)
            if place in seen:
                raise MistakenError(
                    Mistake(
                        f"{site.address} is on the list already", "keep one of the two", ("sites", index, "address")
                    )
                )
            seen.add(place)
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """The host names of the list, each once, sorted: what the certificates are made for."""
        return tuple(sorted({site.parts.host for site in self.sites}))

    def find(self, host: str, port: int | None = None) -> Site | None:
        """
        Give the site that a host belongs to, or ``None``. An exact name wins over a wildcard.

        Args:
            host: A host name, in any case; a final dot does not count.
            port: The port; ``None`` means any.
        """
        host = host.lower().removesuffix(".")
        first, _, above = host.partition(".")
        for name in (host, f"*.{above}" if first else host):
            for site in self.sites:
                parts = site.parts
                if parts.host == name and port in {None, parts.port}:
                    return site
        return None

    def with_site(self, site: Site) -> "Sites":
        """Give a list with the site added at the end, or in the place of the one with the same host and port."""
        place = site.parts[1:]
        kept = [site if old.parts[1:] == place else old for old in self.sites]
        return Sites(sites=tuple(kept if site in kept else [*kept, site]))

    def without(self, address: Address) -> "Sites":
        """
        Give a list without the site of this address.

        Raises:
            SiteError: It is not on the list.
        """
        kept = tuple(site for site in self.sites if site.parts[1:] != address[1:])
        if len(kept) == len(self.sites):
            raise SiteError(f"{address} is not on the list", "casevide sites list shows what is")
        return Sites(sites=kept)


def make_site(address: str, country: str | None, sector: str | None, system: str | None) -> Site:
    """
    Give a site from what somebody wrote on the command line.

    Raises:
        SiteError: The address may not be on the list, or another part does not have its form.
    """
    try:
        return Site(address=str(parse_address(address)), country=country, sector=sector, system=system)
    except ValidationError as error:
        mistake = error.errors()[0].get("ctx", {}).get("error")
        if not isinstance(mistake, MistakenError):
            raise
        raise SiteError(mistake.mistakes[0].message, mistake.mistakes[0].remedy) from None


def read_sites(text: str, path: str) -> Sites:
    """
    Read the YAML of a site list; an empty text is an empty list.

    Args:
        text: The content of the file.
        path: Its name, for the messages.

    Raises:
        ProblemsError: With every mistake, as ``path:line:column  message - remedy``.
    """
    lines = (line.strip() for line in text.splitlines())
    if all(not line or line.startswith("#") for line in lines):
        return Sites(sites=())
    return fit(Sites, read_yaml(text, path))


def write_sites(sites: Sites) -> str:
    """Give the YAML of a site list; reading it gives the same list back."""
    content = {"sites": [site.model_dump(exclude_none=True) for site in sites.sites]}
    return _HEADER + yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120)


def unknown_parts(site: Site, sectors: Iterable[str], systems: Iterable[str]) -> Sequence[tuple[str, str, list[str]]]:
    """
    Tell which parts of a site's profile the rules have never heard of.

    Returns:
        For each such part: what it is ("sector" or "system"), what was written, and what the rules know, sorted.
    """
    asked = (("sector", site.sector, sectors), ("system", site.system, systems))
    return [
        (what, written, sorted(known)) for what, written, known in asked if written is not None and written not in known
    ]
