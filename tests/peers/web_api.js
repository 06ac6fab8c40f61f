// @slack/web-api against the sandbox: answers, refusals, pages, rate limits, faults.
'use strict';
const { assert, control, messages, quiet, refused, sandbox, steps, until } = require('./support');
const { WebClient } = require('@slack/web-api');

const options = { slackApiUrl: sandbox.api_url, logger: quiet };
const client = new WebClient(sandbox.bot_token, options);
const BO = 'U0BO000001';
const button = (text) => ({ type: 'actions', elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text } }] });

steps({
  'auth.test says who the app is': async () => {
    const me = await client.auth.test();
    assert.equal(me.team, 'acme');
    assert.match(me.user_id, /^U/);
    assert.ok(me.response_metadata.scopes.includes('chat:write'));
  },
  'auth.test refuses a wrong token': async () => {
    assert.equal((await refused(new WebClient('xoxb-wrong', options).auth.test())).error, 'invalid_auth');
    assert.equal((await refused(new WebClient(undefined, options).auth.test())).error, 'not_authed');
    assert.equal((await refused(client.apps.connections.open())).error, 'not_allowed_token_type');
  },
  'an unknown method and a missing scope have their codes': async () => {
    assert.equal((await refused(client.apiCall('chat.shout'))).error, 'unknown_method');
    const scopes = (await control('state')).app.scopes;
    await control('settings', { scopes: scopes.filter((scope) => scope !== 'chat:write') });
    const answer = await refused(client.chat.postMessage({ channel: '#vision', text: 'no' }));
    assert.equal(answer.error, 'missing_scope');
    assert.equal(answer.needed, 'chat:write');
    assert.ok(!answer.provided.includes('chat:write'));
    await control('settings', { scopes });
  },
  'posting, updating, threads, reactions, deleting': async () => {
    const post = await client.chat.postMessage({
      channel: BO, text: 'hello & <b>', blocks: [button('Go')], metadata: { event_type: 'houston_post', event_payload: { key: '1' } },
    });
    assert.match(post.channel, /^D/);
    assert.equal(post.message.text, 'hello &amp; &lt;b&gt;');
    const reply = await client.chat.postMessage({ channel: post.channel, text: 'reply', thread_ts: post.ts });
    const thread = await client.conversations.replies({ channel: post.channel, ts: post.ts, include_all_metadata: true });
    assert.deepEqual(thread.messages.map((message) => message.ts), [post.ts, reply.ts]);
    assert.equal(thread.messages[0].metadata.event_payload.key, '1');
    const history = await client.conversations.history({ channel: post.channel });
    assert.deepEqual(history.messages.map((message) => message.ts), [post.ts]);
    assert.equal(history.messages[0].metadata, undefined);
    await client.reactions.add({ channel: post.channel, timestamp: post.ts, name: 'tada' });
    assert.equal((await refused(client.reactions.add({ channel: post.channel, timestamp: post.ts, name: 'tada' }))).error, 'already_reacted');
    const updated = await client.chat.update({ channel: post.channel, ts: post.ts, text: 'changed' });
    assert.equal(updated.message.blocks, undefined, 'text without blocks removes the blocks');
    assert.equal((await refused(client.chat.update({ channel: BO, ts: post.ts, text: 'x' }))).error, 'channel_not_found');
    await client.chat.delete({ channel: post.channel, ts: reply.ts });
    assert.equal((await refused(client.chat.delete({ channel: post.channel, ts: reply.ts }))).error, 'message_not_found');
  },
  'blocks that Slack would refuse are refused, with a pointer': async () => {
    const answer = await refused(client.chat.postMessage({ channel: '#vision', text: 'x', blocks: [button('x'.repeat(76))] }));
    assert.equal(answer.error, 'invalid_blocks');
    assert.deepEqual(answer.response_metadata.messages, ['[ERROR] must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]']);
    assert.equal((await refused(client.chat.postMessage({ channel: '#vision', blocks: '{' }))).error, 'invalid_blocks_format');
    assert.equal((await refused(client.chat.postMessage({ channel: '#vision' }))).error, 'no_text');
    assert.equal((await refused(client.chat.postMessage({ channel: '#nowhere', text: 'x' }))).error, 'channel_not_found');
  },
  'pages are walked to the end': async () => {
    const names = [];
    for await (const page of client.paginate('users.list', { limit: 2 })) names.push(...page.members.map((member) => member.name));
    assert.deepEqual(names.sort(), ['ana', 'bo', 'chidi', 'devi', 'eva', 'houston', 'slackbot']);
    const members = [];
    for await (const page of client.paginate('conversations.members', { channel: 'C0VISION01', limit: 4 })) members.push(...page.members);
    assert.equal(members.length, 6);
    assert.equal((await refused(client.users.list({ cursor: 'bm9uc2Vuc2U=' }))).error, 'invalid_cursor');
  },
  'a rate limit is waited out by the SDK, and nothing is posted twice': async () => {
    const texts = ['1', '2', '3', '4', '5', '6'];
    for (const text of texts) await client.chat.postMessage({ channel: '#vision', text: `burst ${text}` });
    const posted = (await messages('#vision')).filter((message) => message.text.startsWith('burst'));
    assert.deepEqual(posted.map((message) => message.text), texts.map((text) => `burst ${text}`));
    const calls = (await control('calls', { method: 'chat.postMessage' })).calls;
    assert.ok(calls.some((call) => call.error === 'ratelimited'), 'six posts at once must meet the limit');
    await control('settings', { rate_limits: false });
  },
  'Retry-After is told': async () => {
    await control('fault', { kind: 'ratelimit', method: 'auth.test', retry_after: 7 });
    const impatient = new WebClient(sandbox.bot_token, { ...options, rejectRateLimitedCalls: true });
    await assert.rejects(impatient.auth.test(), (error) => error.retryAfter === 7);
  },
  'after a 500, a page of HTML and a dropped connection the SDK tries again': async () => {
    const hasty = new WebClient(sandbox.bot_token, { ...options, retryConfig: { retries: 4, minTimeout: 10, maxTimeout: 20 } });
    for (const kind of ['http_500', 'html_502', 'drop_before']) await control('fault', { kind, method: 'chat.postMessage' });
    await hasty.chat.postMessage({ channel: '#vision', text: 'at last' });
    assert.equal((await messages('#vision')).filter((message) => message.text === 'at last').length, 1);
  },
  'a lost answer makes the SDK post twice, as it does with Slack': async () => {
    const hasty = new WebClient(sandbox.bot_token, { ...options, retryConfig: { retries: 4, minTimeout: 10, maxTimeout: 20 } });
    await control('fault', { kind: 'drop_after', method: 'chat.postMessage' });
    await hasty.chat.postMessage({ channel: '#vision', text: 'twice' });
    await until('both copies', async () => (await messages('#vision')).filter((message) => message.text === 'twice').length === 2);
  },
});
