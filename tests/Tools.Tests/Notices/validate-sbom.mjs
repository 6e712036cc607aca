// node validate-sbom.mjs FILE: says what in it breaks the schema of CycloneDX 1.6, and exits 1 when something does.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)
const Ajv = require('ajv')
const schemas = join(dirname(require.resolve('@cyclonedx/cyclonedx-library/package.json')), 'res', 'schema')
const read = name => JSON.parse(readFileSync(join(schemas, `${name}.SNAPSHOT.schema.json`), 'utf8'))

// Formats (addresses, times) are not looked at: the bill has an address only as a purl, which has no format there.
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false })
for (const name of ['spdx', 'jsf-0.82', 'cryptography-defs']) ajv.addSchema(read(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`)
const valid = ajv.validate(read('bom-1.6'), JSON.parse(readFileSync(process.argv[2], 'utf8')))
for (const error of ajv.errors ?? []) console.log(`${error.instancePath} ${error.message}`)
process.exit(valid ? 0 : 1)
