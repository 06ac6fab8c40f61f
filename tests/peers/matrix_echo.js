// An echo bot on matrix-bot-sdk: what a Matrix bot costs otherwise (tests/bench/matrix_latency.cpp). It joins where it is
// invited, and answers every message there with its text. HOMESERVER and ACCESS_TOKEN say where and who.
'use strict';
const { AutojoinRoomsMixin, MatrixClient, MemoryStorageProvider } = require('./matrix_sdk');

async function main() {
  const client = new MatrixClient(process.env.HOMESERVER, process.env.ACCESS_TOKEN, new MemoryStorageProvider());
  AutojoinRoomsMixin.setupOnClient(client);
  const self = await client.getUserId();
  client.on('room.message', async (room, event) => {
    if (event.sender === self || event.content?.msgtype !== 'm.text') return;
    await client.sendMessage(room, { msgtype: 'm.notice', body: event.content.body });
  });
  await client.start();
}

main();
