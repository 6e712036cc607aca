// node wait-until-healthy.mjs URL PID: exits 0 once URL answers 200, 1 if the process is gone, 2 after a minute.
const [url, pid] = process.argv.slice(2);
const until = Date.now() + 60_000;
let last = 'nothing answered';
while (Date.now() < until) {
  try {
    process.kill(Number(pid), 0);
  } catch {
    process.exit(1);
  }
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    if (answer.status === 200) process.exit(0);
    last = `status ${answer.status}`;
  } catch (failure) {
    last = failure.cause?.code ?? failure.message;
  }
  await new Promise(resolve => setTimeout(resolve, 100));
}
console.error(`${url} did not answer 200 within a minute: ${last}`);
process.exit(2);
