// Serves Waline on loopback from a fresh SQLite file: node bench/Waline/start.mjs INSTALLED FOLDER PORT
// INSTALLED is where npm installed @waline/vercel; FOLDER, which must exist and be empty, takes the data.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [installed, folder, port] = process.argv.slice(2);
const require = createRequire(join(installed, 'package.json'));

// Off: everything that would call another machine or is not needed to store a comment. The rest is Waline's default.
// IPQPS=0: no pause between two comments from one address.
Object.assign(process.env, {
  SQLITE_PATH: folder,
  JWT_TOKEN: 'bench',
  IPQPS: '0',
  AKISMET_KEY: 'false',
  DISABLE_REGION: 'true',
  DISABLE_USERAGENT: 'true',
  DISABLE_AUTHOR_NOTIFY: 'true',
  MARKDOWN_TEX: 'false',
  MARKDOWN_HIGHLIGHT: 'false',
});

// The tables of Waline's storage layer, with the columns it reads and writes.
const times = 'createdAt TIMESTAMP, updatedAt TIMESTAMP';
const reactions = Array.from({ length: 9 }, (_, i) => `reaction${i} INTEGER`).join(', ');
const tables = {
  Comment: `user_id INTEGER, comment TEXT, insertedAt TIMESTAMP, ip TEXT, link TEXT, mail TEXT, nick TEXT, pid INTEGER, rid INTEGER, sticky NUMERIC, status TEXT, "like" INTEGER, ua TEXT, url TEXT, ${times}`,
  Counter: `time INTEGER, ${reactions}, url TEXT NOT NULL, ${times}`,
  Users: `display_name TEXT, email TEXT, password TEXT, type TEXT, url TEXT, avatar TEXT, label TEXT, github TEXT, twitter TEXT, facebook TEXT, google TEXT, weibo TEXT, qq TEXT, oidc TEXT, huawei TEXT, "2fa" TEXT, ${times}`,
};
// The SQLite that Waline itself uses.
const sqlite = createRequire(require.resolve('think-model-sqlite'))('sqlite3');
await new Promise((resolve, reject) => {
  const database = new sqlite.Database(join(folder, 'waline.sqlite'));
  const all = Object.entries(tables).map(([name, columns]) => `CREATE TABLE wl_${name} (id INTEGER PRIMARY KEY AUTOINCREMENT, ${columns});`);
  database.exec(all.join('\n'), (failure) => (failure ? reject(failure) : database.close(resolve)));
});

// On each request Waline asks a remote service for the sign-in services. Answer within the process: none.
globalThis.fetch = async () => Response.json({ services: [] });

// As the package's own handler does, but once and not on each request.
require('@waline/vercel')({ env: 'production' });
await globalThis.think.beforeStartServer();
createServer(globalThis.think.app.callback()).listen(Number(port), '127.0.0.1', () => globalThis.think.app.emit('appReady'));
