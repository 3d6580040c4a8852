// One option of the command that is being typed: its name, a field for its value, and what is
// wrong with that.

import { element, sign } from "../dom.js";
import { withEmoji } from "../emoji.js";
import { word } from "../language.js";
import { Kind } from "./commands.js";

let count = 0;

export class Chip {
  // What was picked for it: {label, value}; null while it is typed.
  picked = null;

  constructor(option, describedBy, onRemove) {
    count += 1;
    this.option = option;
    this.input = element("input", {
      class: "option-input",
      id: `chip-${count}`,
      type: "text",
      dir: "auto",
      role: "combobox",
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      enterkeyhint: "send",
      "aria-autocomplete": "list",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-label": option.label,
      "aria-required": String(option.required),
      "aria-describedby": `chip-problem-${count} ${describedBy}`,
      inputmode: INPUT_MODES[option.kind],
    });
    this.shown = element("span", { class: "option-shown", dir: "auto", "aria-hidden": "true" });
    this.problem = element("span", { class: "option-problem", id: `chip-problem-${count}` });
    this.element = element(
      "span",
      { class: "option-chip", "data-option": option.name },
      element("label", { class: "option-name", for: this.input.id }, option.label),
      element("span", { class: "option-value" }, this.shown, this.input),
      option.required ? null : this.#remover(onRemove),
      this.problem,
    );
  }

  get text() {
    return this.input.value;
  }

  // Whoever types unpicks what was picked, and is heard out before anything is found wrong.
  typed(text = this.input.value) {
    this.input.value = text;
    this.picked = null;
    this.complain("");
    this.#draw();
  }

  pick(offer) {
    this.picked = offer;
    this.input.value = offer.label;
    this.complain("");
    this.#draw();
  }

  // Its value as `{value}`, `{problem}`, or `{}` where it may be left out and is.
  read() {
    if (this.picked) return { value: this.picked.value };
    if (!this.text && !this.option.required) return {};
    return this.option.fit(this.text);
  }

  complain(problem) {
    this.problem.textContent = problem;
    this.element.classList.toggle("is-wrong", Boolean(problem));
    if (problem) this.input.setAttribute("aria-invalid", "true");
    else this.input.removeAttribute("aria-invalid");
  }

  #draw() {
    const mark = this.picked ? MARKS[this.option.kind] ?? "" : "";
    this.shown.replaceChildren(...withEmoji(mark + this.text));
    this.element.classList.toggle("is-picked", Boolean(this.picked));
  }

  #remover(onRemove) {
    return element(
      "button",
      {
        class: "option-remove",
        type: "button",
        tabindex: "-1",
        "aria-label": word("leave_out", { option: this.option.label }),
        onpointerdown: (event) => event.preventDefault(),
        onclick: () => onRemove(this),
      },
      sign("close"),
    );
  }
}

const MARKS = { [Kind.USER]: "@", [Kind.ROLE]: "@", [Kind.MENTIONABLE]: "@", [Kind.CHANNEL]: "#" };
const INPUT_MODES = { [Kind.INTEGER]: "numeric", [Kind.NUMBER]: "decimal" };
