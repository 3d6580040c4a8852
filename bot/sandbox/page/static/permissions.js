// What a member may see and do in a channel, reckoned as Discord does:
// https://discord.com/developers/docs/topics/permissions#permission-overwrites

export const ADMINISTRATOR = 1n << 3n;
export const VIEW_CHANNEL = 1n << 10n;
export const SEND_MESSAGES = 1n << 11n;
export const MANAGE_MESSAGES = 1n << 13n;
const EVERYTHING = (1n << 53n) - 1n;

export function permissionsIn(world, channel) {
  const { guild, roles, user } = world;
  if (guild.owner_id === user.id) return EVERYTHING;
  const worn = world.members.get(user.id)?.roles ?? [];
  let bits = BigInt(roles.get(guild.id)?.permissions ?? 0);
  for (const role of worn) bits |= BigInt(roles.get(role)?.permissions ?? 0);
  if (bits & ADMINISTRATOR) return EVERYTHING;
  const rules = new Map((channel.permission_overwrites ?? []).map((rule) => [rule.id, rule]));
  bits = changed(bits, [rules.get(guild.id)]);
  bits = changed(bits, worn.map((role) => rules.get(role)));
  return changed(bits, [rules.get(user.id)]);
}

function changed(bits, rules) {
  const met = rules.filter(Boolean);
  const denied = met.reduce((sum, rule) => sum | BigInt(rule.deny), 0n);
  const allowed = met.reduce((sum, rule) => sum | BigInt(rule.allow), 0n);
  return (bits & ~denied) | allowed;
}
