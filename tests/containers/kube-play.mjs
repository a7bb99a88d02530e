// Makes of manifests (YAML on standard input) what `podman kube play` of version 4 can take:
//   node kube-play.mjs --empty FOLDER | --secret
// It knows Deployments, ConfigMaps and claims; there are no Services, so pods are called by their own names. Secrets it makes
// itself cannot be read by its own secretKeyRef: --secret prints `name value`, to be made with `podman secret create`.
// Its emptyDirs are root's whatever fsGroup says: folders below FOLDER take their place.
import { chmodSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parseArgs } from "node:util";

const YAML = createRequire(new URL("../LlmMcp.Deploy.Tests/node/", import.meta.url))("yaml");
const { values } = parseArgs({ options: { secret: { type: "boolean", default: false }, empty: { type: "string" } } });
const kinds = ["ConfigMap", "PersistentVolumeClaim", "Deployment"];
const given = YAML.parseAllDocuments(readFileSync(0, "utf8")).map((document) => document.toJS());
const secret = given.find((object) => object.kind === "Secret");
if (values.secret) {
  console.log(secret.metadata.name, JSON.stringify(secret.data));
  process.exit();
}
const objects = given
  .flatMap((object) => (object.kind === "StatefulSet" ? withClaims(object) : [object]))
  .filter((object) => kinds.includes(object.kind) && !object.metadata.name.startsWith("ollama"))
  .sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));

for (const object of objects) {
  delete object.metadata.namespace;
  if (object.kind !== "Deployment") continue;
  object.spec.replicas = 1;
  const pod = object.spec.template.spec;
  pod.volumes = pod.volumes.map((volume) => (volume.emptyDir ? { name: volume.name, hostPath: { path: folder(object.metadata.name, volume.name) } } : volume));
  for (const container of pod.containers) {
    if (container.image.includes("postgres")) container.image = "localhost/database:1.0";
    else container.image = `localhost/${container.image}`;
    for (const variable of container.env) {
      for (const name of ["llmcore", "llmdb"]) variable.value = variable.value?.replace(new RegExp(`\\b${name}\\b`), `${name}-pod-0`);
    }
  }
}
console.log(objects.map((object) => YAML.stringify(object)).join("---\n"));

function folder(...names) {
  const path = [values.empty, ...names].join("/");
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o1777);
  return path;
}

function withClaims({ spec, ...object }) {
  const { volumeClaimTemplates, serviceName, ...rest } = spec;
  for (const claim of volumeClaimTemplates) {
    const name = `${object.metadata.name}-${claim.metadata.name}`;
    rest.template.spec.volumes.push({ name: claim.metadata.name, persistentVolumeClaim: { claimName: name } });
    claim.metadata.name = name;
  }
  return [
    ...volumeClaimTemplates.map((claim) => ({ apiVersion: "v1", kind: "PersistentVolumeClaim", ...claim })),
    { ...object, kind: "Deployment", spec: rest },
  ];
}
