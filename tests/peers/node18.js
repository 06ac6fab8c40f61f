// The SDKs want Node 20 or later. Debian 12 has 18, which lacks three things that they (their undici) use.
'use strict';
const crypto = require('node:crypto');

globalThis.File ??= require('node:buffer').File;
crypto.hash ??= (algorithm, data, encoding) => crypto.createHash(algorithm).update(data).digest(encoding);
String.prototype.toWellFormed ??= function toWellFormed() {
  return Buffer.from(String(this)).toString();
};
