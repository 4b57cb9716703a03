"""The options, in the really loaded extension of both browsers; and the notes that become entries of a rule file."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.extension.browsers import Browser
from tests.extension.own_pages import FORM, Page, opened
from tests.extension.upstream import Upstream

from casevide.cli import cli

ROOT = Path(__file__).parents[2]
NOTE = {
    "rule": "cosmos-example-nationality",
    "verdict": "challengeable",
    "label": "Nationalité du véhicule",
    "group": "",
    "section": "Dossier de M. CANARI",
    "control": "text",
    "profile": {"country": "FR", "sector": "social-services", "system": "cosmos-example"},
    "should": "Rien : c’est une voiture.",
    "date": "2026-11-22",
}


@pytest.fixture
def options(switched_on: Browser) -> Callable[..., Page]:
    """Open the options, after some notes were kept: `options(note, …)`."""

    def show(*notes: dict[str, Any]) -> Page:
        page = opened(switched_on, "options/options.html")
        for note in notes:
            page.ask(ask="wrong", note=note)
        if notes:
            page.reload()
        return page

    return show


class TestSites:
    def test_listed(self, options: Callable[..., Page], upstream: Upstream) -> None:
        """Every site is listed with its profile, which can be changed here."""
        page = options()
        hosts = [upstream.origin(host).removeprefix("https://") for host in ("cadre.test", "cosmos.test")]

        assert hosts == page.texts("#site-list h3")

        page.choose("#site-list li:nth-child(2) select", "BE")
        page.says("#said", "Réglage gardé.")

        assert ["FR", "BE"] == [site["profile"]["country"] for site in page.ask(ask="sites")]

    def test_removing(self, options: Callable[..., Page], switched_on: Browser, upstream: Upstream) -> None:
        """A site is removed after a question in plain words; the pages lose their signs; "no" changes nothing."""
        upstream.pages["/form"] = FORM
        switched_on.go(upstream.url("/form"))
        switched_on.wait("document.querySelectorAll('casevide-marker').length")
        page = options()
        page.click("#site-list li:nth-child(2) button")

        assert page.text("#confirm-ask").startswith("Retirer cosmos.test")
        assert page.run("document.activeElement.id") == "confirm-no"

        page.tab.press("Enter")
        page.wait("!document.getElementById('confirm').open")

        assert len(page.ask(ask="sites")) == 2

        page.click("#site-list li:nth-child(2) button")
        page.click("#confirm-yes")
        page.says("#said", "est retiré")

        assert len(page.ask(ask="sites")) == 1
        assert switched_on.wait("document.querySelectorAll('casevide-marker').length === 0")


class TestSettings:
    def test_kept(self, options: Callable[..., Page]) -> None:
        """Density, Tab and what is said aloud are kept at once, and shown as they are."""
        page = options()
        page.click("#density label:nth-of-type(3)")
        page.click("#speak label:nth-of-type(2)")
        page.click("label[for=tab]")
        page.wait("chrome.runtime.sendMessage({ ask: 'settings' }).then(({ tab }) => tab)")
        kept = page.ask(ask="settings")

        assert ["quiet", "some", True] == [kept[name] for name in ("density", "speak", "tab")]

        page.reload()

        assert ["quiet", "some", True] == page.run(
            "[...['density', 'speak'].map((id) => document.querySelector(`#${id} input:checked`).value),"
            " document.getElementById('tab').checked]"
        )

    def test_language(self, options: Callable[..., Page]) -> None:
        """The whole page speaks the language that is chosen, and nothing stands out at the side of 320 pixels."""
        page = options(NOTE)
        page.tab.viewport(320, 640)
        for language, title in (
            ("nl", "Opties van Case vide"),
            ("en", "Case vide options"),
            ("fr", "Options de Case vide"),
        ):
            page.ask(ask="set", settings={"language": language})
            page.reload()

            assert [title, title] == [page.text("h1"), page.run("document.title")]
            assert page.run("document.documentElement.lang") == language
            assert page.overflow() == 0


class TestRulesAndKeys:
    def test_which_rules(self, options: Callable[..., Page], assembled: Path) -> None:
        """Fingerprint and date of the rules in force are shown, and where they come from."""
        page = options()
        digest = json.loads((assembled / "rulebook.json").read_text("utf-8"))["digest"]

        assert digest == page.text("#digest")
        assert re.fullmatch(r"Règles du \d+ \S+ \d{4}\. Livrées avec l’extension\.", page.text("#rules-now"))

    def test_keys_as_the_browser_has_them(self, options: Callable[..., Page]) -> None:
        """Every command is listed with the keys that the browser has for it; four have some."""
        page = options()

        assert {"Fiche du champ où l’on se trouve", "Fenêtre de Case vide", "Présenter"} <= set(page.texts("#keys dt"))
        assert len(page.texts("#keys dt")) == len(page.texts("#keys dd")) == 8
        assert [4, 4] == [len(page.texts("#keys kbd")), page.texts("#keys dd").count("aucune")]


class TestNotes:
    def test_shown_and_saved(self, options: Callable[..., Page]) -> None:
        """Notes are listed, and saved as YAML: as misses, or as hits where that was chosen; never with the headings."""
        page = options(NOTE, {**NOTE, "label": "Pays"})
        page.keep_files()
        page.choose("#note-list li:nth-child(2) select", "hits")
        page.click("#notes-export")
        page.wait("saved.length")
        (text,) = page.run("saved")
        place = {"control": "text", "country": "FR", "sector": "social-services", "system": "cosmos-example"}

        assert ["Nationalité du véhicule", "Pays"] == page.texts("#note-list h3")
        assert {
            "rules": [
                {
                    "id": "cosmos-example-nationality",
                    "hits": [{"label": "Pays", **place}],
                    "misses": [{"label": "Nationalité du véhicule", **place}],
                }
            ]
        } == yaml.safe_load(text)
        assert "# 2026-11-22 challengeable – Rien : c’est une voiture." in text
        assert "CANARI" not in text

    def test_erasing(self, options: Callable[..., Page]) -> None:
        """Notes are erased after a question that says how many."""
        page = options(NOTE, NOTE)
        page.click("#notes-erase")

        assert page.text("#confirm-ask").replace("\u202f", " ").startswith("Effacer 2 notes ?")

        page.click("#confirm-yes")
        page.says("#said", "Les notes sont effacées.")

        assert [] == page.ask(ask="notes")
        assert page.text("#no-notes") == "Aucune note."


class TestErasing:
    def test_everything(self, options: Callable[..., Page]) -> None:
        """After a question, sites, settings and notes are gone: nothing of ours is left in the browser's storage."""
        page = options(NOTE)
        page.click("#erase-all")

        assert page.text("#confirm-ask").replace("\u202f", " ").startswith("Tout effacer ?")

        page.tab.press("Escape")
        page.wait("!document.getElementById('confirm').open")

        assert len(page.ask(ask="sites")) == 2

        page.click("#erase-all")
        page.click("#confirm-yes")
        page.says("#said", "Tout est effacé.")

        assert {} == page.run("chrome.storage.local.get()")
        assert [] == page.texts("#site-list li")


class TestForEveryone:
    def test_axe(self, options: Callable[..., Page]) -> None:
        """axe-core finds nothing, in both themes, on the page and with a question open."""
        page = options(NOTE)
        found = page.axe()
        page.click("#erase-all")
        found += page.axe()
        page.tab.media(dark=True)
        found += page.axe()
        page.tab.press("Escape")
        found += page.axe()

        assert [] == found


def luminance(colour: str) -> float:
    """Give the relative luminance (WCAG 2.2) of a colour such as ``#1b2430`` or ``#fff``."""
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def tokens() -> dict[str, dict[str, str]]:
    """Give the colours of `look.css` by theme."""
    light, dark = re.findall(r":root \{(.*?)\}", (ROOT / "extension/look/look.css").read_text("utf-8"), re.DOTALL)
    return {theme: dict(re.findall(r"--([\w-]+): (#\w+);", text)) for theme, text in (("light", light), ("dark", dark))}


@pytest.mark.parametrize("theme", ["light", "dark"])
class TestColours:
    def test_texts_can_be_read(self, theme: str) -> None:
        """Text, links and signs have a contrast of 4.5 on both grounds; edges of what can be used have 3."""
        colours = tokens()[theme]
        grounds = (colours["surface"], colours["sunken"])
        texts = ("ink", "muted", "link", "care-critical", "required", "challengeable", "intrusive", "optional")

        assert [] == [(one, ground) for one in texts for ground in grounds if contrast(colours[one], ground) < 4.5]
        assert all(contrast(colours["edge"], ground) >= 3 for ground in grounds)

    def test_the_same_as_on_the_page(self, running: Browser, site: str, pages: dict[str, str], theme: str) -> None:
        """The pages' colours are those of the signs and cards."""
        pages["/signs.html"] = "<!doctype html><title>signs</title><script src='/hints/signs.js'></script>"
        running.go(f"{site}/signs.html")
        signs = running.run(f"Object.entries(SIGNS).map(([name, sign]) => [name, sign.{theme}])")
        expected = {**running.run(f"TOKENS.{theme}"), **dict(signs)}
        colours = {
            name: re.sub(r"^#(\w)(\w)(\w)$", r"#\1\1\2\2\3\3", colour) for name, colour in tokens()[theme].items()
        }

        assert {name: colour.lower() for name, colour in expected.items()} == {
            name: colour for name, colour in colours.items() if name != "edge"
        }


texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)


class TestYaml:
    @pytest.fixture
    def export(self, running: Browser, site: str, pages: dict[str, str]) -> Callable[[list[dict[str, Any]]], str]:
        """Give notes as YAML."""
        pages["/notes.html"] = "<!doctype html><title>notes</title><script src='/options/notes.js'></script>"
        running.go(f"{site}/notes.html")

        def call(notes: list[dict[str, Any]]) -> str:
            return str(running.run(f"notesAsYaml({json.dumps(notes)})"))

        return call

    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(notes=st.lists(st.tuples(texts, texts, texts, st.sampled_from(["hits", "misses"])), min_size=1, max_size=5))
    def test_every_text_survives(
        self, export: Callable[[list[dict[str, Any]]], str], notes: list[tuple[str, str, str, str]]
    ) -> None:
        """Whatever labels and remarks hold, what is read back is what was noted."""
        text = export(
            [
                {"note": {**NOTE, "label": label, "group": group, "should": should}, "use": use}
                for label, group, should, use in notes
            ]
        )
        (rule,) = yaml.safe_load(text)["rules"]
        expected = {
            use: [(label, group) for label, group, _, other in notes if other == use] for use in ("hits", "misses")
        }

        assert expected == {
            use: [(one["label"], one["group"]) for one in rule.get(use, [])] for use in ("hits", "misses")
        }

    def test_ready_for_a_rule_file(self, export: Callable[[list[dict[str, Any]]], str], tmp_path: Path) -> None:
        """Copied into the rule of that id, the lines pass the check of rule files; a wrong one is found by it."""
        example = re.findall(
            r"```yaml\n(# file: .*?)```", (ROOT / "docs/rule-language.md").read_text("utf-8"), re.DOTALL
        )[0]
        lines = export(
            [{"note": NOTE, "use": "misses"}, {"note": {**NOTE, "label": "Pays de nationalité"}, "use": "hits"}]
        )
        (hits, misses) = re.findall(r"    (?:hits|misses):\n((?:      .*\n)+)", lines)
        path = tmp_path / "cosmos-example.yaml"
        path.write_text(
            example.replace("    hits:\n", f"    hits:\n{hits}", 1).replace(
                "    misses:\n", f"    misses:\n{misses}", 1
            ),
            "utf-8",
        )
        done = CliRunner().invoke(cli, ["rules", "check", "--alone", str(path)])

        assert done.exit_code == 0, done.output

        path.write_text(example.replace("    hits:\n", f"    hits:\n{misses}", 1), "utf-8")
        done = CliRunner().invoke(cli, ["rules", "check", "--alone", str(path)])

        assert done.exit_code == 1, done.output
        assert "Nationalité du véhicule" in done.output
