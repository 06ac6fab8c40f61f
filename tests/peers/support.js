// What the peers' tests share: the sandbox's address, its control API, and a way to wait that names what it waits for.
'use strict';
require('./node18');

const assert = require('node:assert/strict');
const sandbox = JSON.parse(process.env.HOUSTON_SANDBOX);

async function control(name, body) {
  const response = await fetch(`${sandbox.base_url}/control/${name}`, { method: 'POST', body: JSON.stringify(body ?? {}) });
  const answer = await response.json();
  assert.ok(answer.ok, `/control/${name}: ${answer.error}`);
  return answer;
}

const messages = async (channel, user) => (await control('messages', { channel, user })).messages;

// Asks until the answer is true; real time, since SDKs live in it.
const patience = Number(process.env.HOUSTON_TIME_FACTOR ?? 1);

async function until(what, ask, seconds = 20) {
  const end = Date.now() + seconds * patience * 1000;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) assert.fail(`waited ${seconds} s in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

// Runs the named steps in order; the first that fails ends the program.
async function steps(all) {
  for (const [name, step] of Object.entries(all)) {
    try {
      await step();
      console.log(`ok   ${name}`);
    } catch (error) {
      console.error(`FAIL ${name}\n`, error);
      process.exit(1);
    }
  }
  process.exit(0);
}

// Fails unless the call is refused; gives the answer's body.
async function refused(call) {
  try {
    await call;
  } catch (error) {
    assert.ok(error.data, `an answer of Slack was expected, not: ${error}`);
    return error.data;
  }
  return assert.fail('the call should have been refused');
}

const quiet = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel: () => 'error', setName() {} };

module.exports = { assert, control, messages, quiet, refused, sandbox, steps, until };
