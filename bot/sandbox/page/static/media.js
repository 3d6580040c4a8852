// Which addresses a page may load or lead to, and pictures that open large.

import { element, sign } from "./dom.js";
import { numeral, word } from "./language.js";

const KEPT_HERE = /^\/(?:attachments|avatars|emojis|embed\/avatars)\//;
const DISCORDS = new Set(["cdn.discordapp.com", "media.discordapp.net"]);
const LOOPBACK = new Set(["127.0.0.1", "localhost"]);

// The address of a file under this page's own name: the sandbox keeps all that Discord would keep.
// Null for what lies elsewhere, which is not loaded.
export function localAddress(url) {
  const parsed = URL.parse(url ?? "", location.href);
  if (!parsed || !KEPT_HERE.test(parsed.pathname)) return null;
  const isOurs = LOOPBACK.has(parsed.hostname) && parsed.port === location.port;
  return isOurs || DISCORDS.has(parsed.hostname) ? parsed.pathname + parsed.search : null;
}

// An address that a link may lead to, or null.
export function safeLink(url) {
  const parsed = URL.parse(url ?? "");
  return parsed && (parsed.protocol === "https:" || parsed.protocol === "http:") ? parsed.href : null;
}

const MESSAGE = /^https:\/\/(?:\w+\.)?discord\.com\/channels\/\d+\/(\d+)\/(\d+)$/;

// What Discord's address of a message names, where its reader can see that channel; else null.
export function messageAt(url, world) {
  const [, channelId, messageId] = MESSAGE.exec(url ?? "") ?? [];
  const channel = channelId && world.canView(channelId) ? world.channel(channelId) : null;
  return channel ? { channel, messageId } : null;
}

export function avatarAddress(user, size = 64) {
  if (user?.avatar) return `/avatars/${user.id}/${user.avatar}.png?size=${size}`;
  const index = user?.id ? Number((BigInt(user.id) >> 22n) % 6n) : 0;
  return `/embed/avatars/${index}.png?size=${size}`;
}

export function drawAvatar(user, className = "avatar") {
  return element("img", { class: className, src: avatarAddress(user), alt: "", draggable: "false" });
}

// A picture in a frame of its proportions, so that nothing jumps when it comes.
export function drawPicture(media, description, attachment) {
  const address = localAddress(media?.url);
  if (!address) {
    return element("p", { class: "elsewhere" }, description || word("picture_elsewhere"));
  }
  const size = attachment?.width ? { width: attachment.width, height: attachment.height } : {};
  const image = element("img", { src: address, alt: description ?? "", ...size });
  return element(
    "button",
    {
      type: "button",
      class: "picture",
      "aria-label": description ? word("enlarge_named", { name: description }) : word("enlarge"),
      onclick: () => enlarge(address, description),
    },
    image,
  );
}

export function formatBytes(size) {
  if (!size) return "";
  const [unit, length] = size < 1_024 ? ["B", 1] : size < 1_048_576 ? ["KB", 1_024] : ["MB", 1_048_576];
  return `${numeral(size / length, length === 1 ? 0 : 1)} ${unit}`;
}

// A file to be saved; its name as people gave it.
export function drawFile(url, name, size) {
  const address = localAddress(url);
  const title = address
    ? element("a", { href: address, download: name }, name)
    : element("span", {}, name);
  return element(
    "div",
    { class: "file" },
    sign("file"),
    element("div", {}, title, element("small", {}, formatBytes(size))),
  );
}

function enlarge(address, description) {
  const dialog = element(
    "dialog",
    { class: "lightbox", "aria-label": description || word("picture"), onclose: () => dialog.remove() },
    element("button", { type: "button", class: "quiet close", "aria-label": word("close"), onclick: () => dialog.close() }, sign("close")),
    element("img", { src: address, alt: description ?? "", onclick: () => dialog.close() }),
    description && element("p", {}, description),
  );
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
}
