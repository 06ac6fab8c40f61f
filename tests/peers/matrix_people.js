// People in Matrix rooms, on a client that others wrote: nothing of bot/matrix is in it. A JSON object a line comes in,
// {"id": 1, "do": "say", …}, and goes out, {"id": 1, …} or {"id": 1, "error": "…"}, in whatever order things are done.
// tests/stories/harness/matrix_people.hpp is the other side.
//
// What people send is sent again, as the same transaction, until the homeserver takes it: as clients do.
'use strict';
const readline = require('node:readline');
const { MatrixClient, MemoryStorageProvider } = require('./matrix_sdk');

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const stamp = `${Date.now()}-${process.pid}`;
let transactions = 0;

// No answer, or one that says "later". Everything else is an answer.
const passing = (error) => error.statusCode === undefined || error.statusCode === 429 || error.statusCode >= 500;
async function insist(call) {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!passing(error)) throw error;
      await sleep(error.retryAfterMs ?? 50);
    }
  }
}

class Client extends MatrixClient {
  // The SDK waits for some seconds after a failure, which a test that restarts the homeserver has not.
  async doSync(token) {
    for (;;) {
      try {
        return await super.doSync(token);
      } catch (error) {
        if (!passing(error)) throw error;
        await sleep(50);
      }
    }
  }
}

const only = { presence: { types: [] }, account_data: { types: ['m.direct'] } };
// A new number each time: the homeserver gives a repeated question with an empty answer the answer of before.
let asked = 0;
const news = () => JSON.stringify({ presence: { types: [] }, account_data: { types: [] },
  room: { timeline: { limit: ++asked }, ephemeral: { types: [] }, account_data: { types: [] }, state: { types: [] } } });

class Person {
  constructor({ url, token, houston }) {
    this.houston = houston;
    this.storage = new MemoryStorageProvider();
    this.client = new Client(url, token, this.storage);
    this.client.persistTokenAfterSync = true;
    this.rooms = new Map();  // room → event → message, in order of arrival
    this.reactions = new Map();  // event → { message, key }
    this.welcome = true;  // accepts Houston's invitations
    this.heard = 0;  // events so far
    this.listeners = [];
    this.client.on('room.event', (room, event) => {
      this.see(room, event);
      this.heard += 1;
      this.listeners.splice(0).forEach((listener) => listener());
    });
    this.client.on('room.invite', async (room, event) => {
      if (this.welcome && event.sender === this.houston) await insist(() => this.client.joinRoom(room));
    });
  }

  async start({ name, zone }) {
    this.id = await insist(() => this.client.getUserId());
    if (name) await insist(() => this.client.setDisplayName(name));
    if (zone) await this.put(`/profile/${encodeURIComponent(this.id)}/m.tz`, { 'm.tz': zone });
    await this.client.start({ ...only, room: { timeline: { limit: 1000 }, ephemeral: { types: [] } } });
  }

  put(path, body) {
    return insist(() => this.client.doRequest('PUT', `/_matrix/client/v3${path}`, null, body));
  }

  async send(room, type, content) {
    const transaction = `${stamp}-${++transactions}`;
    const answer = await this.put(`/rooms/${encodeURIComponent(room)}/send/${type}/${transaction}`, content);
    return answer.event_id;
  }

  async redact(room, event) {
    const transaction = `${stamp}-${++transactions}`;
    const path = `/rooms/${encodeURIComponent(room)}/redact/${encodeURIComponent(event)}/${transaction}`;
    return (await this.put(path, {})).event_id;
  }

  see(room, event) {
    if (!this.rooms.has(room)) this.rooms.set(room, new Map());
    const messages = this.rooms.get(room);
    const content = event.content ?? {};
    const relation = content['m.relates_to'] ?? {};
    if (event.type === 'm.room.message' || event.type === 'm.room.encrypted') {
      const original = relation.rel_type === 'm.replace' ? messages.get(relation.event_id) : undefined;
      if (original) {
        if (original.sender === event.sender && content['m.new_content']) {
          original.body = content['m.new_content'].body;
          original.html = content['m.new_content'].formatted_body;
          original.edits += 1;
        }
        return;
      }
      // Redacted before it was seen: nothing to see.
      if (messages.has(event.event_id) || (event.type === 'm.room.message' && content.body === undefined)) return;
      messages.set(event.event_id, { event: event.event_id, at: event.origin_server_ts, sender: event.sender,
        body: content.body ?? '(unreadable)', html: content.formatted_body, type: content.msgtype, thread: relation.rel_type === 'm.thread' ? relation.event_id : null,
        mentions: content['m.mentions']?.user_ids ?? [], key: content['dev.houston.key'] ?? '', edits: 0, redacted: false, reactions: [] });
    } else if (event.type === 'org.matrix.msc3381.poll.start') {
      // As clients show it: the question, an answer a line. What is not shown then is in the text alone.
      const poll = content['org.matrix.msc3381.poll.start'];
      if (messages.has(event.event_id) || !poll) return;
      const answers = poll.answers.map((one) => ({ id: one.id, text: one['org.matrix.msc1767.text'] }));
      messages.set(event.event_id, { event: event.event_id, at: event.origin_server_ts, sender: event.sender,
        body: [poll.question['org.matrix.msc1767.text'], ...answers.map((one) => one.text)].join('\n'), type: 'poll',
        thread: null, mentions: [], key: content['dev.houston.key'] ?? '', edits: 0, redacted: false, reactions: [],
        poll: { kind: poll.kind, most: poll.max_selections, answers, text: content['org.matrix.msc1767.text'] } });
    } else if (event.type === 'org.matrix.msc3381.poll.end') {
      const poll = messages.get(relation.event_id);
      if (!poll || poll.sender !== event.sender || relation.rel_type !== 'm.reference') return;
      poll.body = `${poll.body}\n${content['org.matrix.msc1767.text']}`;
      poll.ended = true;
    } else if (event.type === 'm.reaction' && relation.rel_type === 'm.annotation') {
      const message = messages.get(relation.event_id);
      if (!message || this.reactions.has(event.event_id)) return;
      message.reactions.push({ key: relation.key, sender: event.sender, event: event.event_id });
      this.reactions.set(event.event_id, message);
    } else if (event.type === 'm.room.redaction') {
      const gone = event.redacts ?? content.redacts;
      if (messages.has(gone)) messages.get(gone).redacted = true;
      const message = this.reactions.get(gone);
      if (message) message.reactions = message.reactions.filter((one) => one.event !== gone);
    }
  }

  // After so many events have come.
  async hear(more) {
    while (this.heard <= more) await new Promise((resolve) => this.listeners.push(resolve));
  }

  seen() {
    return [...this.rooms].map(([room, messages]) => ({ room, messages: [...messages.values()] }));
  }

  // Until the homeserver has nothing more to show to this person.
  async caughtUp() {
    for (;;) {
      const since = this.storage.getSyncToken();
      if (since) {
        const answer = await insist(() => this.client.doRequest('GET', '/_matrix/client/v3/sync',
          { since, timeout: 0, filter: news() }));
        const rooms = answer.rooms ?? {};
        if (Object.keys({ ...rooms.join, ...rooms.invite, ...rooms.leave }).length === 0) return;
      }
      while (this.storage.getSyncToken() === since) await sleep(2);
    }
  }
}

const people = new Map();
const message = ({ text, html, mentions }) => ({
  msgtype: 'm.text', body: text, 'm.mentions': mentions ? { user_ids: mentions } : {},
  ...(html ? { format: 'org.matrix.custom.html', formatted_body: html } : {}),
});

const deeds = {
  async add(line) {
    const person = new Person(line);
    people.set(line.who, person);
    await person.start(line);
    return { user: person.id };
  },
  async create_room(line, person) {
    return { room: await insist(() => person.client.createRoom(line.request)) };
  },
  async join(line, person) {
    return { room: await insist(() => person.client.joinRoom(line.room)) };
  },
  async invite(line, person) {
    await insist(() => person.client.inviteUser(line.whom, line.room));
    return {};
  },
  async leave(line, person) {
    await insist(() => person.client.leaveRoom(line.room));
    return {};
  },
  // The room with Houston: the one there is, or a new one.
  async direct(line, person) {
    return { room: await insist(() => person.client.dms.getOrCreateDm(person.houston)) };
  },
  async say(line, person) {
    const content = message(line);
    if (line.thread) {
      content['m.relates_to'] = { rel_type: 'm.thread', event_id: line.thread, is_falling_back: true,
        'm.in_reply_to': { event_id: line.thread } };
    }
    return { event: await person.send(line.room, 'm.room.message', content) };
  },
  async edit(line, person) {
    const now = message(line);
    const content = { ...now, body: `* ${now.body}`, 'm.new_content': now,
      'm.relates_to': { rel_type: 'm.replace', event_id: line.event } };
    return { event: await person.send(line.room, 'm.room.message', content) };
  },
  async react(line, person) {
    const relation = { rel_type: 'm.annotation', event_id: line.event, key: line.key };
    return { event: await person.send(line.room, 'm.reaction', { 'm.relates_to': relation }) };
  },
  // As Element does: `answers` by id; none of them takes the vote back.
  async vote(line, person) {
    return { event: await person.send(line.room, 'org.matrix.msc3381.poll.response', {
      'org.matrix.msc3381.poll.response': { answers: line.answers },
      'm.relates_to': { rel_type: 'm.reference', event_id: line.event } }) };
  },
  async redact(line, person) {
    return { event: await person.redact(line.room, line.event) };
  },
  async seen(line, person) {
    return { rooms: person.seen(), heard: person.heard };
  },
  async hear(line, person) {
    await Promise.race([person.hear(line.more), sleep(line.most)]);
    return {};
  },
  async caught_up() {
    await Promise.all([...people.values()].map((person) => person.caughtUp()));
    return {};
  },
};

readline.createInterface({ input: process.stdin }).on('line', async (text) => {
  const line = JSON.parse(text);
  let answer;
  try {
    answer = await deeds[line.do](line, people.get(line.who));
  } catch (error) {
    answer = { error: `${line.do}: ${error.body?.error ?? error.message ?? error}` };
  }
  process.stdout.write(`${JSON.stringify({ id: line.id, ...answer })}\n`);
}).on('close', () => process.exit(0));
