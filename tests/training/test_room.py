"""The practice room: which address gives what; and that every system can be judged by what it sends."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from casevide.critique import Critique
from casevide.rulebook import LOWERING
from casevide.training import Room, Served, draw, known_practices, load_practice, load_practices, practice_pages
from casevide.training.wording import say

type Criticise = Callable[[str, Served], Critique]

ROOT = Path(__file__).parents[2]
CANARY = "CANARI-7f3a-Dupont"
ROOM = Room(load_practices())
PAGES = practice_pages()
IN_BYTES = [system for system in known_practices() if system != "si-siao"]
"""The systems whose forms stand in the bytes that are sent; the other one's are built by a script."""


def own_rules(system: str) -> set[str]:
    """Give the ids of the rules in the pack of a system."""
    pack = yaml.safe_load((ROOT / "rules" / "systems" / f"{system}.yaml").read_text("utf-8"))
    return {rule["id"] for rule in pack.get("rules") or ()}


class TestEverySystem:
    @pytest.mark.parametrize("system", known_practices())
    def test_pages_are_served(self, system: str) -> None:
        """
        Every page comes as drawn, at its address and, the first one, at that of its system.
        """
        practice = load_practice(system)

        for page in practice.pages:
            answer = ROOM.get(f"/{system}/{page.id}")
            assert (200, draw(practice, page)) == (answer.status, answer.body)
        assert draw(practice, practice.pages[0]) == ROOM.get(f"/{system}/").body

    @pytest.mark.parametrize("system", IN_BYTES)
    def test_something_is_hinted_at(self, system: str, criticise: Criticise) -> None:
        """
        With its profile, rules speak on the pages of every system; its own, where its pack has any.
        """
        findings = [finding for page in PAGES[system] for finding in criticise(system, page).findings]
        spoken = {finding.hint.rule for finding in findings if finding.hint}

        assert spoken
        assert not own_rules(system) or spoken & own_rules(system)

    @pytest.mark.parametrize("system", IN_BYTES)
    def test_nothing_lowers_care(self, system: str, criticise: Criticise) -> None:
        """
        What can harm someone when it is left empty gets no hint that lowers it.
        """
        practice = load_practice(system)
        care = {question.label for page in practice.pages for question in page.questions if question.care}
        findings = [finding for page in PAGES[system] for finding in criticise(system, page).findings]

        assert [] == [
            finding.field.label for finding in findings if finding.field.label in care and finding.verdict in LOWERING
        ]


class TestGet:
    def test_index(self) -> None:
        """
        The first page lists every system, with addresses on this very server.
        """
        body = ROOM.get("/", "http://127.0.0.1:8950").body.decode()

        assert all(f'id="{system}"' in body for system in known_practices())
        assert 'href="http://127.0.0.1:8950/nova/fiche"' in body
        assert "http://base-eleves.localhost:8950/" in body

    @pytest.mark.parametrize("origin", ["http://nova.localhost:8950", "https://nova.test:44300"])
    def test_names_of_their_own(self, origin: str) -> None:
        """
        Asked under a system's own name, the first page leads to each system under its own name.
        """
        body = ROOM.get("/", origin).body.decode()

        assert f'href="{origin.replace("nova", "peps")}/peps/fiche"' in body

    @pytest.mark.parametrize(
        "path", [f"/{CANARY}", f"/cosmos/{CANARY}", "/scripts/../server.py", "/si-siao/api/nothing", "/cosmos/api/x"]
    )
    def test_unknown(self, path: str) -> None:
        """
        An unknown address gives 404 without repeating the path, and no file but the scripts can be had.
        """
        answer = ROOM.get(path)

        assert 404 == answer.status
        assert say("missing", "fr").encode() == answer.body

    def test_legacy_page_declares_its_charset_itself(self) -> None:
        """
        The header of a legacy page is silent about the charset, as old servers were.
        """
        assert "text/html" == ROOM.get("/cosmos/menage").kind
        assert "text/html; charset=utf-8" == ROOM.get("/cosmos/accueil").kind

    def test_scripts_only_where_needed(self) -> None:
        """
        The policy allows scripts of this server where a page has one, and nowhere else; nothing from other addresses.
        """
        assert "script-src" not in ROOM.get("/cosmos/accueil").policy
        assert "script-src 'self'" in ROOM.get("/cosmos/menage").policy
        assert "frame-src 'self'" in ROOM.get("/cortexte/poste").policy
        assert all("default-src 'none'" in ROOM.get(page.path).policy for pages in PAGES.values() for page in pages)

    def test_every_script_exists(self) -> None:
        """
        Each script that a page asks for is served as JavaScript.
        """
        asked = {
            name
            for pages in PAGES.values()
            for page in pages
            for name in re.findall(rb'src="(/scripts/[^"]+)"', page.body)
        }

        assert {"faces", "updatepanel", "picker", "application"} == {Path(name.decode()).stem for name in asked}
        assert all(ROOM.get(name.decode()).kind.startswith("text/javascript") for name in asked)


class TestPost:
    def test_thanks(self) -> None:
        """
        A form that is sent is answered by the page that says that nothing was kept.
        """
        assert say("thanks", "fr").encode() in ROOM.post("/cosmos/enregistrer").body

    def test_wizard(self) -> None:
        """
        A step of a wizard that is sent is answered by the next step.
        """
        answer = ROOM.post("/base-eleves/origine")

        assert draw(load_practice("base-eleves"), load_practice("base-eleves").pages[1]) == answer.body

    @pytest.mark.parametrize(
        ("path", "kind", "begins"),
        [
            ("/cosmos/menage?part=typeLogement", "text/xml", b"<?xml"),
            ("/isis-paris/obligatoires?part=contexte_familial", "text/plain", b"1|#||4|"),
        ],
    )
    def test_parts(self, path: str, kind: str, begins: bytes) -> None:
        """
        A part of a page is sent in the form of its kind of software.
        """
        answer = ROOM.post(path)

        assert kind == answer.kind.partition(";")[0]
        assert answer.body.startswith(begins)

    def test_object(self) -> None:
        """
        An object that is sent back is not kept, and the answer says so.
        """
        answer = ROOM.post("/si-siao/api/situationAdministratives/1")

        assert {"enregistre": False, "message": say("thanks", "fr")} == json.loads(answer.body)

    @pytest.mark.parametrize(
        "path", [f"/{CANARY}", f"/cosmos/{CANARY}", f"/cosmos/menage?part={CANARY}", "/si-siao/api/nothing", "/"]
    )
    def test_unknown(self, path: str) -> None:
        """
        What is sent to an unknown address is answered with 404, without repeating anything.
        """
        answer = ROOM.post(path)

        assert 404 == answer.status
        assert CANARY.encode() not in answer.body


class TestPracticePages:
    def test_parts_follow_their_page(self) -> None:
        """
        The pages for other tests are those of the server, each with its partial answers after it.
        """
        paths = [page.path for page in PAGES["cosmos"]]

        assert [
            "/cosmos/accueil",
            "/cosmos/menage",
            "/cosmos/menage?part=typeLogement",
            "/cosmos/problematiques",
        ] == paths
        assert known_practices() == tuple(PAGES)
