// In which language whoever acts reads: theirs to choose, as in their settings of Discord.

import { STRING } from "./choices.js";
import { element } from "./dom.js";
import { OFFERED, nameOfLanguage, word } from "./language.js";
import { Select } from "./select.js";
import { stage } from "./stage.js";
import { World } from "./world.js";

export function keepLanguages(holder) {
  let shown = {};
  const draw = () => {
    const { session } = stage;
    // What is chosen is chosen for whoever the list was drawn for, also where both read the same.
    if (!session || (shown.session === session && shown.locale === session.locale)) return;
    const hadFocus = holder.contains(document.activeElement);
    shown = { session, locale: session.locale };
    holder.replaceChildren(...drawn(session));
    if (hadFocus) holder.querySelector("button").focus();
  };
  stage.changes.add((what, session) => session === stage.session && draw());
}

function drawn(session) {
  const { locale } = session;
  const offered = [...new Set([...OFFERED, locale])];
  const options = offered.map((value) => ({ value, label: nameOfLanguage(value), default: value === locale }));
  const select = new Select({ type: STRING, options }, new World(stage.place.guild.id), {
    onChange: ([chosen]) => session.speak(chosen),
    label: word("language_is", { name: nameOfLanguage(locale) }),
  });
  return [element("h2", { "data-word": "language" }, word("language")), select.element];
}
