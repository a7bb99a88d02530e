// Prints the documents of YAML on standard input as a JSON array.
import { readFileSync } from "node:fs";
import YAML from "yaml";

console.log(JSON.stringify(YAML.parseAllDocuments(readFileSync(0, "utf8")).map((document) => document.toJS())));
