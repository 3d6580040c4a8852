// What whoever is on stage can do. Each act ends with an outcome, never with an error:
// {state: "answered" | "failed" | "refused" | "modal" | "choices", reason, choices}.

import { stage } from "./stage.js";

const COMMAND = 2;
const COMPONENT = 3;
const AUTOCOMPLETE = 4;
const MODAL_SUBMIT = 5;

// Press a button (componentType 2) of a message, or choose `values` in one of its selects.
export function press(message, customId, componentType, values) {
  const data = { component_type: componentType, custom_id: customId };
  if (values) Object.assign(data, { type: componentType, values });
  return stage.session.act(COMPONENT, data, { message });
}

// Use a command as the index lists it; `options` nest as Discord's do. `target` is the id of the
// member or message whose menu it is. Files stand in the options by their place in the list.
export function useCommand(command, options = [], { files = [], target, channelId } = {}) {
  const data = commandData(command, options);
  if (target) data.target_id = target;
  const shown = [command.name, ...pathOf(options)].join(" ");
  const name = command.type === 1 ? `/${shown}` : command.name;
  return stage.session.act(COMMAND, data, {
    channelId: channelId ?? stage.channelId,
    name,
    files,
  });
}

// Ask for suggestions while one option, marked `focused`, is being typed.
export function suggest(command, options, { channelId } = {}) {
  const data = commandData(command, options);
  return stage.session.act(AUTOCOMPLETE, data, { channelId: channelId ?? stage.channelId });
}

// Send a modal, as it was given to openModal, with its components filled in.
export function submitModal(modal, components, files = []) {
  const data = { id: modal.id, custom_id: modal.custom_id, components };
  return stage.session.act(MODAL_SUBMIT, data, { channelId: modal.channel_id, files });
}

// Say something in the channel.
export function say(content, { files = [], channelId } = {}) {
  const path = `/channels/${channelId ?? stage.channelId}/messages`;
  return attempt(() => stage.session.rest.post(path, { content }, files));
}

// Buy something at the price that was shown; nothing is really paid.
export function buy(skuId, { amount, currency }) {
  const body = { expected_amount: amount, expected_currency: currency };
  return attempt(() => stage.session.rest.post(`/store/skus/${skuId}/purchase`, body));
}

// Delete a message for everybody; a private one is put away by its reader alone.
export function remove(message) {
  return attempt(() =>
    stage.session.rest.delete(`/channels/${message.channel_id}/messages/${message.id}`),
  );
}

export function dismiss(message) {
  stage.session.world.forget(message.id);
}

async function attempt(act) {
  try {
    await act();
    return { state: "answered" };
  } catch (refused) {
    return { state: "refused", reason: refused.message, code: refused.code };
  }
}

function commandData({ id, name, type, version }, options) {
  return { id, name, type, version, options };
}

// The names of the subcommands (1) and groups of them (2) that were typed.
function pathOf(options) {
  const [first] = options;
  return first && (first.type === 1 || first.type === 2)
    ? [first.name, ...pathOf(first.options ?? [])]
    : [];
}
