// Prints how many product files somebody opens who follows one comment, one reaction and one platform through the code.
//   node tests/walks.mjs [FOLDER]        FOLDER: another checkout to measure, the repository itself otherwise
// A file is in a walk when a file before it names one of its types in code. The lists (Problems, ApiJson, Composition, StorageNames) are
// opened and not followed: they name everything. No code names a function's class: the host calls it. Two figures a walk: all files within reach, and the spine, what is at most two steps away
// from where the walk begins and is no bare record or enum.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

const root = process.argv[2] ?? join(import.meta.dirname, "..");
const lists = /\/(Problems|ApiJson|Json|Composition|Registration|StorageNames|FunctionTable|Counters)\.cs$/;

const walks = {
  comment: [["PostComment", "CommentRequests", "PostProposalComment"], ["CommentProcessor"], ["PackageProcessor"]],
  reaction: [["PutReaction", "ReactionRequests", "PutProposalReaction"], ["TallyProcessor"]],
  platform: [["GetPlatform", "Platforms"]],
};

const files = new Map();
for (const folder of ["functions", "shared"]) {
  for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !path.endsWith(".cs") || /\/(obj|bin)\//.test(path)) continue;
    const text = readFileSync(path, "utf8");
    const code = text.replace(/\/\/[^\n]*/g, "").replace(/"(?:[^"\\\n]|\\.)*"/g, '""').replace(/^using [^;]*;$/gm, "")
      // What a function declares is read where it stands; who reads the code does not follow it.
      .replace(/^\s*\[(?:Function|Access|Operation|Content|Query|RequestHeader|CountedAs)\b[\s\S]*?\]$/gm, "");
    const types = [...code.matchAll(/^(?:public|internal)(?: static| sealed| abstract| readonly| partial)* (?:class|record struct|record|struct|enum|interface) (\w+)/gm)].map((m) => m[1]);
    files.set(relative(root, path), { types, code, lines: text.split("\n").length - 1, isEntry: /\[Function\(/.test(text), isBare: !/[{=]>|\)\s*\{|\breturn\b/.test(code) });
  }
}

const owner = new Map();
const entries = new Map();
for (const [path, file] of files) for (const type of file.types) (file.isEntry && file.types.at(-1) === type ? entries : owner).set(type, path);

function uses(path) {
  if (lists.test(path)) return [];
  const { code } = files.get(path);
  // A type is named where an identifier stands that is no member: not after a dot, unless after its own namespace.
  const names = new Set([...code.matchAll(/(?<![.\w])([A-Z]\w*)/g)].map((m) => m[1]));
  return [...new Set([...names].map((name) => owner.get(name)).filter((found) => found && found !== path))];
}

for (const [name, beginnings] of Object.entries(walks)) {
  const start = beginnings.flat().map((type) => entries.get(type) ?? owner.get(type)).filter(Boolean);
  const steps = new Map(start.map((path) => [path, 0]));
  const queue = [...steps.keys()];
  for (let path = queue.shift(); path; path = queue.shift()) {
    for (const next of uses(path)) {
      if (steps.has(next)) continue;
      steps.set(next, steps.get(path) + 1);
      queue.push(next);
    }
  }

  const all = [...steps.keys()];
  const spine = all.filter((path) => steps.get(path) <= 2 && !files.get(path).isBare && !lists.test(path));
  const lines = all.reduce((sum, path) => sum + files.get(path).lines, 0);
  console.log(`one ${name}: ${all.length} files of ${lines} lines within reach, ${spine.length} of them on the spine`);
  if (process.env.VERBOSE) for (const path of all) console.log(`  ${steps.get(path)} ${path}`);
}
