"""Practice copies over https with the real proxy in front: names, certificates, hints, and what is left behind."""

import os
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from casevide.page.annotate import strip
from casevide.training import Practice, Room, load_practice
from casevide.training.stage import Stage, host_of, staged, temporary_home

PRACTICES = [load_practice("cosmos"), load_practice("nova")]


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """Two systems on the running stage."""
    with staged(PRACTICES, "fr") as stage:
        yield stage


def ask(stage: Stage, address: str) -> httpx.Response:
    """Ask through the proxy, trusting its root alone."""
    trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trust.load_verify_locations(stage.certificates.root_path)
    proxy = f"http://127.0.0.1:{stage.proxy.port}"
    with httpx.Client(proxy=proxy, verify=trust, trust_env=False, timeout=60) as client:
        for _ in range(8):  # the first page may go through as it came while everything is being loaded
            answer = client.get(address)
            if stage.rulebook.digest in answer.text:
                break
        return answer


class TestStage:
    @pytest.mark.parametrize("practice", PRACTICES, ids=[practice.id for practice in PRACTICES])
    def test_each_system_under_its_name(self, stage: Stage, practice: Practice) -> None:
        """
        Each system answers under a name of its own, with its hints, and is otherwise what the room has.
        """
        first = practice.pages[0].id
        answer = ask(stage, stage.address(practice, first))
        page = Room(PRACTICES, "fr").get(f"/{practice.id}/{first}")

        assert f'data-casevide="challengeable {practice.id}'.encode() in answer.content
        assert page.body == strip(answer.content, content_type=answer.headers["Content-Type"])

    def test_sites_know_their_profile(self, stage: Stage) -> None:
        """
        The proxy knows country, sector and system of each name.
        """
        assert [(f"{one.id}.test", one.country, one.sector, one.id) for one in PRACTICES] == [
            (host, site.profile.country, site.profile.sector, site.profile.system)
            for host in map(host_of, PRACTICES)
            if (site := stage.sites.find(host))
        ]

    def test_the_server_shows_the_name_asked_for(self, stage: Stage) -> None:
        """
        The practice server has a certificate for each name and shows the right one.
        """
        trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        trust.load_verify_locations(stage.server_root)
        with httpx.Client(verify=trust, trust_env=False) as client:
            answers = [
                client.get(f"https://127.0.0.1:{stage.server_port}/", extensions={"sni_hostname": host_of(one)})
                for one in PRACTICES
            ]

        assert [200, 200] == [answer.status_code for answer in answers]

    def test_index_leads_to_each_name(self, stage: Stage) -> None:
        """
        The first page, under any of the names, leads to every system under its own.
        """
        body = ask(stage, stage.address(PRACTICES[0]).removesuffix("cosmos/")).text

        assert f'href="https://nova.test:{stage.server_port}/nova/fiche"' in body

    def test_no_private_key_of_the_server_stays(self, stage: Stage) -> None:
        """
        On the disk are the private keys of the proxy's leaves only, readable by their owner only.
        """
        keys = [path for path in stage.folder.rglob("*") if path.is_file() and b"PRIVATE KEY" in path.read_bytes()]

        assert ["cosmos.test.pem", "nova.test.pem"] == sorted(path.name for path in keys)
        assert {0o600} == {path.stat().st_mode & 0o777 for path in keys}


class TestHome:
    def test_home_is_given_back(self) -> None:
        """
        The temporary home is gone after the block, and an earlier setting is back.
        """
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("CASEVIDE_HOME", "before")
            with temporary_home() as folder:
                assert str(folder) == os.environ["CASEVIDE_HOME"]
            assert "before" == os.environ["CASEVIDE_HOME"]
        assert not folder.exists()


def test_openssl_agrees(stage: Stage, tmp_path: Path) -> None:
    """
    Another program than ours sees the same: the name asked for decides which certificate is shown.
    """
    shown = subprocess.run(
        ["openssl", "s_client", "-connect", f"127.0.0.1:{stage.server_port}", "-servername", "nova.test"],
        input=b"",
        capture_output=True,
        check=True,
        cwd=tmp_path,
    ).stdout
    names = subprocess.run(
        ["openssl", "x509", "-noout", "-ext", "subjectAltName"], input=shown, capture_output=True, check=True
    ).stdout

    assert b"DNS:nova.test" in names
    assert b"cosmos.test" not in names
