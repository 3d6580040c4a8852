// Shows a form that a bot has opened, and sends what was filled in.

import { submitModal } from "./actions.js";
import { element, sign } from "./dom.js";
import { Group, SelectField, Switch, TextField } from "./fields.js";
import { drawMarkdown } from "./markup.js";
import { stage } from "./stage.js";

const ROW = 1;
const TEXT_DISPLAY = 10;
const LABEL = 18;
const FIELDS = {
  3: SelectField,
  4: TextField,
  5: SelectField,
  6: SelectField,
  7: SelectField,
  8: SelectField,
  21: Group,
  22: Group,
  23: Switch,
};

let open = null;
let count = 0;

// Open a modal as INTERACTION_MODAL_CREATE describes it; `source` names the message it came from.
export function openModal(modal) {
  open?.close();
  open = new Modal(modal);
}

class Modal {
  #modal;
  #dialog;
  #send;
  #problem;
  #fields = [];
  #opener = document.activeElement;

  constructor(modal) {
    count += 1;
    this.#modal = modal;
    const title = element("h2", { id: `modal-title-${count}` }, modal.title);
    this.#problem = element("p", { class: "modal-problem", role: "alert" });
    this.#send = element("button", { class: "button primary", type: "submit" }, "Submit");
    const form = element(
      "form",
      { novalidate: true },
      element(
        "header",
        {},
        element("div", {}, title, element("small", {}, modal.application?.name)),
        this.#closer({ class: "quiet", "aria-label": "Close" }, sign("close")),
      ),
      element("div", { class: "modal-fields" }, modal.components.map((part) => this.#drawn(part))),
      element(
        "footer",
        {},
        this.#problem,
        this.#closer({ class: "button secondary" }, "Cancel"),
        this.#send,
      ),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#dialog = element("dialog", { class: "modal", "aria-labelledby": title.id }, form);
    this.#dialog.addEventListener("close", () => this.#gone());
    document.body.append(this.#dialog);
    this.#dialog.showModal();
    this.#fields[0]?.focus();
  }

  close() {
    this.#dialog.close();
  }

  #closer(properties, content) {
    return element("button", { type: "button", onclick: () => this.close(), ...properties }, content);
  }

  #gone() {
    this.#dialog.remove();
    if (open === this) open = null;
    this.#goBack();
  }

  // A message may have been drawn anew meanwhile; the keyboard goes to the same place in it.
  #goBack() {
    if (document.activeElement !== document.body) return;
    const message = this.#opener?.closest?.("[data-message]")?.dataset.message ?? "";
    const control = this.#opener?.dataset?.control ?? "";
    const row = document.querySelector(`#messages [data-message="${CSS.escape(message)}"]`);
    const same = row?.querySelector(`[data-control="${CSS.escape(control)}"]:not(:disabled)`);
    (same ?? document.querySelector("#composer-text"))?.focus({ preventScroll: true });
  }

  #drawn(part) {
    const { world } = stage.session;
    if (part.type === TEXT_DISPLAY) return element("div", {}, drawMarkdown(part.content, world));
    const inner = part.type === LABEL ? [part.component] : part.type === ROW ? part.components : [];
    return inner.map((component) => {
      const kind = FIELDS[component.type];
      const label = part.label ?? component.label ?? "";
      if (!kind) return element("p", { class: "modal-note" }, `${label}: this page cannot show that.`);
      const field = new kind(component, { label, description: part.description, world });
      this.#fields.push(field);
      return field.element;
    });
  }

  async #submit() {
    this.#say("");
    const wrong = this.#fields.filter((field) => !field.isRight());
    if (wrong.length) return wrong[0].focus();
    this.#send.disabled = true;
    const outcome = await submitModal(this.#modal, this.#modal.components.map((it) => this.#sent(it)));
    this.#send.disabled = false;
    if (outcome.state === "answered") this.close();
    // Another modal has taken this one's place already.
    else if (outcome.state !== "modal") this.#say(`${outcome.reason}. You can try again.`);
  }

  // A component as it is sent back: frames keep their shape, fields answer.
  #sent(part) {
    const frame = { type: part.type, id: part.id };
    const field = this.#fields.find((it) => it.component === part);
    if (field) return { ...frame, custom_id: part.custom_id, ...field.answer() };
    if (part.type === ROW) frame.components = part.components.map((it) => this.#sent(it));
    if (part.type === LABEL) frame.component = this.#sent(part.component);
    return frame;
  }

  #say(sentence) {
    this.#problem.textContent = sentence;
  }
}
