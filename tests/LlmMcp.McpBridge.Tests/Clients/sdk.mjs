// The npm SDK against the bridge, as hosts use it: sessions, every tool, resources, prompts, progress, cancellation.
// Prints one line of JSON for each case; the first argument is the endpoint, the second a model, the third one that embeds, the last one that is slow.
import assert from 'node:assert/strict';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ResourceUpdatedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';

const [url, model, embedder, slow] = process.argv.slice(2);
const scripted = 'test.scripted';
const client = new Client({ name: 'sdk-test', version: '1.0.0' });
await client.connect(new StreamableHTTPClientTransport(new URL(url)));

const call = (name, args = {}, options) => client.callTool({ name, arguments: args }, undefined, options);

/** The structured part of a call that went well. */
async function ask(name, args, options) {
  const result = await call(name, args, options);
  assert.ok(!result.isError, `${name}: ${result.content?.[0]?.text}`);
  assert.deepEqual(JSON.parse(result.content[0].text), result.structuredContent, 'the text says what the structured part says');
  return Object.assign(result.structuredContent, { links: result.content.filter(block => block.type === 'resource_link') });
}

/** The text of a call that the model has to mend. */
async function refused(name, args) {
  const result = await call(name, args);
  assert.equal(result.isError, true);
  return result.content[0].text;
}

const submit = async (payload, kind = scripted) => (await ask('llm_submit', { kind, payload })).job_id;
const read = async uri => JSON.parse((await client.readResource({ uri })).contents[0].text);

const cases = {
  async 'server says who it is and what it can'() {
    assert.equal(client.getServerVersion().name, 'llm-mcp');
    assert.ok(client.getInstructions().includes('llm_request'));
    const { tools, resources, prompts, completions } = client.getServerCapabilities();
    assert.ok(tools && prompts && completions);
    assert.equal(resources.subscribe, true);
  },
  async 'every tool tells what it takes, gives and changes'() {
    const { tools } = await client.listTools();
    const names = tools.map(tool => tool.name).sort();
    assert.deepEqual(names, [
      'llm_balance', 'llm_batch', 'llm_benchmarks', 'llm_costs', 'llm_dashboard', 'llm_devices', 'llm_feedback', 'llm_job_cancel', 'llm_job_list', 'llm_job_retry',
      'llm_job_status', 'llm_job_wait', 'llm_model_stats', 'llm_models', 'llm_request', 'llm_route', 'llm_submit', 'llm_sync_models']);
    for (const tool of tools) {
      assert.ok(tool.title && tool.description.length > 40, tool.name);
      assert.equal(tool.inputSchema.type, 'object');
      assert.equal(tool.inputSchema.additionalProperties, false);
      assert.equal(tool.outputSchema.type, 'object');
      assert.equal(typeof tool.annotations.readOnlyHint, 'boolean');
      assert.equal(typeof tool.annotations.destructiveHint, 'boolean');
    }
    const request = tools.find(tool => tool.name === 'llm_request').inputSchema;
    assert.deepEqual(request.properties.quality.enum, ['turbo', 'economy', 'standard', 'premium', 'ultra', 'max']);
    assert.equal(request.required, undefined);
    assert.equal(tools.find(tool => tool.name === 'llm_job_cancel').annotations.destructiveHint, true);
  },
  async 'llm_request answers and tells how it goes'() {
    const told = [];
    const answer = await ask('llm_request', { prompt: 'Say something long.', model, max_tokens: 200 }, { onprogress: progress => told.push(progress) });
    assert.equal(answer.status, 'done');
    assert.equal(answer.model, model);
    assert.ok(answer.response.length > 0 && answer.tokens_out > 0 && answer.device_id && answer.cost);
    assert.ok(told.length >= 2, `only ${JSON.stringify(told)}`);
    assert.ok(told.some(one => /tokens so far/.test(one.message)), JSON.stringify(told));
    assert.ok(told.every((one, i) => i === 0 || one.progress > told[i - 1].progress), 'progress grows');
  },
  async 'llm_request lets the hub choose by quality, within constraints'() {
    const answer = await ask('llm_request', { messages: [{ role: 'user', content: 'Hello' }], quality: 'economy', system: 'Be short.', constraints: { local_only: true }, thinking: false, max_tokens: 20 });
    assert.equal(answer.status, 'done');
    assert.ok(answer.model);
  },
  async 'llm_request embeds'() {
    const answer = await ask('llm_request', { prompt: 'a sentence', task: 'embed', model: embedder });
    assert.equal(answer.embedding.count, 1);
    assert.ok(answer.embedding.dimensions > 0);
  },
  async 'llm_request gives the job when it is not done in time'() {
    const answer = await ask('llm_request', { prompt: 'Say something long.', model, max_tokens: 400, wait_seconds: 0 });
    assert.ok(['queued', 'running'].includes(answer.status));
    assert.match(answer.next, /llm_job_wait/);
    assert.equal(answer.links[0].uri, `job://${answer.job_id}`);
    const waited = await ask('llm_job_wait', { job_id: answer.job_id, wait_seconds: 60 });
    assert.equal(waited.jobs[0].status, 'done');
  },
  async 'a call that is taken back cancels its job'() {
    const leave = new AbortController();
    let id;
    await assert.rejects(call('llm_request', { prompt: 'Say something very long.', model: slow, max_tokens: 1000 }, {
      signal: leave.signal,
      onprogress: ({ message }) => {
        id ??= /\(job (.+)\)/.exec(message)?.[1];
        if (id) leave.abort('changed my mind');
      },
    }));
    const after = await ask('llm_job_wait', { job_id: id, wait_seconds: 30 });
    assert.equal(after.jobs[0].status, 'canceled');
  },
  async 'llm_submit queues a question, also for one device'() {
    const { job_id, next } = await ask('llm_submit', { prompt: 'Hello', model, max_tokens: 20 });
    assert.match(next, /llm_job_wait/);
    const { models } = await ask('llm_models', { search: model });
    const [device] = models[0].devices;
    const { devices } = await ask('llm_devices', { online_only: true });
    assert.equal(devices.find(one => one.id === device).status, 'online');
    const pinned = await ask('llm_submit', { prompt: 'Hello', model, device, max_tokens: 20, temperature: 0.7, system: 'Be short.' });
    const waited = await ask('llm_job_wait', { job_ids: [job_id, pinned.job_id], wait_seconds: 60 });
    assert.equal(waited.all_ended, true);
    assert.deepEqual(waited.jobs.map(job => job.status), ['done', 'done']);
    assert.equal(waited.jobs[1].device_id, device);
  },
  async 'llm_batch queues many, llm_job_wait waits for all'() {
    const told = [];
    const batch = await ask('llm_batch', { requests: [1, 2, 3].map(n => ({ prompt: `Number ${n}`, model, max_tokens: 10 })).concat({ prompt: 'x', model: 'no-such-model:1b', provider: 'ollama' }) });
    assert.ok(batch.accepted >= 3);
    const ids = batch.items.slice(0, 3).map(item => item.job_id);
    const waited = await ask('llm_job_wait', { job_ids: ids, wait_seconds: 60 }, { onprogress: progress => told.push(progress) });
    assert.ok(waited.all_ended && waited.jobs.every(job => job.status === 'done'));
    assert.deepEqual(told.at(-1), { progress: 3, total: 3, message: '3 of 3 jobs have ended' });
  },
  async 'llm_route decides and queues nothing'() {
    const before = await ask('llm_job_list', { limit: 1 });
    const route = await ask('llm_route', { prompt: 'Hello', model });
    assert.equal(route.model, model);
    assert.ok(route.reasons.length > 0 && route.candidates.length > 0);
    assert.equal((await ask('llm_job_list', { limit: 1 })).jobs[0].job_id, before.jobs[0].job_id);
  },
  async 'jobs are listed, looked at, canceled and tried again'() {
    const id = await submit({ hello: 'world' }, 'nobody.serves.this');
    const queued = await ask('llm_job_status', { job_id: id });
    assert.equal(queued.status, 'queued');
    assert.equal(queued.source, 'mcp/sdk-test');
    assert.deepEqual((await ask('llm_job_list', { status: 'queued', kind: 'nobody.serves.this' })).jobs.map(job => job.job_id), [id]);
    assert.equal((await ask('llm_job_cancel', { job_id: id })).status, 'canceled');
    assert.match(await refused('llm_job_cancel', { job_id: id }), /already_final[\s\S]*Next: .*llm_job_retry/);
    const copy = await ask('llm_job_retry', { job_id: id });
    assert.equal(copy.retried_from, id);
    await ask('llm_job_cancel', { job_id: copy.job_id });
    const page = await ask('llm_job_list', { limit: 2 });
    assert.equal((await ask('llm_job_list', { limit: 1, after: page.next_after })).jobs.length, 1);
  },
  async 'llm_job_status explains where a job went'() {
    const { job_id } = await ask('llm_request', { prompt: 'Hello', quality: 'economy', max_tokens: 10 });
    const status = await ask('llm_job_status', { job_id, explain: true });
    assert.ok(status.route.candidates.length > 0);
  },
  async 'a job that fails is an error that says what to do'() {
    const id = await submit({ fail: 'it broke' });
    const waited = await ask('llm_job_wait', { job_id: id, wait_seconds: 30 });
    assert.equal(waited.jobs[0].status, 'error');
    assert.equal(waited.jobs[0].error, 'it broke');
    assert.match(waited.jobs[0].next, /llm_job_retry/);
  },
  async 'a long answer is cut and linked'() {
    const id = await submit({ say: ['я'.repeat(60_000)] });
    const waited = await ask('llm_job_wait', { job_id: id, wait_seconds: 30 });
    const [job] = waited.jobs;
    assert.equal(job.truncated, true);
    assert.equal(job.response.length, 48_000);
    assert.equal(waited.links[0].uri, `job://${id}/result`);
    assert.equal((await read(`job://${id}/result`)).response.length, 60_000);
  },
  async 'dashboard, models, devices'() {
    const dashboard = await ask('llm_dashboard');
    assert.ok(Array.isArray(dashboard.issues) && dashboard.hosts.length > 0 && dashboard.workers_online >= 1);
    assert.equal(dashboard.links[0].uri, 'dashboard://');
    const { models } = await ask('llm_models', { search: model });
    assert.equal(models[0].id, model);
    assert.ok(models[0].available && models[0].devices.length > 0);
    const { devices } = await ask('llm_devices', { device: models[0].devices[0] });
    assert.ok(devices[0].models.includes(model) && devices[0].circuit && devices[0].slots.total >= 1);
    assert.match(await refused('llm_devices', { device: 'nowhere' }), /device_not_found[\s\S]*Next: llm_devices/);
  },
  async 'benchmarks, figures, ratings'() {
    assert.ok(Array.isArray((await ask('llm_benchmarks', { limit: 5 })).items));
    assert.equal((await ask('llm_feedback', { model, rating: 'good', comment: 'short and right' })).status, 'ok');
    const stats = await ask('llm_model_stats');
    assert.ok(stats.models.some(one => one.model_id === model && one.feedback_score === 1), JSON.stringify(stats));
  },
  async 'costs and balance'() {
    const costs = await ask('llm_costs', { period: 'week', by: 'model' });
    assert.equal(costs.period, 'week');
    assert.ok(costs.total_requests > 0 && costs.groups.some(group => group.model === model));
    assert.equal(typeof (await ask('llm_balance')).spend_today_usd, 'number');
  },
  async 'llm_sync_models says what is missing'() {
    assert.match(await refused('llm_sync_models'), /no_api_key: .*OPENROUTER_API_KEY[\s\S]*Next: /);
  },
  async 'bad arguments are told to the model, all at once'() {
    assert.match(await refused('llm_request', { prompt: 'Hello', qualty: 'max' }), /invalid_arguments: There is no argument qualty; there are .*quality/);
    assert.match(await refused('llm_request', { prompt: 'Hello', max_tokens: 'many' }), /max_tokens must be integer \(Longest answer in tokens\)/);
    assert.match(await refused('llm_request', { prompt: 'Hello', quality: 'best', max_tokens: 0 }), /quality must be one of turbo.*max_tokens must be between/);
    assert.match(await refused('llm_request', { prompt: 'Hello', constraints: { max_cost_usd: -1 } }), /constraints\.max_cost_usd must be between/);
    assert.match(await refused('llm_request', {}), /prompt_required/);
    assert.match(await refused('llm_feedback', { model }), /rating is missing/);
    assert.match(await refused('llm_job_status', { job_id: 'nonsense' }), /not_found[\s\S]*Next: llm_job_list/);
  },
  async 'an unknown tool is a protocol error'() {
    await assert.rejects(call('no_such_tool'), /Unknown tool/);
  },
  async 'resources are listed, described and read'() {
    const { resources, nextCursor } = await client.listResources();
    const uris = resources.map(resource => resource.uri);
    for (const uri of ['dashboard://', 'models://', 'costs://day']) assert.ok(uris.includes(uri), uri);
    assert.ok(uris.some(uri => uri.startsWith('job://')));
    assert.ok(nextCursor === undefined || typeof nextCursor === 'string');
    const { resourceTemplates } = await client.listResourceTemplates();
    assert.deepEqual(resourceTemplates.map(one => one.uriTemplate).sort(), ['costs://{period}', 'job://{id}', 'job://{id}/result']);
    assert.ok((await read('dashboard://')).jobs);
    assert.ok((await read('models://')).data.some(one => one.id === model));
    assert.equal((await read('costs://month')).period, 'month');
    const job = uris.find(uri => uri.startsWith('job://'));
    assert.equal(`job://${(await read(job)).id}`, job);
  },
  async 'arguments of templates and prompts are completed'() {
    const complete = async (ref, name, value) => (await client.complete({ ref, argument: { name, value } })).completion.values;
    const { job_id } = await ask('llm_submit', { kind: 'echo', payload: {} });
    assert.ok((await complete({ type: 'ref/resource', uri: 'job://{id}' }, 'id', job_id.slice(0, -4))).includes(job_id));
    assert.deepEqual(await complete({ type: 'ref/resource', uri: 'costs://{period}' }, 'period', 'm'), ['month']);
    assert.ok((await complete({ type: 'ref/prompt', name: 'second_opinion' }, 'model', model.slice(0, 3))).includes(model));
    assert.ok((await complete({ type: 'ref/prompt', name: 'compare_models' }, 'models', `${embedder},${model.slice(0, 3)}`)).includes(`${embedder},${model}`));
    assert.deepEqual(await complete({ type: 'ref/prompt', name: 'summarise' }, 'quality', 'p'), ['premium']);
  },
  async 'a subscriber hears of its job and no other'() {
    const heard = [];
    client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => heard.push(params.uri));
    const [watched, other] = [await submit({}, 'nobody.serves.this'), await submit({}, 'nobody.serves.this')];
    await client.subscribeResource({ uri: `job://${watched}` });
    await ask('llm_job_cancel', { job_id: other });
    // Only a change after the watch has begun is told, and when it has is the server's business: change it until it is.
    for (let tries = 0; heard.length === 0 && tries < 50; tries++) {
      await new Promise(resolve => setTimeout(resolve, 200));
      if (tries === 5) await ask('llm_job_cancel', { job_id: watched });
    }
    assert.deepEqual([...new Set(heard)], [`job://${watched}`]);
    await client.unsubscribeResource({ uri: `job://${watched}` });
    await assert.rejects(client.subscribeResource({ uri: 'file:///etc/passwd' }), /can be subscribed to/);
  },
  async 'prompts are listed and filled in'() {
    const { prompts } = await client.listPrompts();
    assert.deepEqual(prompts.map(one => one.name).sort(), [
      'compare_models', 'diagnose_hub', 'explain_job', 'review_code', 'review_costs', 'second_opinion', 'summarise', 'translate']);
    const translate = await client.getPrompt({ name: 'translate', arguments: { text: 'Guten Tag', language: 'English' } });
    assert.match(translate.messages[0].content.text, /llm_request[\s\S]*English[\s\S]*Guten Tag/);
    const diagnose = await client.getPrompt({ name: 'diagnose_hub' });
    assert.ok(JSON.parse(diagnose.messages[1].content.resource.text).jobs);
  },
};

for (const [name, run] of Object.entries(cases)) {
  let error = null;
  try {
    await run();
  } catch (failure) {
    error = `${failure.stack}`;
  }
  console.log(JSON.stringify({ name, error }));
}
await client.close();
