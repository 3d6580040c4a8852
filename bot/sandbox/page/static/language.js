// In which language the page speaks: that of whoever acts, as far as the page knows it.

import { WORDS } from "./words.js";

// What one can choose; a browser may wish for another language of Discord's besides.
export const OFFERED = ["en-US", "de"];

const SPOKEN = ["en", "de"];
const PLACEHOLDER = /\{(\w+)\}/;

let language = SPOKEN[0];

// Speak the language of one of Discord's locales, or else the first; whether that is another one.
export function speak(locale) {
  const wanted = (locale ?? "").split("-")[0];
  const spoken = SPOKEN.includes(wanted) ? wanted : SPOKEN[0];
  const isOther = spoken !== language;
  language = spoken;
  return isOther;
}

export function spokenLanguage() {
  return language;
}

// One of the page's words, filled in; where it goes by number, `count` decides.
export function word(key, values = {}) {
  return pieces(key, values).join("");
}

// The same where what is filled in may be elements: texts and elements in their order.
export function pieces(key, values = {}) {
  return formOf(key, values)
    .split(PLACEHOLDER)
    .map((part, index) => (index % 2 ? shown(values[part]) : part))
    .filter((part) => part !== "");
}

// A number as it is written in this language, with so many digits after its point.
export function numeral(number, digits = null) {
  const exactly = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return number.toLocaleString(language, digits === null ? {} : exactly);
}

// What somebody typed as a number, written as JavaScript reads it.
export function plainNumber(text) {
  const [group, point] = language === "de" ? [".", ","] : [",", "."];
  const typed = text.trim();
  const grouped = new RegExp(`^[+-]?\\d{1,3}(\\${group}\\d{3})+(\\${point}\\d+)?$`);
  return (grouped.test(typed) ? typed.replaceAll(group, "") : typed).replace(point, ".");
}

// Put words on elements that name theirs in `data-word`, and on their labels and titles.
export function dress(root) {
  document.documentElement.lang = language;
  for (const made of root.querySelectorAll("[data-word], [data-word-label], [data-word-title]")) {
    const { word: text, wordLabel: label, wordTitle: title } = made.dataset;
    if (text) made.textContent = word(text);
    if (label) made.setAttribute("aria-label", word(label));
    if (title) made.title = word(title);
  }
}

// What a language is called by those who speak it.
export function nameOfLanguage(locale) {
  return new Intl.DisplayNames([locale], { type: "language" }).of(locale);
}

function formOf(key, { count }) {
  const form = WORDS[key][language];
  return typeof form === "string" ? form : form[new Intl.PluralRules(language).select(count)];
}

function shown(value) {
  return typeof value === "number" ? numeral(value) : (value ?? "");
}
