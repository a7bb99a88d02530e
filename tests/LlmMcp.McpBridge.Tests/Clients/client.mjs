// The newer npm client (2026-07-28, no sessions) against the bridge. Arguments and output as in sdk.mjs.
import assert from 'node:assert/strict';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const [url, model] = process.argv.slice(2);
const client = new Client({ name: 'client-test', version: '1.0.0' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } });
await client.connect(new StreamableHTTPClientTransport(new URL(url)));

const call = (name, args = {}, options) => client.callTool({ name, arguments: args }, options);

const cases = {
  async 'discovery tells who it is and what it can'() {
    assert.equal(client.getServerVersion().name, 'llm-mcp');
    assert.equal(client.getServerCapabilities().resources.subscribe, true);
    assert.equal((await client.listTools()).tools.length, 18);
  },
  async 'a model answers, with progress'() {
    const told = [];
    const result = await call('llm_request', { prompt: 'Say something long.', model, max_tokens: 200 }, { onprogress: progress => told.push(progress) });
    assert.equal(result.structuredContent.status, 'done');
    assert.ok(told.some(one => /tokens so far/.test(one.message)), JSON.stringify(told));
  },
  async 'what the model can mend is a result'() {
    const result = await call('llm_request', { prompt: 'Hello', quality: 'best' });
    assert.equal(result.isError, true);
    assert.match(result.content[0].text, /quality must be one of/);
  },
  async 'a listener hears of its job'() {
    const { job_id } = (await call('llm_submit', { kind: 'nobody.serves.this', payload: {} })).structuredContent;
    const heard = [];
    client.setNotificationHandler('notifications/resources/updated', ({ params }) => heard.push(params.uri));
    const subscription = await client.listen({ resourceSubscriptions: [`job://${job_id}`] });
    assert.deepEqual(subscription.honoredFilter.resourceSubscriptions, [`job://${job_id}`]);
    for (let tries = 0; heard.length === 0 && tries < 50; tries++) {
      await new Promise(resolve => setTimeout(resolve, 200));
      if (tries === 5) await call('llm_job_cancel', { job_id });
    }
    assert.deepEqual([...new Set(heard)], [`job://${job_id}`]);
    await subscription.close();
  },
  async 'resources, completion and prompts'() {
    const read = await client.readResource({ uri: 'dashboard://' });
    assert.ok(JSON.parse(read.contents[0].text).jobs);
    const { completion } = await client.complete({ ref: { type: 'ref/resource', uri: 'costs://{period}' }, argument: { name: 'period', value: '' } });
    assert.deepEqual(completion.values, ['day', 'week', 'month']);
    await assert.rejects(client.readResource({ uri: 'job://00000000-0000-0000-0000-000000000000' }), /There is no job/);
    assert.match((await client.getPrompt({ name: 'summarise', arguments: { text: 'A story' } })).messages[0].content.text, /A story/);
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
