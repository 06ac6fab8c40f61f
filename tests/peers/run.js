// node run.js SERVER FOLDER TEST.js [server options…]: starts the sandbox, runs the test against it with its CA trusted
// (Node reads NODE_EXTRA_CA_CERTS only when it starts), ends both.
'use strict';
const { spawn } = require('node:child_process');
const path = require('node:path');
const readline = require('node:readline');

const [server, folder, test, ...options] = process.argv.slice(2);
const ca = path.join(folder, `${path.basename(test, '.js')}-ca.pem`);
const sandbox = spawn(server, ['--ca-file', ca, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
const patience = 120 * Number(process.env.HOUSTON_TIME_FACTOR ?? 1);
const overdue = setTimeout(() => finish(1, `the test took longer than ${patience} s`), patience * 1000);

function finish(code, why) {
  if (why) console.error(`run.js: ${why}`);
  clearTimeout(overdue);
  sandbox.kill('SIGTERM');
  process.exitCode = code;
}

sandbox.on('error', (error) => finish(1, `cannot start ${server}: ${error.message}`));
sandbox.on('exit', (code, signal) => {
  if (process.exitCode === undefined) finish(1, `the sandbox ended by itself (${code ?? signal})`);
});
readline.createInterface({ input: sandbox.stdout }).once('line', (line) => {
  const client = spawn(process.execPath, [test], {
    stdio: 'inherit',
    env: { ...process.env, NODE_EXTRA_CA_CERTS: ca, HOUSTON_SANDBOX: line },
  });
  client.on('exit', (code, signal) => finish(code ?? 1, signal && `the test was ended by ${signal}`));
});
