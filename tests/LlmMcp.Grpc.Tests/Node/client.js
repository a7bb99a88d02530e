'use strict';
// Runs every case against the server at argv[2] and prints one line of JSON for each: {"name", "error"}.
const assert = require('node:assert');
const { grpc, Probe } = require('./probe');
const { GrpcReflection } = require('grpc-js-reflection-client');

const address = process.argv[2];
const options = { 'grpc.max_receive_message_length': -1 };
const client = new Probe(address, grpc.credentials.createInsecure(), options);
const gzipClient = new Probe(address, grpc.credentials.createInsecure(), {
  ...options,
  'grpc.default_compression_algorithm': grpc.compressionAlgorithms.gzip,
});

function unary(request, metadata = new grpc.Metadata(), callOptions = {}, through = client) {
  return new Promise((resolve, reject) => {
    const seen = {};
    const call = through.Echo(request, metadata, callOptions, (error, reply) => {
      if (error) {
        reject(error);
        return;
      }
      // The trailers arrive with the status, after the response.
      seen.reply = reply;
    });
    call.on('metadata', (headers) => { seen.headers = headers; });
    call.on('status', (status) => { seen.trailers = status.metadata; if (seen.reply) resolve(seen); });
  });
}

function readAll(call) {
  return new Promise((resolve, reject) => {
    const replies = [];
    call.on('data', (reply) => replies.push(reply));
    // The error may be told before messages that came earlier have been handed out; the end comes after both.
    let failure = null;
    call.on('error', (error) => { failure = error; });
    call.on('end', () => setImmediate(() => (failure ? reject(Object.assign(failure, { replies })) : resolve(replies))));
  });
}

async function fails(promise, code) {
  try {
    await promise;
  } catch (error) {
    assert.strictEqual(error.code, code, error.message);
    return error;
  }
  throw new assert.AssertionError({ message: `the call did not fail with ${code}` });
}

const cases = {
  async unary() {
    const { reply } = await unary({ text: 'hello' });
    assert.strictEqual(reply.text, 'hello');
  },
  async 'client stream'() {
    const reply = await new Promise((resolve, reject) => {
      const call = client.Collect((error, value) => (error ? reject(error) : resolve(value)));
      for (const text of ['a', 'b', 'c']) call.write({ text });
      call.end();
    });
    assert.deepStrictEqual([reply.text, reply.count], ['abc', 3]);
  },
  async 'server stream'() {
    const replies = await readAll(client.Expand({ count: 1000 }));
    assert.deepStrictEqual(replies.map((reply) => reply.count), [...Array(1000).keys()]);
  },
  async 'empty server stream'() {
    assert.deepStrictEqual(await readAll(client.Expand({ count: 0 })), []);
  },
  async 'duplex stream'() {
    const call = client.Chat();
    const all = readAll(call);
    let next = 0;
    call.on('data', (reply) => {
      assert.strictEqual(reply.text, String(next));
      next += 1;
      if (next < 200) call.write({ text: String(next) });
      else call.end();
    });
    call.write({ text: '0' });
    assert.strictEqual((await all).length, 200);
  },
  async 'duplex flood'() {
    const call = client.Chat();
    const all = readAll(call);
    for (let i = 0; i < 5000; i += 1) call.write({ text: String(i) });
    call.end();
    assert.deepStrictEqual((await all).map((reply) => reply.text), [...Array(5000).keys()].map(String));
  },
  async deadline() {
    await fails(unary({ action: 'hang', text: 'node deadline' }, new grpc.Metadata(), { deadline: Date.now() + 200 }), grpc.status.DEADLINE_EXCEEDED);
  },
  async cancel() {
    const call = client.Expand({ count: 1, action: 'hang', text: 'node cancel' });
    call.once('data', () => call.cancel());
    const error = await fails(readAll(call), grpc.status.CANCELLED);
    assert.strictEqual(error.replies.length, 1);
  },
  async metadata() {
    const metadata = new grpc.Metadata();
    metadata.set('x-text', 'a b');
    metadata.set('x-data-bin', Buffer.from([0, 128, 255]));
    const { reply, headers, trailers } = await unary({ action: 'metadata' }, metadata);
    assert.strictEqual(reply.facts['x-text'], 'a b');
    assert.strictEqual(reply.facts['x-data-bin'], '0080FF');
    assert.deepStrictEqual(headers.get('early'), ['bird']);
    assert.deepStrictEqual(headers.get('early-bin'), [Buffer.from([1, 2, 3])]);
    assert.deepStrictEqual(trailers.get('late'), ['owl']);
    assert.deepStrictEqual(trailers.get('late-bin'), [Buffer.from([4, 5, 6])]);
  },
  async errors() {
    for (let code = 1; code <= 16; code += 1) {
      const error = await fails(unary({ action: 'refuse', code, text: `Нет ${code}%` }), code);
      assert.strictEqual(error.details, `Нет ${code}%`);
      assert.deepStrictEqual(error.metadata.get('reason'), ['because']);
      assert.deepStrictEqual(error.metadata.get('reason-bin'), [Buffer.from([0, 1, 255])]);
    }
  },
  async 'error after messages'() {
    // One at a time, because grpc-js drops messages it has not handed out when an error arrives.
    const call = client.Chat();
    const all = readAll(call);
    let received = 0;
    call.on('data', () => {
      received += 1;
      call.write(received < 3 ? { text: 'more' } : { action: 'refuse', code: 10, text: 'half-way' });
    });
    call.write({ text: 'first' });
    const error = await fails(all, grpc.status.ABORTED);
    assert.deepStrictEqual([error.details, error.replies.length], ['half-way', 3]);
  },
  async unimplemented() {
    const call = new Promise((resolve, reject) => {
      client.makeUnaryRequest('/no.such.Service/Method', (x) => x, (x) => x, Buffer.alloc(0), (error, reply) => (error ? reject(error) : resolve(reply)));
    });
    await fails(call, grpc.status.UNIMPLEMENTED);
  },
  async gzip() {
    const text = 'z'.repeat(100000);
    const { reply } = await unary({ text }, new grpc.Metadata(), {}, gzipClient);
    assert.strictEqual(reply.text, text);
    const call = gzipClient.Chat();
    const all = readAll(call);
    for (let i = 0; i < 10; i += 1) call.write({ text });
    call.end();
    assert.strictEqual((await all).length, 10);
  },
  async 'big messages'() {
    const blob = Buffer.alloc(3 * 1024 * 1024, 7);
    const { reply } = await unary({ blob });
    assert.ok(Buffer.from(reply.blob).equals(blob));
    const large = await unary({ count: 20 * 1024 * 1024 });
    assert.strictEqual(large.reply.blob.length, 20 * 1024 * 1024);
    await fails(unary({ blob: Buffer.alloc(5 * 1024 * 1024) }), grpc.status.RESOURCE_EXHAUSTED);
  },
  async concurrency() {
    const answers = await Promise.all([...Array(300).keys()].map((i) => unary({ text: String(i) })));
    assert.deepStrictEqual(answers.map(({ reply }) => reply.text), [...Array(300).keys()].map(String));
  },
  async reflection() {
    for (const version of ['v1', 'v1alpha']) {
      const reflection = new GrpcReflection(address, grpc.credentials.createInsecure(), {}, version);
      const services = await reflection.listServices();
      assert.ok(services.includes('llmmcp.grpc.tests.Probe'), services.join());
      const methods = await reflection.listMethods('llmmcp.grpc.tests.Probe');
      assert.deepStrictEqual(methods.map((method) => method.name).sort(), ['Chat', 'Collect', 'Echo', 'Expand']);
      const descriptor = await reflection.getDescriptorBySymbol('llmmcp.grpc.tests.Probe');
      const found = descriptor.getPackageObject({ keepCase: true }).llmmcp.grpc.tests.Probe;
      const { reply } = await unary({ text: version }, new grpc.Metadata(), {}, new found(address, grpc.credentials.createInsecure()));
      assert.strictEqual(reply.text, version);
    }
  },
};

(async () => {
  for (const [name, run] of Object.entries(cases)) {
    let error = null;
    try {
      await run();
    } catch (failure) {
      error = String(failure.stack ?? failure);
    }
    console.log(JSON.stringify({ name, error }));
  }
  client.close();
  gzipClient.close();
  process.exit(0);
})();
