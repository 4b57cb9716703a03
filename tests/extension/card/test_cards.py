"""The one card that is open: how it opens and closes, where the focus goes, what of it reaches the page."""

import json
from collections.abc import Callable

import pytest
from tests.extension.browsers import Browser

Staging = Callable[..., Browser]

SIGNS = (
    "(async () => { const of = (id) => document.getElementById(id); "
    "window.first = await signed(of('nationality'), questionOn(ruleWith('challengeable', 'high'), "
    "{ field: { label: 'Nationalité', section: 'Dossier', control: 'select', forced: true } })); "
    "window.second = await signed(of('allergies'), questionOn(ruleWith('care-critical', 'high'), { field: { label: "
    "'Allergies' } })); "
    "return true; })()"
)
"""Two signs, beside the select and the text area of the form."""

OPEN = "first.root.querySelector('.card')"


@pytest.fixture
def form(stage: Browser) -> Browser:
    """The form, with two signs."""
    assert stage.run(SIGNS)
    return stage


def middle(form: Browser, element: str) -> tuple[float, float]:
    x, y = form.run(f"middleOf({element})")
    return x, y


def opened(form: Browser, marker: str = "first") -> None:
    """Open a card by a click on its sign."""
    form.click(*middle(form, f"{marker}.button"))
    form.wait(f"cardIn({marker})?.matches(':popover-open')")
    form.run("later()")


def is_open(form: Browser, marker: str = "first") -> bool:
    return bool(form.run(f"Boolean(cardIn({marker})?.matches(':popover-open'))"))


FOCUS = (
    "(() => { const inside = first.root.activeElement ?? second.root.activeElement; const one = inside ?? "
    "document.activeElement; "
    "return one.id || one.className || one.localName; })()"
)
"""What has the focus, in the page or in a card: its id, class or name."""


class TestOpening:
    def test_click(self, form: Browser) -> None:
        """A click opens the card in the top layer and puts the focus on its heading; the sign and its field show it."""
        opened(form)
        found = form.run(
            f"[{OPEN}.popover, {FOCUS}, first.button.getAttribute('aria-expanded'), "
            f"!first.root.querySelector('.ring').hidden]"
        )

        assert ["hint", "case-vide-title", "true", True] == found

    def test_hover_waits(self, form: Browser) -> None:
        """Pointing opens after 400 ms, not before, and the focus stays where it is; it closes 250 ms after leaving."""
        form.run("document.getElementById('name').focus()")
        form.hover(*middle(form, "first.button"))
        form.run("later(150)")
        early = is_open(form)
        form.wait("Boolean(cardIn(first))")
        focus = form.run(FOCUS)
        form.hover(3, 3)
        form.wait("!cardIn(first)")

        assert [False, "name"] == [early, focus]
        assert [400, 250] == form.run("[OPEN_AFTER, CLOSE_AFTER]")

    def test_passing_by_opens_nothing(self, form: Browser) -> None:
        """A pointer that only crosses a sign opens no card."""
        form.hover(*middle(form, "first.button"))
        form.hover(3, 3)
        form.run("later(600)")

        assert not is_open(form)

    def test_card_can_be_pointed_at(self, form: Browser) -> None:
        """A card that pointing has opened stays while the pointer is in it."""
        form.hover(*middle(form, "first.button"))
        form.wait("Boolean(cardIn(first))")
        form.run("later(50)")
        form.hover(*middle(form, OPEN))
        form.run("later(500)")

        assert is_open(form)

    def test_click_keeps_what_pointing_opened(self, form: Browser) -> None:
        """A click keeps a card that pointing has opened, with the focus in it; a second click closes it."""
        form.hover(*middle(form, "first.button"))
        form.wait("Boolean(cardIn(first))")
        opened(form)
        form.hover(3, 3)
        form.run("later(500)")
        kept = [is_open(form), form.run(FOCUS)]
        form.click(*middle(form, "first.button"))
        form.run("later(50)")

        assert [True, "case-vide-title"] == kept
        assert not is_open(form)

    def test_one_at_a_time(self, form: Browser) -> None:
        """Opening a second card closes the first; only one ring is drawn."""
        opened(form)
        form.run("(cards.open(second, { by: 'key' }), true)")

        assert [False, True] == [is_open(form), is_open(form, "second")]
        assert [True, False] == form.run("[first, second].map((one) => one.root.querySelector('.ring').hidden)")

    def test_nothing_remains(self, form: Browser) -> None:
        """After a card is closed, its sign is what it was: no element, no style sheet, no state."""
        look = (
            "[[...first.root.querySelectorAll('*')].map((one) => [one.localName, one.getAttribute('class'), "
            "one.hidden]), "
            "first.button.getAttribute('aria-expanded'), first.root.adoptedStyleSheets.length, document.body.innerHTML]"
        )
        before = form.run(look)
        opened(form)
        during = form.run(look)
        form.press("Escape")
        form.wait("!cardIn(first)")

        assert before == form.run(look)
        assert before[0] != during[0]

    def test_withdrawn(self, form: Browser) -> None:
        """When a sign goes away, so does its card, and the focus goes back to the field that it came from."""
        form.run("(document.getElementById('nationality').focus(), cards.toggle(first, { by: 'key' }), true)")
        form.run("(cards.withdrawn(first), first.withdraw(), true)")

        assert [None, "nationality"] == form.run("[cards.current, document.activeElement.id]")


class TestClosing:
    def test_escape(self, form: Browser) -> None:
        """Escape closes, and the focus goes back to the field in which the card was asked for."""
        form.run("(document.getElementById('nationality').focus(), cards.toggle(first, { by: 'key' }), true)")
        inside = form.run(FOCUS)
        form.press("Escape")
        form.wait("!cardIn(first)")

        assert ["case-vide-title", "nationality"] == [inside, form.run(FOCUS)]
        assert "false" == form.run("first.button.getAttribute('aria-expanded')")

    def test_focus_returns_to_the_sign(self, form: Browser) -> None:
        """Where no field had the focus, it goes back to the sign."""
        opened(form)
        form.press("Escape")
        form.wait("!cardIn(first)")

        assert form.run("first.root.activeElement === first.button")

    def test_cross(self, form: Browser) -> None:
        """The cross closes, and the focus goes back."""
        form.run("(document.getElementById('nationality').focus(), cards.toggle(first, { by: 'key' }), true)")
        form.run("later(200)")
        form.click(*middle(form, f"{OPEN}.querySelector('.close')"))
        form.wait("!cardIn(first)")

        assert "nationality" == form.run(FOCUS)

    def test_click_outside(self, form: Browser) -> None:
        """A click elsewhere closes, and does what it does: the focus is where it was put."""
        opened(form)
        form.click(*middle(form, "document.getElementById('name')"))
        form.wait("!cardIn(first)")

        assert "name" == form.run(FOCUS)

    def test_tab_past_the_end(self, form: Browser) -> None:
        """Tab goes through the card; past its end, or back before its heading, it closes and the focus returns."""
        for modifiers, steps in (((), 20), (("Shift",), 2)):
            form.run("(document.getElementById('nationality').focus(), cards.toggle(first, { by: 'key' }), true)")
            seen = []
            for _ in range(steps):
                form.press("Tab", *modifiers)
                if not is_open(form):
                    break
                seen.append(form.run("first.root.activeElement.className"))

            assert not is_open(form)
            assert "nationality" == form.run(FOCUS)
            assert ("close" if modifiers else "link") == seen[-1]

    def test_escape_closes_the_card_only(self, staged: Staging) -> None:
        """A card in the page's own dialog shows above it; the first Escape closes the card and leaves the dialog."""
        stage = staged("<dialog id=d><p><label>Nationalité <select id=nationality><option>x</select></label></dialog>")
        stage.run(
            "(document.getElementById('d').showModal(), "
            "signed(document.getElementById('nationality'), questionOn(ruleWith('challengeable', 'high')))"
            ".then((marker) => { window.first = window.second = marker; return true; }))"
        )
        opened(stage)
        on_top = stage.run(
            f"(() => {{ const [x, y] = middleOf({OPEN}); return document.elementFromPoint(x, y) === first.host; }})()"
        )
        stage.press("Escape")
        stage.wait("!cardIn(first)")
        first = stage.run("document.getElementById('d').open")
        stage.press("Escape")
        stage.wait("!document.getElementById('d').open")

        assert [True, True] == [on_top, first]

    def test_no_hover_in_a_modal_dialog(self, staged: Staging) -> None:
        """In a modal dialog pointing opens nothing: such a card could share one Escape with the dialog."""
        stage = staged("<dialog id=d><p><label>Nationalité <select id=nationality><option>x</select></label></dialog>")
        stage.run(
            "(document.getElementById('d').showModal(), "
            "signed(document.getElementById('nationality'), questionOn(ruleWith('challengeable', 'high')))"
            ".then((marker) => { window.first = marker; return true; }))"
        )
        stage.hover(*middle(stage, "first.button"))
        stage.run("later(700)")

        assert not is_open(stage)

    @pytest.mark.parametrize("kind", ["auto", "manual"])
    def test_menus_stay_open(self, form: Browser, kind: str) -> None:
        """A menu that a person has opened stays so when a card opens, and after Escape has closed the card."""
        form.run(
            f"(() => {{ const menu = made('div', {{ id: 'menu', popover: '{kind}' }}, 'Menu'); "
            f"document.body.append(menu); "
            "document.getElementById('button').addEventListener('click', () => menu.showPopover()); return 1; })()"
        )
        form.click(*middle(form, "document.getElementById('button')"))
        form.hover(*middle(form, "first.button"))
        form.wait("Boolean(cardIn(first))")
        both = [is_open(form), form.run("document.getElementById('menu').matches(':popover-open')")]
        form.press("Escape")
        form.wait("!cardIn(first)")

        assert [True, True, True] == [*both, form.run("document.getElementById('menu').matches(':popover-open')")]

    def test_without_hints_in_the_browser(self, form: Browser) -> None:
        """Where the browser does not know `popover=hint`, Escape in the card, a click outside and × close it."""
        form.run(
            "(() => { const own = Object.getOwnPropertyDescriptor(HTMLElement.prototype, 'popover'); "
            "Object.defineProperty(HTMLElement.prototype, 'popover', { ...own, set(kind) { own.set.call(this, "
            "kind === 'hint' ? 'manual' : kind); } }); return 1; })()"
        )
        opened(form)
        kind = form.run(f"{OPEN}.popover")
        form.press("Escape")
        by_key = is_open(form)
        opened(form)
        form.click(*middle(form, "document.getElementById('name')"))
        by_click = is_open(form)
        opened(form)
        form.run("later(200)")
        form.click(*middle(form, f"{OPEN}.querySelector('.close')"))

        assert ["manual", False, False, False] == [kind, by_key, by_click, is_open(form)]


class TestThePage:
    def test_what_happens_in_the_card_stays_there(self, form: Browser) -> None:
        """Clicks, keys and what is written in the card do not reach the listeners of the page."""
        form.run(
            "(() => { window.heard = []; for (const type of ['keydown', 'keyup', 'keypress', 'beforeinput', 'input', "
            "'pointerdown', 'mousedown', 'mouseup', 'click', 'focusin', 'paste']) "
            "document.addEventListener(type, () => heard.push(type)); return 1; })()"
        )
        form.press("a")
        control = form.run("heard.splice(0)")
        opened(form)
        form.run("later(200)")
        form.click(*middle(form, f"{OPEN}.querySelector('[data-act=wrong]')"))
        form.type("oui")
        form.press("Tab")
        form.press("Enter")

        assert "keydown" in control
        assert 1 == form.run("wrongs.length")
        assert [] == form.run("heard")

    def test_no_key_of_the_page_is_heard(self, form: Browser) -> None:
        """While a card opens, is used and closes, nothing of ours listens to keys outside of our own shadow roots."""
        form.run(
            "(() => { window.added = []; const add = EventTarget.prototype.addEventListener; "
            "EventTarget.prototype.addEventListener = function (type, ...rest) { "
            "if (!(this instanceof Node && this.getRootNode() instanceof ShadowRoot)) added.push(type); "
            "return add.call(this, type, ...rest); }; return 1; })()"
        )
        opened(form)
        form.press("Escape")
        form.wait("!cardIn(first)")
        added = form.run("added")

        assert "resize" in added
        assert [] == [kind for kind in added if kind.startswith(("key", "input", "before", "copy", "paste", "change"))]

    def test_only_what_is_ours_is_heard_or_read(self, form: Browser) -> None:
        """To hear keys in, or read from, an element of the page is refused."""
        refused = form.run(
            "[() => hearKeys(document.body, () => {}), () => keepInside(document.getElementById('form')), "
            "() => writtenIn(document.getElementById('allergies'))]"
            ".map((act) => { try { act(); return ''; } catch (error) { return error.message; } })"
        )

        assert ["this element is not ours"] * 3 == refused

    def test_nothing_moves(self, form: Browser) -> None:
        """Neither opening nor closing a card moves anything of the page, and the form keeps what is typed."""
        boxes = "[...document.querySelectorAll('p, input, select, textarea')].map(boxOf)"
        form.run("document.getElementById('allergies').focus()")
        form.type("noix")
        before = form.run(boxes)
        opened(form)
        during = form.run(boxes)
        form.press("Escape")
        form.wait("!cardIn(first)")

        assert [before, before] == [during, form.run(boxes)]
        assert "noix" == form.run("document.getElementById('allergies').value")


class TestDoing:
    def test_copy(self, form: Browser) -> None:
        """The question for the DPO goes to the clipboard, is shown, and said to be copied."""
        form.run(
            "(() => { window.copied = []; navigator.clipboard.writeText = async (text) => { copied.push(text); }; "
            "return 1; })()"
        )
        opened(form)
        form.run("later(200)")
        form.click(*middle(form, f"{OPEN}.querySelector('[data-act=copy]')"))
        form.wait(f"Boolean({OPEN}.querySelector('.copied'))")
        told = form.run(f"{OPEN}.querySelector('.told').textContent")
        text = form.run("questionForDpo(first.question, settings.wording)")

        assert [text] == form.run("copied")
        assert f"Copié.{text}" == told

    def test_copying_refused(self, form: Browser) -> None:
        """Where the browser does not let copy, the card says so and shows the text."""
        form.run("(() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); return 1; })()")
        opened(form)
        form.run("later(200)")
        form.click(*middle(form, f"{OPEN}.querySelector('[data-act=copy]')"))
        form.wait(f"Boolean({OPEN}.querySelector('.copied'))")
        refused, text = form.run(
            "[settings.wording.say('action_not_copied'), questionForDpo(first.question, settings.wording)]"
        )

        assert refused + text == form.run(f"{OPEN}.querySelector('.told').textContent")

    def test_this_hint_is_wrong(self, form: Browser) -> None:
        """What somebody notes as wrong is handed on with rule and field, never with the page's title."""
        opened(form)
        form.run("later(200)")
        form.click(*middle(form, f"{OPEN}.querySelector('[data-act=wrong]')"))
        focus = form.run("first.root.activeElement.localName")
        form.type("Exige au guichet")
        form.click(*middle(form, f"{OPEN}.querySelector('[data-act=keep]')"))
        rule, kept = form.run("[first.question.rule.id, settings.wording.say('wrong_kept')]")
        expected = {
            "rule": rule,
            "verdict": "challengeable",
            "label": "Nationalité",
            "group": "",
            "section": "Dossier",
            "control": "select",
            "should": "Exige au guichet",
        }

        assert "textarea" == focus
        assert [expected] == form.run("wrongs")
        assert [kept, None] == form.run(f"[{OPEN}.querySelector('.told').textContent, {OPEN}.querySelector('.wrong')]")

    def test_changed_ones_mind(self, form: Browser) -> None:
        """Cancelled, nothing is noted, and the focus is on the action again."""
        opened(form)
        form.run("later(200)")
        form.click(*middle(form, f"{OPEN}.querySelector('[data-act=wrong]')"))
        form.type("non")
        form.click(*middle(form, f"{OPEN}.querySelector('[data-act=cancel]')"))

        assert [[], "wrong", None] == form.run(
            f"[wrongs, first.root.activeElement.dataset.act, {OPEN}.querySelector('textarea')]"
        )


class TestLooks:
    def test_reduced_motion(self, form: Browser) -> None:
        """The card rises in 120 ms; where less motion is asked for, it is there at once."""
        names = []
        for reduced in (False, True):
            form.media(reduced_motion=reduced)
            form.run("(cards.open(first, { by: 'key' }), true)")
            names.append(
                form.run(
                    f"(({{ animationName, animationDuration }}) => [animationName, "
                    f"animationDuration])(getComputedStyle({OPEN}))"
                )
            )
            form.run("(cards.close(), true)")

        assert [["case-vide-rise", "0.12s"], "none"] == [names[0], names[1][0]]

    def test_print(self, form: Browser) -> None:
        """No card is printed: the file belongs to the person."""
        form.run("(cards.open(first, { by: 'key' }), true)")
        form.media(print=True)

        assert "none" == form.run(f"getComputedStyle({OPEN}).display")

    def test_forced_colours(self, form: Browser) -> None:
        """In forced colours title and sign take the text's colour, every box keeps a border, full boxes stay full."""
        form.media(forced_colors=True)
        form.run("(cards.open(first, { by: 'key' }), true)")
        found = form.run(
            f"(() => {{ const style = (one) => getComputedStyle({OPEN}.querySelector(one)); return [style('h2').color "
            f"=== style('.lead').color, "
            "style('h2 svg path').fill === style('.lead').color, style('.gap').borderTopStyle, "
            f"getComputedStyle({OPEN}).borderTopStyle, style('.boxes .full').backgroundColor !== "
            f"style('.foot').backgroundColor]; }})()"
        )

        assert [True, True, "solid", "solid", True] == found

    @pytest.mark.parametrize(
        "style",
        ["* { all: unset !important; color: red !important; font: 40px serif !important }", "html { font-size: 30px }"],
    )
    def test_the_page_has_no_say(self, staged: Staging, style: str) -> None:
        """Whatever the page's style sheet says, the card looks the same."""
        look = (
            "(() => { const card = cardIn(first); return [card.offsetWidth, card.offsetHeight, ...['h2', '.lead', "
            "'button', 'dd', 'a'].map((one) => "
            "{ const { color, font, display } = getComputedStyle(card.querySelector(one)); return [color, font, "
            "display]; })]; })()"
        )
        looks = []
        for css in ("", style):
            stage = staged('<p><label>Nationalité <input id="a"></label>', css)
            stage.run("placed()")
            looks.append(json.dumps(stage.run(look)))

        assert looks[0] == looks[1]
