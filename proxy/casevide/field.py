"""
One question that a page asks, and the profile of the site that asks it.

Both are plain data: `page` finds fields, `judge` reads them, nothing here knows HTML or rules.
"""

from dataclasses import dataclass


@dataclass(slots=True, unsafe_hash=True)
class Field:
    """
    One question of a page: a control, or a whole radio group.

    Nobody changes one that was found. It is not frozen only because filling a frozen one takes five times as long: for
    four hundred fields, longer than parsing their page.

    Nothing in it was typed by a person: no value, no selection, no checked state is ever read.

    Attributes:
        control: What kind of control asks: ``text``, ``date``, ``number``, ``email``, ``tel``, ``file``, ``select``,
            ``textarea``, ``checkbox``, ``radio``, or the ARIA role of a widget (``combobox``, ``switch``…).
        label: The question as the page writes it, white space folded, at most 600 characters; ``""`` if none.
            For a radio group, its legend.
        group: The legend, or the row header in a table, that the field stands under; ``""`` if none.
        section: The headings above the field, outermost first, joined by `` / ``.
        page: The title of the page. It may hold a person's name: it gives context and is never stored or shown.
        name: The ``name`` attribute (JSF and ASP.NET prefixes included).
        id: The ``id`` attribute.
        autocomplete: The ``autocomplete`` attribute, lower case.
        placeholder: The ``placeholder`` attribute.
        title: The ``title`` attribute.
        options: The texts of a select's options or of a radio group's choices, in page order.
        forced: Whether the software makes the field compulsory (``required``, ``aria-required``, an asterisk, a word).
        ways_out: The choices that let a person not answer ("Non renseigné", "Refus de répondre"…).
        selector: ``#id`` where the control has an id, else ``""``.
        offsets: Code-point offsets of the ``<`` of each start tag of the field in the page's text; several for a
            radio group. Empty where the field is not in the text (built by a script).
    """

    control: str = "text"
    label: str = ""
    group: str = ""
    section: str = ""
    page: str = ""
    name: str = ""
    id: str = ""
    autocomplete: str = ""
    placeholder: str = ""
    title: str = ""
    options: tuple[str, ...] = ()
    forced: bool = False
    ways_out: tuple[str, ...] = ()
    selector: str = ""
    offsets: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """
    What is known of a site.

    Any part may be unknown (``None``), and an unknown part fits only rules that do not name it.

    Attributes:
        country: ISO 3166-1 alpha-2, upper case (``FR``, ``BE``).
        sector: A sector of the rulebook (``social-services``, ``psychiatry``…).
        system: A system of the rulebook (``cosmos``, ``si-siao``…).
    """

    country: str | None = None
    sector: str | None = None
    system: str | None = None
