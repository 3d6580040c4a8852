// What is pinned in a channel.

import { element } from "./dom.js";
import { withEmoji } from "./emoji.js";
import { drawAvatar } from "./media.js";
import { authorName, wordsOf } from "./message.js";
import { drawStamp } from "./moments.js";
import { tell } from "./notice.js";
import { openPopup } from "./popup.js";
import { stage } from "./stage.js";

// Show the pinned messages by a button; `onJump` gets the id of the one that is chosen.
export async function openPins(button, onJump) {
  const { session, channelId } = stage;
  let items;
  try {
    ({ items } = await session.rest.get(`/channels/${channelId}/messages/pins`));
  } catch (refused) {
    return tell(refused.message);
  }
  const drawn = items.map(({ message }) => drawPin(message, session.world, () => (opened.close(), onJump(message.id))));
  const none = element("p", { class: "nothing" }, "Nothing is pinned here yet.");
  const popup = element("div", { class: "popup pins", role: "dialog", "aria-label": "Pinned messages" }, element("h2", {}, "Pinned messages"), drawn.length ? drawn : none);
  button.setAttribute("aria-expanded", "true");
  const opened = openPopup(popup, button, { onClose: () => button.setAttribute("aria-expanded", "false") });
  popup.querySelector("button")?.focus();
}

function drawPin(message, world, jump) {
  return element(
    "button",
    { type: "button", class: "pin", onclick: jump },
    drawAvatar(message.author, "avatar small"),
    element(
      "span",
      {},
      element("strong", { dir: "auto" }, withEmoji(authorName(message, world))),
      " ",
      drawStamp(message.timestamp, world.user?.locale),
      element("span", { class: "words", dir: "auto" }, withEmoji(wordsOf(message, world))),
    ),
  );
}
