// Requests to Discord's HTTP API under one member's token, and what a refusal says.

import { word } from "./language.js";

export class RefusedError extends Error {
  constructor(status, code, message, errors) {
    super([message, ...sentences(errors)].filter(Boolean).join(" "));
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

// Errors nest like the form they are about; the sentences stand at the ends.
function sentences(errors) {
  if (!errors || typeof errors !== "object") return [];
  return Object.entries(errors).flatMap(([key, inner]) =>
    key === "_errors" ? inner.map((error) => error.message) : sentences(inner),
  );
}

export class Rest {
  #api;
  #token;

  constructor({ api, token }) {
    this.#api = api;
    this.#token = token;
  }

  get(path) {
    return this.#request("GET", path);
  }

  // `files` are File objects; the body names them by their place in the list.
  post(path, body, files = []) {
    return this.#request("POST", path, body, files);
  }

  patch(path, body) {
    return this.#request("PATCH", path, body);
  }

  delete(path) {
    return this.#request("DELETE", path);
  }

  async #request(method, path, body, files = []) {
    const headers = { Authorization: this.#token };
    let sent;
    if (files.length) {
      sent = new FormData();
      sent.append("payload_json", JSON.stringify(body));
      files.forEach((file, index) => sent.append(`files[${index}]`, file, file.name));
    } else if (body !== undefined) {
      headers["Content-Type"] = "application/json";
      sent = JSON.stringify(body);
    }
    let answer;
    try {
      answer = await fetch(this.#api + path, { method, headers, body: sent });
    } catch {
      throw new RefusedError(0, 0, word("no_answer"));
    }
    if (answer.status === 204) return null;
    const told = await answer.json().catch(() => ({}));
    if (answer.ok) return told;
    throw new RefusedError(answer.status, told.code ?? 0, told.message ?? "", told.errors);
  }
}
