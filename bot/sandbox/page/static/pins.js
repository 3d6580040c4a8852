// What is pinned in a channel: each in its own words, with all that can be pressed in them.

import { element } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { word } from "./language.js";
import { drawMarkdown } from "./markup.js";
import { drawAvatar } from "./media.js";
import { authorName, textsOf } from "./message.js";
import { drawStamp } from "./moments.js";
import { tell } from "./notice.js";
import { openPopup } from "./popup.js";
import { stage } from "./stage.js";

// Show the pinned messages by a button.
export async function openPins(button) {
  const { session, channelId } = stage;
  let items;
  try {
    ({ items } = await session.rest.get(`/channels/${channelId}/messages/pins`));
  } catch (refused) {
    return tell(refused.message);
  }
  const drawn = items.map(({ message }) => drawPin(message, session.world));
  const none = element("p", { class: "nothing" }, word("nothing_pinned"));
  const list = element("ul", {}, drawn);
  const popup = element(
    "div",
    { class: "popup pins", role: "dialog", "aria-label": word("pinned_messages"), tabindex: "-1" },
    element("h2", {}, word("pinned_messages")),
    drawn.length ? list : none,
  );
  button.setAttribute("aria-expanded", "true");
  openPopup(popup, button, { onClose: () => closed(button) });
  (popup.querySelector("button") ?? popup).focus();
}

// The keyboard goes back to where it came from, unless it has gone elsewhere already.
function closed(button) {
  button.setAttribute("aria-expanded", "false");
  if (document.activeElement === document.body) button.focus();
}

function drawPin(message, world) {
  const name = { type: "button", class: "author", "data-member": message.author.id, dir: "auto" };
  const leads = { "data-channel": message.channel_id, "data-jump": message.id };
  const attached = message.attachments ?? [];
  return element(
    "li",
    { class: "pin" },
    drawAvatar(message.author, "avatar small"),
    element(
      "div",
      {},
      element(
        "header",
        {},
        element("button", name, withEmoji(authorName(message, world))),
        drawStamp(message.timestamp, world.user?.locale),
        element("button", { type: "button", class: "button secondary jump", ...leads }, word("jump")),
      ),
      element("div", { class: "words text", dir: "auto" }, textsOf(message).map((text) => drawMarkdown(text, world))),
      attached.map(({ filename }) => element("small", {}, filename)),
    ),
  );
}
