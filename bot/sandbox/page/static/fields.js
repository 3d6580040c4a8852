// The fields of a modal: each has its label, says what is wrong with it, and gives its answer.

import { element, sign } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { word } from "./language.js";
import { formatBytes } from "./media.js";
import { Select } from "./select.js";

const PARAGRAPH = 2;
const RADIO_GROUP = 21;
// What Discord takes on servers without boosts:
// https://discord.com/developers/docs/reference#uploading-files
const MOST_MEGABYTES = 10;
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
    if (!size) return this.isRequired ? word("needed") : "";
    const least = this.component.min_length ?? 0;
    if (size < least) return word("at_least_characters", { least, count: size });
    return size > this.#most ? word("at_most_characters", { most: this.#most, count: size }) : "";
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
    if (!chosen) return this.isRequired ? word("pick_one") : "";
    const least = this.component.min_values ?? 1;
    const most = this.component.max_values ?? 1;
    if (chosen < least) return word("pick_at_least", { least });
    return chosen > most ? word("pick_at_most", { most }) : "";
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
    // The keyboard comes to what is chosen: an arrow there leads on from it.
    this.control = this.#marks.find((mark) => mark.checked) ?? this.#marks[0];
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
    if (!chosen) return this.isRequired ? word("pick_one") : "";
    if (this.component.type === RADIO_GROUP) return "";
    const { min_values: least, max_values: most } = this.component;
    if (least && chosen < least) return word("pick_at_least", { least });
    return most && chosen > most ? word("pick_at_most", { most }) : "";
  }

  answer() {
    const chosen = this.#chosen;
    return this.component.type === RADIO_GROUP ? { value: chosen[0] ?? null } : { values: chosen };
  }
}

// Files from one's own machine, up to a number.
export class FileField extends Field {
  #files = [];
  #list = element("ul", { class: "field-files" });

  constructor(component, frame) {
    super(component, frame);
    this.least = component.min_values ?? 1;
    this.most = component.max_values ?? 1;
    this.control = element("input", {
      type: "file",
      id: this.id,
      class: "field-file",
      multiple: this.most > 1,
      "aria-describedby": this.describedBy,
      "aria-required": String(this.isRequired),
      onchange: () => this.#chose(),
    });
    const drop = element(
      "div",
      {
        class: "field-drop",
        ondragover: (event) => event.preventDefault(),
        ondrop: (event) => (event.preventDefault(), this.#add([...event.dataTransfer.files])),
      },
      sign("file"),
      element("span", {}, word(this.most > 1 ? "attach_more" : "attach")),
      this.control,
    );
    this.element = this.frame("div", drop, this.#list);
  }

  wrong() {
    const large = this.#files.find(({ size }) => size > MOST_MEGABYTES * 1_048_576);
    if (large) return word("file_too_large", { name: large.name, most: MOST_MEGABYTES });
    const chosen = this.#files.length;
    if (!chosen) return this.isRequired ? word("attach_one") : "";
    if (chosen < this.least) return word("attach_at_least", { least: this.least });
    return chosen > this.most ? word("attach_at_most", { most: this.most }) : "";
  }

  // Files go beside the form; here they are named by their place among `files`.
  answer(files) {
    return { values: this.#files.map((file) => String(files.push(file) - 1)) };
  }

  #chose() {
    const chosen = [...this.control.files];
    // The same file can be chosen again after it was removed.
    this.control.value = "";
    this.#add(chosen);
  }

  #add(chosen) {
    this.#files = this.most === 1 ? chosen.slice(0, 1) : [...this.#files, ...chosen];
    this.#draw();
    this.isRight();
  }

  #remove(file) {
    this.#files = this.#files.filter((it) => it !== file);
    this.#draw();
    this.isRight();
    this.control.focus();
  }

  #draw() {
    const drawn = this.#files.map((file) =>
      element(
        "li",
        {},
        element("span", { dir: "auto" }, file.name),
        element("small", {}, formatBytes(file.size)),
        element(
          "button",
          { type: "button", class: "quiet", "aria-label": word("remove_file", { name: file.name }), onclick: () => this.#remove(file) },
          sign("close"),
        ),
      ),
    );
    this.#list.replaceChildren(...drawn);
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
    const said = element("label", { class: "field-switch" }, this.control, element("span", {}, withEmoji(this.label)));
    this.element = element("div", { class: "field" }, said, this.note, this.problem);
  }

  wrong() {
    return "";
  }

  answer() {
    return { value: this.control.checked };
  }
}
