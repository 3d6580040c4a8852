// A list over the composer from which one picks by keyboard, mouse or touch. The keyboard stays in
// the field that is being typed in: that one is told which entry is meant.

import { element } from "../dom.js";

let count = 0;

export class Listbox {
  #entries = [];
  #active = -1;
  #input = null;
  #onPick;

  constructor(onPick) {
    this.#onPick = onPick;
    count += 1;
    this.id = `composer-list-${count}`;
    this.list = element("ul", { class: "list-entries", role: "listbox", id: this.id });
  }

  get active() {
    return this.#entries[this.#active] ?? null;
  }

  get size() {
    return this.#entries.length;
  }

  // Show entries {content, ...} for a field; the first is meant at once, unless that is left open.
  show(input, entries, { label, meansFirst = true } = {}) {
    this.#release();
    this.#input = input;
    this.#entries = entries;
    this.list.setAttribute("aria-label", label);
    this.list.replaceChildren(...entries.map((entry, index) => this.#drawn(entry, index)));
    this.list.scrollTop = 0;
    this.#tell();
    this.#mean(meansFirst && entries.length ? 0 : -1);
  }

  hide() {
    this.#entries = [];
    this.#active = -1;
    this.list.replaceChildren();
    this.#tell();
    this.#release();
  }

  // Go up or down, around the ends.
  move(step) {
    const size = this.#entries.length;
    if (!size) return;
    const from = this.#active < 0 && step < 0 ? size : this.#active;
    this.#mean((from + step + size) % size);
    this.list.children[this.#active]?.scrollIntoView({ block: "nearest" });
  }

  pick(entry = this.active) {
    if (entry) this.#onPick(entry);
  }

  #drawn(entry, index) {
    return element(
      "li",
      {
        class: "list-entry",
        role: "option",
        id: `${this.id}-${index}`,
        "aria-selected": "false",
        onpointermove: () => this.#active !== index && this.#mean(index),
        // The field keeps the keyboard.
        onpointerdown: (event) => event.preventDefault(),
        onclick: () => this.pick(entry),
      },
      entry.content,
    );
  }

  #mean(index) {
    this.list.children[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = index;
    const drawn = this.list.children[index];
    drawn?.setAttribute("aria-selected", "true");
    if (drawn) this.#input?.setAttribute("aria-activedescendant", drawn.id);
    else this.#input?.removeAttribute("aria-activedescendant");
  }

  #tell() {
    this.#input?.setAttribute("aria-controls", this.id);
    this.#input?.setAttribute("aria-expanded", String(this.#entries.length > 0));
  }

  #release() {
    this.#input?.removeAttribute("aria-activedescendant");
    this.#input?.setAttribute("aria-expanded", "false");
  }
}
