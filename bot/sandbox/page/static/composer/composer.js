// The field at the foot of the channel: what is typed there, and the command that comes of it.

import { say } from "../actions.js";
import { forgetCommands } from "../commands.js";
import { element, sign } from "../dom.js";
import { dress, word } from "../language.js";
import { stage } from "../stage.js";
import { commandEntries } from "./entries.js";
import { History } from "./history.js";
import { Line } from "./line.js";
import { listing } from "./listing.js";
import { Panel } from "./panel.js";

// Fill the form that main.js leaves for this, once.
export function openComposer(form) {
  return new Composer(form);
}

class Composer {
  #form;
  #text;
  #field;
  #box;
  #notice;
  #panel;
  #line = null;
  #history = null;
  #looks = 0;
  #version = -1;

  constructor(form) {
    this.#form = form;
    this.#panel = new Panel((entry) => this.#pick(entry));
    this.#text = element("input", {
      class: "composer-text",
      id: "composer-text",
      type: "text",
      dir: "auto",
      role: "combobox",
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      enterkeyhint: "send",
      "data-word-label": "type_command",
      "aria-autocomplete": "list",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-describedby": "composer-notice",
      oninput: () => this.#typed(),
      onkeydown: (event) => this.#pressed(event),
      onfocus: () => this.#look(),
    });
    this.#field = element("div", { class: "composer-field" }, this.#text);
    this.#notice = element("p", { class: "composer-notice", id: "composer-notice", role: "status" });
    this.#box = element(
      "div",
      { class: "composer-box" },
      this.#button("composer-open", "show_commands", "app", () => this.#open()),
      this.#field,
      element(
        "button",
        { class: "composer-send", type: "submit", "data-word-label": "send", "data-word-title": "send" },
        sign("send"),
      ),
    );
    form.replaceChildren(this.#panel.element, this.#notice, this.#box);
    dress(form);
    this.#listen();
    this.#meet();
  }

  // Put a command into the field, such as one that a message names.
  async begin(name) {
    const command = (await this.#index())?.find(name.replace(/^\//, ""));
    if (command) this.#start(command, {});
  }

  #button(kind, key, drawn, onclick) {
    return element(
      "button",
      { class: kind, type: "button", "data-word-label": key, "data-word-title": key, onclick },
      sign(drawn),
    );
  }

  #listen() {
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#form.addEventListener("focusout", ({ relatedTarget }) => {
      if (!this.#form.contains(relatedTarget)) this.#panel.hide();
    });
    // A slash typed on nothing in particular is meant for here.
    document.addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.querySelector("dialog[open]")) return;
      if (event.target.closest("input, textarea, select, [contenteditable]")) return;
      event.preventDefault();
      this.#open();
    });
    // A command that somebody's message names.
    document.addEventListener("wantcommand", ({ detail }) => this.begin(detail));
    stage.changes.add((news) => {
      if (news === "member" || news === "language") this.#meet();
      if (news === "channel") this.#place();
      if (news === "news" && this.#hasOtherCommands()) this.#look();
    });
  }

  // Begin anew, as whoever is on stage now.
  #meet() {
    if (!stage.session) return;
    this.#history = new History(stage.session.member.id);
    this.#clear();
    dress(this.#form);
    this.#place();
  }

  #place() {
    const channel = stage.session?.world.channel(stage.channelId);
    this.#text.placeholder = channel ? word("type_slash_in", { channel: channel.name }) : word("type_slash");
  }

  #open() {
    if (this.#line) this.#clear();
    this.#text.value = "/";
    this.#text.focus();
    this.#typed();
  }

  // The field without a command.

  // Whether the list that is open shows what one could use before, and no longer can.
  #hasOtherCommands() {
    const isOpen = !this.#line && this.#text.value.startsWith("/");
    const isHere = document.activeElement === this.#text;
    return isOpen && isHere && this.#version !== stage.session.world.commandsVersion;
  }

  #typed() {
    this.#say("");
    this.#history.leave();
    return this.#look();
  }

  async #look() {
    this.#looks += 1;
    const look = this.#looks;
    const typed = this.#text.value;
    this.#version = stage.session.world.commandsVersion;
    if (!typed.startsWith("/")) return this.#panel.hide();
    const index = await this.#index();
    // Meanwhile something else may have been typed, or somebody else have come on stage.
    if (look !== this.#looks || !index || this.#line) return;
    const begun = /\s/.test(typed) ? index.begun(typed.slice(1)) : null;
    if (begun) return this.#start(begun.command, { rest: begun.rest });
    const entries = commandEntries(index, typed.slice(1));
    this.#panel.show(this.#text, {
      title: index.application,
      saying: entries.length ? word("commands_count", { count: entries.length }) : "",
      label: word("commands"),
      note: entries.length ? "" : nothingFits(index, typed),
      entries,
    });
  }

  async #index() {
    try {
      return await listing();
    } catch (refused) {
      this.#say(refused.message);
      return null;
    }
  }

  #pressed(event) {
    if (event.isComposing) return;
    const { listbox } = this.#panel;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step && listbox.size) listbox.move(step);
    else if (step && !this.#text.value) this.#recall(step);
    else if (event.key === "Tab" && !event.shiftKey && listbox.active) listbox.pick();
    else if (event.key === "Enter" && listbox.active) listbox.pick();
    else if (event.key === "Escape" && this.#panel.isOpen) this.#panel.hide();
    else if (event.key === "Escape" && this.#text.value) this.#clear();
    else return;
    event.preventDefault();
  }

  #pick(entry) {
    if (this.#line) this.#line.pick(entry);
    else this.#start(entry.command, {});
  }

  // The command that is being typed.

  #start(command, { rest = "", entries = null }) {
    this.#say("");
    this.#panel.hide();
    this.#line = new Line(command, this.#panel, {
      onLeave: (typed) => this.#leave(typed),
      onRecall: (step) => this.#recall(step),
      onTyped: () => {
        this.#say("");
        this.#history.leave();
      },
    });
    this.#field.replaceChildren(this.#line.element);
    this.#form.classList.add("has-command");
    this.#line.open({ rest, entries });
  }

  // Back to plain typing, with this in the field.
  #leave(typed) {
    this.#clear();
    this.#text.value = typed;
    this.#text.focus();
    this.#look();
  }

  #clear() {
    this.#looks += 1;
    const hadFocus = this.#form.contains(document.activeElement);
    this.#line?.close();
    this.#line = null;
    this.#panel.hide();
    this.#say("");
    this.#text.value = "";
    this.#form.classList.remove("has-command");
    this.#field.replaceChildren(this.#text);
    if (hadFocus) this.#text.focus();
  }

  async #recall(step) {
    const kept = this.#history.go(step);
    if (!kept) return this.#clear();
    const command = (await this.#index())?.find(kept.name);
    if (command) this.#start(command, { entries: kept.entries });
  }

  // Sending.

  #submit() {
    if (this.#line) return this.#send();
    const typed = this.#text.value.trim();
    this.#text.focus();
    if (typed.startsWith("/")) return this.#look();
    return typed ? this.#speak(typed) : this.#say(word("type_slash_to_see"));
  }

  async #speak(typed) {
    this.#text.value = "";
    const outcome = await say(typed);
    if (outcome.state !== "refused") return this.#say(word("said"));
    if (!this.#text.value) this.#text.value = typed;
    return this.#say(outcome.reason);
  }

  async #send() {
    const line = this.#line;
    if (!line.isRight()) return;
    const kept = { name: line.command.name, entries: line.entries() };
    const sent = line.send();
    this.#history.keep(kept);
    const { session } = stage;
    this.#clear();
    const outcome = await sent;
    if (outcome.state !== "refused") return;
    // What was refused may have been another version of the command.
    forgetCommands(session);
    const index = await this.#index();
    if (stage.session !== session || this.#line || this.#text.value) return;
    this.#start(index?.find(kept.name) ?? line.command, {});
    this.#line.restore(kept.entries);
    this.#say(outcome.reason);
  }

  #say(sentence) {
    this.#notice.textContent = sentence;
  }
}

function nothingFits(index, typed) {
  return index.slash.length ? word("nothing_called", { name: typed }) : word("no_commands");
}
