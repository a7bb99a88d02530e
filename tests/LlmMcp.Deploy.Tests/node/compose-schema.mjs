// Holds a resolved compose model (JSON on standard input) against the Compose Specification's schema.
import { readFileSync } from "node:fs";
import Ajv from "ajv/dist/2019.js";
import addFormats from "ajv-formats";

const { $schema, ...schema } = JSON.parse(readFileSync(new URL("node_modules/dclint/schemas/compose.schema.json", import.meta.url), "utf8"));
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
// Formats of the specification's own.
for (const format of ["expose", "ports", "subnet_ip_address"]) ajv.addFormat(format, true);
const validate = ajv.compile(schema);
if (!validate(JSON.parse(readFileSync(0, "utf8")))) {
  for (const error of validate.errors) console.error(`${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
  process.exit(1);
}
