"""The popup, in the really loaded extension of both browsers."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.extension.browsers import Browser
from tests.extension.own_pages import FORM, Page, opened, tab_id
from tests.extension.upstream import Upstream

SIGNS = "document.querySelectorAll('casevide-marker').length"
PROMISE = "Ne remplit rien, n’envoie rien, ne lit jamais ce qui est tapé."

type Popup = Callable[..., Page]


@pytest.fixture
def popup(switched_on: Browser, upstream: Upstream) -> Popup:
    """Show a page of the site, and the popup for it: `popup(html)`."""

    def show(html: str = FORM) -> Page:
        upstream.pages["/form"] = html
        switched_on.go(upstream.url("/form"))
        if "<input" in html:
            switched_on.wait(SIGNS)
        return opened(switched_on, "popup/popup.html", tab_id(switched_on))

    return show


def no_sector(page: Page, upstream: Upstream) -> None:
    """Forget the sector of the site."""
    profile = {"country": "FR", "sector": None, "system": None}
    page.ask(ask="profile", site=upstream.origin("cosmos.test"), profile=profile)


class TestState:
    def test_on(self, popup: Popup) -> None:
        """It says for which site it is on, the hints, the profile, rules and proxy; the promise always stands there."""
        page = popup()
        page.says("#state", "4 repères")

        assert [
            "cosmos.test",
            "Active : 4 repères sur cette page",
            PROMISE,
            "Information générale, pas un avis juridique.",
        ] == [
            page.text(one).replace("\u202f", " ")
            for one in ("#host", "#state", "footer .strong", "footer p:nth-of-type(4)")
        ]
        assert page.run("document.getElementById('switch').getAttribute('aria-checked')") == "true"
        assert ["FR", "social-services", ""] == [
            page.run(f"document.getElementById('{one}').value") for one in ("country", "sector", "system")
        ]
        assert page.text("#rules").startswith("Règles du ")
        assert page.text("#proxy").replace("\u202f", " ") == "Proxy local : éteint. L’extension juge seule."

    def test_no_website(self, switched_on: Browser) -> None:
        """On what is no website, such as a page of the extension itself, nothing can be switched on."""
        page = opened(switched_on, "popup/popup.html")

        assert ["Pas un site web", None, None] == [page.text(one) for one in ("#host", "#switch", "#hints")]

    def test_trouble_is_told(self, switched_on: Browser) -> None:
        """What goes wrong is said, not hidden."""
        page = opened(switched_on, "popup/popup.html", 999_999_999)

        assert page.says("#said", "Quelque chose ne va pas")


class TestSwitch:
    def test_off_and_on(self, popup: Popup, switched_on: Browser) -> None:
        """Off takes every sign away at once, on brings them back without a reload."""
        page = popup()
        page.click("#switch")
        page.says("#state", "Éteinte sur ce site")
        switched_on.wait(f"{SIGNS} === 0")

        assert page.text("#profile") is None

        page.click("#switch")
        switched_on.front()
        switched_on.wait(SIGNS)

        assert page.says("#state", "4 repères")

    def test_the_signs_are_explained_once(self, popup: Popup) -> None:
        """After the first switch-on the five signs are explained, and never again once that was understood."""
        page = popup()
        page.click("#switch")
        page.says("#state", "Éteinte")

        assert page.text("#legend-box") is None

        page.click("#switch")
        page.wait("document.getElementById('legend-box').checkVisibility()")

        assert len(page.texts("#legend li")) == 5

        page.click("#legend-done")
        page.wait("!document.getElementById('legend-box').checkVisibility()")
        for state in ("Éteinte", "Active"):
            page.click("#switch")
            page.says("#state", state)

        assert page.text("#legend-box") is None

    def test_only_this_site_is_asked_for(self, popup: Popup) -> None:
        """The browser is asked for this one site and nothing else; where it says no, the site stays off."""
        page = popup()
        page.click("#switch")
        page.says("#state", "Éteinte")
        page.run("void (chrome.permissions.request = async (wanted) => void (globalThis.wanted = wanted))")
        page.click("#switch")
        page.says("#state", "rien n’a changé")

        assert {"origins": ["https://cosmos.test/*"]} == page.run("globalThis.wanted")
        assert page.ask(ask="sites")[1]["on"] is False

    def test_the_question_may_close_the_popup(self, popup: Popup, switched_on: Browser, upstream: Upstream) -> None:
        """Access that is given after the popup was closed switches the site on that was asked for, and no other."""
        page = popup()
        page.click("#switch")
        page.says("#state", "Éteinte")
        page.run("void (chrome.permissions.request = () => new Promise(() => {}))")  # the browser asks, and asks
        page.click("#switch")
        page.tab.close()
        switched_on.background("given({ origins: ['https://cosmos.test/*'] }).then(() => true)")
        switched_on.front()
        switched_on.wait(SIGNS)
        again = opened(switched_on, "options/options.html")

        assert [True, True] == [site["on"] for site in again.ask(ask="sites")]

        again.ask(ask="switch", address=upstream.origin("cosmos.test"), on=False)
        switched_on.background("given({ origins: ['https://cosmos.test/*'] }).then(() => true)")

        assert [True, False] == [site["on"] for site in again.ask(ask="sites")]


class TestProfile:
    def test_the_one_question(self, popup: Popup, switched_on: Browser, upstream: Upstream) -> None:
        """Where the sector is unknown, one question asks for it and says why; the answer brings the hints."""
        page = popup()
        no_sector(page, upstream)
        switched_on.front()
        switched_on.wait(f"{SIGNS} < 4")
        page.reload()
        page.says("label[for=sector-asked]", "Dans quel secteur travaillez-vous ici")

        assert page.text("#profile") is None
        assert page.text("#sector-reason").startswith("La même question n’a pas la même réponse partout")

        page.choose("#sector-asked", "social-services")
        switched_on.wait(f"{SIGNS} === 4")

        assert page.says("#state", "4 repères")
        assert page.text("#sector-box") is None

    def test_a_software_brings_its_sector(self, popup: Popup, upstream: Upstream) -> None:
        """Choosing the software fills in its country and its sector."""
        page = popup()
        no_sector(page, upstream)
        page.choose("#system", "cosmos")
        page.wait("document.getElementById('sector').value === 'social-services'")

        site = page.ask(ask="site", address=upstream.url("/form"))
        assert {"country": "FR", "sector": "social-services", "system": "cosmos"} == site["profile"]


class TestSettings:
    def test_language(self, popup: Popup) -> None:
        """The language is chosen here, and everything speaks it at once."""
        page = popup()
        page.choose("#language", "nl")
        page.says("#state", "hints op deze pagina")

        assert page.run("document.documentElement.lang") == "nl"
        assert ["Auto", "Gewoon", "Discreet", "Verborgen"] == page.texts("#density label")

    def test_density(self, popup: Popup, switched_on: Browser) -> None:
        """The density is one stop for Tab, arrows go from choice to choice; hidden takes the signs from the page."""
        page = popup()
        page.run("void document.querySelector('#density input').focus()")
        page.tab.press("ArrowRight")
        page.wait("document.activeElement.value === 'normal' && document.activeElement.checked")
        page.click("#density label:nth-of-type(4)")
        switched_on.wait(f"{SIGNS} === 0")

        assert page.ask(ask="settings")["density"] == "hidden"


def because(page: Page) -> Any:
    """Give the answer to "why nothing here?"."""
    page.click("#why")
    page.wait("document.getElementById('why-box').checkVisibility()")
    return page.text("#why-answer")


class TestWhyNothing:
    def test_off(self, popup: Popup) -> None:
        """First reason: it is off."""
        page = popup()
        page.click("#switch")
        page.says("#state", "Éteinte")

        assert because(page) == "Case vide est éteinte sur ce site."

    def test_another_address(self, popup: Popup, upstream: Upstream) -> None:
        """Second reason: the form comes from another address, which one button would add."""
        upstream.pages["/inside"] = FORM
        inside = upstream.url("/inside", "autre.test")
        page = popup(f'<!doctype html><title>x</title><iframe src="{inside}" width="800" height="500"></iframe>')
        page.wait("document.getElementById('why-answer').textContent.includes('autre.test')")

        assert because(page).startswith("Une partie de la page vient de autre.test")
        assert page.text("#why-do").startswith("Ajouter autre.test")

    def test_no_sector(self, popup: Popup, upstream: Upstream) -> None:
        """Third reason: the sector is unknown."""
        page = popup()
        no_sector(page, upstream)
        page.reload()
        page.says("#why-answer", "secteur")

        assert because(page) == "Le secteur n’est pas connu."

    def test_no_field(self, popup: Popup) -> None:
        """Fourth reason: the page asks nothing."""
        assert because(popup("<!doctype html><title>x</title><p>Bonjour")) == "Aucun champ sur cette page."

    def test_no_rule(self, popup: Popup, switched_on: Browser, upstream: Upstream) -> None:
        """Fifth reason: no rule speaks of what the page asks."""
        page = popup("<!doctype html><title>x</title><label>Xyz <textarea></textarea></label>")
        asked = json.dumps({"ask": "site", "address": upstream.url("/form"), "tab": tab_id(switched_on)})
        switched_on.front()
        page.wait(f"chrome.runtime.sendMessage({asked}).then(({{ fields }}) => fields === 1)")
        page.reload()
        page.says("#why-answer", "règle")

        assert because(page) == "Aucune règle ne parle de ces champs."

    def test_nothing_is_missing(self, popup: Popup) -> None:
        """Where hints are shown, that is said."""
        page = popup()
        page.says("#state", "4 repères")

        assert because(page) == "Les repères de cette page sont affichés."


class TestForEveryone:
    def test_axe(self, popup: Popup) -> None:
        """axe-core finds nothing, in both themes, with everything open."""
        page = popup()
        page.click("#why")
        found = []
        for dark in (False, True):
            page.tab.media(dark=dark)
            found += page.axe()

        assert [] == found

    def test_narrow(self, popup: Popup) -> None:
        """In 320 pixels nothing stands out at the side, in any language."""
        page = popup()
        page.tab.viewport(320, 600)
        for language in ("fr", "nl", "en"):
            page.ask(ask="set", settings={"language": language})
            page.reload()

            assert page.run("document.documentElement.lang") == language
            assert page.overflow() == 0

    def test_forced_colours(self, popup: Popup) -> None:
        """In forced colours the switch keeps its border, and the chosen density differs from the others."""
        page = popup()
        page.tab.media(forced_colors=True)
        colours = page.run(
            "[...document.querySelectorAll('#density label')].map((one) => getComputedStyle(one).backgroundColor)"
        )

        assert colours[0] not in colours[1:]
        assert page.run("getComputedStyle(document.getElementById('switch')).borderTopWidth") == "1px"
