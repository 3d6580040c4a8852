// Reads Discord's markdown into a tree: blocks, and the styled pieces inside each.

import { EMOJI } from "./emoji.js";

const DEEPEST = 12;

// Pieces within a line, tried in this order wherever one may begin. Each rule's pattern is sticky.
const RULES = [
  [/\\([^\p{L}\p{N}\s])/uy, ([, text]) => ({ kind: "text", text })],
  [/(`+)([\s\S]*?[^`])\1(?!`)/y, ([, , text]) => ({ kind: "code", text: trimmed(text) })],
  [/<t:(-?\d{1,13})(?::([tTdDfFRsS]))?>/y, ([, at, style]) => ({ kind: "time", at: Number(at), style: style ?? "f" })],
  [/<@!?(\d{1,20})>/y, ([, id]) => ({ kind: "member", id })],
  [/<@&(\d{1,20})>/y, ([, id]) => ({ kind: "role", id })],
  [/<#(\d{1,20})>/y, ([, id]) => ({ kind: "channel", id })],
  [/<a?:(\w{2,32}):(\d{1,20})>/y, ([, name, id]) => ({ kind: "custom", name, id })],
  [/<\/([^<>:]{1,100}):(\d{1,20})>/y, ([, name]) => ({ kind: "command", name })],
  [/@(everyone|here)\b/y, ([text]) => ({ kind: "everyone", text })],
  [/<(https?:\/\/[^\s<>]+)>/y, ([, url]) => ({ kind: "link", url, children: plain(url) })],
  [/\[((?:\\.|\[[^\]]*\]|[^[\]])+)\]\(\s*<?(https?:\/\/[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)>?(?:\s+["'][^"']*["'])?\s*\)/y, ([, label, url], inner) => ({ kind: "link", url, children: inner(label) })],
  [/https?:\/\/[^\s<]+[^\s<.,:;"'\])*_~|]/y, ([url]) => ({ kind: "link", url, children: plain(url) })],
  [/\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/y, styled("strong")],
  [/__((?:\\[\s\S]|[^\\])+?)__(?!_)/y, styled("underline")],
  [/~~([\s\S]+?)~~/y, styled("strike")],
  [/\|\|([\s\S]+?)\|\|/y, styled("spoiler")],
  [/\*(?=\S)((?:\*\*|\s+(?:[^*\s]|\*\*)|[^\s*])+?)\*(?!\*)/y, styled("emphasis")],
  [/\b_((?:__|\\[\s\S]|[^\\_])+?)_\b/y, styled("emphasis")],
  [new RegExp(EMOJI.source, "vy"), ([text]) => ({ kind: "emoji", text })],
];

// Where a piece may begin; between such places there is plain text.
const OPENING = /[\\`<@[*_~|]|https?:\/\/|[^\x00-\u00a8\u00aa-\u00ad\u00af-\u203b]|[0-9#*]\ufe0f/gu;

const FENCE = /```(?:([\w+\-.#]+)\n)?\n*([\s\S]+?)\n*```\n?/g;
const LINE = /^(?:(?<heading>#{1,3}) +(?=\S)|(?<subtext>-# +)(?=\S)|(?<quote>> |>$)|(?<item>(?<indent> *)(?:[-*]|(?<number>\d{1,9})\.) +)(?=\S))/;

// Blocks: {kind: "lines", children}, {kind: "heading", level, children}, {kind: "subtext", children},
// {kind: "quote", blocks}, {kind: "list", isOrdered, start, items}, {kind: "fence", text, language}.
export function readMarkdown(source) {
  const [before, quoted] = splitQuote(source);
  const blocks = fences(before);
  if (quoted !== null) blocks.push({ kind: "quote", blocks: fences(quoted, { isQuoted: true }) });
  return blocks;
}

// The pieces of a text that stands within a line, such as a placeholder's.
export function readInline(source, depth = 0) {
  const nodes = [];
  let start = 0;
  let at = 0;
  while (at < source.length) {
    OPENING.lastIndex = at;
    const opening = OPENING.exec(source);
    if (!opening) break;
    at = opening.index;
    const found = depth < DEEPEST ? piece(source, at, depth) : null;
    if (!found) {
      at += opening[0].length > 2 ? 1 : opening[0].length;
      continue;
    }
    if (start < at) nodes.push({ kind: "text", text: source.slice(start, at) });
    nodes.push(found.node);
    start = at = found.end;
  }
  if (start < source.length) nodes.push({ kind: "text", text: source.slice(start) });
  return nodes;
}

function piece(source, at, depth) {
  for (const [pattern, make] of RULES) {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match) {
      const end = at + match[0].length;
      return { node: make(match, (text) => readInline(text, depth + 1)), end };
    }
  }
  return null;
}

function styled(kind) {
  return ([, text], inner) => ({ kind, children: inner(text) });
}

function plain(text) {
  return [{ kind: "text", text }];
}

function trimmed(code) {
  return code.replace(/^ (?=[\s\S]*\S) ?| $/g, "");
}

// Three arrows quote all that follows.
function splitQuote(source) {
  const match = /^>>> ?/m.exec(outsideFences(source));
  if (!match) return [source, null];
  return [source.slice(0, match.index).replace(/\n$/, ""), source.slice(match.index + match[0].length)];
}

function outsideFences(source) {
  return source.replace(FENCE, (fence) => " ".repeat(fence.length));
}

function fences(source, where = {}) {
  const blocks = [];
  let start = 0;
  for (const match of source.matchAll(FENCE)) {
    blocks.push(...lines(source.slice(start, match.index).replace(/\n$/, ""), where));
    blocks.push({ kind: "fence", language: match[1] ?? "", text: match[2] });
    start = match.index + match[0].length;
  }
  blocks.push(...lines(source.slice(start), where));
  return blocks;
}

// Nothing quotes within a quote.
function lines(source, { isQuoted = false } = {}) {
  if (!source) return [];
  const blocks = [];
  for (const line of source.split("\n")) {
    const mark = LINE.exec(line)?.groups ?? {};
    const block = blocks.at(-1);
    if (mark.quote !== undefined && !isQuoted) {
      const text = line.replace(/^> ?/, "");
      if (block?.kind === "quoted") block.lines.push(text);
      else blocks.push({ kind: "quoted", lines: [text] });
    } else if (mark.item !== undefined) {
      const item = { indent: mark.indent.length, number: mark.number, text: line.slice(mark.item.length) };
      if (block?.kind === "items" && goesOn(block.items, item)) block.items.push(item);
      else blocks.push({ kind: "items", items: [item] });
    } else if (mark.heading !== undefined) {
      const text = line.slice(mark.heading.length).trim();
      blocks.push({ kind: "heading", level: mark.heading.length, children: readInline(text) });
    } else if (mark.subtext !== undefined) {
      blocks.push({ kind: "subtext", children: readInline(line.slice(mark.subtext.length)) });
    } else if (block?.kind === "loose") block.lines.push(line);
    else blocks.push({ kind: "loose", lines: [line] });
  }
  return blocks.map(finished);
}

function finished(block) {
  switch (block.kind) {
    case "loose":
      return { kind: "lines", children: readInline(block.lines.join("\n")) };
    case "quoted":
      return { kind: "quote", blocks: lines(block.lines.join("\n"), { isQuoted: true }) };
    case "items":
      return nested(block.items);
    default:
      return block;
  }
}

// Points and numbers that stand equally far in are two lists.
function goesOn(items, item) {
  const beside = items.findLast(({ indent }) => indent <= item.indent);
  return item.indent > items[0].indent || Boolean(beside?.number) === Boolean(item.number);
}

// Items that are further in than the one before them are a list of its own inside it.
function nested(items) {
  const [first] = items;
  const list = {
    kind: "list",
    isOrdered: first.number !== undefined,
    start: Number(first.number ?? 1),
    items: [],
  };
  for (let at = 0; at < items.length; ) {
    let end = at + 1;
    while (end < items.length && items[end].indent > first.indent) end += 1;
    const inner = items.slice(at + 1, end);
    list.items.push({
      children: readInline(items[at].text),
      list: inner.length ? nested(inner) : null,
    });
    at = end;
  }
  return list;
}
