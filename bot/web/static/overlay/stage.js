// Where alerts are shown, one at a time: it plays what is on, counts up in place, and tells when an
// alert has been shown to its end. The time alone ends an alert, never an animation.

import { show, withFallback } from "./picture.js";
import { Shower } from "./shower.js";
import { put } from "./text.js";

const LONGEST_EXTRA_MS = 10_000;
const LEAVING_MS = 240;
const LONG_MESSAGE = 120;
const VERY_LONG_MESSAGE = 220;
const PARTS = ["label", "figure", "picture", "title", "level", "message", "coins", "count"];
const FORMS = ["line", "card", "picture", "highlight"];

export class Stage {
  #section;
  #parts;
  #shower;
  #done;
  #alert = null;
  #began = 0;
  #timers = [];

  constructor(main, done) {
    this.#section = main.querySelector(".alert");
    const part = (name) => [name, this.#section.querySelector(`.alert-${name}`)];
    this.#parts = Object.fromEntries(PARTS.map(part));
    this.#shower = new Shower(main.querySelector(".shower"));
    this.#done = done;
    withFallback(this.#parts.picture);
  }

  // What is on now, if anything.
  get alert() {
    return this.#alert;
  }

  // Plays another alert, or counts up the one that is on; nothing where it is on as it is.
  show(alert) {
    const before = this.#alert;
    if (!before || before.first !== alert.first || before.kind !== alert.kind) {
      this.stop();
      this.#began = performance.now();
      this.#draw(alert);
      this.#wind(alert);
      this.#section.hidden = false;
      restart(this.#section, "appears");
      this.#shower.begin(alert);
      return;
    }
    this.#draw(alert);
    if (before.through >= alert.through) return;
    this.#wind(alert);
    this.#section.classList.remove("leaves");
    restart(this.#parts.count, "bumps");
    restart(this.#parts.figure, "nods");
    if (FORMS.indexOf(alert.form) > FORMS.indexOf(before.form)) {
      restart(this.#section, "appears");
      this.#shower.begin(alert);
    }
  }

  stop() {
    this.#timers.forEach(clearTimeout);
    this.#timers = [];
    this.#alert = null;
    this.#section.hidden = true;
    this.#section.classList.remove("appears", "leaves");
    this.#shower.end();
  }

  // Have it end after its time since it last counted up, and not for ever later than that.
  #wind(alert) {
    this.#timers.forEach(clearTimeout);
    const full = alert.seconds * 1000;
    const now = performance.now();
    const left = Math.max(0, Math.min(now + full, this.#began + full + LONGEST_EXTRA_MS) - now);
    this.#timers = [
      setTimeout(() => this.#section.classList.add("leaves"), Math.max(0, left - LEAVING_MS)),
      setTimeout(() => this.#end(), left),
    ];
  }

  #end() {
    const alert = this.#alert;
    this.stop();
    this.#done(alert);
  }

  #draw(alert) {
    this.#alert = alert;
    const section = this.#section;
    section.dataset.form = alert.form;
    section.dataset.kind = alert.kind;
    section.dataset.length = lengthOf(alert.message ?? "");
    section.style.setProperty("--colour", alert.colour ?? "");
    section.classList.toggle("raised", Boolean(alert.raised));
    for (const name of ["label", "level", "message", "coins", "count", "title"]) {
      put(this.#parts[name], alert[name] ?? "");
      this.#parts[name].hidden = !alert[name];
    }
    show(this.#parts.picture, alert.picture);
    this.#parts.picture.alt = alert.gift ?? "";
  }
}

function lengthOf(message) {
  const length = [...message].length;
  if (length > VERY_LONG_MESSAGE) return "very-long";
  return length > LONG_MESSAGE ? "long" : "short";
}

// An animation begins anew only where its class was away for a moment.
function restart(element, name) {
  element.classList.remove(name);
  void element.offsetWidth;
  element.classList.add(name);
}
