// @slack/socket-mode against the sandbox: acknowledgement, redelivery, refresh, refusal. The sandbox has a clock file.
'use strict';
const { assert, control, quiet, refused, sandbox, steps, until } = require('./support');
const { SocketModeClient } = require('@slack/socket-mode');
const { WebClient } = require('@slack/web-api');

const clientOptions = { slackApiUrl: sandbox.api_url };
const client = new SocketModeClient({ appToken: sandbox.app_token, logger: quiet, clientOptions });
const events = [];
let deaf = false;
client.on('slack_event', async ({ ack, envelope_id, body, retry_num, retry_reason, type }) => {
  if (type !== 'events_api') return ack();
  events.push({ envelope_id, event_id: body.event_id, text: body.event.text, retry_num, retry_reason });
  if (!deaf) await ack();
});
const copies = (text) => events.filter((event) => event.text === text);
const idle = () => until('idle', async () => (await control('state')).idle);

steps({
  'connects and gets events': async () => {
    await client.start();
    await control('say', { user: 'bo', channel: '#vision', text: 'one' });
    await until('the event', () => copies('one').length === 1);
    await idle();
  },
  'an event that is not acknowledged comes again: at once, and a minute later': async () => {
    deaf = true;
    await control('say', { user: 'bo', channel: '#vision', text: 'two' });
    await until('the first redelivery', () => copies('two').length === 2);
    deaf = false;
    const before = Date.now();
    await until('the second redelivery', async () => {
      if (copies('two').length === 3) return true;
      if (Date.now() - before > 3000) await control('clock', { advance_ms: 10000 });
      return false;
    });
    const [first, second, third] = copies('two');
    assert.equal(first.event_id, second.event_id);
    assert.equal(first.event_id, third.event_id);
    assert.equal(new Set([first.envelope_id, second.envelope_id, third.envelope_id]).size, 3);
    assert.deepEqual([first.retry_num, second.retry_num, third.retry_num], [0, 1, 2]);
    assert.equal(third.retry_reason, 'timeout');
    await idle();
  },
  'a refresh is followed, and nothing is lost meanwhile': async () => {
    await control('disconnect', { how: 'refresh_requested' });
    await control('say', { user: 'bo', channel: '#vision', text: 'three' });
    await until('the event', async () => {
      await control('clock', { advance_ms: 1000 });
      return copies('three').length > 0;
    }, 30);
    await until('one socket', async () => (await control('state')).sockets === 1);
    await idle();
  },
  'a dropped connection is opened again': async () => {
    await control('disconnect', { how: 'abort' });
    await until('no socket', async () => (await control('state')).sockets === 0);
    await until('a socket', async () => (await control('state')).sockets === 1, 30);
  },
  'with Socket Mode switched off there is no ticket': async () => {
    await control('settings', { socket_mode: false });
    const web = new WebClient(sandbox.app_token, { ...clientOptions, logger: quiet });
    assert.equal((await refused(web.apps.connections.open())).error, 'socket_mode_disabled');
    await client.disconnect();
  },
});
