// The commands of whoever is on stage, as the composer shows them.

import { indexOf } from "../commands.js";
import { stage } from "../stage.js";
import { CommandIndex } from "./commands.js";

let known = { raw: null, index: null };

// The commands that whoever is on stage may use now; an error where they cannot be had.
export async function listing() {
  const { session } = stage;
  await session.ready();
  const raw = await indexOf(session);
  if (known.raw !== raw) {
    const index = new CommandIndex(raw, session.place.application_id, session.world.user.locale);
    known = { raw, index };
  }
  return known.index;
}
