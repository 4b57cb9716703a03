"""
What stands near a control: text before or after it, and remarks that say an answer is compulsory.

A search goes along the line, then into the blocks around, and ends at the next control, so that no text is looked at
by more than two controls.
"""

from collections.abc import Callable

from casevide.page.marking import is_notice
from casevide.page.parse import Element
from casevide.page.texts import INLINE, LONGEST, LONGEST_BESIDE, NOTHING, Heard, Reader, is_editable

_MOST_STEPS = 40
_MOST_CLIMBS = 6
_FEW_STEPS = 4

_WALLS = frozenset(("form", "fieldset", "table", "td", "th", "tr", "body", "dialog", "details", "li", "template"))
"""A control's question is not looked for outside of these (a cell's is, by way of its table)."""

_STOPS = frozenset(
    ("h1", "h2", "h3", "h4", "h5", "h6", "legend", "hr", "form", "fieldset", "table", "nav", "header", "footer")
)
"""Elements at which a search for text ends: they speak for more than one control."""

_PASSED_OVER = frozenset(("script", "style", "template"))
_NO_REMARKS = _STOPS | {"label", "select", "textarea", "output"}


class _Catch:
    """What a search has met so far, nearest first."""

    __slots__ = ("blocks", "crossed", "forced", "own", "parts", "whole")

    def __init__(self, own: str | None, *, blocks: bool) -> None:
        self.own = own
        self.blocks = blocks
        self.parts: list[str] = []
        self.forced = False
        self.crossed = False  # whether a line break was met before any text
        self.whole: Heard | None = None  # a block that is the answer by itself

    def has_text(self) -> bool:
        return any(part.strip() for part in self.parts)

    def clear(self) -> None:
        self.parts.clear()
        self.forced = False


class Nearby:
    """
    Looks around the controls of one page.

    Args:
        reader: The reader of the page.
        holds_control: Whether a node is a control or holds one.
    """

    def __init__(self, reader: Reader, holds_control: Callable[[Element], bool]) -> None:
        self._reader = reader
        self._holds_control = holds_control
        self._kind = reader.element
        self._characters = reader.characters

    def before(self, control: Element, *, own: str | None = None, blocks: bool = True) -> Heard:
        """
        Give the text before a control: on its line, else on the line or in the block before.

        Args:
            control: Where to start.
            own: The id of a choice whose own labels are to be passed over.
            blocks: Whether the search may leave the line.
        """
        catch = _Catch(own, blocks=blocks)
        self._search(control, catch, forward=False)
        return self._said(catch, catch.parts[::-1])

    def after(self, control: Element, *, blocks: bool) -> Heard:
        """Give the text after a control; `blocks` as for `before`."""
        catch = _Catch(None, blocks=blocks)
        self._search(control, catch, forward=True)
        return self._said(catch, catch.parts)

    def _said(self, catch: _Catch, parts: list[str]) -> Heard:
        if catch.whole is not None:
            heard = catch.whole
        elif parts:
            heard = self._reader.heard("".join(parts))
        else:
            return NOTHING
        if len(heard[0]) > LONGEST_BESIDE or is_notice(heard[0]):
            return NOTHING
        return (heard[0], True) if catch.forced else heard

    def _search(self, start: Element, catch: _Catch, *, forward: bool) -> None:
        node: Element | None = start
        for _ in range(_MOST_CLIMBS):
            assert node is not None  # noqa: S101 - the loop leaves when it is
            if self._along(node.next_sibling if forward else node.previous_sibling, catch, forward=forward):
                return
            node = node.parent
            if node is None or type(node) is not self._kind or catch.has_text():
                return
            tag = node.tag
            if tag in _WALLS or not (catch.blocks or tag in INLINE):
                return

    def _along(self, beside: Element | None, catch: _Catch, *, forward: bool) -> bool:
        """Go along the siblings; ``True`` if the search is over."""
        node = beside
        for _ in range(_MOST_STEPS):
            if node is None:
                return False
            kind = type(node)
            if kind is self._characters:
                data = node.data
                catch.parts.append(data[:LONGEST] if forward else data[-LONGEST:])
            elif kind is self._kind and self._take(node, catch):
                return True
            node = node.next_sibling if forward else node.previous_sibling
        return False

    def _take(self, element: Element, catch: _Catch) -> bool:
        """Take in one element beside; ``True`` if the search is over."""
        tag = element.tag
        if self._holds_control(element):
            if catch.crossed:  # the text stands on the other control's line
                catch.clear()
            return True
        if tag in _STOPS:
            return True
        if tag == "br":
            catch.crossed = True
            return not catch.blocks or catch.has_text()
        if self._reader.is_silent(element, tag) or (catch.own and tag == "label" and element.attr("for") == catch.own):
            return False
        if tag in INLINE:
            text, forced = self._reader.raw(element)
            catch.parts.append(text)
            catch.forced = catch.forced or forced or self._reader.forced_by_class(element)
            return False
        return self._take_block(element, catch)

    def _take_block(self, element: Element, catch: _Catch) -> bool:
        if not catch.blocks or catch.has_text():
            return True
        heard = self._reader.read(element)
        catch.forced = catch.forced or heard[1]
        if heard[0]:
            catch.whole = heard
        return bool(heard[0])

    # remarks

    def forces(self, element: Element) -> bool:
        """Tell whether what follows or precedes an element on its line says that an answer is compulsory."""
        after = element.next_sibling
        if after is not None and self.remark_after(after):
            return True
        before = element.previous_sibling
        return before is not None and self._remark(before, forward=False)

    def remark_after(self, node: Element) -> bool:
        """Tell whether this node, or the first after it that says anything, says that an answer is compulsory."""
        return self._remark(node, forward=True)

    def _remark(self, beside: Element, *, forward: bool) -> bool:
        node: Element | None = beside
        for _ in range(_FEW_STEPS):
            if node is None:
                return False
            kind = type(node)
            if kind is self._characters:
                text = node.data
                if not text.isspace():
                    return self._reader.forced_by_remark(text)
            elif kind is self._kind and (tag := node.tag) not in _PASSED_OVER:
                if self._holds_control(node):
                    return False
                if self._reader.forced_by_class(node):
                    return True
                if len(node):
                    return (
                        tag not in _NO_REMARKS
                        and not is_editable(node)
                        and self._reader.forced_by_remark(self._reader.raw(node)[0])
                    )
            node = node.next_sibling if forward else node.previous_sibling
        return False
