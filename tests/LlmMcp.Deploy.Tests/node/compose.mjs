// Resolves compose files as docker compose does, as far as ours go: several files, variables, profiles. Prints JSON.
//   node compose.mjs --file compose.yml [--file override.yml] --env-file .env [--profile name]
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import YAML from "yaml";

const { values } = parseArgs({
  options: {
    file: { type: "string", multiple: true },
    "env-file": { type: "string" },
    profile: { type: "string", multiple: true, default: [] },
  },
});

try {
  const env = readEnvFile(values["env-file"]);
  const model = values.file
    .map((file) => interpolateAll(YAML.parse(readFileSync(file, "utf8"), { merge: true }), env))
    .reduce(merge);
  const active = new Set([...values.profile, ...(env.COMPOSE_PROFILES ?? "").split(",").filter(Boolean)]);
  for (const [name, service] of Object.entries(model.services)) {
    if (service.profiles && !service.profiles.some((profile) => active.has(profile))) delete model.services[name];
  }
  for (const key of Object.keys(model)) if (key.startsWith("x-")) delete model[key];
  console.log(JSON.stringify(model, null, 2));
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

function readEnvFile(path) {
  const entries = readFileSync(path, "utf8").split("\n").map((line) => line.trim())
    .filter((line) => line && !line.startsWith("#"))
    .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]);
  return Object.fromEntries(entries);
}

function interpolateAll(value, env) {
  if (typeof value === "string") return interpolate(value, env);
  if (Array.isArray(value)) return value.map((each) => interpolateAll(each, env));
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, interpolateAll(each, env)]));
  }
  return value;
}

// ${A}, ${A:-default}, ${A:?message}, one inside the other, and $$ for a dollar.
function interpolate(text, env) {
  let result = "";
  for (let at = 0; at < text.length; ) {
    if (text[at] !== "$") result += text[at++];
    else if (text[at + 1] === "$") [result, at] = [result + "$", at + 2];
    else if (text[at + 1] !== "{") throw new Error(`A lone $ in "${text}".`);
    else {
      const end = closing(text, at + 1);
      result += substitute(text.slice(at + 2, end), env);
      at = end + 1;
    }
  }
  return result;
}

function closing(text, open) {
  for (let at = open, depth = 0; at < text.length; at++) {
    if (text[at] === "{") depth++;
    else if (text[at] === "}" && --depth === 0) return at;
  }
  throw new Error(`An unclosed brace in "${text}".`);
}

function substitute(expression, env) {
  const { name, operator, rest } = /^(?<name>[A-Za-z_][A-Za-z0-9_]*)(?:(?<operator>:-|:\?)(?<rest>.*))?$/s.exec(expression)?.groups
    ?? fail(`"\${${expression}}" is not understood.`);
  if (env[name]) return env[name];
  if (operator === ":?") fail(`required variable ${name} is missing a value: ${rest}`);
  return operator === ":-" ? interpolate(rest, env) : "";
}

function fail(message) {
  throw new Error(message);
}

function merge(below, above) {
  if (Array.isArray(below) && Array.isArray(above)) return [...below, ...above];
  if (below && above && typeof below === "object" && typeof above === "object") {
    const result = { ...below };
    for (const [key, value] of Object.entries(above)) result[key] = key in below ? merge(below[key], value) : value;
    return result;
  }
  return above;
}
