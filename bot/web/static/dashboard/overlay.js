// The overlay's section: a preview that fits its place, whether the overlay is on and in sight, and an address
// that is copied unseen.

import { Stream } from "/static/overlay/stream.js";

const preview = document.querySelector(".preview");
if (preview) {
  const frame = preview.querySelector("iframe");
  new ResizeObserver(() => {
    preview.style.setProperty("--scale", preview.clientWidth / frame.width);
  }).observe(preview);
}

const presence = document.querySelector("#presence");
if (presence) {
  new Stream(presence.dataset.live, "", (topic, data) => {
    if (topic !== "player") return;
    presence.dataset.presence = data.presence;
    presence.textContent = presence.dataset[data.presence];
  }).listen();
}

const copy = document.querySelector("#copy");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(copy.dataset.secret);
    copy.textContent = copy.dataset.done;
  });
}
