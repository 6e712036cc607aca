// Loads a process into a running tool: creates it from process.json and imports the data sets that stand beside it.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const usage = `usage: node samples/load.mjs --url http://localhost:7071 --key-file FILE [options]

  --url URL           where the tool serves
  --key-file FILE     a file that holds the operator key; ./run keeps it in .local/run/operator-key
  --key KEY           the operator key itself: everybody on this machine can see it while this runs
  --folder FOLDER     process.json and the data sets (default: the folder demo beside this file)
  --today YYYY-MM-DD  move every date of the calendar by whole days, so that this day is its 10 May
                      (default: today in the process's time zone)
  --as-is             load the calendar as it stands
  --finish            when the process is there already, import its data all the same (a load that was interrupted)
  --help              this text
Exit codes: 0 loaded, or already there; 1 something failed; 2 wrong arguments.`;

// In this order, since each may name what an earlier one brought. Further data sets are loaded where their file is present.
const dataSets = [
  { name: 'topics', files: ['topics.csv'] },
  { name: 'glossary', files: ['glossary.csv'] },
  { name: 'offices', files: ['offices.csv'] },
  { name: 'districts', files: ['districts.csv'], required: true },
  { name: 'municipalities', files: ['municipalities.csv'], required: true },
  { name: 'sections', files: ['sections.csv', 'section-ranges.csv'], required: true },
  { name: 'geometry-districts', files: ['districts.geojson'] },
  { name: 'geometry-municipalities', files: ['municipalities.geojson'] },
  { name: 'contenders', files: ['contenders.csv'], required: true },
  { name: 'platforms', files: ['platforms.json'], required: true },
  { name: 'blocks', files: ['blocks.csv'] },
  { name: 'candidates', files: ['candidates.csv'] },
  { name: 'proposals', files: ['proposals.json'] },
  { name: 'results', files: ['results.csv'] },
  { name: 'campaigns', files: ['campaigns.csv'] },
];
const calendarsToday = '05-10'; // 10 May: information, platforms, candidates and both kinds of reactions are open
const patience = 5 * 60_000; // for one import that shows no change
const errorsShown = 20;

class Failure extends Error {}

function readArguments() {
  const options = {
    url: { type: 'string' }, 'key-file': { type: 'string' }, key: { type: 'string' }, folder: { type: 'string' }, today: { type: 'string' },
    'as-is': { type: 'boolean' }, finish: { type: 'boolean' }, help: { type: 'boolean', short: 'h' },
  };
  const wrong = sentence => {
    console.error(`load.mjs: ${sentence}\n${usage}`);
    process.exit(2);
  };
  let values;
  try {
    ({ values } = parseArgs({ options, allowPositionals: false }));
  } catch (failure) {
    wrong(failure.message);
  }
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  if (!values.url || !/^https?:\/\/./.test(values.url) || !URL.canParse(values.url)) wrong('--url needs an address such as http://localhost:7071.');
  if (!values.key === !values['key-file']) wrong('--key-file needs the file that holds the operator key; --key takes the key itself. One of the two.');
  if (values['key-file'] && !existsSync(values['key-file'])) wrong(`--key-file: there is no file '${values['key-file']}'.`);
  if (values.today && values['as-is']) wrong('--today and --as-is exclude each other.');
  if (values.today && !isDate(values.today)) wrong(`--today takes a date such as 2026-05-10, not '${values.today}'.`);
  return {
    api: new URL('api/v1', values.url.endsWith('/') ? values.url : `${values.url}/`).href,
    key: values.key ?? readText(values['key-file']).trim(),
    folder: values.folder ?? join(dirname(fileURLToPath(import.meta.url)), 'demo'),
    today: values.today,
    asIs: values['as-is'] ?? false,
    finish: values.finish ?? false,
  };
}

// ---- the calendar

const oneDay = 86_400_000;
const midnight = date => Date.parse(`${date}T00:00:00Z`);

function isDate(text) {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(midnight(text)) && new Date(midnight(text)).toISOString().startsWith(text);
}

/** What a clock on the wall in the zone shows at an instant, as milliseconds of a clock in UTC that shows the same. */
function wallTime(instant, timeZone) {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
  }).formatToParts(instant);
  const part = Object.fromEntries(parts.map(p => [p.type, Number(p.value)]));
  return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
}

/** Moves a date, a local time or a time with an offset by whole days; midnight stays midnight when the zone has changed its offset. */
function moveTime(text, days, timeZone) {
  if (isDate(text)) return new Date(midnight(text) + days * oneDay).toISOString().slice(0, 10);
  const [, date, clock, offset] = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:\d{2})?$/.exec(text) ?? [];
  if (!date) throw new Failure(`process.json: '${text}' is no time`);
  if (!offset) return moveTime(date, days) + clock;
  const wall = wallTime(Date.parse(text), timeZone) + days * oneDay;
  let instant = wall;
  for (let round = 0; round < 2; round++) instant = wall - (wallTime(instant, timeZone) - instant);
  const minutes = Math.round((wall - instant) / 60_000);
  const two = number => String(number).padStart(2, '0');
  const sign = minutes < 0 ? '-' : '+';
  return `${new Date(wall).toISOString().slice(0, 19)}${sign}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
}

function moveCalendar(definition, today) {
  const { timeZone, electionDay } = definition;
  const target = today ?? new Date(wallTime(Date.now(), timeZone)).toISOString().slice(0, 10);
  const days = Math.round((midnight(target) - midnight(`${electionDay.slice(0, 4)}-${calendarsToday}`)) / oneDay);
  const move = text => (text ? moveTime(text, days, timeZone) : text);
  const moved = {
    ...definition,
    electionDay: move(electionDay),
    activities: definition.activities.map(activity => ({
      ...activity,
      windows: activity.windows.map(window => ({ ...window, opens: move(window.opens), closes: move(window.closes) })),
    })),
  };
  return { moved, said: `moved by ${days} days, so that ${target} is its 10 May` };
}

// ---- the files

function readText(file) {
  return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
}

function readProcess(folder) {
  const file = join(folder, 'process.json');
  if (!existsSync(file)) throw new Failure(`${file} is missing`);
  let definition;
  try {
    definition = JSON.parse(readText(file));
  } catch (failure) {
    throw new Failure(`${file}: ${failure.message}`);
  }
  for (const name of ['id', 'name', 'timeZone', 'electionDay', 'activities']) {
    if (!definition[name]) throw new Failure(`${file}: '${name}' is missing`);
  }
  return definition;
}

function findDataSets(folder) {
  const missing = [];
  const found = [];
  for (const { name, files, required } of dataSets) {
    const file = files.map(f => join(folder, f)).find(existsSync);
    if (file) found.push({ name, file });
    else if (required) missing.push(files.join(' or '));
  }
  if (missing.length > 0) throw new Failure(`missing in ${folder}: ${missing.join(', ')}`);
  return found;
}

/** Ranges of sections (municipality,district,from,to,registeredVoters of each) as the data set 'sections'. */
function expandRanges(text, file) {
  const lines = text.split(/\r?\n/);
  const header = lines[0].trim();
  const expected = 'municipality,district,from,to,registeredVoters';
  if (header !== expected) throw new Failure(`${file}: the header is '${header}', not '${expected}'`);
  const sections = ['section,municipality,district,registeredVoters'];
  lines.forEach((line, index) => {
    if (index === 0 || line.trim() === '') return;
    const [municipality, district, from, to, voters, ...more] = line.trim().split(',');
    const numbers = [from, to, voters].map(value => (/^\d+$/.test(value ?? '') ? Number(value) : NaN));
    const [first, last] = numbers;
    if (more.length > 0 || numbers.some(Number.isNaN) || first < 1 || last > 9999 || first > last) {
      throw new Failure(`${file}, line ${index + 1}: '${line}' is no range of sections`);
    }
    for (let section = first; section <= last; section++) {
      sections.push(`${String(section).padStart(4, '0')},${municipality},${district},${voters}`);
    }
  });
  return `${sections.join('\n')}\n`;
}

function readDataSet({ file }) {
  if (file.endsWith('section-ranges.csv')) return expandRanges(readText(file), file);
  return readFileSync(file);
}

// ---- the tool

const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));

async function send(settings, method, path, body, contentType) {
  for (let attempt = 1; ; attempt++) {
    let answer;
    try {
      answer = await fetch(settings.api + path, {
        method, body,
        headers: { 'x-functions-key': settings.key, ...(contentType ? { 'content-type': contentType } : {}) },
        signal: AbortSignal.timeout(120_000),
      });
    } catch (failure) {
      throw new Failure(`${method} ${settings.api}${path}: ${failure.cause?.code ?? failure.cause?.message ?? failure.message}`);
    }
    const text = await answer.text();
    // An empty 500 is Azure's host's own, when a worker of it died: docs/operations.md.
    const again = answer.status === 429 || answer.status === 503 || (answer.status === 500 && text === '');
    if (!again || attempt === 5) {
      let json = null;
      try {
        json = JSON.parse(text);
      } catch {
        // Not JSON: the status and the text say what there is to say.
      }
      return { status: answer.status, json, text };
    }
    await pause(1000 * Math.min(Number(answer.headers.get('retry-after')) || 1, 30));
  }
}

function problem({ status, json, text }) {
  const lines = [`status ${status} ${json?.code ?? ''}`.trim(), json?.detail ?? json?.title ?? text.slice(0, 500)];
  for (const [field, messages] of Object.entries(json?.errors ?? {})) lines.push(`${field}: ${[messages].flat().join(' ')}`);
  return lines.filter(Boolean).join('\n  ');
}

async function createProcess(settings, definition) {
  const answer = await send(settings, 'POST', '/processes', JSON.stringify(definition), 'application/json');
  if (answer.status === 409) return false;
  if (answer.status !== 201 && answer.status !== 200) throw new Failure(`the process was refused: ${problem(answer)}`);
  return true;
}

async function importDataSet(settings, id, { name, file, content, contentType }) {
  const imports = `/processes/${encodeURIComponent(id)}/operator/imports`;
  const began = Date.now();
  const accepted = await send(settings, 'POST', `${imports}/${name}`, content, contentType);
  if (accepted.status !== 202) throw new Failure(`${name} was refused: ${problem(accepted)}`);
  let seen = '';
  let changed = Date.now();
  for (let wait = 50; ; wait = Math.min(wait * 2, 1000)) {
    const answer = await send(settings, 'GET', `${imports}/${encodeURIComponent(accepted.json.import)}`);
    if (answer.status !== 200) throw new Failure(`the state of ${name} cannot be read: ${problem(answer)}`);
    const { status, rows, accepted: taken, errors = [], warnings = [] } = answer.json;
    if (status === 'done') {
      const warned = warnings.length > 0 ? `  ${warnings.length} warnings: ${[...new Set(warnings.map(w => w.code))].join(', ')}` : '';
      console.log(`  ${name.padEnd(24)} ${String(taken ?? rows).padStart(6)} rows  ${((Date.now() - began) / 1000).toFixed(1)} s${warned}`);
      return;
    }
    if (status === 'failed') {
      const shown = errors.slice(0, errorsShown).map(e => `  row ${e.row}, ${e.column ?? 'whole row'}: ${e.message} (${e.code})`);
      if (errors.length > shown.length) shown.push(`  and ${errors.length - shown.length} more`);
      const counted = file.endsWith('ranges.csv') ? ' (rows count the sections, not the ranges)' : '';
      throw new Failure([`${name} failed, nothing of it was changed${counted}:`, ...shown].join('\n'));
    }
    const state = JSON.stringify(answer.json);
    if (state !== seen) {
      if (Date.now() - began > 3000) console.log(`  ${name.padEnd(24)} ${status}, ${rows ?? 0} rows so far`);
      seen = state;
      changed = Date.now();
    }
    if (Date.now() - changed > patience) throw new Failure(`${name} is '${status}' and has shown no change for five minutes`);
    await pause(wait);
  }
}

async function load(settings) {
  const definition = readProcess(settings.folder);
  const found = findDataSets(settings.folder).map(dataSet => ({
    ...dataSet,
    content: readDataSet(dataSet),
    contentType: { json: 'application/json', geojson: 'application/geo+json' }[dataSet.file.split('.').at(-1)] ?? 'text/csv',
  }));
  const { moved, said } = settings.asIs ? { moved: definition, said: 'as it stands' } : moveCalendar(definition, settings.today);
  const created = await createProcess(settings, moved);
  if (created) {
    console.log(`  ${'calendar'.padEnd(24)} ${said}`);
  } else {
    console.log(`  ${definition.id} is there already${settings.finish ? ' with its calendar; its data are imported again' : '; nothing was loaded'}`);
    if (!settings.finish) return;
  }
  for (const dataSet of found) await importDataSet(settings, definition.id, dataSet);
  console.log(`  ${definition.id} is loaded from ${relative('.', settings.folder) || '.'}`);
}

try {
  await load(readArguments());
} catch (failure) {
  if (!(failure instanceof Failure)) throw failure;
  console.error(`load.mjs: ${failure.message}`);
  process.exitCode = 1;
}
