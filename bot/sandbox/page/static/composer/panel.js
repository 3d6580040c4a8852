// What opens over the composer: what is being asked for, and what could be picked for it.

import { element } from "../dom.js";
import { Listbox } from "./listbox.js";

export class Panel {
  constructor(onPick) {
    this.listbox = new Listbox(onPick);
    this.title = element("strong");
    this.saying = element("span");
    this.head = element("div", { class: "panel-head", id: "composer-hint" }, this.title, this.saying);
    this.note = element("p", { class: "panel-note", role: "status" });
    this.element = element(
      "div",
      { class: "composer-panel", hidden: true, onpointerdown: (event) => event.preventDefault() },
      this.head,
      this.note,
      this.listbox.list,
    );
  }

  get isOpen() {
    return !this.element.hidden;
  }

  // Show what is asked for, the entries and, without any, a note instead.
  show(input, { title, saying, note = "", entries = [], label, meansFirst }) {
    this.title.textContent = title;
    this.saying.textContent = saying;
    this.note.textContent = note;
    this.listbox.show(input, entries, { label: label ?? title, meansFirst });
    this.listbox.list.hidden = !entries.length;
    this.element.hidden = false;
  }

  hide() {
    if (this.element.hidden) return;
    this.listbox.hide();
    this.element.hidden = true;
  }
}
