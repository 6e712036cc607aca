// node check-run.mjs NUMBER: exits 1 if the build of a GitHub Actions run must not be deployed. Used by .github/workflows/deploy.yml, which
// can roll back to the build of an earlier run: an artifact called app can come from any workflow, any branch and any fork.
// Needs gh, GITHUB_REPOSITORY, and GITHUB_RUN_ID, the run that asks.
import { execFileSync } from 'node:child_process';

const { GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: asking } = process.env;
const number = process.argv[2] ?? '';

function refuse(...lines) {
  console.error(`check-run: ${lines.join('\n  ')}`);
  process.exit(1);
}

if (!repository || !asking) refuse('GITHUB_REPOSITORY and GITHUB_RUN_ID are needed.');
if (!/^[0-9]+$/.test(number)) refuse(`'${number}' is no number of a run; it stands in the run's address.`);

let run;
try {
  run = JSON.parse(execFileSync('gh', ['api', `repos/${repository}/actions/runs/${number}`], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }));
} catch (failure) {
  refuse(`run ${number} cannot be looked at: ${failure.message}`);
}

const expected = [
  // Some answers append the branch to the file.
  ['its workflow', run.path?.split('@')[0], '.github/workflows/deploy.yml'],
  ['its branch', run.head_branch, 'main'],
  ['what started it', run.event, 'workflow_dispatch'],
  ['the repository of its commit', run.head_repository?.full_name, repository],
  ['its repository', run.repository?.full_name, repository],
];
// The asking run itself has not finished yet.
if (number !== asking) expected.push(['its end', run.conclusion, 'success']);
const wrong = expected.filter(([, found, wanted]) => found !== wanted).map(([what, found, wanted]) => `${what} is '${found ?? ''}' and must be '${wanted}'`);
if (wrong.length > 0) refuse(`the build of run ${number} is not deployed:`, ...wrong);
console.log(`Run ${number}: deploy.yml on main, commit ${run.head_sha}`);
