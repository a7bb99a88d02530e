// Holds Kubernetes manifests (YAML on standard input) against the API's schemas and KEDA's, unknown fields included.
// Prints what is wrong, a line each; ends with the number of objects that were checked.
import { readFileSync } from "node:fs";
import YAML from "yaml";

let wrong = 0;
let checked = 0;
for (const document of YAML.parseAllDocuments(readFileSync(0, "utf8"))) {
  const object = document.toJS();
  // kustomize breaks long values into lines, which the API allows and the schema's format does not.
  if (object.kind === "Secret") for (const key of Object.keys(object.data)) object.data[key] = object.data[key].replace(/\s/g, "");
  const name = `${object.kind}/${object.metadata?.name}`;
  for (const problem of await problemsOf(object)) {
    wrong++;
    console.log(`${name}: ${problem}`);
  }
  checked++;
}
console.log(`${checked} objects`);
process.exit(wrong === 0 ? 0 : 1);

async function problemsOf(object) {
  const group = object.apiVersion.startsWith("keda.sh/") ? "@kubernetes-models/keda" : "kubernetes-models";
  let models;
  try {
    models = await import(`${group}/${object.apiVersion}`);
  } catch {
    return [`${object.apiVersion} is not an API`];
  }
  const Model = models[object.kind];
  if (!Model) return [`${object.apiVersion} has no such kind`];

  const asked = new Map();
  try {
    Model.prototype.validate.call(watched(object, asked));
  } catch (error) {
    return [error.message];
  }
  return unasked(object, "", asked);
}

// The schemas do not forbid unknown fields, but their validators ask for every field they know, and for all fields of a
// free map. So a field that nobody asked for is not one.
function watched(value, asked) {
  if (value === null || typeof value !== "object") return value;
  if (!asked.has(value)) asked.set(value, new Set());
  const names = asked.get(value);
  return new Proxy(value, {
    get(target, key) {
      names.add(key);
      return watched(target[key], asked);
    },
    ownKeys(target) {
      Reflect.ownKeys(target).forEach((key) => names.add(key));
      return Reflect.ownKeys(target);
    },
  });
}

function unasked(value, path, asked) {
  // What no validator looked into is free, such as the value of an annotation.
  if (!asked.has(value)) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    asked.get(value).has(key) ? unasked(child, `${path}/${key}`, asked) : [`${path}/${key} is not a field`]);
}
