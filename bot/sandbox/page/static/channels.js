// The channels that whoever acts can see, and in which of them something is new.

import { element, sign } from "./dom.js";
import { word } from "./language.js";
import { stage } from "./stage.js";

export function keepChannels(holder) {
  const draw = () => {
    const { session, channelId } = stage;
    if (!session?.world.guild) return;
    const focused = document.activeElement?.closest?.("[data-go]")?.dataset.go;
    const drawn = session.world.textChannels().map((channel) => drawChannel(session, channel, channelId));
    holder.replaceChildren(...drawn);
    if (focused) holder.querySelector(`[data-go="${CSS.escape(focused)}"]`)?.focus();
  };
  stage.changes.add((what, session) => (what !== "news" || session === stage.session) && draw());
}

function drawChannel(session, channel, openId) {
  const isOpen = channel.id === openId;
  const { count, concerning } = isOpen ? { count: 0, concerning: 0 } : session.unread(channel.id);
  return element(
    "li",
    {},
    element(
      "button",
      {
        type: "button",
        class: count ? "channel unread" : "channel",
        "aria-current": isOpen && "page",
        "data-go": channel.id,
        onclick: () => stage.go(channel.id),
      },
      sign("channel"),
      element("span", { dir: "auto" }, channel.name),
      count > 0 && element("span", { class: "hidden" }, word("new_here")),
      concerning > 0 && element("span", { class: "badge", "aria-label": word("for_you", { count: concerning }) }, concerning),
    ),
  );
}
