// Draws one message: who says it and why, what it says, and who alone can see it.

import { dismiss, press } from "./actions.js";
import { drawComponents } from "./components.js";
import { element, sign } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { pieces, word } from "./language.js";
import { drawMarkdown, spoken } from "./markup.js";
import { drawAvatar, drawFile, drawPicture } from "./media.js";
import { drawStamp } from "./moments.js";
import { tell } from "./notice.js";
import { drawOffer, openPurchase } from "./shop.js";
import { stage } from "./stage.js";
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
      { "aria-label": isPrivate ? word("only_you_by", { name }) : name },
      !isCompact && drawHead(message, name, world),
      drawBody(message, world, () => made),
      isPrivate && drawPrivacy(message),
    ),
    !(message.flags & LOADING) && drawTools(message),
  );
  return made;
}

// The texts of a message in their order, with their marks.
export function textsOf(message) {
  const texts = [message.content, ...(message.embeds ?? []).flatMap((it) => [it.title, it.description])];
  collectTexts(message.components ?? [], texts);
  return texts.filter(Boolean);
}

// All that a message says, as it would be read out.
export function wordsOf(message, world) {
  const said = textsOf(message).map((text) => spoken(text, world));
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

function drawName(memberId, name) {
  return element("button", { type: "button", class: "author", "data-member": memberId, dir: "auto" }, withEmoji(name));
}

function drawHead(message, name, world) {
  return element(
    "header",
    {},
    drawName(message.author.id, name),
    message.author.bot && element("span", { class: "app" }, "APP"),
    drawStamp(message.timestamp, world.user?.locale),
    message.pinned && element("span", { class: "pinned", title: word("pinned") }, sign("pin")),
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
      pieces("used", {
        name: drawName(asked.user.id, world.name(asked.user.id) ?? nameOf(asked.user)),
        command: element("span", { class: "command" }, shown),
      }),
    );
  }
  const answered = message.type === REPLY && message.message_reference?.message_id;
  return answered ? drawAnswered(world.message(answered) ?? message.referenced_message, world) : null;
}

function drawAnswered(answered, world) {
  if (!answered) return element("div", { class: "context" }, element("em", {}, word("original_gone")));
  const words = wordsOf(answered, world).replace(/\s+/g, " ");
  const excerpt = words.length > EXCERPT ? `${[...words].slice(0, EXCERPT).join("")}…` : words;
  return element(
    "div",
    { class: "context" },
    drawAvatar(answered.author, "avatar tiny"),
    element("span", { class: "author", dir: "auto" }, withEmoji(authorName(answered, world))),
    element("button", { type: "button", class: "excerpt", "data-jump": answered.id, dir: "auto" }, withEmoji(excerpt || word("see_original"))),
  );
}

function drawBody(message, world, drawn) {
  if (message.flags & LOADING) {
    const dots = element("span", { class: "dots", "aria-hidden": "true" }, element("i"), element("i"), element("i"));
    return element("div", { class: "body thinking" }, dots, word("thinking", { name: authorName(message, world) }));
  }
  const given = {
    message,
    world,
    act: (...asked) => act(message, drawn(), ...asked),
    offer: (skuId) => drawOffer(skuId, stage.session),
    buy: (skuId) => openPurchase(skuId, stage.session),
  };
  const inComponents = message.flags & (1 << 15);
  return element(
    "div",
    { class: "body" },
    message.content && element("div", { class: "text", dir: "auto" }, drawMarkdown(message.content, world)),
    (message.embeds ?? []).map((embed) => drawEmbed(embed, world)),
    !inComponents && (message.attachments ?? []).map((attachment) => drawAttachment(attachment)),
    drawComponents(message.components, given),
    message.edited_timestamp && message.type !== COMMAND && drawEdited(message, world),
  );
}

function drawEdited(message, world) {
  const stamp = drawStamp(message.edited_timestamp, world.user?.locale);
  return element("small", { class: "edited", title: word("edited_at", { time: stamp.title }) }, word("edited"));
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
    word("only_you"),
    " · ",
    element("button", { type: "button", class: "inline", onclick: () => dismiss(message) }, word("dismiss_message")),
  );
}

function drawTools(message) {
  return element(
    "button",
    { type: "button", class: "tools", "aria-label": word("more_about"), "aria-haspopup": "menu", "data-menu": message.id },
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
      pieces("pinned_a_message", {
        name: drawName(message.author.id, authorName(message, world)),
        message: element("button", { type: "button", class: "inline", "data-jump": pinned }, word("pinned_message")),
        time: drawStamp(message.timestamp, world.user?.locale),
      }),
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
    where?.append(element("p", { class: "failure", role: "alert" }, word("interaction_failed")));
  }
  if (outcome.state === "refused") tell(outcome.reason);
}
