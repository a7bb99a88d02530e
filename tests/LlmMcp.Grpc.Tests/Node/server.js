'use strict';
// The probe service in Node. Prints its port, and a line for each thing a test waits for; ends when its input ends.
const { grpc, Probe } = require('./probe');

function refusal(request) {
  const metadata = new grpc.Metadata();
  metadata.set('reason', 'because');
  metadata.set('reason-bin', Buffer.from([0, 1, 255]));
  return { code: request.code, details: request.text, metadata };
}

function facts(call) {
  const seen = {};
  for (const [key, value] of Object.entries(call.metadata.getMap())) {
    seen[key] = Buffer.isBuffer(value) ? value.toString('hex').toUpperCase() : value;
  }
  return seen;
}

function trailers() {
  const metadata = new grpc.Metadata();
  metadata.set('late', 'owl');
  metadata.set('late-bin', Buffer.from([4, 5, 6]));
  return metadata;
}

function hang(call, name) {
  console.log(`reached ${name}`);
  call.on('cancelled', () => console.log(`canceled ${name}`));
}

const server = new grpc.Server({ 'grpc.max_receive_message_length': -1 });
server.addService(Probe.service, {
  Echo(call, callback) {
    const { request } = call;
    if (request.action === 'refuse') {
      callback(refusal(request));
      return;
    }
    if (request.action === 'hang') {
      hang(call, request.text);
      return;
    }
    if (request.action === 'metadata') {
      const headers = new grpc.Metadata();
      headers.set('early', 'bird');
      headers.set('early-bin', Buffer.from([1, 2, 3]));
      call.sendMetadata(headers);
    }
    const blob = request.count > 0 ? Buffer.alloc(request.count) : request.blob;
    callback(null, { text: request.text, blob, facts: facts(call) }, trailers());
  },
  Collect(call, callback) {
    let text = '';
    let count = 0;
    let over = false;
    call.on('data', (request) => {
      if (request.action === 'refuse' && !over) {
        over = true;
        callback(refusal(request));
      }
      text += request.text;
      count += 1;
    });
    call.on('end', () => { if (!over) callback(null, { text, count }); });
  },
  Expand(call) {
    const { request } = call;
    for (let i = 0; i < request.count; i += 1) call.write({ text: request.text, count: i });
    if (request.action === 'refuse') call.emit('error', refusal(request));
    else if (request.action === 'hang') hang(call, request.text);
    else call.end();
  },
  Chat(call) {
    call.on('data', (request) => {
      if (request.action === 'refuse') call.emit('error', refusal(request));
      else if (request.action === 'hang') hang(call, request.text);
      else call.write({ text: request.text, blob: request.blob });
    });
    call.on('end', () => call.end());
  },
});

server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(`port ${port}`);
});
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
