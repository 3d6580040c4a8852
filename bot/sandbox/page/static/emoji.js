// Emoji as pictures, since not every machine has a font for them: which a text holds, and each.

import { element } from "./dom.js";

// What a text holds of emoji: all that Unicode recommends, and signs that are drawn as one
// although they are also letters; the few of those that are mostly meant as letters stay so.
export const EMOJI = /\p{RGI_Emoji}|[\p{Extended_Pictographic}--[©®™‼⁉〰]]\ufe0f?/v;

const SELECTOR = /\ufe0f/g;
let names = new Set();

// Learn which emoji have a picture. Until then, and for all others, the font has to do.
export async function loadEmoji() {
  const answer = await fetch("/page/emoji/names.json");
  names = new Set(await answer.json());
}

// The name of an emoji's picture, null if it has none; most leave the selector out.
export function emojiFile(text) {
  for (const written of [text, text.replace(SELECTOR, ""), `${text}\ufe0f`]) {
    const name = [...written].map((sign) => sign.codePointAt(0).toString(16)).join("-");
    if (names.has(name)) return name;
  }
  return null;
}

export function emojiPicture(text) {
  const file = emojiFile(text);
  if (!file) return document.createTextNode(text);
  return picture(`/page/emoji/${file}.svg`, text);
}

// An emoji of a server's own; one that no longer exists is its name.
export function customEmoji(id, name, world) {
  if (!world.emojis.has(id)) return document.createTextNode(`:${name}:`);
  return picture(`/emojis/${id}.png?size=64`, `:${name}:`);
}

// The emoji of a button or an option, as a bot names it.
export function emojiOf(raw, world) {
  if (!raw?.name) return null;
  return raw.id ? customEmoji(raw.id, raw.name, world) : emojiPicture(raw.name);
}

// A text without markdown, its emoji drawn.
export function withEmoji(text) {
  const nodes = [];
  let rest = text;
  for (let match = EMOJI.exec(rest); match; match = EMOJI.exec(rest)) {
    nodes.push(document.createTextNode(rest.slice(0, match.index)), emojiPicture(match[0]));
    rest = rest.slice(match.index + match[0].length);
  }
  return [...nodes, document.createTextNode(rest)];
}

function picture(address, text) {
  return element("img", {
    class: "emoji",
    src: address,
    alt: text,
    title: text,
    draggable: "false",
    decoding: "sync",
  });
}
