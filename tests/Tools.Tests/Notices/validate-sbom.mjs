// node validate-sbom.mjs FILE: prints each violation of the CycloneDX 1.6 schema, and exits 1 if there is one.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)
const Ajv = require('ajv')
const schemas = join(dirname(require.resolve('@cyclonedx/cyclonedx-library/package.json')), 'res', 'schema')
const read = name => JSON.parse(readFileSync(join(schemas, `${name}.SNAPSHOT.schema.json`), 'utf8'))

// Formats (URLs, times) are not checked: the only URLs in the bill are purls, which have no format in the schema.
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false })
for (const name of ['spdx', 'jsf-0.82', 'cryptography-defs']) ajv.addSchema(read(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`)
const valid = ajv.validate(read('bom-1.6'), JSON.parse(readFileSync(process.argv[2], 'utf8')))
for (const error of ajv.errors ?? []) console.log(`${error.instancePath} ${error.message}`)
process.exit(valid ? 0 : 1)
