// A citizen's journey with the types that openapi-typescript makes of the API's description. A test compiles and runs it:
//   node citizen.js API PROCESS     prints the receipt of the comment
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import createClient from 'openapi-fetch';
import type { paths } from './api';

declare const process: { argv: string[] };

const [, , baseUrl = '', id = ''] = process.argv;
const path = { process: id };
const api = createClient<paths>({ baseUrl });

function present<T>(answer: { data?: T; error?: unknown; response: Response }): T {
  if (answer.data === undefined) throw new Error(`${answer.response.url} answered ${answer.response.status}: ${JSON.stringify(answer.error)}`);
  return answer.data;
}

function require(holds: boolean, what: string): void {
  if (!holds) throw new Error(`It is not so that ${what}.`);
}

const challenge = present(await api.GET('/processes/{process}/challenge', { params: { path } }));
const solution = await solveChallenge({ challenge, deriveKey });
const body = { altcha: btoa(JSON.stringify({ challenge, solution })) };
const { token } = present(await api.POST('/processes/{process}/visitors', { params: { path }, body }));
const again = await api.POST('/processes/{process}/visitors', { params: { path }, body });
require(again.error?.code === 'bad_proof', 'a proof works once');
// @ts-expect-error A visitor is asked for a proof or a ticket.
const neither: NonNullable<paths['/processes/{process}/visitors']['post']['requestBody']>['content']['application/json'] = {};
require(Object.keys(neither).length === 0, 'an empty request has no member');

const platforms = present(await api.GET('/processes/{process}/platforms', { params: { path, query: { limit: 1 } } }));
const first = platforms.items[0];
if (!first) throw new Error('There is no platform.');
const target = { process: id, id: first.id };
const platform = present(await api.GET('/processes/{process}/platforms/{id}', { params: { path: target } }));
require(platform.sections.length > 0, 'a platform has sections');

const headers = { Authorization: `Bearer ${token}` };
const reaction = '/processes/{process}/platforms/{id}/reaction';
const liked = present(await api.PUT(reaction, { params: { path: target }, headers, body: { value: 'like' } }));
const changed = present(await api.PUT(reaction, { params: { path: target }, headers, body: { value: 'dislike' } }));
require(liked.value === 'like' && changed.value === 'dislike' && liked.receipt !== changed.receipt, 'it changes its mind');
const own = present(await api.GET('/processes/{process}/visitors/me/reactions', { params: { path }, headers }));
require(own.items.length === 1 && own.items[0]?.value === 'dislike', 'it sees its stance');
const withdrawn = await api.DELETE(reaction, { params: { path: target }, headers });
require(withdrawn.response.ok, 'it withdraws');
const none = await api.GET(reaction, { params: { path: target }, headers });
require(none.error?.status === 404, 'it withdrew');

const comment = present(await api.POST('/processes/{process}/platforms/{id}/comments', {
  params: { path: target, header: { 'Idempotency-Key': crypto.randomUUID() } },
  headers,
  body: { kind: 'idea', text: 'Bebederos en cada escuela.' },
}));
const state = present(await api.GET('/processes/{process}/comments/{receipt}', { params: { path: { process: id, receipt: comment.receipt } }, headers }));
require(state.kind === 'idea' && state.receivedAt.length > 0, 'its comment is there');
console.log(comment.receipt);
