// The commands that a member may use, fetched again whenever they may have changed.

const known = new WeakMap();

// Return what a session's member may use, as the server lists it: `applications`, and their
// `application_commands`, which are typed (type 1), or stand in a member's (2) or a message's (3)
// menu.
export async function indexOf(session) {
  const version = session.world.commandsVersion;
  const kept = known.get(session);
  if (kept?.version === version) return kept.index;
  const index = session.rest.get(`/guilds/${session.place.guild.id}/application-command-index`);
  known.set(session, { version, index });
  index.catch(() => known.delete(session));
  return index;
}

// Return the commands alone.
export async function commandsOf(session) {
  return (await indexOf(session)).application_commands ?? [];
}

// Fetch them again when they are next asked for: what was sent was refused as outdated.
export function forgetCommands(session) {
  known.delete(session);
}
