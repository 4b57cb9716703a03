/**
 * What an element says: its text as a reader sees it, and whether it says that an answer is compulsory. Mirrors
 * `casevide/page/texts.py`.
 *
 * Nothing that a person typed or chose is text: neither the content of a control, nor of an editable element, nor what a
 * widget shows as its choice. Every reading is bounded and remembered, so that a page costs linear time whatever it holds.
 */
"use strict";

/** @typedef {{readonly text: string, readonly forced: boolean}} Heard A text, and whether it says "compulsory". */

/** @type {Heard} */
const NOTHING = Object.freeze({ text: "", forced: false });

/** Code points of a label, legend or heading that are kept. */
const LONGEST = 600;

/** Code points of a text beside a control that may still be its question; what is longer explains something. */
const LONGEST_BESIDE = 200;

/** Elements that one `aria-labelledby` or one control's labels may name; the rest is ignored. */
const MOST_REFERENCES = 8;

const LONGEST_RAW = 4 * LONGEST;
const MOST_PARTS = 400;
const DEEPEST = 40;

/**
 * Give the words of a list.
 *
 * @param {string} list
 */
function setOf(list) {
  return new Set(list.split(" "));
}

const NATIVE = setOf("input select textarea");

/** Elements whose content is not text of a label. */
const SILENT = setOf(
  "script style template noscript select textarea option optgroup datalist button output meter progress object " +
    "iframe svg math head title input video audio canvas map noframes noembed",
);

/** Elements that do not end a word; every other one does. */
const INLINE = setOf(
  "a abbr acronym b bdi bdo big cite code dfn em font i img ins del kbd label mark nobr q s samp small span strike " +
    "strong sub sup time tt u var wbr",
);

/** The ARIA roles that make an element a field. */
const WIDGETS = setOf("combobox radiogroup radio checkbox switch spinbutton textbox listbox");

const VALUES = setOf("select textarea output option datalist");
const VALUE_ROLES = setOf("combobox spinbutton textbox listbox searchbox slider");
const HIDDEN_STYLES = ["display:none", "visibility:hidden"];
const EDITABLE = new Set(["", "true", "plaintext-only"]);

/** What PrimeFaces and Select2 show the choice in; they use a label or name another element by it. */
const SHOWING_A_CHOICE = ["ui-inputfield", "selection__rendered"];

/** Elements whose content says nothing about what an asterisk means, besides those that show a value. */
const UNREAD = setOf("script style template noscript");

const AROUND = pattern(String.raw`^\s+|\s+$`, "g");
const BLANK = pattern(String.raw`^\s*$`);

/** @param {string} text */
function stripSpaces(text) {
  return text.replace(AROUND, "");
}

/** @param {string} text */
function isBlank(text) {
  return BLANK.test(text);
}

/**
 * Give a text with white space folded, at most 600 code points long.
 *
 * @param {string} text
 */
function foldSpaces(text) {
  const whole = isLonger(text, LONGEST) ? beginning(text, LONGEST_RAW) : text;
  return stripSpaces(beginning(stripSpaces(whole.replace(SPACES, " ")), LONGEST));
}

/** A text without white space, stars and colons around it, and whether it says "compulsory" by star or word. */
const heardTexts = new Memo(8192, (/** @type {string} */ text) => {
  const folded = foldSpaces(text);
  const starless = folded.replace(/\(\*\)$/, "").replace(/^[ *:]+|[ *:]+$/g, "");
  return {
    text: starless.replace(/\(\*\)$/, "").replace(/[ *:]+$/, ""),
    forced: folded.includes(STAR) || labelForces(folded),
  };
});

/**
 * Give several texts as one, each only once.
 *
 * @param {readonly Heard[]} heard
 * @returns {Heard}
 */
function joinedHeard(heard) {
  const texts = new Set(heard.map(({ text }) => text).filter((text) => text !== ""));
  return { text: foldSpaces([...texts].join(" ")), forced: heard.some(({ forced }) => forced) };
}

/**
 * Split the ids that an attribute names.
 *
 * @param {string} names
 */
function splitNames(names) {
  return names
    .split(SPACES)
    .filter((name) => name !== "")
    .slice(0, MOST_REFERENCES);
}

/**
 * Tell whether a person writes into the element itself.
 *
 * @param {Element} element
 */
function isEditable(element) {
  return EDITABLE.has(element.getAttribute("contenteditable")?.toLowerCase() ?? "false");
}

/**
 * Tell whether an element shows what a person typed or chose.
 *
 * @param {Element} element
 */
function showsAValue(element) {
  if (VALUES.has(element.localName) || VALUE_ROLES.has(roleOf(element)) || isEditable(element)) return true;
  const names = element.getAttribute("class")?.toLowerCase();
  return names !== undefined && SHOWING_A_CHOICE.some((part) => names.includes(part));
}

/**
 * Tell whether an element shows what a person typed or chose, or stands inside of what a person writes.
 *
 * @param {Element} element
 */
function isTyped(element) {
  if (showsAValue(element)) return true;
  for (let node = parentOf(element); node !== null; node = parentOf(node)) {
    if (isElement(node) && isEditable(node)) return true;
  }
  return false;
}

/**
 * Tell whether an element inside a label, or beside a control, adds nothing to the text.
 *
 * @param {Element} element
 */
function isSilent(element) {
  if (SILENT.has(element.localName) || element.hasAttribute("hidden")) return true;
  const style = element.getAttribute("style")?.replaceAll(" ", "").toLowerCase();
  return (style !== undefined && HIDDEN_STYLES.some((one) => style.includes(one))) || showsAValue(element);
}

/**
 * Give the role of an element, lower case.
 *
 * @param {Element} element
 */
function roleOf(element) {
  const role = element.getAttribute("role");
  return role === null ? "" : stripSpaces(role).toLowerCase();
}

/**
 * Tell whether the `class` of an element says that an answer is compulsory.
 *
 * @param {Element} element
 */
function forcedByClass(element) {
  const names = element.getAttribute("class");
  return names !== null && classForces(names);
}

/** Reads the elements of one page. */
class Reader {
  /** @type {Map<Element, Heard>} */
  #known = new Map();
  /** @type {boolean | null} */
  #star = null;
  #root;

  /** @param {Node} root The document, or what else fields are looked for in. */
  constructor(root) {
    this.#root = root;
  }

  /** Tell whether an asterisk means "compulsory" on this page; worked out when the first is met. */
  hasStar() {
    if (this.#star === null) {
      const parts = [];
      for (const node of nodesIn(this.#root, (element) => UNREAD.has(element.localName) || showsAValue(element))) {
        if (isCharacters(node)) parts.push(node.data);
      }
      this.#star = !starIsFree(parts.join(""));
    }
    return this.#star;
  }

  /**
   * Tell whether a text beside a control or its label says that an answer is compulsory.
   *
   * @param {string} text
   */
  forcedByRemark(text) {
    return !isLonger(text, LONGEST) && remarkForces(text) && (!text.includes(STAR) || this.hasStar());
  }

  /**
   * Give a text folded and without stars and colons around it, and whether it says "compulsory".
   *
   * @param {string} text
   * @returns {Heard}
   */
  heard(text) {
    const heard = heardTexts.get(beginning(text, LONGEST_RAW));
    return heard.forced && text.includes(STAR) && !this.hasStar()
      ? { text: heard.text, forced: labelForces(heard.text) }
      : heard;
  }

  /**
   * Give the text of an element, as `heard`.
   *
   * @param {Element} element
   * @returns {Heard}
   */
  read(element) {
    const known = this.#known.get(element);
    if (known !== undefined) return known;
    let heard = NOTHING;
    if (!isEditable(element)) {
      const { text, forced } = this.raw(element);
      heard = this.heard(text);
      if (forced && !heard.forced) heard = { text: heard.text, forced };
    }
    this.#known.set(element, heard);
    return heard;
  }

  /**
   * Give what the elements say that an attribute of an element names; what holds typed things says nothing.
   *
   * @param {Element} element
   * @param {"aria-labelledby" | "headers"} attribute
   */
  referred(element, attribute) {
    const referred = [];
    for (const name of splitNames(element.getAttribute(attribute) ?? "")) {
      const found = elementWithId(element, name);
      if (found !== null && !isTyped(found)) referred.push({ element: found, heard: this.read(found) });
    }
    return referred;
  }

  /**
   * Give the name that `aria-labelledby` or `aria-label` gives an element.
   *
   * @param {Element} element
   * @returns {Heard}
   */
  named(element) {
    const heard = joinedHeard(this.referred(element, "aria-labelledby").map((one) => one.heard));
    return heard.text ? heard : this.heard(element.getAttribute("aria-label") ?? "");
  }

  /**
   * Give the text of an element as it stands, and whether a mark-up inside says "compulsory"; not remembered.
   *
   * @param {Element} element
   * @returns {Heard}
   */
  raw(element) {
    /** @type {string[]} */
    const parts = [];
    const forced = this.#gather(element, parts, DEEPEST, element.localName === "label");
    return { text: parts.join(""), forced };
  }

  /**
   * Add what an element says to the parts, one or more for each node, and tell whether it is marked.
   *
   * @param {Element} element
   * @param {string[]} parts
   * @param {number} deeper How much deeper to look.
   * @param {boolean} inLabel Whether a label is being read; one inside it speaks for itself.
   * @returns {boolean}
   */
  #gather(element, parts, deeper, inLabel) {
    let forced = false;
    for (let node = firstOf(element); node !== null && parts.length <= MOST_PARTS; node = nextOf(node)) {
      if (isCharacters(node)) {
        parts.push(beginning(node.data, LONGEST_RAW));
      } else if (isElement(node)) {
        const tag = node.localName;
        const gap = INLINE.has(tag) ? "" : " ";
        parts.push(gap);
        if (SILENT.has(tag) || (inLabel && tag === "label")) continue;
        if (forcedByClass(node)) forced = true;
        if (node.getAttribute("aria-hidden") === "true") {
          forced ||= this.#isLoneStar(node);
        } else if (deeper > 0 && !isSilent(node)) {
          forced = this.#gather(node, parts, deeper - 1, inLabel) || forced;
          parts.push(gap);
        }
      }
    }
    return forced;
  }

  /** @param {Element} element */
  #isLoneStar(element) {
    const first = firstOf(element);
    return (
      first !== null && nextOf(first) === null && stripSpaces(this.raw(element).text) === STAR && this.hasStar()
    );
  }
}
