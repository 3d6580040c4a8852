// The commands that a member's client lists, what they take, and the options that are sent.

import { plainNumber, word } from "../language.js";

export const Kind = Object.freeze({
  SUBCOMMAND: 1,
  GROUP: 2,
  STRING: 3,
  INTEGER: 4,
  BOOLEAN: 5,
  USER: 6,
  CHANNEL: 7,
  ROLE: 8,
  MENTIONABLE: 9,
  NUMBER: 10,
  ATTACHMENT: 11,
});

export const CHAT_INPUT = 1;
export const USER_MENU = 2;
export const MESSAGE_MENU = 3;

// Discord's own limit where a command sets none.
const MOST_STRING = 6000;

const PICKED = new Set([Kind.USER, Kind.CHANNEL, Kind.ROLE, Kind.MENTIONABLE]);

// What an option or a command is called in the reader's language.
function worded(raw, locale) {
  return {
    label: raw.name_localizations?.[locale] || raw.name,
    description: raw.description_localizations?.[locale] || raw.description || "",
  };
}

// One option of a command, and what it takes.
export class Option {
  constructor(raw, locale) {
    Object.assign(this, worded(raw, locale));
    this.name = raw.name;
    this.kind = raw.type;
    this.required = Boolean(raw.required);
    this.autocomplete = Boolean(raw.autocomplete);
    this.channelTypes = raw.channel_types ?? [];
    this.choices = (raw.choices ?? []).map((choice) => ({
      label: choice.name_localizations?.[locale] || choice.name,
      value: choice.value,
    }));
    this.least = raw.min_value ?? raw.min_length ?? null;
    this.most = raw.max_value ?? raw.max_length ?? null;
  }

  // Whether a value can only be taken from a list.
  get isPicked() {
    return this.choices.length > 0 || PICKED.has(this.kind) || this.kind === Kind.BOOLEAN;
  }

  get isNumber() {
    return this.kind === Kind.INTEGER || this.kind === Kind.NUMBER;
  }

  // What a typed text stands for: `{value}`, or `{problem}` with a sentence for whoever types.
  fit(text) {
    if (this.kind === Kind.ATTACHMENT) return { problem: word("no_files") };
    if (!text) return { problem: word("needed") };
    if (this.isPicked) return { problem: word("pick_from_list") };
    if (this.isNumber) return this.#number(text);
    return this.#within([...text].length, text, MOST_STRING);
  }

  #number(text) {
    const plain = plainNumber(text);
    const whole = this.kind === Kind.INTEGER;
    const shape = whole ? /^[+-]?\d+$/ : /^[+-]?(\d+(\.\d+)?|\.\d+)$/;
    if (!shape.test(plain)) return { problem: word(whole ? "whole_number_please" : "number_please") };
    return this.#within(Number(plain), Number(plain), Number.MAX_SAFE_INTEGER);
  }

  #within(size, value, mostOfAll) {
    const most = this.most ?? mostOfAll;
    const least = this.least ?? (this.isNumber ? -mostOfAll : 0);
    if (size >= least && size <= most) return { value };
    const what = size < least ? "at_least" : "at_most";
    const key = this.isNumber ? what : `${what}_characters`;
    return { problem: word(key, { least, most, count: size }) };
  }
}

// One command as it is typed or clicked; `path` holds its words, subcommands included.
export class Command {
  constructor(path, labels, node, root, locale) {
    this.path = path;
    this.root = root;
    this.kind = root.type || CHAT_INPUT;
    this.description = worded(node, locale).description;
    this.options = (node.options ?? []).map((option) => new Option(option, locale));
    this.typed = labels.join(" ");
    this.name = path.join(" ");
    this.title = this.kind === CHAT_INPUT ? `/${this.typed}` : this.typed;
  }

  option(name) {
    return this.options.find((option) => option.name === name);
  }

  // The options as they are sent; `values` go by name, `focused` is the one being typed.
  nested(values, focused = null) {
    let options = this.options
      .filter((option) => option.name in values)
      .map((option) => ({
        type: option.kind,
        name: option.name,
        value: values[option.name],
        ...(option.name === focused ? { focused: true } : {}),
      }));
    for (let depth = this.path.length - 1; depth > 0; depth -= 1) {
      const isGroup = this.path.length === 3 && depth === 1;
      const type = isGroup ? Kind.GROUP : Kind.SUBCOMMAND;
      options = [{ type, name: this.path[depth], options }];
    }
    return options;
  }
}

// All commands of the application that a member's client lists in a guild.
export class CommandIndex {
  constructor(raw, applicationId, locale) {
    const application = (raw.applications ?? []).find((it) => it.id === applicationId);
    this.application = application?.name ?? word("commands");
    this.commands = (raw.application_commands ?? [])
      .filter((root) => (root.application_id ?? applicationId) === applicationId)
      .flatMap((root) => [...leaves(root, locale)]);
    this.slash = this.commands
      .filter((command) => command.kind === CHAT_INPUT)
      .sort(byLength);
  }

  menus(kind) {
    return this.commands.filter((command) => command.kind === kind);
  }

  // The typed command of this name, such as "gift" or "live start".
  find(name) {
    return this.slash.find((command) => command.name === name);
  }

  // The commands that fit what is typed after the slash, the nearest first.
  matching(typed) {
    const words = fold(typed);
    const ranked = this.slash.map((command) => ({ command, rank: rank(command, words) }));
    return ranked
      .filter((it) => it.rank < 4)
      .sort((one, other) => one.rank - other.rank)
      .map((it) => it.command);
  }

  // The command whose whole name stands at the start of a text, and what follows it.
  begun(typed) {
    const found = this.slash
      .filter((command) => fold(typed).startsWith(`${fold(command.typed)} `))
      .sort((one, other) => other.typed.length - one.typed.length)[0];
    return found ? { command: found, rest: typed.slice(found.typed.length).trimStart() } : null;
  }
}

// Commands of one word come first: they are what most people are here for.
function byLength(one, other) {
  const isShorter = (one.path.length > 1) - (other.path.length > 1);
  return isShorter || one.typed.localeCompare(other.typed);
}

export function fold(text) {
  return text.normalize("NFKC").toLocaleLowerCase();
}

function rank(command, words) {
  const title = fold(command.typed);
  if (title.startsWith(words)) return 0;
  if (title.split(" ").some((word) => word.startsWith(words.trim()))) return 1;
  if (title.includes(words.trim())) return 2;
  // A letter or two stands in every description.
  return words.length > 2 && fold(command.description).includes(words.trim()) ? 3 : 4;
}

function* leaves(root, locale) {
  function* walk(node, path, labels) {
    const branches = (node.options ?? []).filter((child) => child.type <= Kind.GROUP);
    for (const branch of branches) {
      yield* walk(branch, [...path, branch.name], [...labels, worded(branch, locale).label]);
    }
    if (!branches.length) yield new Command(path, labels, node, root, locale);
  }
  yield* walk(root, [root.name], [worded(root, locale).label]);
}
