// Makes of a resolved compose model (JSON on standard input) what podman-compose 1.0.3 can take:
//   node podman-compose.mjs [--scale service=number]
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { scale: { type: "string", multiple: true, default: [] } } });
const model = JSON.parse(readFileSync(0, "utf8"));
for (const service of Object.values(model.services)) {
  // The images are built before, and it knows no profiles.
  delete service.build;
  delete service.pull_policy;
  delete service.profiles;
  if (!service.image.includes("/")) service.image = `localhost/${service.image}`;
  // podman 4 gives containers the host's name by itself, and does not know how to be asked for it.
  delete service.extra_hosts;
  // It takes the first word off a list, for each replica anew.
  if (service.healthcheck?.test[0] === "CMD") service.healthcheck.test = service.healthcheck.test.slice(1).join(" ");
  // podman lays a folder of its own over /run, and runc 1.1 gives what is mounted in it that folder's mode.
  service.tmpfs = service.tmpfs?.map((mount) => mount.replace("/run/postgresql:", "/run:"));
  // podman has one log file.
  delete service.logging?.options?.["max-file"];
}
for (const [name, number] of values.scale.map((each) => each.split("="))) model.services[name].deploy.replicas = Number(number);
console.log(JSON.stringify(model, null, 2));
