// matrix-bot-sdk without its encryption, which is native code that npm does not bring (install scripts are off).
'use strict';
require('./node18');

const native = require.resolve('@matrix-org/matrix-sdk-crypto-nodejs', { paths: [require.resolve('matrix-bot-sdk')] });
require.cache[native] = { id: native, filename: native, loaded: true, exports: {} };
const sdk = require('matrix-bot-sdk');

sdk.LogService.setLogger({ trace() {}, debug() {}, info() {}, warn() {}, error() {} });
module.exports = sdk;
