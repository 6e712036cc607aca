// node what-to-try.mjs URL KEYFILE COMMAND: prints the tool's processes, when their activities are open, pages to open and commands to try.
const [url, keyFile, again] = process.argv.slice(2);
const api = `${url}/api/v1`;

let clock = ''; // what the process that was read last says in Decide-Now

async function get(path) {
  const answer = await fetch(api + path, { signal: AbortSignal.timeout(10_000) });
  clock = answer.headers.get('Decide-Now') ?? clock;
  return answer.ok ? answer.json() : null;
}

const [first] = (await get('/processes?limit=1'))?.items ?? [];
const commands = [`curl ${api}/health`, `curl ${api}/processes`];
const electoral = first && (await get(`/processes/${first.id}`));
if (electoral) {
  const now = Date.parse(clock);
  const day = time => time.slice(0, 10);
  const windowsOf = activity => electoral.activities.find(a => a.activity === activity)?.windows ?? [];
  console.log(`Process ${electoral.id}, whose clock says ${clock.slice(0, 16).replace('T', ' ')} (${electoral.timeZone}):`);
  for (const { activity, windows, open } of electoral.activities) {
    const when = windows.map(w => `${day(w.opens)}${w.closes ? ` to ${day(w.closes)}` : ' on'}`).join(', ');
    console.log(`  ${open ? 'open  ' : 'closed'}  ${activity.padEnd(20)} ${when}`);
  }
  const delivery = windowsOf('deliveries')[0]?.opens;
  if (delivery && Date.parse(delivery) > now) {
    console.log(`Packages are made from ${day(delivery)}; to jump there: ${again} --at ${day(delivery)}T12:00`);
  }

  const base = `/processes/${electoral.id}`;
  const platform = (await get(`${base}/platforms?limit=1`))?.items?.[0];
  commands.push(`curl ${api}${base}`);
  if (platform) commands.push(`curl ${api}${base}/platforms/${platform.id}`);
  const reactions = ['react-to-platforms', 'react-to-blocks', 'react-to-proposals'].flatMap(windowsOf);
  if (reactions.some(w => Date.parse(w.opens) <= now && now < Date.parse(w.closes))) commands.push(`curl ${api}${base}/challenge`);
}

for (const page of ['functions', 'figures']) commands.push(`curl -H "x-functions-key: $(cat ${keyFile})" ${url}/admin/${page}`);
console.log('To try, in a browser:');
console.log(`  ${url}/`);
console.log(`  ${api}/docs`);
console.log('and in a second terminal:');
for (const line of commands) console.log(`  ${line}`);
