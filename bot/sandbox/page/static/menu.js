// The menus of a message and of a member: what apps offer there, and what Discord does itself.

import { remove, useCommand } from "./actions.js";
import { commandsOf } from "./commands.js";
import { element, sign } from "./dom.js";
import { word } from "./language.js";
import { drawAvatar } from "./media.js";
import { tell } from "./notice.js";
import { MANAGE_MESSAGES, permissionsIn } from "./permissions.js";
import { openPopup } from "./popup.js";
import { stage } from "./stage.js";
import { EPHEMERAL, nameOf } from "./world.js";

const MEMBER_MENU = 2;
const MESSAGE_MENU = 3;
const BULK = 6;

export async function openMessageMenu(message, anchor) {
  const entries = await appEntries(MESSAGE_MENU, message.id, message.channel_id);
  if (mayDelete(message)) {
    entries.push({ label: word("delete_message"), icon: "bin", isDanger: true, act: () => remove(message) });
  }
  open(anchor, word("message"), entries);
}

export async function openMemberMenu(memberId, anchor) {
  const { world } = stage.session;
  const member = world.members.get(memberId);
  if (!member) return;
  const worn = member.roles.map((role) => world.roles.get(role)?.name).filter(Boolean);
  const head = element(
    "div",
    { class: "menu-head" },
    drawAvatar(member.user, "avatar large"),
    element("div", {}, element("strong", {}, nameOf(member.user, member)), element("small", {}, worn.join(", ") || word("no_roles"))),
  );
  const entries = await appEntries(MEMBER_MENU, memberId, stage.channelId);
  open(anchor, nameOf(member.user, member), entries, head);
}

async function appEntries(kind, target, channelId) {
  const commands = await commandsOf(stage.session).catch(() => []);
  return commands
    .filter((command) => command.type === kind)
    .map((command) => ({
      label: command.name,
      icon: "app",
      act: () => useCommand(command, [], { target, channelId }),
    }));
}

function mayDelete(message) {
  if (message.flags & EPHEMERAL || message.type === BULK) return false;
  const { world } = stage.session;
  const channel = world.channel(message.channel_id);
  return message.author.id === world.user.id || Boolean(permissionsIn(world, channel) & MANAGE_MESSAGES);
}

function open(anchor, label, entries, head = null) {
  const items = entries.map((entry) =>
    element(
      "button",
      { type: "button", role: "menuitem", class: entry.isDanger ? "danger" : "", onclick: () => act(entry) },
      sign(entry.icon),
      entry.label,
    ),
  );
  const none = element("p", { class: "nothing" }, word("nothing_to_do"));
  const popup = element(
    "div",
    { class: "popup menu", role: "menu", "aria-label": label, onkeydown: (event) => step(event, items) },
    head,
    items.length ? items : none,
  );
  const opened = openPopup(popup, anchor, { onClose: () => anchor.isConnected && anchor.focus() });
  items[0]?.focus();

  async function act(entry) {
    opened.close();
    const outcome = await entry.act();
    if (outcome.state === "refused") tell(outcome.reason);
  }
}

function step(event, items) {
  const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!move || !items.length) return;
  event.preventDefault();
  const at = items.indexOf(document.activeElement);
  items[(at + move + items.length) % items.length].focus();
}
