// node what-to-try.mjs URL KEYFILE COMMAND: prints the tool's processes, when their activities are open, and commands to try.
const [url, keyFile, again] = process.argv.slice(2);
const api = `${url}/api/v1`;

let now = ''; // the clock of the process that was read last

async function get(path) {
  const answer = await fetch(api + path, { signal: AbortSignal.timeout(10_000) });
  now = answer.headers.get('Decide-Now') ?? now;
  return answer.ok ? answer.json() : null;
}

const processes = (await get('/processes'))?.items ?? [];
const first = processes[0];
const tries = [`curl ${api}/health`, `curl ${api}/processes`];
if (first) {
  const process = await get(`/processes/${first.id}`);
  const windows = activity => process.activities.find(a => a.activity === activity)?.windows ?? [];
  const day = time => time.slice(0, 10);
  console.log(`Process ${process.id}, whose clock says ${now.slice(0, 16).replace('T', ' ')} (${process.timeZone}):`);
  for (const { activity, windows, open } of process.activities) {
    const when = windows.map(w => `${day(w.opens)}${w.closes ? ` to ${day(w.closes)}` : ' on'}`).join(', ');
    console.log(`  ${open ? 'open  ' : 'closed'}  ${activity.padEnd(20)} ${when}`);
  }
  const delivery = windows('deliveries')[0]?.opens;
  if (delivery && Date.parse(delivery) > Date.parse(now)) {
    console.log(`Packages are made from ${day(delivery)}; to jump there: ${again} --at ${day(delivery)}T12:00`);
  }

  const base = `/processes/${process.id}`;
  const platform = (await get(`${base}/platforms?limit=1`))?.items?.[0];
  tries.push(`curl ${api}${base}`);
  if (platform) tries.push(`curl ${api}${base}/platforms/${platform.id}`);
  const reactions = ['react-to-platforms', 'react-to-proposals'].flatMap(windows).map(w => [Date.parse(w.opens), Date.parse(w.closes)]);
  const now = Date.parse(process.now);
  if (Math.min(...reactions.map(([opens]) => opens)) <= now && now < Math.max(...reactions.map(([, closes]) => closes))) tries.push(`curl ${api}${base}/challenge`);
}
for (const page of ['functions', 'figures']) tries.push(`curl -H "x-functions-key: $(cat ${keyFile})" ${url}/admin/${page}`);
console.log('To try:');
for (const line of tries) console.log(`  ${line}`);
