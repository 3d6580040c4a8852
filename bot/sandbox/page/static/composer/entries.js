// How commands, options and what can be picked for them look in the composer's list.

import { element, sign } from "../dom.js";
import { withEmoji } from "../emoji.js";
import { drawAvatar } from "../media.js";

export function commandEntries(index, typed) {
  return index.matching(typed).map((command) => ({
    command,
    content: [
      element(
        "span",
        { class: "entry-text" },
        element("span", { class: "entry-name" }, command.title),
        element("span", { class: "entry-note" }, withEmoji(command.description)),
      ),
      element("span", { class: "entry-group" }, index.application),
    ],
  }));
}

export function optionEntries(options) {
  return options.map((option) => ({
    option,
    content: element(
      "span",
      { class: "entry-text" },
      element("span", { class: "entry-name" }, option.label),
      element("span", { class: "entry-note" }, withEmoji(option.description)),
    ),
  }));
}

export function offerEntries(offers) {
  return offers.map((offer) => ({ offer, content: drawn(offer) }));
}

function drawn({ label, note, user, role, channel }) {
  const name = element("span", { class: "entry-name", dir: "auto" }, withEmoji(label));
  if (user) return [drawAvatar(user, "entry-face"), name, element("span", { class: "entry-note", dir: "auto" }, note)];
  if (role) return [dot(role), name];
  if (channel) return [sign(SIGNS[channel.type] ?? "channel"), name];
  return name;
}

const SIGNS = { 2: "voice", 13: "stage" };

function dot(role) {
  const made = element("span", { class: "entry-dot", "aria-hidden": "true" });
  if (role.color) made.style.setProperty("--colour", `#${role.color.toString(16).padStart(6, "0")}`);
  return made;
}
