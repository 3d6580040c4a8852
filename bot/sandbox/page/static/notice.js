// Short notices: what could not be done, and what is told to those who listen.

import { element } from "./dom.js";

const SHOWN_MS = 6_000;

// Say something at the edge of the page, for a moment: what went wrong, or, as "success", what went well.
export function tell(text, kind = "") {
  const notice = element("p", { class: `notice ${kind}`.trim() }, text);
  document.querySelector("#notices").append(notice);
  setTimeout(() => notice.remove(), SHOWN_MS);
}

// Say something to whoever listens instead of looking.
export function announce(text) {
  const heard = document.querySelector("#heard");
  heard.append(element("p", {}, text));
  while (heard.children.length > 20) heard.firstChild.remove();
}
