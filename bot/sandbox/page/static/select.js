// A select: a button that opens a list to choose from, by mouse, by touch and by keyboard alike.

import { choicesOf, STRING } from "./choices.js";
import { element, sign } from "./dom.js";
import { word } from "./language.js";
import { openPopup } from "./popup.js";

const SEARCHED_FROM = 8;
const SHOWN = 100;
let order = 0;

export class Select {
  #component;
  #world;
  #onChange;
  #isForm;
  #chosen;
  #popup = null;
  #choices = [];
  #matching = [];
  #active = 0;
  #parts = {};
  #id = `select-${(order += 1)}`;

  // `onChange` gets the values once they were chosen; in a form (`isForm`), at every change.
  constructor(component, world, { onChange = () => {}, isForm = false, label = "" } = {}) {
    this.#component = component;
    this.#world = world;
    this.#onChange = onChange;
    this.#isForm = isForm;
    const byDefault = choicesOf(component, world).filter((choice) => choice.isDefault);
    this.#chosen = new Map(byDefault.map((choice) => [choice.value, choice]));
    this.button = element("button", {
      type: "button",
      class: "select",
      disabled: component.disabled,
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-label": label,
      "data-control": component.custom_id,
      onclick: () => (this.#popup ? this.#popup.close() : this.#open()),
      onkeydown: (event) => {
        if (!this.#popup && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
          event.preventDefault();
          this.#open();
        }
      },
    });
    this.element = element("div", { class: "select-holder" }, this.button);
    this.#show();
  }

  get values() {
    return [...this.#chosen.keys()];
  }

  get least() {
    return this.#component.required === false ? 0 : (this.#component.min_values ?? 1);
  }

  get most() {
    return this.#component.max_values ?? 1;
  }

  get #isSingle() {
    return this.most === 1;
  }

  #show() {
    const chosen = [...this.#chosen.values()];
    const shown = chosen.length
      ? chosen.map((choice) => element("span", { class: "chip" }, choice.icon(), choice.label))
      : element("span", { class: "placeholder" }, this.#component.placeholder || word("make_a_selection"));
    this.button.replaceChildren(element("span", { class: "chosen" }, shown), sign("down"));
  }

  #open() {
    this.#choices = choicesOf(this.#component, this.#world);
    const before = this.values.join();
    const isSearched = this.#component.type !== STRING || this.#choices.length >= SEARCHED_FROM;
    const list = element("ul", {
      role: "listbox",
      id: this.#id,
      tabindex: "-1",
      "aria-multiselectable": !this.#isSingle,
      "aria-label": this.#component.placeholder || word("choices"),
    });
    const search = element("input", {
      class: isSearched ? "search" : "search unseen",
      type: "text",
      placeholder: word("search"),
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      "aria-label": word("search"),
      "aria-controls": this.#id,
      "aria-expanded": "true",
      inputmode: isSearched ? null : "none",
      oninput: () => this.#draw({ isFiltered: true }),
      onkeydown: (event) => this.#onKey(event),
    });
    const done = element("button", { type: "button", class: "primary", onclick: () => this.#popup.close() }, word("done"));
    const count = element("small", {});
    const foot = element("div", { class: "select-foot" }, count, done);
    this.#parts = { search, list, done, count };
    const popup = element("div", { class: "popup select-list" }, search, list, !this.#isSingle && foot);
    this.button.setAttribute("aria-expanded", "true");
    this.element.dataset.open = "";
    const kept = new Map(this.#chosen);
    this.#popup = openPopup(popup, this.button, {
      fitsWidth: true,
      onClose: ({ isCancelled }) => this.#closed(before, kept, isCancelled),
    });
    this.#active = Math.max(0, this.#choices.findIndex((choice) => this.#chosen.has(choice.value)));
    this.#draw();
    search.focus({ preventScroll: true });
  }

  #closed(before, kept, isCancelled) {
    this.#popup = null;
    this.button.setAttribute("aria-expanded", "false");
    delete this.element.dataset.open;
    this.element.dispatchEvent(new Event("popupclosed", { bubbles: true }));
    const isEnough = this.#chosen.size >= this.least;
    if ((isCancelled || !isEnough) && !this.#isForm) this.#chosen = kept;
    this.#show();
    if (this.button.isConnected) this.button.focus({ preventScroll: true });
    if (!this.#isForm && this.values.join() !== before) this.#onChange(this.values);
  }

  #draw({ isFiltered = false } = {}) {
    const { search, list, done, count } = this.#parts;
    const wanted = search.value.trim().toLocaleLowerCase();
    this.#matching = this.#choices
      .filter(({ label, description }) => `${label} ${description}`.toLocaleLowerCase().includes(wanted))
      .slice(0, SHOWN);
    if (isFiltered) this.#active = 0;
    this.#active = Math.min(this.#active, Math.max(0, this.#matching.length - 1));
    const drawn = this.#matching.map((choice, index) => this.#drawChoice(choice, index));
    list.replaceChildren(...(drawn.length ? drawn : [element("li", { class: "nothing" }, word("nothing_fits"))]));
    search.setAttribute("aria-activedescendant", drawn.length ? `${this.#id}-${this.#active}` : "");
    drawn[this.#active]?.scrollIntoView({ block: "nearest" });
    done.disabled = this.#chosen.size < this.least;
    count.textContent = word(this.least === this.most ? "of" : "of_up_to", { count: this.#chosen.size, most: this.most });
    this.#popup?.place();
  }

  #drawChoice(choice, index) {
    const isChosen = this.#chosen.has(choice.value);
    return element(
      "li",
      {
        role: "option",
        id: `${this.#id}-${index}`,
        class: index === this.#active ? "active" : "",
        "aria-selected": isChosen ? "true" : "false",
        onpointermove: () => this.#activate(index),
        onclick: () => this.#toggle(choice),
      },
      element("span", { class: "icon" }, choice.icon()),
      element("span", { class: "label" }, choice.label, choice.description && element("small", {}, choice.description)),
      element("span", { class: "mark" }, isChosen && sign("check")),
    );
  }

  #activate(index) {
    if (index === this.#active) return;
    const { list, search } = this.#parts;
    list.children[this.#active]?.classList.remove("active");
    list.children[index]?.classList.add("active");
    list.children[index]?.scrollIntoView({ block: "nearest" });
    search.setAttribute("aria-activedescendant", `${this.#id}-${index}`);
    this.#active = index;
  }

  #toggle(choice) {
    const isChosen = this.#chosen.has(choice.value);
    if (this.#isSingle) this.#chosen.clear();
    if (isChosen && (!this.#isSingle || this.least === 0)) this.#chosen.delete(choice.value);
    else if (this.#isSingle || this.#chosen.size < this.most) this.#chosen.set(choice.value, choice);
    this.#show();
    if (this.#isForm) this.#onChange(this.values);
    if (this.#isSingle) this.#popup.close();
    else this.#draw();
  }

  #onKey(event) {
    const last = this.#matching.length - 1;
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    if (event.key in steps) {
      this.#activate(Math.min(last, Math.max(0, this.#active + steps[event.key])));
    } else if (event.key === "Enter") {
      if (this.#matching[this.#active]) this.#toggle(this.#matching[this.#active]);
    } else if (event.key === "Tab") {
      this.#popup.close();
      return;
    } else if (event.key === " " && this.#parts.search.classList.contains("unseen")) {
      this.#toggle(this.#matching[this.#active]);
    } else return;
    event.preventDefault();
  }
}
