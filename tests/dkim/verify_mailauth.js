// SPDX-License-Identifier: ISC
// Has mailauth check the signatures of many messages. The first argument is a JSON object of key records by name, the
// second the time in seconds since the epoch. Each line of standard input is a message in base64, each line of standard
// output a JSON object: by domain, whether its signature holds, and why not.
'use strict';

const { dkimVerify } = require('mailauth/lib/dkim/verify');

const records = JSON.parse(process.argv[2]);
const curTime = new Date(Number(process.argv[3]) * 1000);

console.log = () => {}; // it writes there what it thinks of l=

const resolver = async (name) => {
    if (!(name.toLowerCase() in records)) {
        throw Object.assign(new Error('no record'), { code: 'ENOTFOUND' });
    }
    return [[records[name.toLowerCase()]]];
};

const verify = async (message) => {
    const { results } = await dkimVerify(message, { resolver, curTime });
    const found = {};

    for (const { signingDomain, status } of results) {
        if (signingDomain) {
            found[signingDomain.toLowerCase()] = [status.result === 'pass', status.comment || status.result];
        }
    }
    return found;
};

(async () => {
    for await (const line of require('node:readline').createInterface({ input: process.stdin })) {
        process.stdout.write(JSON.stringify(await verify(Buffer.from(line, 'base64'))) + '\n');
    }
})();
