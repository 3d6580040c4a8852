// Draws one message: who says it and why, what it says, and who alone can see it.

import { dismiss, press } from "./actions.js";
import { drawComponents } from "./components.js";
import { element, sign } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { drawMarkdown, spoken } from "./markup.js";
import { drawAvatar, drawFile, drawPicture } from "./media.js";
import { drawStamp } from "./moments.js";
import { tell } from "./notice.js";
import { EPHEMERAL, LOADING, PIN_NOTICE, nameOf } from "./world.js";

const COMMAND = 20;
const MENU = 23;
const REPLY = 19;
const EXCERPT = 120;

// `isCompact`: it goes on what stands above it, by the same author.
export function drawMessage(message, world, { isCompact = false } = {}) {
  if (message.type === PIN_NOTICE) return drawPinNotice(message, world);
  const isPrivate = Boolean(message.flags & EPHEMERAL);
  const name = authorName(message, world);
  const classes = ["message", isCompact && "compact", isPrivate && "private", world.concerns(message) && "calling"];
  const locale = world.user?.locale;
  const made = element(
    "li",
    { class: classes.filter(Boolean).join(" "), "data-message": message.id },
    !isCompact && drawContext(message, world),
    isCompact
      ? drawStamp(message.timestamp, locale, { isShort: true })
      : element("button", { type: "button", class: "face", tabindex: "-1", "aria-hidden": "true", "data-member": message.author.id }, drawAvatar(message.author)),
    element(
      "article",
      { "aria-label": `${name}${isPrivate ? ", only you can see this" : ""}` },
      !isCompact && drawHead(message, name, world),
      drawBody(message, world, () => made),
      isPrivate && drawPrivacy(message),
    ),
    !(message.flags & LOADING) && drawTools(message),
  );
  return made;
}

// All that a message says, as it would be read out.
export function wordsOf(message, world) {
  const texts = [message.content, ...(message.embeds ?? []).flatMap((it) => [it.title, it.description])];
  collectTexts(message.components ?? [], texts);
  const said = texts.filter(Boolean).map((text) => spoken(text, world));
  if (!said.length && message.attachments?.length) said.push(message.attachments[0].filename);
  return said.join(" ");
}

export function authorName(message, world) {
  return world.name(message.author.id) ?? nameOf(message.author, message.member);
}

function collectTexts(components, texts) {
  for (const component of components) {
    if (component.type === 10) texts.push(component.content);
    collectTexts(component.components ?? [], texts);
  }
}

function drawHead(message, name, world) {
  return element(
    "header",
    {},
    element("button", { type: "button", class: "author", "data-member": message.author.id, dir: "auto" }, withEmoji(name)),
    message.author.bot && element("span", { class: "app" }, "APP"),
    drawStamp(message.timestamp, world.user?.locale),
    message.pinned && element("span", { class: "pinned", title: "Pinned" }, sign("pin")),
  );
}

// Who used what, or what is answered.
function drawContext(message, world) {
  const asked = message.interaction_metadata;
  if ((message.type === COMMAND || message.type === MENU) && asked) {
    const shown = message.type === COMMAND ? `/${asked.name}` : asked.name;
    return element(
      "div",
      { class: "context" },
      drawAvatar(asked.user, "avatar tiny"),
      element("button", { type: "button", class: "author", "data-member": asked.user.id, dir: "auto" }, withEmoji(world.name(asked.user.id) ?? nameOf(asked.user))),
      " used ",
      element("span", { class: "command" }, shown),
    );
  }
  const answered = message.type === REPLY && message.message_reference?.message_id;
  return answered ? drawAnswered(world.message(answered) ?? message.referenced_message, world) : null;
}

function drawAnswered(answered, world) {
  if (!answered) return element("div", { class: "context" }, element("em", {}, "The message before it is not here any more"));
  const words = wordsOf(answered, world).replace(/\s+/g, " ");
  const excerpt = words.length > EXCERPT ? `${[...words].slice(0, EXCERPT).join("")}…` : words;
  return element(
    "div",
    { class: "context" },
    drawAvatar(answered.author, "avatar tiny"),
    element("span", { class: "author", dir: "auto" }, withEmoji(authorName(answered, world))),
    element("button", { type: "button", class: "excerpt", "data-jump": answered.id, dir: "auto" }, withEmoji(excerpt || "See what it answers")),
  );
}

function drawBody(message, world, drawn) {
  if (message.flags & LOADING) {
    const dots = element("span", { class: "dots", "aria-hidden": "true" }, element("i"), element("i"), element("i"));
    return element("div", { class: "body thinking" }, dots, `${authorName(message, world)} is thinking…`);
  }
  const stage = { message, world, act: (...given) => act(message, drawn(), ...given) };
  const inComponents = message.flags & (1 << 15);
  return element(
    "div",
    { class: "body" },
    message.content && element("div", { class: "text", dir: "auto" }, drawMarkdown(message.content, world)),
    (message.embeds ?? []).map((embed) => drawEmbed(embed, world)),
    !inComponents && (message.attachments ?? []).map((attachment) => drawAttachment(attachment)),
    drawComponents(message.components, stage),
    message.edited_timestamp && message.type !== COMMAND && drawEdited(message, world),
  );
}

function drawEdited(message, world) {
  const stamp = drawStamp(message.edited_timestamp, world.user?.locale);
  return element("small", { class: "edited", title: `Edited: ${stamp.title}` }, "(edited)");
}

function drawAttachment(attachment) {
  if (attachment.content_type?.startsWith("image/")) {
    return element("div", { class: "gallery", "data-count": 1 }, drawPicture(attachment, attachment.description, attachment));
  }
  return drawFile(attachment.url, attachment.filename, attachment.size);
}

function drawEmbed(embed, world) {
  const made = element(
    "div",
    { class: "container embed" },
    embed.author?.name && element("small", {}, embed.author.name),
    embed.title && element("strong", {}, drawMarkdown(embed.title, world)),
    embed.description && element("div", { class: "text" }, drawMarkdown(embed.description, world)),
    (embed.fields ?? []).map((field) =>
      element("div", { class: "field" }, element("strong", {}, drawMarkdown(field.name, world)), drawMarkdown(field.value, world)),
    ),
    embed.image && drawPicture(embed.image, ""),
    embed.footer?.text && element("small", {}, embed.footer.text),
  );
  if (embed.color) {
    made.classList.add("accented");
    made.style.setProperty("--accent", `#${embed.color.toString(16).padStart(6, "0")}`);
  }
  return made;
}

function drawPrivacy(message) {
  return element(
    "footer",
    { class: "privacy" },
    sign("eye"),
    "Only you can see this",
    " · ",
    element("button", { type: "button", class: "inline", onclick: () => dismiss(message) }, "Dismiss message"),
  );
}

function drawTools(message) {
  return element(
    "button",
    { type: "button", class: "tools", "aria-label": "More about this message", "aria-haspopup": "menu", "data-menu": message.id },
    sign("more"),
  );
}

function drawPinNotice(message, world) {
  const pinned = message.message_reference?.message_id;
  return element(
    "li",
    { class: "message system", "data-message": message.id },
    element("span", { class: "face" }, sign("pin")),
    element(
      "article",
      {},
      element("button", { type: "button", class: "author", "data-member": message.author.id, dir: "auto" }, withEmoji(authorName(message, world))),
      " pinned ",
      element("button", { type: "button", class: "inline", "data-jump": pinned }, "a message"),
      " to this channel. ",
      drawStamp(message.timestamp, world.user?.locale),
    ),
  );
}

// Use a control, show that it is on its way, and say so where nothing came of it.
async function act(message, drawn, control, customId, type, values) {
  if (control.getAttribute("aria-busy")) return;
  control.setAttribute("aria-busy", "true");
  drawn.querySelector(".failure")?.remove();
  const outcome = await press(message, customId, type, values);
  control.removeAttribute("aria-busy");
  if (outcome.state === "failed") {
    const where = document.querySelector(`[data-message="${CSS.escape(message.id)}"] .body`);
    where?.append(element("p", { class: "failure", role: "alert" }, "This interaction failed"));
  }
  if (outcome.state === "refused") tell(outcome.reason);
}
