"""
The demonstration: a practice copy of COSMOS over https, the real proxy in front of it, and what it found.

Everything is real but the software: TLS on both sides, a root that may sign for one name only, the rules that come with
the program. Everything lives in one temporary folder, which is removed at the end; nothing on the machine is changed.
"""

import contextlib
import ssl
import sys
import time
from pathlib import Path
from typing import Any, Final

import httpx
from cryptography import x509
from rich.text import Text

from casevide.critique import Critique, critique_page
from casevide.critique.text import Report, console_for
from casevide.page.annotate import strip
from casevide.training import Practice, load_practice
from casevide.training.stage import Stage, ended_by_signal, host_of, show, staged
from casevide.watch.certificates import Certificates

_TRIES: Final = 8
_BREATH: Final = 0.25
_SECONDS: Final = 30.0


class NotReceivedError(Exception):
    """A page did not come through the proxy as it should; the text says why."""


def _trusting(root: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(root)
    return context


def _sent(stage: Stage, practice: Practice, page: str) -> httpx.Response:
    """Ask the server itself, without the proxy."""
    host = host_of(practice)
    with httpx.Client(verify=_trusting(stage.server_root), trust_env=False, timeout=_SECONDS) as client:
        return client.get(
            f"https://127.0.0.1:{stage.server_port}/{practice.id}/{page}",
            headers={"Host": f"{host}:{stage.server_port}"},
            extensions={"sni_hostname": host},
        )


def _received(stage: Stage, practice: Practice, page: str) -> bytes:
    """Ask through the proxy, trusting nobody but our root; give the annotated page."""
    proxy = f"http://127.0.0.1:{stage.proxy.port}"
    trust = _trusting(stage.certificates.root_path)
    with httpx.Client(proxy=proxy, verify=trust, trust_env=False, timeout=_SECONDS) as client:
        for _ in range(_TRIES):
            with client.stream("GET", stage.address(practice, page)) as response:
                response.raise_for_status()
                _speaks_for_us(response, host_of(practice))
                body = response.read()
            # The first page of all may run out of time while everything is being loaded, and go through as it came.
            if stage.rulebook.digest.encode() in body:
                return body
            time.sleep(_BREATH)
    raise NotReceivedError(", ".join(stage.proxy.counters.passed) or "not annotated")


def _speaks_for_us(response: httpx.Response, host: str) -> None:
    """Check that the connection was TLS, and that the certificate shown names the practice host and nothing else."""
    stream = response.extensions["network_stream"]
    tls = stream.get_extra_info("ssl_object")
    names = tls.getpeercert().get("subjectAltName", ()) if tls else ()
    if names != (("DNS", host),):
        raise NotReceivedError(f"certificate for {names}")


def _checked(stage: Stage, practice: Practice, page: str) -> Critique:
    """
    Receive one page through the proxy, check it, and criticise it.

    Raises:
        NotReceivedError: It was not annotated, or something else of it was changed.
    """
    try:
        sent, received = _sent(stage, practice, page), _received(stage, practice, page)
    except httpx.HTTPError as error:
        raise NotReceivedError(str(error) or type(error).__name__) from error
    if strip(received, content_type=sent.headers["Content-Type"]) != sent.content:
        raise NotReceivedError("more was changed than hints were added")
    found = critique_page(
        sent.content,
        source=stage.address(practice, page),
        rulebook=stage.rulebook,
        content_type=sent.headers["Content-Type"],
        profile=stage.sites.sites[0].profile,
        profile_from="sites",
        host=host_of(practice),
    )
    rules = {finding.hint.rule for finding in found.findings if finding.hint}
    missing = sorted(rule for rule in rules if f' {rule}"'.encode() not in received)
    if missing:
        raise NotReceivedError(f"missing: {', '.join(missing)}")
    return found


def _names_allowed(certificates: Certificates) -> str:
    constraints = certificates.root.extensions.get_extension_for_class(x509.NameConstraints).value
    return ", ".join(str(name.value) for name in constraints.permitted_subtrees or ())


def demonstrate(*, once: bool, language: str) -> int:
    """
    Run the demonstration.

    Args:
        once: End after the summary and open no browser.
        language: ``fr``, ``nl`` or ``en``.

    Returns:
        0 if every annotated page was really received through TLS and is otherwise what the server sent; else 1.
    """
    practice = load_practice("cosmos")
    with ended_by_signal(), staged([practice], language) as stage:
        report = Report(console_for(sys.stdout), language, stage.rulebook)

        def tell(key: str, style: str = "", **places: Any) -> None:
            report.console.print(Text(report.say(key, **places), style=style), soft_wrap=True)

        tell("demo-title", "bold", system=practice.name)
        tell("demo-setting")
        report.console.print()
        critiques = []
        for page in practice.pages:
            try:
                critiques.append(_checked(stage, practice, page.id))
            except NotReceivedError as reason:
                tell("demo-failed", "bold", page=stage.address(practice, page.id), reason=reason)
                return 1
        if not any(finding.hint for critique in critiques for finding in critique.findings):
            tell("no-rule", "bold")
            return 1
        report.pages(critiques, "sources")
        report.console.print()
        tell("demo-proven", "bold")
        names = _names_allowed(stage.certificates)
        for key, places in (("demo-tls", {"n": len(critiques), "names": names}), ("demo-key", {}), ("demo-bytes", {})):
            report.console.print(Text(f"  ✓ {report.say(key, **places)}"), soft_wrap=True)
        report.console.print()
        if not once:
            with contextlib.suppress(KeyboardInterrupt):
                show(stage, stage.address(practice, practice.pages[0].id), tell)
    tell("demo-ended")
    return 0
