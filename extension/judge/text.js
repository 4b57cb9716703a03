/**
 * The words of a label: the one normalisation that both engines share, to the letter. Mirrors `casevide/text.py`, whose
 * first lines are the specification; `tests/vectors/words.yaml` holds both to it.
 *
 * Lengths are counted in code points, as Python counts them. Letters and digits are those of the browser's Unicode
 * version; a letter that is newer than Python's own tables is the only thing that the two engines may see differently.
 */
"use strict";

/** Code points of a text that count; the rest is ignored, in both engines. */
const LONGEST_TEXT = 600;

const LETTER_OR_DIGIT = "\\p{L}\\p{N}";
const WHITE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

/**
 * What a regular expression written for Python's `re` means: there `\w`, `\s` and `\b` know every alphabet.
 *
 * @type {Readonly<Record<string, string>>}
 */
const MEANINGS = {
  "[^\\W_]": `[${LETTER_OR_DIGIT}]`,
  "[^\\W\\d_]": "[\\p{L}\\p{Nl}\\p{No}]",
  "\\w": `[${LETTER_OR_DIGIT}_]`,
  "\\W": `[^${LETTER_OR_DIGIT}_]`,
  "\\s": `[${WHITE}]`,
  "\\b": `(?:(?<![${LETTER_OR_DIGIT}_])(?=[${LETTER_OR_DIGIT}_])|(?<=[${LETTER_OR_DIGIT}_])(?![${LETTER_OR_DIGIT}_]))`,
};

/**
 * Build a regular expression from one written for Python, so that both engines show the same text.
 *
 * @param {string} source What Python's `re.compile` is given.
 * @param {string} [flags] Flags besides `u` and `s`: a line end is a white space like any other here.
 */
function pattern(source, flags = "") {
  const meant = source.replace(/\[\^\\W(?:\\d)?_\]|\\[wWsb]/g, (found) => MEANINGS[found] ?? found);
  return new RegExp(meant, `us${flags}`);
}

const INCLUSIVE_ENDINGS =
  "e|es|s|x|se|ses|ne|nes|le|les|te|tes|ve|ves|re|res|ere|eres|iere|ieres|rice|rices|trice|trices" +
  "|euse|euses|elle|elles|ale|ales";
const NUMERO = pattern(String.raw`(?<![^\W_])n\s?\.?\s?[°º]|№`, "gi");
const MARKS = /\p{M}/gu;
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/gu;
/** @type {Readonly<Record<string, string>>} */
const LETTERS = { œ: "oe", æ: "ae", ß: "ss", ø: "o", ł: "l", đ: "d", "’": "'", "‘": "'", ʼ: "'" };
const LETTERS_WRITTEN_OUT = /[œæßøłđ’‘ʼ]/gu;
const INITIALS = pattern(
  String.raw`(?<![^\W_])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?|(?<![^\W_])[^\W\d_]\.[^\W\d_](?![^\W_])`,
  "g",
);
const INCLUSIVE = pattern(
  String.raw`(?<=[^\W\d_])(?:` +
    String.raw`\((?:${INCLUSIVE_ENDINGS}|aux|en|n|r|eren|in|innen|er)\)(?:s(?![^\W_]))?` +
    String.raw`|[·•‧⋅](?:${INCLUSIVE_ENDINGS})(?:[·•‧⋅]s)?(?![^\W_])` +
    String.raw`|\.(?:${INCLUSIVE_ENDINGS})(?:\.s)?(?![^\W_])` +
    String.raw`|-(?:e|es|ne|nes|ere|eres|trice|trices|euse|euses)(?:-s)?(?![^\W_])` +
    String.raw`|\/(?:e|es|s|ne|nes|ere|eres|trice|trices|euse|euses|ve|ves)(?![^\W_])` +
    String.raw`)`,
  "g",
);
const POSSESSIVE = pattern(String.raw`(?<=[^\W\d_])'s(?![^\W_])`, "g");
const ELISION = pattern(String.raw`(?<![^\W_])(?:[ldjmtscn]|qu|jusqu|lorsqu|puisqu|quoiqu)'(?=[^\W_])`, "g");
/** White space, as Python splits at it. */
const SPACES = pattern(String.raw`\s+`, "g");
const WORD = pattern(String.raw`[^\W_]+`, "g");
const CASE_CHANGE = /(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g;
const LONGEST_UNFOLDED = 3;
/** @type {ReadonlySet<string>} */
const NO_STOPWORDS = new Set();

/** Remembers what was made of a text, and forgets the oldest when it is full. @template K, V */
class Memo {
  /**
   * @param {number} limit How many to remember.
   * @param {(key: K) => V} make What makes one.
   */
  constructor(limit, make) {
    this.limit = limit;
    this.make = make;
    /** @type {Map<K, V>} */
    this.known = new Map();
  }

  /** @param {K} key */
  get(key) {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const made = this.make(key);
    if (this.known.size >= this.limit) {
      for (const oldest of this.known.keys()) {
        this.known.delete(oldest);
        break;
      }
    }
    this.known.set(key, made);
    return made;
  }
}

/**
 * Tell whether a text has more than so many code points.
 *
 * @param {string} text
 * @param {number} count
 */
function isLonger(text, count) {
  return text.length > count && (text.length > 2 * count || [...text].length > count);
}

/**
 * Give the first code points of a text.
 *
 * @param {string} text
 * @param {number} count
 */
function beginning(text, count) {
  if (text.length <= count) return text;
  return [...text.slice(0, 2 * count)].slice(0, count).join("");
}

/**
 * Give the last code points of a text.
 *
 * @param {string} text
 * @param {number} count
 */
function ending(text, count) {
  if (text.length <= count) return text;
  return [...text.slice(-2 * count)].slice(-count).join("");
}

/**
 * Give a text without marks, invisible characters and capitals (steps 1 and 2); the length may change.
 *
 * @param {string} text
 */
function plain(text) {
  return beginning(text, LONGEST_TEXT)
    .replace(NUMERO, " numero ")
    .normalize("NFKD")
    .replace(MARKS, "")
    .replace(INVISIBLE, "")
    .toLowerCase()
    .replace(LETTERS_WRITTEN_OUT, (letter) => LETTERS[letter] ?? letter);
}

/**
 * Drop a final `s` or `x` of a word longer than three letters: `revenus` → `revenu`, `bus` stays.
 *
 * @param {string} word
 */
function foldEnding(word) {
  return (word.endsWith("s") || word.endsWith("x")) && isLonger(word, LONGEST_UNFOLDED) ? word.slice(0, -1) : word;
}

/**
 * Give the words of a label in their normal form.
 *
 * @param {string} text What the page writes; only the first 600 characters count.
 * @param {ReadonlySet<string>} [stopwords] Words to leave out, in normal form before folding.
 * @returns {string[]} The words in order; empty if nothing is left.
 */
function words(text, stopwords = NO_STOPWORDS) {
  const normal = plain(text)
    .replace(INITIALS, (found) => `${found.replaceAll(".", "")} `)
    .replace(INCLUSIVE, "")
    .replace(POSSESSIVE, "")
    .replace(ELISION, "");
  return (normal.match(WORD) ?? []).filter((word) => !stopwords.has(word)).map(foldEnding);
}

/**
 * Give the words of a technical name (`name` or `id`): split at case changes and at `_ - . :` first.
 *
 * @param {string} name
 * @param {ReadonlySet<string>} [stopwords]
 */
function nameWords(name, stopwords = NO_STOPWORDS) {
  return words(beginning(name, LONGEST_TEXT).replace(CASE_CHANGE, " ").replace(/[_\-.:]+/g, " "), stopwords);
}
