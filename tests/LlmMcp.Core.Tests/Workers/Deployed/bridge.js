'use strict';
// The deployed bridge's calls: submit with its defaults, read, follow. Prints what its HTTP callers would get. Argument: gRPC address.
const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const definition = loader.loadSync(path.join(__dirname, 'llm.proto'), { keepCase: true, longs: String, enums: String, defaults: true, oneofs: true });
const core = new (grpc.loadPackageDefinition(definition).llmmcp.v1.Core)(process.argv[2], grpc.credentials.createInsecure());
const call = (method, request) => new Promise((resolve, reject) => core[method](request, (error, reply) => (error ? reject(error) : resolve(reply))));

async function main() {
  const submitted = await call('SubmitJob', { kind: 'echo', payload_json: JSON.stringify({ via: 'mcp' }), priority: 0, source: 'mcp', max_attempts: 3, deadline_at: '' });
  const waiting = (await call('GetJob', { job_id: submitted.job_id })).job;
  process.stdout.write(`${JSON.stringify({ submitted, waiting })}\n`);
  const events = [];
  await new Promise((resolve, reject) => {
    const stream = core.StreamJob({ job_id: submitted.job_id });
    stream.on('data', (event) => events.push({ ...event, data: JSON.parse(event.data_json) }));
    stream.on('error', reject);
    stream.on('end', resolve);
  });
  const ended = (await call('GetJob', { job_id: submitted.job_id })).job;
  const missing = await call('GetJob', { job_id: '00000000-0000-4000-8000-000000000000' }).then(() => 'found', (error) => error.message);
  process.stdout.write(`${JSON.stringify({ events, ended, missing })}\n`);
}

main().catch((error) => { process.stderr.write(`${error.stack}\n`); process.exit(1); });
