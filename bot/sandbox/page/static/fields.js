// The fields of a modal: each has its label, says what is wrong with it, and gives its answer.

import { element } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { Select } from "./select.js";

const PARAGRAPH = 2;
const RADIO_GROUP = 21;
// Discord's own limit where a field sets none.
const MOST_TEXT = 4000;

let count = 0;

class Field {
  constructor(component, { label, description }) {
    count += 1;
    this.component = component;
    this.id = `field-${count}`;
    this.label = label;
    this.isRequired = component.required !== false;
    this.problem = element("small", { class: "field-problem", id: `${this.id}-problem` });
    this.note = description
      ? element("small", { class: "field-note", id: `${this.id}-note` }, withEmoji(description))
      : null;
  }

  // What a field is said to be by: its problem and its note.
  get describedBy() {
    return [this.problem.id, this.note?.id].filter(Boolean).join(" ");
  }

  frame(name, ...parts) {
    const mark = this.isRequired ? element("span", { class: "required", "aria-hidden": "true" }, "*") : null;
    return element(
      name,
      { class: "field" },
      name === "fieldset"
        ? element("legend", {}, withEmoji(this.label), mark)
        : element("label", { for: this.id }, withEmoji(this.label), mark),
      this.note,
      parts,
      this.problem,
    );
  }

  // Whether it can be sent as it is; if not, it says why.
  isRight() {
    const problem = this.wrong();
    this.problem.textContent = problem;
    this.element.classList.toggle("is-wrong", Boolean(problem));
    this.control?.setAttribute("aria-invalid", String(Boolean(problem)));
    return !problem;
  }

  focus() {
    this.control?.focus();
  }
}

export class TextField extends Field {
  constructor(component, frame) {
    super(component, frame);
    this.control = element(component.style === PARAGRAPH ? "textarea" : "input", {
      id: this.id,
      rows: component.style === PARAGRAPH ? 4 : null,
      type: component.style === PARAGRAPH ? null : "text",
      autocomplete: "off",
      placeholder: component.placeholder,
      "aria-describedby": this.describedBy,
      "aria-required": String(this.isRequired),
      oninput: () => this.#typed(),
    });
    this.control.value = component.value ?? "";
    this.room = element("small", { class: "field-room", "aria-hidden": "true" });
    this.element = this.frame("div", this.control, this.room);
    this.#count();
  }

  wrong() {
    const size = [...this.control.value].length;
    if (!size) return this.isRequired ? "This is needed." : "";
    const least = this.component.min_length ?? 0;
    if (size < least) return `At least ${least} characters; these are ${size}.`;
    return size > this.#most ? `At most ${this.#most} characters; these are ${size}.` : "";
  }

  answer() {
    return { value: this.control.value };
  }

  get #most() {
    return this.component.max_length ?? MOST_TEXT;
  }

  #typed() {
    this.#count();
    if (this.problem.textContent) this.isRight();
  }

  #count() {
    this.room.textContent = `${[...this.control.value].length}/${this.#most}`;
  }
}

// A select with choices of its own, or of people, roles or channels.
export class SelectField extends Field {
  constructor(component, frame) {
    super(component, frame);
    this.select = new Select(component, frame.world, {
      isForm: true,
      label: frame.label,
      onChange: () => this.problem.textContent && this.isRight(),
    });
    this.control = this.select.element.querySelector("button");
    this.control.id = this.id;
    this.control.setAttribute("aria-describedby", this.describedBy);
    this.element = this.frame("div", this.select.element);
  }

  wrong() {
    const chosen = this.select.values.length;
    if (!chosen) return this.isRequired ? "Pick one." : "";
    const least = this.component.min_values ?? 1;
    const most = this.component.max_values ?? 1;
    if (chosen < least) return `Pick at least ${least}.`;
    return chosen > most ? `Pick at most ${most}.` : "";
  }

  answer() {
    return { values: this.select.values };
  }
}

// Choices that all stand in the form: one of them (radio buttons) or several (checkboxes).
export class Group extends Field {
  #marks;

  constructor(component, frame) {
    super(component, frame);
    const isSingle = component.type === RADIO_GROUP;
    this.#marks = component.options.map((option) =>
      element("input", {
        type: isSingle ? "radio" : "checkbox",
        name: this.id,
        value: option.value,
        checked: option.default,
        onchange: () => this.problem.textContent && this.isRight(),
      }),
    );
    this.control = this.#marks[0];
    const lines = component.options.map((option, index) =>
      element(
        "label",
        { class: "field-choice" },
        this.#marks[index],
        element(
          "span",
          {},
          withEmoji(option.label),
          option.description ? element("small", {}, withEmoji(option.description)) : null,
        ),
      ),
    );
    this.element = this.frame("fieldset", lines);
    this.element.setAttribute("aria-describedby", this.describedBy);
  }

  get #chosen() {
    return this.#marks.filter((mark) => mark.checked).map((mark) => mark.value);
  }

  wrong() {
    const chosen = this.#chosen.length;
    if (!chosen) return this.isRequired ? "Pick one." : "";
    const { min_values: least, max_values: most } = this.component;
    if (least && chosen < least) return `Pick at least ${least}.`;
    return most && chosen > most ? `Pick at most ${most}.` : "";
  }

  answer() {
    const chosen = this.#chosen;
    return this.component.type === RADIO_GROUP ? { value: chosen[0] ?? null } : { values: chosen };
  }
}

// One checkbox, which is never wrong.
export class Switch extends Field {
  constructor(component, frame) {
    super(component, frame);
    this.isRequired = false;
    this.control = element("input", {
      type: "checkbox",
      id: this.id,
      checked: component.default,
      "aria-describedby": this.describedBy,
    });
    this.element = this.frame("div", this.control);
  }

  wrong() {
    return "";
  }

  answer() {
    return { value: this.control.checked };
  }
}
