// A command being typed: its name, a chip for each option that is given, and room for the others.

import { useCommand } from "../actions.js";
import { element } from "../dom.js";
import { word } from "../language.js";
import { stage } from "../stage.js";
import { Chip } from "./chip.js";
import { Kind, fold } from "./commands.js";
import { offerEntries, optionEntries } from "./entries.js";
import { Suggestions, named, offers } from "./offers.js";

const HINT = "composer-hint";

export class Line {
  #panel;
  #on;
  #chips = [];
  #tail;
  #more;
  #suggestions = new Suggestions();
  #suggested = [];
  // A command that was sent before stands still: arrows lead to others, until one types.
  #isRecalled = false;

  // `on` has onTyped(), onLeave(text) and onRecall(step).
  constructor(command, panel, on) {
    this.command = command;
    this.#panel = panel;
    this.#on = on;
    this.#tail = element("input", {
      class: "line-tail",
      type: "text",
      role: "combobox",
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      enterkeyhint: "send",
      "aria-autocomplete": "list",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-label": word("more_options", { command: command.title }),
      "aria-describedby": HINT,
      oninput: () => this.#tailTyped(),
      onkeydown: (event) => this.#pressed(event, null),
      onfocus: () => this.#offerOptions(),
    });
    this.#more = element("button", {
      class: "line-more",
      type: "button",
      tabindex: "-1",
      onpointerdown: (event) => event.preventDefault(),
      onclick: () => this.#showOptions(),
    });
    this.element = element(
      "div",
      { class: "line", role: "group", "aria-label": command.title },
      element("span", { class: "line-name" }, command.title),
      this.#tail,
      this.#more,
    );
    for (const option of command.options) if (option.required) this.#add(option);
  }

  // Begin with what is typed already, or with what was sent before.
  open({ rest, entries }) {
    if (entries) {
      this.#isRecalled = true;
      this.restore(entries);
      return;
    }
    this.#advance();
    if (rest) this.#typeOn(rest);
  }

  restore(entries) {
    for (const [name, { text, picked }] of Object.entries(entries)) {
      const option = this.command.option(name);
      if (!option) continue;
      const chip = this.#chipOf(option);
      if (picked) chip.pick(picked);
      else chip.typed(text);
    }
    this.#tail.focus();
  }

  // What is given for each option, as it can be restored.
  entries() {
    const given = this.#chips.filter((chip) => chip.text);
    return Object.fromEntries(
      given.map((chip) => [chip.option.name, { text: chip.text, picked: chip.picked }]),
    );
  }

  // Whether all can be sent as it is; else what is wrong is said, and the first such chip waits.
  isRight() {
    this.#commitAll();
    const wrong = this.#chips.filter((chip) => {
      const { problem } = chip.read();
      chip.complain(problem ?? "");
      return problem;
    });
    const lost = this.#tail.value.trim();
    if (!wrong.length && lost) this.#offerOptions();
    wrong[0]?.input.focus();
    return !wrong.length && !lost;
  }

  send() {
    return useCommand(this.command.root, this.command.nested(this.#values()));
  }

  close() {
    this.#suggestions.stop();
  }

  // Take an entry of the panel: an option to give, or a value for the one that is being typed.
  pick({ option, offer }) {
    this.#typing();
    if (option) {
      this.#tail.value = "";
      this.#chipOf(option).input.focus();
      return;
    }
    this.#current()?.pick(offer);
    this.#advance();
  }

  #values(except = null) {
    const values = {};
    for (const chip of this.#chips) {
      const { value } = chip === except ? {} : chip.read();
      if (value !== undefined) values[chip.option.name] = value;
    }
    return values;
  }

  #current() {
    return this.#chips.find((chip) => chip.input === document.activeElement) ?? null;
  }

  #free() {
    const given = new Set(this.#chips.map((chip) => chip.option));
    return this.command.options.filter(
      (option) => !given.has(option) && option.kind !== Kind.ATTACHMENT,
    );
  }

  #chipOf(option) {
    return this.#chips.find((chip) => chip.option === option) ?? this.#add(option);
  }

  #add(option) {
    const chip = new Chip(option, HINT, () => this.#remove(chip));
    chip.input.addEventListener("input", () => this.#chipTyped(chip));
    chip.input.addEventListener("keydown", (event) => this.#pressed(event, chip));
    chip.input.addEventListener("focus", () => this.#offer(chip));
    chip.input.addEventListener("blur", () => this.#left(chip));
    this.#chips.push(chip);
    this.#tail.before(chip.element);
    this.#count();
    return chip;
  }

  #remove(chip) {
    const hadFocus = this.#current() === chip;
    this.#chips = this.#chips.filter((it) => it !== chip);
    chip.element.remove();
    this.#typing();
    this.#count();
    if (hadFocus || document.activeElement === this.#tail) this.#showOptions();
  }

  #count() {
    const free = this.#free().length;
    this.#more.textContent = word("and_more", { count: free });
    this.#more.hidden = !free;
  }

  // To the next chip that is still to be filled in, else behind them all.
  #advance() {
    const next = this.#chips.find((chip) => chip.option.required && !chip.text);
    (next?.input ?? this.#tail).focus();
  }

  #showOptions() {
    if (document.activeElement === this.#tail) this.#offerOptions();
    else this.#tail.focus();
  }

  #typing() {
    this.#isRecalled = false;
    this.#on.onTyped();
  }

  // What is typed.

  // Type a text on where the keyboard is.
  #typeOn(text) {
    const chip = this.#current();
    if (chip) {
      chip.input.value = text;
      this.#chipTyped(chip);
    } else {
      this.#tail.value = text;
      this.#tailTyped();
    }
  }

  #tailTyped() {
    this.#typing();
    const typed = this.#tail.value.trimStart();
    const opened = /^([^\s:]+):\s*(.*)$/su.exec(typed);
    const meant = opened && this.#freeOption(opened[1]);
    if (meant) return this.#openWith(meant, opened[2]);
    const [first] = this.#free();
    const isOption = this.#fitting(typed).length > 0;
    // What is no option's name is a value for the first that has none yet.
    if (typed && !isOption && first) return this.#openWith(first, typed);
    this.#offerOptions();
  }

  #openWith(option, text) {
    this.#tail.value = "";
    this.#chipOf(option).input.focus();
    if (text) this.#typeOn(text);
  }

  #freeOption(name) {
    const folded = fold(name);
    return this.#free().find((option) => [option.name, fold(option.label)].includes(folded));
  }

  #fitting(typed) {
    const folded = fold(typed.trim());
    return this.#free().filter((option) => fold(option.label).startsWith(folded));
  }

  #chipTyped(chip) {
    this.#typing();
    // A next option can be named on the same line, as in "Rose to:Bea".
    const named = /^(.*?)\s+([^\s:]+):(\S.*)$/su.exec(chip.text);
    const next = named && this.#freeOption(named[2]);
    chip.typed(next ? named[1] : chip.text);
    if (next) return this.#openWith(next, named[3]);
    this.#offer(chip);
  }

  // Whoever leaves a chip is told what is wrong with what they typed.
  #left(chip) {
    this.#suggestions.stop();
    if (!chip.element.isConnected) return;
    this.#commit(chip);
    if (chip.text && !chip.picked) chip.complain(chip.read().problem ?? "");
  }

  #commitAll() {
    for (const chip of this.#chips) this.#commit(chip);
  }

  // Whoever typed the whole name of what can be picked has picked it.
  #commit(chip) {
    if (chip.picked || !chip.text) return;
    const typed = fold(chip.text.trim());
    const suggested = chip.option.autocomplete && this.#suggested;
    const offer = suggested
      ? suggested.find(({ label }) => fold(label) === typed)
      : named(chip.option, chip.text, stage.session.world);
    if (offer) chip.pick(offer);
  }

  // What is offered.

  #offerOptions() {
    const typed = this.#tail.value;
    const entries = optionEntries(this.#fitting(typed));
    if (this.#isRecalled) return this.#panel.hide();
    const { title, description } = this.command;
    const note = typed.trim() && !entries.length ? word("no_more_options") : "";
    this.#panel.show(this.#tail, {
      title,
      saying: description,
      note,
      label: word("options"),
      entries,
      meansFirst: Boolean(typed.trim()),
    });
  }

  #offer(chip) {
    const { option } = chip;
    this.#suggestions.stop();
    this.#suggested = [];
    if (!option.autocomplete) {
      const fitting = offers(option, chip.picked ? "" : chip.text, stage.session.world);
      const note = option.isPicked && !fitting.length ? word("nobody_called_that") : "";
      return this.#show(chip, fitting, note);
    }
    this.#suggestions.ask(
      this.command,
      this.#values(chip),
      option,
      chip.text,
      ({ state, offers: suggested }) => {
        this.#suggested = suggested;
        this.#show(chip, suggested, suggested.length ? "" : word(NOTES[state]));
      },
      { atOnce: !chip.text },
    );
  }

  #show(chip, offered, note) {
    const { option } = chip;
    this.#panel.show(chip.input, {
      title: option.label,
      saying: option.description,
      note,
      entries: offerEntries(offered),
      meansFirst: !chip.picked,
    });
  }

  // Keys.

  #pressed(event, chip) {
    if (event.isComposing) return;
    const act = this.#meant(event, chip);
    if (!act) return;
    event.preventDefault();
    act();
  }

  // What a key does here; nothing where it does what it does in every field.
  #meant(event, chip) {
    const { listbox } = this.#panel;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step) return this.#stepped(step, chip);
    switch (event.key) {
      case "Enter":
        return listbox.active ? () => listbox.pick() : null;
      case "Tab":
        return event.shiftKey || !listbox.active ? null : () => listbox.pick();
      case "Escape":
        return this.#panel.isOpen ? () => this.#panel.hide() : () => this.#on.onLeave("");
      case "Backspace":
        return isAtStart(event.target) ? () => this.#back(chip) : null;
      case "ArrowLeft":
        return isAtStart(event.target) ? () => this.#go(chip, -1) : null;
      case "ArrowRight":
        return isAtEnd(event.target) ? () => this.#go(chip, 1) : null;
    }
    return null;
  }

  #stepped(step, chip) {
    if (this.#isRecalled) return () => this.#on.onRecall(step);
    if (this.#panel.listbox.size) return () => this.#panel.listbox.move(step);
    if (this.#panel.isOpen) return null;
    return () => (chip ? this.#offer(chip) : this.#offerOptions());
  }

  // Delete backwards past the beginning of a field.
  #back(chip) {
    if (chip && !chip.text && !chip.option.required) return this.#remove(chip);
    if (chip !== this.#chips[0] && this.#chips.length) return this.#go(chip, -1);
    if (!this.#chips.some(({ text }) => text) && !this.#tail.value) {
      this.#on.onLeave(this.command.title);
    }
  }

  #go(chip, step) {
    const fields = [...this.#chips.map(({ input }) => input), this.#tail];
    const next = fields[fields.indexOf(chip?.input ?? this.#tail) + step];
    if (!next) return;
    next.focus();
    const place = step < 0 ? next.value.length : 0;
    next.setSelectionRange(place, place);
  }
}

const NOTES = {
  loading: "looking",
  offers: "nothing_fits_that",
  failed: "no_suggestions",
};

function isAtStart(input) {
  return input.selectionStart === 0 && input.selectionEnd === 0;
}

function isAtEnd(input) {
  return input.selectionStart === input.value.length;
}
