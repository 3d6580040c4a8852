// Draws markdown for one reader: mentions under the names that they see, times in their language.

import { element } from "./dom.js";
import { customEmoji, emojiPicture } from "./emoji.js";
import { word } from "./language.js";
import { readInline, readMarkdown } from "./markdown.js";
import { messageAt, safeLink } from "./media.js";
import { drawMoment } from "./moments.js";

const STYLES = { strong: "strong", underline: "u", strike: "s", emphasis: "em" };

export function drawMarkdown(source, world) {
  const drawn = document.createDocumentFragment();
  drawn.append(...readMarkdown(source).map((block) => drawBlock(block, world)));
  return drawn;
}

export function drawInline(source, world) {
  return drawPieces(readInline(source), world);
}

// What a text says, without its marks: for those who listen, and where there is room for a line.
export function spoken(source, world) {
  const holder = element("div", {}, drawMarkdown(source, world));
  for (const image of holder.querySelectorAll("img")) image.replaceWith(image.alt);
  return [...holder.children].map((block) => block.textContent.trim()).join("\n");
}

function drawBlock(block, world) {
  const pieces = block.children ? drawPieces(block.children, world) : [];
  switch (block.kind) {
    case "heading":
      // The page's own headings are above these.
      return element(`h${block.level + 2}`, {}, pieces);
    case "subtext":
      return element("small", { class: "subtext" }, pieces);
    case "quote":
      return element("blockquote", {}, block.blocks.map((inner) => drawBlock(inner, world)));
    case "fence":
      return element("pre", {}, element("code", {}, block.text));
    case "list":
      return drawList(block, world);
    default:
      return element("p", {}, pieces);
  }
}

function drawList({ isOrdered, start, items }, world) {
  return element(
    isOrdered ? "ol" : "ul",
    { start: isOrdered && start !== 1 ? start : null },
    items.map((item) =>
      element("li", {}, drawPieces(item.children, world), item.list && drawList(item.list, world)),
    ),
  );
}

function drawPieces(nodes, world) {
  return nodes.map((node) => drawPiece(node, world));
}

function drawPiece(node, world) {
  const inner = () => drawPieces(node.children, world);
  switch (node.kind) {
    case "text":
      return document.createTextNode(node.text);
    case "code":
      return element("code", {}, node.text);
    case "emoji":
      return emojiPicture(node.text);
    case "custom":
      return customEmoji(node.id, node.name, world);
    case "time":
      return drawMoment(node.at, node.style, world.user?.locale);
    case "link":
      return drawLink(node, inner(), world);
    case "spoiler":
      return drawSpoiler(inner());
    default:
      return STYLES[node.kind] ? element(STYLES[node.kind], {}, inner()) : drawMention(node, world);
  }
}

function drawMention(node, world) {
  switch (node.kind) {
    case "member": {
      const name = world.name(node.id);
      if (!name) return element("span", { class: "mention" }, word("unknown_member"));
      return element("button", { type: "button", class: "mention", "data-member": node.id }, `@${name}`);
    }
    case "role":
      return element("span", { class: "mention" }, world.roles.has(node.id) ? `@${world.roles.get(node.id).name}` : word("deleted_role"));
    case "channel": {
      const channel = world.channel(node.id);
      if (!channel || !world.canView(node.id)) return element("span", { class: "mention" }, word("unknown_channel"));
      return element("button", { type: "button", class: "mention", "data-channel": node.id }, `#${channel.name}`);
    }
    case "command":
      return element("button", { type: "button", class: "mention", "data-command": node.name }, `/${node.name}`);
    default:
      return element("span", { class: "mention" }, node.text);
  }
}

// A message of this Discord is here; its address would lead out to another one.
function drawLink({ url, children: [first] }, children, world) {
  const found = messageAt(url, world);
  if (found) {
    const isBare = first?.text === url;
    const leads = { "data-channel": found.channel.id, "data-jump": found.messageId };
    const shown = isBare ? word("message_in", { channel: found.channel.name }) : children;
    return element("button", { type: "button", class: "mention", ...leads }, shown);
  }
  const address = safeLink(url);
  if (!address) return element("span", {}, children);
  return element("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, children);
}

export function drawSpoiler(children, name = "span") {
  const reveal = () => {
    hidden.classList.add("revealed");
    for (const key of ["role", "tabindex", "aria-label", "aria-expanded"]) hidden.removeAttribute(key);
    inside.removeAttribute("inert");
  };
  const inside = element(name, { inert: true }, children);
  const hidden = element(
    name,
    {
      class: "spoiler",
      role: "button",
      tabindex: "0",
      "aria-label": word("spoiler"),
      "aria-expanded": "false",
      onclick: reveal,
      onkeydown: (event) => (event.key === "Enter" || event.key === " ") && (event.preventDefault(), reveal()),
    },
    inside,
  );
  return hidden;
}
