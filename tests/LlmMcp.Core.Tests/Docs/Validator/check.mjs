// Reads {document, answers: [{operation, status, body}]}; writes one line for each thing that is wrong.
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

let text = '';
for await (const chunk of process.stdin) text += chunk;
const { document, answers } = JSON.parse(text);

const itself = await new Validator().validate(structuredClone(document));
if (!itself.valid) console.log(`document: ${JSON.stringify(itself.errors).slice(0, 2000)}`);

// OpenAPI's own formats of numbers say nothing that a validator could check beyond the type.
const ajv = new Ajv.default({ strict: false, allErrors: true, formats: { int32: true, int64: true, double: true, float: true } });
addFormats.default(ajv);
ajv.addSchema(document, 'doc');
const pointer = (...parts) => 'doc#/' + parts.map((part) => encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');

function check(what, schema, value) {
  const valid = ajv.getSchema(schema) ?? ajv.compile({ $ref: schema });
  if (!valid(value)) console.log(`${what}: ${valid.errors.slice(0, 5).map((error) => `${error.instancePath || '/'} ${error.message}`).join('; ')}`);
}

const schemas = new Map();
for (const [path, item] of Object.entries(document.paths)) {
  for (const [method, operation] of Object.entries(item)) {
    const body = operation.requestBody?.content['application/json'];
    if (body) check(`request of ${operation.operationId}`, pointer('paths', path, method, 'requestBody', 'content', 'application/json', 'schema'), body.example);
    for (const [status, response] of Object.entries(operation.responses)) {
      for (const [type, media] of Object.entries(response.content ?? {})) {
        if (!type.endsWith('json')) continue;
        const schema = pointer('paths', path, method, 'responses', status, 'content', type, 'schema');
        schemas.set(`${operation.operationId} ${status}`, schema);
        if (media.example === undefined) console.log(`${operation.operationId} ${status}: no example`);
        else check(`example of ${operation.operationId} ${status}`, schema, media.example);
      }
    }
  }
}

for (const { operation, status, body } of answers) {
  const schema = schemas.get(`${operation} ${status}`);
  if (schema) check(`answer of ${operation} ${status}`, schema, body);
  else console.log(`${operation}: answered ${status}, which is not described`);
}
