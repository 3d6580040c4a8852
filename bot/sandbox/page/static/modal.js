// Shows a form that a bot has opened, and sends what was filled in.

import { submitModal } from "./actions.js";
import { Dialog } from "./dialog.js";
import { element } from "./dom.js";
import { FileField, Group, SelectField, Switch, TextField } from "./fields.js";
import { word } from "./language.js";
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
  19: FileField,
  21: Group,
  22: Group,
  23: Switch,
};

// Open a modal as INTERACTION_MODAL_CREATE describes it; `source` names the message it came from.
export function openModal(modal) {
  new Modal(modal).focus();
}

class Modal {
  #modal;
  #dialog;
  #fields = [];

  constructor(modal) {
    this.#modal = modal;
    this.#dialog = new Dialog({
      title: modal.title,
      note: modal.application?.name,
      parts: modal.components.map((part) => this.#drawn(part)),
      confirm: word("submit"),
      onConfirm: () => this.#submit(),
    });
  }

  focus() {
    if (this.#fields.length) this.#fields[0].focus();
    else this.#dialog.focus();
  }

  #drawn(part) {
    const { world } = stage.session;
    if (part.type === TEXT_DISPLAY) return element("div", { class: "text" }, drawMarkdown(part.content, world));
    const inner = part.type === LABEL ? [part.component] : part.type === ROW ? part.components : [];
    return inner.map((component) => {
      const kind = FIELDS[component.type];
      const label = part.label ?? component.label ?? "";
      if (!kind) return element("p", { class: "modal-note" }, word("cannot_show", { label }));
      const field = new kind(component, { label, description: part.description, world });
      this.#fields.push(field);
      return field.element;
    });
  }

  async #submit() {
    this.#dialog.say("");
    const wrong = this.#fields.filter((field) => !field.isRight());
    if (wrong.length) return wrong[0].focus();
    const files = [];
    const components = this.#modal.components.map((part) => this.#sent(part, files));
    const outcome = await this.#dialog.wait(submitModal(this.#modal, components, files));
    if (outcome.state === "answered") this.#dialog.close();
    // Another modal has taken this one's place already.
    else if (outcome.state !== "modal") this.#dialog.say(word("try_again", { reason: outcome.reason.replace(/\.$/, "") }));
  }

  // A component as it is sent back: frames keep their shape, fields answer. Files go along beside,
  // and are named by their place among `files`.
  #sent(part, files) {
    const frame = { type: part.type, id: part.id };
    const field = this.#fields.find((it) => it.component === part);
    if (field) return { ...frame, custom_id: part.custom_id, ...field.answer(files) };
    if (part.type === ROW) frame.components = part.components.map((it) => this.#sent(it, files));
    if (part.type === LABEL) frame.component = this.#sent(part.component, files);
    return frame;
  }
}
