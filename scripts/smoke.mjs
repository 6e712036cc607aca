#!/usr/bin/env node
// Checks a running tool: health, a closed activity, rejected credentials. Changes nothing.
import { parseArgs } from 'node:util';

const usage = `usage: node scripts/smoke.mjs [--url http://localhost:7071] [--process ID] [--origin URL] [--wait SECONDS]

  --url URL       where the tool is
  --process ID    the process to ask about; otherwise the first one that there is
  --origin URL    the app's own address behind Front Door, which must refuse
  --wait SECONDS  how long health may take to come (default 0)
Exit codes: 0 all that was checked is well; 1 something is not; 2 wrong arguments.`;

let values;
try {
  const options = {
    url: { type: 'string', default: 'http://localhost:7071' },
    process: { type: 'string' },
    origin: { type: 'string' },
    wait: { type: 'string', default: '0' },
    help: { type: 'boolean', short: 'h' },
  };
  values = parseArgs({ options }).values;
  for (const url of [values.url, values.origin]) if (url !== undefined && !/^https?:\/\/./.test(url)) throw new Error('--url and --origin need an address such as http://localhost:7071.');
  if (!/^\d{1,4}$/.test(values.wait)) throw new Error('--wait needs a number of seconds.');
} catch (failure) {
  console.error(`smoke.mjs: ${failure.message}\n${usage}`);
  process.exit(2);
}
if (values.help) {
  console.log(usage);
  process.exit(0);
}

const api = `${values.url.replace(/\/+$/, '')}/api/v1`;

async function ask(address, request = {}) {
  const answer = await fetch(address, { redirect: 'manual', ...request, signal: AbortSignal.timeout(30_000) });
  const text = await answer.text();
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  return { status: answer.status, type: answer.headers.get('content-type') ?? '', body };
}

let wrong = 0;
function say(what, well, detail) {
  if (!well) wrong++;
  console.log(`${well ? 'well ' : 'WRONG'}  ${what}${detail ? `: ${detail}` : ''}`);
}

const shown = ({ status, type, body }) => `${status} ${body?.code ?? type}`;
const isProblem = (answer, status, code) => answer.status === status && answer.type.startsWith('application/problem+json') && answer.body?.code === code;

async function checked(what, check) {
  try {
    await check();
  } catch (failure) {
    say(what, false, failure.cause?.code ?? failure.message);
  }
}

async function health() {
  const until = Date.now() + Number(values.wait) * 1000;
  for (;;) {
    const answer = await ask(`${api}/health`).catch((failure) => ({ status: 0, type: failure.cause?.code ?? failure.message }));
    const well = answer.status === 200 && answer.body?.status === 'ok';
    if (well || Date.now() >= until) return say('health', well, shown(answer));
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}

async function closedActivity(id) {
  const { status, body } = await ask(`${api}/processes/${encodeURIComponent(id)}`);
  if (status !== 200) return say('a closed activity', false, `the process ${id} answers ${status}`);
  const lists = { information: 'offices', platforms: 'platforms', candidates: 'candidates', results: 'results', statistics: 'statistics' };
  const closed = body.activities.find((a) => !a.open && lists[a.activity]);
  if (!closed) return console.log(`-      a closed activity: not checked, all of ${id} is open`);
  const answer = await ask(`${api}/processes/${encodeURIComponent(id)}/${lists[closed.activity]}`);
  const well = isProblem(answer, 403, 'activity_closed') && 'opensAt' in answer.body && 'closedAt' in answer.body;
  say(`a closed activity (${closed.activity})`, well, shown(answer));
}

async function visitorToken(id) {
  const address = `${api}/processes/${encodeURIComponent(id)}/visitors/me/reactions`;
  for (const [what, headers] of [['no token', {}], ['a forged token', { authorization: 'Bearer CfDJ8Forged' }]]) {
    const answer = await ask(address, { headers });
    say(`${what} is rejected`, isProblem(answer, 401, 'credential_required'), shown(answer));
  }
}

async function operatorKey() {
  const answer = await ask(`${api}/processes`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-functions-key': 'not-the-key-of-the-operator' }, body: '{}' });
  // From outside the institute, Front Door refuses any key, right or wrong, before the request reaches the app.
  say('a forged operator key is rejected', isProblem(answer, 401, 'credential_required') || (values.origin !== undefined && answer.status === 403), shown(answer));
}

async function origin() {
  const answer = await ask(`${values.origin.replace(/\/+$/, '')}/api/v1/health`);
  say('nobody goes round Front Door', answer.status === 403 && answer.body === undefined, shown(answer));
}

await checked('health', health);
if (!wrong) {
  await checked('a forged operator key is rejected', operatorKey);
  let id = values.process;
  await checked('the list of processes', async () => {
    const { status, body } = await ask(`${api}/processes`);
    if (status !== 200) throw new Error(`answers ${status}`);
    id ??= body.items[0]?.id;
  });
  if (id) {
    await checked('a closed activity', () => closedActivity(id));
    await checked('a visitor\'s token', () => visitorToken(id));
  } else if (!wrong) {
    console.log('-      a closed activity, a visitor\'s token: not checked, there is no process yet');
  }
  if (values.origin) await checked('nobody goes round Front Door', origin);
}
console.log(wrong ? `${wrong} wrong` : 'all well');
process.exitCode = wrong ? 1 : 0;
