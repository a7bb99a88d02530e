'use strict';
// The probe service as Node's packages see it.
const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const definition = loader.loadSync(path.join(__dirname, '..', 'Protos', 'probe.proto'), { keepCase: true, defaults: true });
const Probe = grpc.loadPackageDefinition(definition).llmmcp.grpc.tests.Probe;

module.exports = { grpc, Probe };
