// A dialogue over the page: what it asks, and two buttons under it. The keyboard goes back to where
// it was, also where the message that asked for it has been drawn anew meanwhile.

import { element, sign } from "./dom.js";
import { word } from "./language.js";
import { closePopups } from "./popup.js";

let open = null;
let count = 0;

export class Dialog {
  #element;
  #confirm;
  #problem;
  #opener = document.activeElement;

  // `parts` stand between title and buttons; `onConfirm` is asked to close it, or to say why not.
  // There is one dialogue at a time: this one takes the place of any other.
  constructor({ title, note, parts, confirm, onConfirm }) {
    closePopups();
    open?.close();
    open = this;
    count += 1;
    const heading = element("h2", { id: `dialog-title-${count}` }, title);
    this.#problem = element("p", { class: "modal-problem", role: "alert" });
    this.#confirm = element("button", { class: "button primary", type: "submit" }, confirm);
    const form = element(
      "form",
      { novalidate: true },
      element(
        "header",
        {},
        element("div", {}, heading, element("small", {}, note)),
        this.#closer({ class: "quiet", "aria-label": word("close") }, sign("close")),
      ),
      element("div", { class: "modal-fields" }, parts),
      element("footer", {}, this.#problem, this.#closer({ class: "button secondary" }, word("cancel")), this.#confirm),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.#confirm.disabled) onConfirm();
    });
    this.#element = element("dialog", { class: "modal", "aria-labelledby": heading.id }, form);
    this.#element.addEventListener("close", () => this.#gone());
    this.#element.addEventListener("leave", () => this.close());
    document.body.append(this.#element);
    this.#element.showModal();
  }

  // Keep the second button from being pressed again while something is on its way.
  async wait(ended) {
    this.#confirm.disabled = true;
    const outcome = await ended;
    this.#confirm.disabled = false;
    return outcome;
  }

  say(sentence) {
    this.#problem.textContent = sentence;
  }

  focus() {
    this.#confirm.focus();
  }

  close() {
    this.#element.close();
  }

  #closer(properties, content) {
    return element("button", { type: "button", onclick: () => this.close(), ...properties }, content);
  }

  #gone() {
    this.#element.remove();
    if (open === this) open = null;
    this.#goBack();
  }

  #goBack() {
    if (document.activeElement !== document.body) return;
    const message = this.#opener?.closest?.("[data-message]")?.dataset.message ?? "";
    const control = this.#opener?.dataset?.control ?? "";
    const row = document.querySelector(`#messages [data-message="${CSS.escape(message)}"]`);
    const same = row?.querySelector(`[data-control="${CSS.escape(control)}"]:not(:disabled)`);
    (same ?? document.querySelector("#composer-text"))?.focus({ preventScroll: true });
  }
}
