'use strict';
// The deployed worker's calls, one after the other as it makes them: register once, then claim, beat, run, report. Ends when its
// input ends. Arguments: gRPC address, HTTP URL.
const http = require('node:http');
const os = require('node:os');
const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const [grpcAddress, httpUrl] = process.argv.slice(2);
const leaseSeconds = 10;
const definition = loader.loadSync(path.join(__dirname, 'llm.proto'), { keepCase: true, defaults: true });
const core = new (grpc.loadPackageDefinition(definition).llmmcp.v1.Core)(grpcAddress, grpc.credentials.createInsecure());
const call = (method, request) => new Promise((resolve, reject) => core[method](request, (error, reply) => (error ? reject(error) : resolve(reply))));
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const tell = (text) => process.stdout.write(`${text}\n`);

function post(url, body, host) {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method: 'POST', headers: { 'Content-Type': 'application/json', ...(host ? { Host: host } : {}) } }, (response) => {
      let text = '';
      response.on('data', (piece) => { text += piece; });
      response.on('end', () => (response.statusCode < 400
        ? resolve(JSON.parse(text))
        : reject(new Error(`HTTP Error ${response.statusCode}: ${response.statusMessage}`))));
    });
    request.on('error', (error) => reject(new Error(`<urlopen error ${error.message}>`)));
    request.end(JSON.stringify(body));
  });
}

const cost = (payload, data) => `${(((data.prompt_eval_count / 1e6) * payload._price_in_1m) + ((data.eval_count / 1e6) * payload._price_out_1m)).toFixed(5)}$`;

async function execute(workerId, job) {
  const payload = JSON.parse(job.payload_json);
  const started = Date.now();
  if (job.kind === 'ollama.generate' || job.kind === 'benchmark.ollama.generate') {
    const data = await post(`http://${payload.ollama_addr}/api/generate`, { model: payload.model, prompt: payload.prompt, options: payload.options ?? {}, stream: false }, payload.ollama_host);
    const ms = Date.now() - started;
    if (job.kind === 'ollama.generate') {
      return [{
        ok: true, response: data.response, model: payload.model, provider: 'ollama', device_id: payload.device_id, tier: payload._tier,
        tokens_in: data.prompt_eval_count, tokens_out: data.eval_count, cost: cost(payload, data), data,
      }, { ms }];
    }

    const tps = data.eval_count / (data.eval_duration / 1e9);
    await call('ReportBenchmark', { benchmark: {
      device_id: payload.device_id || workerId, model_id: payload.model, task_type: 'generate', tokens_in: data.prompt_eval_count, tokens_out: data.eval_count,
      latency_ms: ms, tps, meta_json: JSON.stringify({ provider: 'ollama', raw: { model: data.model } }),
    } });
    return [{ ok: true, provider: 'ollama', tokens_in: data.prompt_eval_count, tokens_out: data.eval_count, latency_ms: ms, tps }, { ms }];
  }

  if (job.kind === 'openrouter.chat') {
    throw new Error('missing OPENROUTER_API_KEY');
  }

  return [{ ok: true, echo: payload }, { ms: 0 }];
}

async function run(workerId, job) {
  const beat = setInterval(() => {
    call('Heartbeat', { worker_id: workerId, job_id: job.id, extend_seconds: leaseSeconds }).then((reply) => tell(`beat ${reply.ok}`), () => tell('beat failed'));
  }, Math.max(5, leaseSeconds / 2) * 1000);
  try {
    const [result, metrics] = await execute(workerId, job);
    const reply = await call('CompleteJob', { worker_id: workerId, job_id: job.id, result_json: JSON.stringify(result), metrics_json: JSON.stringify(metrics) });
    tell(`completed ${job.id} ${reply.ok}`);
  } catch (error) {
    const reply = await call('FailJob', { worker_id: workerId, job_id: job.id, error: error.message, metrics_json: '{}' });
    const payload = JSON.parse(job.payload_json);
    // Every error of HTTP is a network error to it.
    if (payload.device_id && /urlopen|HTTP Error|timed out|refused/.test(error.message)) {
      await post(`${httpUrl}/v1/devices/offline`, { device_id: payload.device_id, reason: error.message });
    }
    tell(`failed ${job.id} ${reply.ok}`);
    await sleep(2000);
  } finally {
    clearInterval(beat);
  }
}

async function main() {
  const { worker_id: workerId } = await call('RegisterWorker', {
    worker: { id: '', name: 'worker', platform: 'Linux', arch: 'x86_64', host: os.hostname(), tags_json: '{"ollama":true}' },
  });
  tell(`registered ${workerId}`);
  for (;;) {
    const { job } = await call('ClaimJob', { worker_id: workerId, kinds: [], lease_seconds: leaseSeconds }).catch(() => ({}));
    if (job) {
      tell(`claimed ${job.id}`);
      await run(workerId, job);
    } else {
      await sleep(1500);
    }
  }
}

process.stdin.resume().on('end', () => process.exit(0));
main().catch((error) => { process.stderr.write(`${error.stack}\n`); process.exit(1); });
