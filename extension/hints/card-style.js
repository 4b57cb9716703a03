/**
 * How the card, the tip, the live region and the bar of the presentation look.
 *
 * Sizes are in `em` from the browser's own text size, never from the page's. Only the verdict's name, its sign, the
 * edge and the bars are coloured; what is to be read stays ink. Every box keeps a border where colours are forced.
 */
"use strict";

/**
 * Give the declarations of the colours of one theme.
 *
 * @param {"light" | "dark"} theme
 */
function coloursOf(theme) {
  return Object.entries(TOKENS[theme])
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(" ");
}

/**
 * Give the rules for the colours of the five verdicts of one theme.
 *
 * @param {"light" | "dark"} theme
 */
function verdictColoursOf(theme) {
  return Object.entries(SIGNS)
    .map(([verdict, sign]) => `[data-verdict="${verdict}"] { --sign: ${sign[theme]}; }`)
    .join("\n");
}

/** The colours of both themes, as the browser asks for them. */
const COLOURS = `
.ours { ${coloursOf("light")} }
${verdictColoursOf("light")}
@media (prefers-color-scheme: dark) {
  .ours { ${coloursOf("dark")} }
  ${verdictColoursOf("dark")}
}
`;

/** What stands on a verdict's colour is white, so that colour is the light one in both themes. */
const PILL_COLOURS = Object.entries(SIGNS)
  .map(([verdict, sign]) => `[data-verdict="${verdict}"] { --pill: ${sign.light}; }`)
  .join("\n");

/** What everything of ours that holds text starts from: nothing of the page's style, and the browser's text size. */
const PLAIN = `
.ours, .ours * { box-sizing: border-box; }
.ours {
  all: initial; box-sizing: border-box; direction: ltr; color-scheme: light dark;
  font: medium/1.36 ${FONT}; color: var(--ink); background: var(--surface); text-align: start;
  overflow-wrap: break-word; -webkit-user-select: text; user-select: text;
}
.ours:not(:popover-open)[popover] { display: none; }
.ours :where(p, h2, ul, dl, dd) { margin: 0; padding: 0; }
.ours :where(ul) { list-style: none; }
.ours button {
  all: unset; box-sizing: border-box; cursor: pointer; font: inherit; color: inherit;
  -webkit-user-select: none; user-select: none;
}
.ours button::before, .ours button::after { content: none; }
.ours a, .ours .link { color: var(--link); text-decoration: underline; text-underline-offset: .15em; cursor: pointer; }
.ours :focus-visible {
  outline: 2px solid var(--ink); outline-offset: 2px; box-shadow: 0 0 0 2px var(--surface); border-radius: 4px;
}
.ours svg { display: block; flex: none; }
`;

/** The style sheet of the card. */
const CARD_STYLE = `
${COLOURS}
${PLAIN}
.card {
  --step: .875em;
  position: fixed; inset: auto; margin: 0; padding: 0; display: block; z-index: 2147483647;
  inline-size: min(26.25em, calc(100vw - 16px)); max-block-size: calc(100vh - 16px); overflow: auto;
  overscroll-behavior: contain; container-type: inline-size;
  border: 1px solid var(--line); border-inline-start: 4px solid var(--sign); border-radius: 10px;
  box-shadow: ${SHADOW}; animation: case-vide-rise 120ms ease-out;
}
@keyframes case-vide-rise { from { opacity: 0; translate: 0 4px; } }
.inside { font-size: var(--step); display: flow-root; }
.body { padding: .25em 1em .7em; }
.top {
  display: flex; gap: .7em; align-items: start; justify-content: space-between; position: sticky; inset-block-start: 0;
  background: var(--surface); padding: .6em .6em .15em 1em; z-index: 1;
}
.asked {
  font-size: .857em; color: var(--muted); line-height: 1.42; padding-block: .35em; min-inline-size: 0;
  overflow-wrap: anywhere;
}
.applies { font-size: .857em; color: var(--muted); margin-block-end: .4em; }
.ours .close {
  flex: none; inline-size: 24px; block-size: 24px; display: grid; place-items: center; border-radius: 6px;
  color: var(--ink);
}
.ours .close:hover { background: var(--sunken); }
.likely { border: 1px dashed var(--sign); border-radius: 7px; padding: .5em .7em; margin-block: .2em .6em; }
.likely p:first-child { font-weight: 600; }
.likely .small { margin-block-start: .1em; }
.small, .if-so { font-size: .857em; color: var(--muted); line-height: 1.42; }
.if-so { margin-block-end: .1em; }
.title {
  display: flex; flex-wrap: wrap; align-items: center; column-gap: .45em; font: inherit; font-size: 1.286em;
  font-weight: 600;
  line-height: 1.33; color: var(--sign); inline-size: fit-content; max-inline-size: 100%; padding: 0 .2em;
  margin-inline: -.2em;
}
.title svg { inline-size: 1.111em; block-size: 1.111em; }
.title .doubt { margin-inline-start: -.2em; }
.title .edition { font-size: .778em; font-weight: 400; color: var(--muted); }
.lead { margin-block: .25em .55em; }
.lead strong { font-weight: 600; }
.lead span { color: var(--muted); }
.gap {
  display: grid; grid-template-columns: minmax(0, auto) auto minmax(0, auto); justify-content: start; column-gap: 1.4em;
  align-items: center; padding: .45em .75em; border: 1px solid var(--line); border-radius: 7px;
  background: var(--sunken);
  margin-block: .55em;
}
.gap .between { color: var(--sign); font-weight: 700; font-size: 1.1em; }
.gap dt { font-size: .857em; color: var(--muted); }
.gap dd { font-weight: 600; }
.circles { border: 1px solid var(--line); border-radius: 7px; padding: .55em .75em; margin-block: .6em; }
.circles > p:first-child { font-weight: 600; }
.circles li {
  display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 .5em; align-items: center; margin-block: .3em;
}
.circles li .small { grid-column: 2; }
.circles li b { color: var(--sign); font-weight: 600; }
.rows { display: grid; grid-template-columns: 6.5em minmax(0, 1fr); column-gap: .45em; row-gap: .3em; }
.rows > div { display: contents; }
.rows dt { font-size: .857em; line-height: 1.58; color: var(--muted); }
.rows strong { font-weight: 600; display: block; }
.way {
  display: block; border-inline-start: 3px solid var(--sign); background: var(--sunken);
  border-radius: 0 7px 7px 0; padding: .3em .6em; margin-block: .25em;
}
.foot {
  background: var(--sunken); border-block-start: 1px solid var(--line); padding: .65em 1em .7em;
  border-end-end-radius: 9px;
}
.foot .rows { grid-template-columns: 7.58em minmax(0, 1fr); font-size: .857em; row-gap: .15em; color: var(--muted); }
.foot .rows dt { font-size: 1em; line-height: inherit; }
.more { display: inline; }
.more summary { display: inline; list-style: none; }
.more summary::-webkit-details-marker { display: none; }
.more li { margin-block: .2em; padding-inline-start: .7em; border-inline-start: 2px solid var(--line); }
.boxes { display: inline-flex; gap: 2px; margin-inline-end: .35em; }
.boxes i { inline-size: .62em; block-size: .62em; border: 1px solid var(--muted); border-radius: 2px; }
.boxes i.full { background: var(--muted); forced-color-adjust: none; }
.acts {
  display: flex; flex-wrap: wrap; justify-content: space-between; gap: .2em 1em; font-size: .857em;
  border-block-start: 1px solid var(--line); margin-block-start: .55em; padding-block-start: .3em;
}
.ours .acts button { padding-block: .3em; min-block-size: 24px; }
.ours .acts [data-act="wrong"] { margin-inline-start: auto; }
.told { font-size: .857em; }
.told .copied {
  margin-block: .25em; padding: .4em .6em; border: 1px solid var(--line); border-radius: 7px;
  background: var(--surface); user-select: all; -webkit-user-select: all;
}
.wrong { font-size: .857em; margin-block: .35em; }
.wrong textarea {
  all: unset; box-sizing: border-box; display: block; inline-size: 100%; min-block-size: 4.2em; font: inherit;
  color: var(--ink);
  background: var(--surface); border: 1px solid var(--muted); border-radius: 6px; padding: .35em .5em;
  margin-block: .3em;
  white-space: pre-wrap; overflow-wrap: break-word; cursor: text; resize: vertical; overflow: auto;
}
.ours .wrong button {
  display: inline-block; padding: .25em .8em; min-block-size: 24px; border: 1px solid var(--muted);
  border-radius: 6px; margin-inline-end: .5em; background: var(--surface);
}
.disclaimer { font-size: .857em; margin-block-start: .35em; }
.card.sheet {
  inset: auto 0 0 0; inline-size: auto; max-inline-size: none; max-block-size: 100vh; border-radius: 10px 10px 0 0;
  border-block-end-width: 0; border-inline-end-width: 0;
}
.card.wide { inline-size: min(35em, calc(100vw - 16px)); }
.card.wider { inline-size: min(44em, calc(100vw - 16px)); }
.card.measure {
  inset: 0 !important; inline-size: auto !important; block-size: auto !important; max-block-size: none !important;
  border: 0 !important;
}
@container (max-width: 359px) {
  .rows, .foot .rows, .gap { grid-template-columns: minmax(0, 1fr); }
  .gap .between { font-size: 1em; }
  .rows dd { margin-block-end: .25em; }
}
@container (max-width: 359px) {
  .top { padding-inline-start: .7em; }
  .body { padding-inline: .7em; }
  .foot { padding-inline: .7em; }
}
.card.big {
  --step: 1.375em; inline-size: min(35em, calc(100vw - 16px)); border-width: 2px 2px 2px 4px;
  border-color: var(--sign);
}
.card.big.wide { inline-size: min(44em, calc(100vw - 16px)); }
.card.big.wider { inline-size: min(54em, calc(100vw - 16px)); }
.big .asked { font-size: 1em; }
.big .number {
  flex: none; font-weight: 700; color: #FFFFFF; background: var(--pill); border-radius: 7px;
  min-inline-size: 1.8em; padding: .1em .35em;
  text-align: center; border: 1px solid transparent;
}
.big .title { font-size: 1.636em; line-height: 1.2; }
.big .title svg { inline-size: .9em; block-size: .9em; }
.big .title .edition { font-size: .6em; }
.big .lead { margin-block: .15em .4em; }
.big .gap { margin-block: .4em; padding-block: .3em; }
.big .gap dt, .big .small, .big .applies, .big .if-so { font-size: .773em; }
.big .body { padding-block: .1em .4em; }
.big .rows { grid-template-columns: 6.2em minmax(0, 1fr); row-gap: .25em; }
.big .rows dt { font-size: .773em; line-height: 1.76; }
.big .foot { background: none; font-size: .773em; color: var(--muted); padding: .5em 0 .6em; margin-inline: 1.3em; }
.big .foot .rows { grid-template-columns: 8.02em minmax(0, 1fr); font-size: 1em; row-gap: .1em; }
.big .foot .rows dt { font-size: 1em; line-height: inherit; }
.big .foot .disclaimer { font-size: 1em; }
@media (prefers-reduced-motion: reduce) { .card { animation: none; } }
@media (forced-colors: active) {
  .card { border: 2px solid CanvasText; }
  .ours :focus-visible { outline-color: Highlight; }
  .gap .between { color: CanvasText; }
  .boxes i { border-color: CanvasText; }
  .boxes i.full { background: CanvasText; }
  .ours .close, .ours .wrong button { border: 1px solid ButtonText; }
}
@media print { .card { display: none !important; } }
${PILL_COLOURS}
`;

/** The style sheet of the tip. */
const TIP_STYLE = `
${COLOURS}
${PLAIN}
.tip {
  position: absolute; inset: auto; margin: 0; padding: .15em .55em; display: block; inline-size: max-content;
  max-inline-size: calc(100vw - 16px); pointer-events: none; border: 1px solid var(--ink); border-radius: 6px;
  overflow: visible;
}
.tip span { font-size: .857em; }
@media print { .tip { display: none !important; } }
`;

/** The style sheet of the live region: there for screen readers, nowhere for the eye. */
const VOICE_STYLE = `
:host { all: initial; position: absolute; inline-size: 0; block-size: 0; }
div {
  position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap;
}
`;

/** How high the bar of a presentation is, in pixels. */
const BAR_HEIGHT = 60;

/** The style sheet of the bar of a presentation, and of the legend that is printed instead of it. */
const BAR_STYLE = `
${COLOURS}
${PLAIN}
${verdictColoursOf("dark").replaceAll("[data-verdict", ".bar [data-verdict")}
:host { all: initial; }
.ours.bar {
  --ink: #FFFFFF; --surface: #1B2430;
  position: fixed; inset: auto 0 0 0; margin: 0; padding: 0 12px; inline-size: auto; block-size: ${BAR_HEIGHT}px;
  z-index: 2147483647;
  display: flex; align-items: center; justify-content: space-between; gap: 12px;
  border-block-start: 1px solid #55606E; overflow: auto hidden;
}
.bar:focus { outline: none; }
.bar > div { display: flex; align-items: center; gap: 6px; flex: none; font-size: 15px; }
.ours.bar button {
  display: flex; align-items: center; gap: 6px; block-size: 36px; min-inline-size: 36px; justify-content: center;
  padding: 0 10px; border: 1px solid #AAB5C2;
  border-radius: 7px; white-space: nowrap;
}
.ours.bar button svg { color: var(--sign); }
.ours.bar button[aria-pressed="true"] { background: #FFFFFF; color: #1B2430; border-color: #FFFFFF; font-weight: 600; }
.ours.bar button[aria-pressed="true"] svg { color: var(--pill); }
.ours.bar button:disabled { opacity: .55; cursor: default; }
.bar .short { display: none; }
@media (max-width: 960px) {
  .bar .long { display: none; }
  .bar .short { display: inline; }
  .ours.bar { padding-inline: 6px; gap: 6px; }
  .ours.bar button { padding-inline: 7px; }
}
.place { font-weight: 600; min-inline-size: 3.6em; text-align: center; }
.heard {
  position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap;
}
.legend { display: none; }
@media (forced-colors: active) {
  .ours.bar button { border-color: ButtonText; }
  .ours.bar button[aria-pressed="true"] {
    forced-color-adjust: none; background: Highlight; color: HighlightText; border-color: Highlight;
  }
  .ours.bar button svg, .ours.bar button[aria-pressed="true"] svg { color: inherit; }
}
@media print {
  .ours.bar { display: none !important; }
  .ours.legend {
    display: block; background: #FFFFFF; color: #000000; font-size: 10pt; break-inside: avoid;
    margin-block-start: 1em; border-block-start: 1px solid #000000;
  }
  .legend li { display: flex; gap: .5em; align-items: center; }
}
${PILL_COLOURS}
`;
