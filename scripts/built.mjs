// Says whether the app that ./run starts is what a build of these very sources gives, so that ./run need not build again.
//   node built.mjs check [ROOT]        prints a hash of the sources; exits 0 if the last noted build is of them and still there, 1 otherwise
//   node built.mjs note HASH [ROOT]    notes that what is built now came from the sources with this hash
// Contents count, not times: a checkout that writes the same bytes again changes nothing. What was built counts too: who removes a part of it,
// or builds other sources over it, gets a build.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

const [command, ...rest] = process.argv.slice(2);
const hash = command === 'note' ? rest.shift() : '';
const root = rest[0] ?? dirname(import.meta.dirname);
const stamp = join(root, '.local', 'built');

// The projects of the app, what MSBuild reads for each of them, and ./run, which has the command of the build.
const sources = [
  'functions', 'shared', 'standalone', 'run', 'global.json', 'BannedSymbols.txt', '.editorconfig',
  'Directory.Build.props', 'Directory.Build.targets', 'Directory.Packages.props', 'Directory.Build.rsp', 'NuGet.config', 'nuget.config',
];
const output = 'functions/bin/Release/net10.0';

function* files(path, isOutput) {
  const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (!isOutput && (entry.name === 'bin' || entry.name === 'obj')) continue;
    const full = join(path, entry.name);
    if (entry.isDirectory()) yield* files(full, isOutput);
    else if (entry.isFile()) yield full;
  }
}

function hashOf(paths, isOutput = false) {
  const all = createHash('sha256');
  for (const path of paths.map(p => join(root, p)).filter(existsSync)) {
    for (const file of statSync(path).isDirectory() ? files(path, isOutput) : [path]) {
      const content = createHash('sha256').update(readFileSync(file)).digest('hex');
      all.update(`${content} ${relative(root, file).split(sep).join('/')}\n`);
    }
  }
  return all.digest('hex');
}

const noted = of => `${of} ${hashOf([output], true)}\n`;
if (command === 'check') {
  const now = hashOf(sources);
  console.log(now);
  const isBuilt = existsSync(join(root, output, 'ServerlessDecide.Functions.dll')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === noted(now);
  process.exitCode = isBuilt ? 0 : 1;
} else if (command === 'note' && /^[0-9a-f]{64}$/.test(hash)) {
  mkdirSync(dirname(stamp), { recursive: true });
  // Whole or not at all, also when two runs end their builds at the same time.
  writeFileSync(`${stamp}.${process.pid}`, noted(hash));
  renameSync(`${stamp}.${process.pid}`, stamp);
} else {
  console.error('usage: node built.mjs check [ROOT] | note HASH [ROOT]');
  process.exitCode = 2;
}
