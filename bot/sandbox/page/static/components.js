// Draws message components, old ones and Components V2; those that act call what they are given.

import { SELECTS } from "./choices.js";
import { element, sign } from "./dom.js";
import { emojiOf } from "./emoji.js";
import { word } from "./language.js";
import { drawMarkdown, drawSpoiler } from "./markup.js";
import { drawFile, drawPicture, messageAt, safeLink } from "./media.js";
import { Select } from "./select.js";

const ROW = 1;
const BUTTON = 2;
const SECTION = 9;
const TEXT = 10;
const THUMBNAIL = 11;
const GALLERY = 12;
const FILE = 13;
const SEPARATOR = 14;
const CONTAINER = 17;

const LINK = 5;
const PREMIUM = 6;
const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "premium" };

// `stage` is {message, world, act, offer, buy}: `act(control, customId, type, values)` does what is
// asked for and ends once that is known; `offer(skuId)` draws what is sold, `buy(skuId)` sells it.
export function drawComponents(components, stage) {
  return (components ?? []).map((component) => drawComponent(component, stage)).filter(Boolean);
}

function drawComponent(component, stage) {
  switch (component.type) {
    case ROW:
      return element("div", { class: "row" }, drawComponents(component.components, stage));
    case BUTTON:
      return drawButton(component, stage);
    case SECTION:
      return drawSection(component, stage);
    case TEXT:
      return element("div", { class: "text" }, drawMarkdown(component.content ?? "", stage.world));
    case THUMBNAIL:
      return hideable(component, element("div", { class: "thumbnail" }, drawMedia(component, stage)));
    case GALLERY:
      return drawGallery(component, stage);
    case FILE:
      return drawAttached(component, stage);
    case SEPARATOR:
      return element("hr", {
        class: component.spacing === 2 ? "wide" : "",
        "data-divider": component.divider === false ? "no" : "yes",
      });
    case CONTAINER:
      return drawContainer(component, stage);
  }
  return SELECTS.has(component.type) ? drawSelect(component, stage) : null;
}

function drawContainer(component, stage) {
  const made = element("div", { class: "container" }, drawComponents(component.components, stage));
  const colour = component.accent_color;
  if (colour !== null && colour !== undefined) {
    made.classList.add("accented");
    made.style.setProperty("--accent", `#${colour.toString(16).padStart(6, "0")}`);
  }
  return hideable(component, made);
}

function drawSection(component, stage) {
  return element(
    "div",
    { class: "section" },
    element("div", { class: "texts" }, drawComponents(component.components, stage)),
    component.accessory && element("div", { class: "accessory" }, drawComponent(component.accessory, stage)),
  );
}

function drawGallery(component, stage) {
  const items = component.items ?? [];
  return element(
    "div",
    { class: "gallery", "data-count": items.length },
    items.map((item) => hideable(item, drawMedia(item, stage))),
  );
}

function drawMedia(item, stage) {
  return drawPicture(item.media, item.description, attachmentOf(item.media, stage.message));
}

function drawAttached(component, stage) {
  const attachment = attachmentOf(component.file, stage.message);
  const name = attachment?.filename ?? component.name ?? word("file");
  return hideable(component, drawFile(component.file?.url, name, attachment?.size ?? component.size));
}

function attachmentOf(media, message) {
  return (message.attachments ?? []).find((it) => it.id === media?.attachment_id || it.url === media?.url);
}

function hideable(component, made) {
  return component.spoiler ? drawSpoiler(made, "div") : made;
}

function drawButton(component, stage) {
  const { style, label, custom_id: customId } = component;
  const inside = [emojiOf(component.emoji, stage.world), label && element("span", {}, label)];
  if (style === LINK) {
    const found = messageAt(component.url, stage.world);
    if (found) {
      const leads = { "data-channel": found.channel.id, "data-jump": found.messageId };
      return element("button", { type: "button", class: "button secondary", ...leads }, inside);
    }
    const address = safeLink(component.url);
    const properties = { class: "button secondary", target: "_blank", rel: "noopener noreferrer" };
    return element("a", { ...properties, href: address, "aria-disabled": !address && "true" }, inside, sign("out"));
  }
  if (style === PREMIUM) return drawSale(component, stage);
  const button = element(
    "button",
    {
      type: "button",
      class: `button ${STYLES[style] ?? "secondary"}`,
      disabled: component.disabled,
      "aria-label": label ? null : component.emoji?.name,
      "data-control": customId,
      onclick: () => stage.act(button, customId, BUTTON),
    },
    inside,
  );
  return button;
}

function drawSale({ sku_id: skuId, disabled }, stage) {
  return element(
    "button",
    {
      type: "button",
      class: "button premium",
      disabled,
      "data-control": `sku ${skuId}`,
      "aria-haspopup": "dialog",
      onclick: () => stage.buy(skuId),
    },
    stage.offer(skuId),
  );
}

function drawSelect(component, stage) {
  const select = new Select(component, stage.world, {
    onChange: (values) => stage.act(select.button, component.custom_id, component.type, values),
  });
  return select.element;
}
