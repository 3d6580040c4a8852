// Times as people read them, in their own language; relative ones go on by themselves.

import { element } from "./dom.js";
import { word } from "./language.js";

const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
  s: { dateStyle: "short", timeStyle: "short" },
  S: { dateStyle: "short", timeStyle: "medium" },
};

const UNITS = [
  ["year", 365 * 86_400],
  ["month", 30 * 86_400],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

const LATEST_SECONDS = 8_640_000_000_000;

// How much later it is in the sandbox, whose clock can be turned on, than on this machine.
let aheadMs = 0;

// A moment in Unix seconds, in one of Discord's styles.
export function drawMoment(seconds, style, locale) {
  if (Math.abs(seconds) > LATEST_SECONDS) return document.createTextNode(word("invalid_date"));
  const date = new Date(seconds * 1000);
  const made = element(
    "time",
    {
      class: "moment",
      datetime: date.toISOString(),
      title: formatted(date, "F", locale),
      "data-relative": style === "R",
      "data-locale": locale,
    },
    style === "R" ? relative(seconds, locale) : formatted(date, style, locale),
  );
  return made;
}

// When a message came: today's by the hour alone.
export function drawStamp(text, locale, { isShort = false } = {}) {
  const date = new Date(text);
  const isToday = date.toDateString() === new Date(now()).toDateString();
  const shown = formatted(date, isShort || isToday ? "t" : "s", locale);
  return element("time", { class: "stamp", datetime: text, title: formatted(date, "F", locale) }, shown);
}

export function dayOf(text, locale) {
  return formatted(new Date(text), "D", locale);
}

// Let relative times go on, once a second; `seconds` is what time it is now, in Unix seconds.
export function keepTime(seconds) {
  aheadMs = seconds * 1000 - Date.now();
  setInterval(() => {
    for (const made of document.querySelectorAll("time[data-relative]")) {
      const text = relative(Date.parse(made.dateTime) / 1000, made.dataset.locale);
      if (made.textContent !== text) made.textContent = text;
    }
  }, 1_000);
}

function now() {
  return Date.now() + aheadMs;
}

function formatted(date, style, locale) {
  return new Intl.DateTimeFormat(locale, STYLES[style]).format(date);
}

function relative(seconds, locale) {
  const distance = seconds - now() / 1000;
  // What is an hour but for a second is an hour, and no 59 minutes.
  const found = UNITS.findIndex(([, size], at) => {
    const smaller = UNITS[at + 1]?.[1] ?? 1;
    return Math.round(Math.abs(distance) / smaller) * smaller >= size;
  });
  const [unit, size] = UNITS.at(found);
  const count = Math.round(Math.abs(distance) / size) * Math.sign(distance);
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(count, unit);
}
