// @slack/bolt against the sandbox: messages, commands, buttons, forms, the home tab.
'use strict';
const { assert, control, messages, quiet, sandbox, steps, until } = require('./support');
const { App } = require('@slack/bolt');

const app = new App({
  token: sandbox.bot_token, appToken: sandbox.app_token, socketMode: true, logger: quiet,
  clientOptions: { slackApiUrl: sandbox.api_url },
});
const plain = (text) => ({ type: 'plain_text', text });
const heard = [];
const form = {
  type: 'modal', callback_id: 'standup', title: plain('Standup'), submit: plain('Send'), notify_on_close: true,
  blocks: [
    { type: 'input', block_id: 'done', label: plain('Done?'), element: { type: 'plain_text_input', action_id: 'text' } },
    { type: 'input', block_id: 'mood', label: plain('Mood?'), optional: true,
      element: { type: 'static_select', action_id: 'mood', options: [{ text: plain('Good'), value: 'good' }, { text: plain('Bad'), value: 'bad' }] } },
  ],
};

app.message('hello', async ({ message, say }) => { await say(`Hi <@${message.user}>!`); });
app.message(/thread/, async ({ message, say }) => { await say({ text: 'in here', thread_ts: message.ts }); });
app.event('app_mention', async ({ event }) => { heard.push(['mention', event.text]); });
app.event('reaction_added', async ({ event }) => { heard.push(['reaction', event.reaction, event.item.ts]); });
app.event('member_joined_channel', async ({ event }) => { heard.push(['joined', event.user]); });
app.event('user_change', async ({ event }) => { heard.push(['user', event.user.tz]); });
app.event('message', async ({ event }) => { if (event.subtype) heard.push([event.subtype, event.message?.text ?? event.deleted_ts]); });
app.command('/houston', async ({ command, ack }) => { await ack(`You said: ${command.text}`); });
app.command('/later', async ({ ack, respond }) => { await ack(); await respond({ text: 'for all', response_type: 'in_channel' }); });
app.command('/ask', async ({ ack, say }) => {
  await ack();
  await say({ text: 'ready?', blocks: [{ type: 'actions', block_id: 'row', elements: [{ type: 'button', action_id: 'write', value: '42', text: plain('Write it') }] }] });
});
app.action('write', async ({ ack, body, action, client }) => {
  await ack();
  heard.push(['click', action.value, action.block_id]);
  await client.views.open({ trigger_id: body.trigger_id, view: form });
});
app.view('standup', async ({ ack, view, body }) => {
  const text = view.state.values.done.text.value;
  if (text.length < 3) return ack({ response_action: 'errors', errors: { done: 'Say more.' } });
  heard.push(['submitted', body.user.id, text, view.state.values.mood.mood.selected_option?.value]);
  return ack();
});
app.view({ callback_id: 'standup', type: 'view_closed' }, async ({ ack }) => { heard.push(['closed']); await ack(); });
app.event('app_home_opened', async ({ event, client }) => {
  await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*Welcome*' } }] } });
});

const hears = (what, ...entry) => until(what, () => heard.some((one) => JSON.stringify(one) === JSON.stringify(entry)));
const posted = (text, channel, user) => until(`the message "${text}"`, async () => (await messages(channel, user)).find((message) => message.text === text));

steps({
  'connects': async () => { await app.start(); await until('a socket', async () => (await control('state')).sockets === 1); },
  'a message is answered with say()': async () => {
    await control('say', { user: 'bo', channel: '#vision', text: 'hello there' });
    await posted('Hi <@U0BO000001>!', '#vision');
  },
  'a direct message is answered in its thread': async () => {
    const { ts } = await control('say', { user: 'devi', channel: 'dm', text: 'a thread please' });
    assert.equal((await posted('in here', 'dm', 'devi')).thread_ts, ts);
  },
  'a mention, a reaction, an edit, a deletion, a join and a move are heard': async () => {
    const { ts } = await control('say', { user: 'bo', channel: '#vision', text: '<@U0HOUSTON1> & co' });
    await hears('the mention', 'mention', '<@U0HOUSTON1> &amp; co');
    await control('react', { user: 'eva', channel: '#vision', ts, name: 'tada' });
    await hears('the reaction', 'reaction', 'tada', ts);
    await control('edit', { user: 'bo', channel: '#vision', ts, text: 'edited' });
    await hears('the edit', 'message_changed', 'edited');
    await control('delete', { user: 'bo', channel: '#vision', ts });
    await hears('the deletion', 'message_deleted', ts);
    await control('user', { user: 'fred', tz: 'Asia/Tokyo' });
    const { users } = await control('state');
    await control('join', { user: 'fred', channel: '#vision' });
    await hears('the join', 'joined', users.find((user) => user.name === 'fred').id);
    await control('user', { user: 'fred', tz: 'Asia/Seoul' });
    await hears('the move', 'user', 'Asia/Seoul');
  },
  'a command is acknowledged with text, for its sender alone': async () => {
    const answer = await control('command', { user: 'ana', channel: '#vision', command: '/houston', text: 'status <now>' });
    assert.equal(answer.acknowledged, true);
    assert.equal((await posted('You said: status &lt;now&gt;', '#vision')).ephemeral_to, 'U0ANA00001');
  },
  'a response_url speaks to the channel': async () => {
    await control('command', { user: 'ana', channel: '#vision', command: '/later' });
    assert.equal((await posted('for all', '#vision')).ephemeral_to, '');
  },
  'a button opens a form, which refuses, then takes the answers': async () => {
    await control('command', { user: 'bo', channel: '#vision', command: '/ask' });
    const { ts } = await posted('ready?', '#vision');
    const click = () => control('click', { user: 'bo', channel: '#vision', ts, action_id: 'write' });
    const open = () => until('the form', async () => (await control('views', { user: 'bo' })).views[0]);
    await click();
    await hears('the click', 'click', '42', 'row');
    assert.equal((await open()).view.callback_id, 'standup');
    const errors = await control('submit', { user: 'bo', values: { done: 'x' } });
    assert.equal(errors.outcome, 'errors');
    assert.deepEqual(errors.errors, { done: 'Say more.' });
    assert.equal((await control('submit', { user: 'bo', values: { done: 'the login page', mood: 'good' } })).outcome, 'closed');
    await hears('the submission', 'submitted', 'U0BO000001', 'the login page', 'good');
    assert.deepEqual((await control('views', { user: 'bo' })).views, []);
    await click();
    await open();
    await control('close_view', { user: 'bo' });
    await hears('the closing', 'closed');
  },
  'the home tab is published': async () => {
    await control('open_home', { user: 'eva' });
    const view = await until('the home tab', async () => (await control('home', { user: 'eva' })).view);
    assert.equal(view.view.blocks[0].text.text, '*Welcome*');
  },
  'nothing is left waiting': async () => { await until('idle', async () => (await control('state')).idle); },
});
