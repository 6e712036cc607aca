// Says which skipped tests may not be skipped: all but those whose kind SERVERLESSDECIDE_MAY_SKIP lists (RealData,ArmSchemas).
// The reason of a skipped test begins with its kind (tests/TestSupport/Skips.cs).
// Arguments: files of results (.trx); without any, only the setting is read.
// Exit codes: 0 nothing was skipped that may not be; 1 something was, and is named; 2 the setting lists what is no kind.
import { readFileSync } from 'node:fs';

const kinds = ['RealData', 'ArmSchemas', 'Bicep', 'AzureBuild', 'Kiota', 'Linux'];
const listed = (process.env.SERVERLESSDECIDE_MAY_SKIP ?? '').split(',').map(kind => kind.trim()).filter(kind => kind);
const unknown = listed.filter(kind => !kinds.includes(kind));
if (unknown.length) {
  console.error(`SERVERLESSDECIDE_MAY_SKIP lists ${unknown.join(', ')}; the kinds of skipped tests are ${kinds.join(', ')}.`);
  process.exit(2);
}

const complaints = process.argv.slice(2).flatMap(file => complaintsOf(readFileSync(file, 'utf8'), file));
if (complaints.length) {
  console.log(`CI may skip ${listed.join(', ') || 'nothing'}, and skipped:`);
  for (const complaint of complaints) console.log(`  ${complaint}`);
}
process.exit(complaints.length ? 1 : 0);

function complaintsOf(results, file) {
  const skipped = [...results.matchAll(/<UnitTestResult [^>]*?testName="([^"]*)"[^>]*?outcome="NotExecuted"[^>]*?(?:\/>|>([\s\S]*?)<\/UnitTestResult>)/g)]
    .map(([, test, output]) => ({ test, reason: /<Message>([\s\S]*?)<\/Message>/.exec(output ?? '')?.[1] ?? 'no reason' }));
  const counters = /<Counters [^>]*?\btotal="(\d+)"[^>]*?\bexecuted="(\d+)"/.exec(results);
  const missing = counters ? counters[1] - counters[2] - skipped.length : undefined;
  return [
    ...skipped.filter(({ reason }) => !listed.some(kind => reason.startsWith(`${kind}: `))).map(({ test, reason }) => `${test}: ${reason}`),
    ...(missing === 0 ? [] : [`${file}: ${missing ?? 'how many'} tests have no result and no reason`]),
  ];
}
