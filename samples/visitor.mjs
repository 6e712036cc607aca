#!/usr/bin/env node
// Becomes a visitor of a running tool: asks for a challenge, does the proof of work and prints the token.
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { parseArgs } from 'node:util';

const usage = `usage: node samples/visitor.mjs [--url http://localhost:7071] [--process demo-edomex]
Prints a visitor's token for that process. Exit codes: 0 printed; 1 something failed; 2 wrong arguments.`;

let values;
try {
  const options = { url: { type: 'string', default: 'http://localhost:7071' }, process: { type: 'string', default: 'demo-edomex' }, help: { type: 'boolean', short: 'h' } };
  values = parseArgs({ options }).values;
  if (!values.help && !/^https?:\/\/./.test(values.url)) throw new Error('--url needs an address such as http://localhost:7071.');
} catch (failure) {
  console.error(`visitor.mjs: ${failure.message}\n${usage}`);
  process.exit(2);
}
if (values.help) {
  console.log(usage);
  process.exit(0);
}

async function ask(path, body) {
  const address = `${values.url.replace(/\/$/, '')}/api/v1/processes/${encodeURIComponent(values.process)}/${path}`;
  const request = body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await fetch(address, { ...request, signal: AbortSignal.timeout(30_000) });
  const text = await answer.text();
  if (answer.status === 403 && text.includes('"activity_closed"')) {
    const { opensAt, closedAt } = JSON.parse(text);
    const when = opensAt ? `from ${opensAt} on` : closedAt ? `no more: they ended on ${closedAt}` : 'never: its calendar has no reactions';
    throw new Error(`${values.process} gives out credentials ${when}.`);
  }
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}: ${text}`);
  return JSON.parse(text);
}

try {
  const challenge = await ask('challenge');
  const solution = await solveChallenge({ challenge, deriveKey });
  if (!solution) throw new Error('the challenge was not solved in time.');
  const altcha = Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
  console.log((await ask('visitors', { altcha })).token);
} catch (failure) {
  console.error(`visitor.mjs: ${failure.cause?.code ?? failure.message}`);
  process.exitCode = 1;
}
