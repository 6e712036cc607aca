// node validate.mjs FILE: prints each violation of the official profile of Data Package 2.0, and exits 1 if there is one.
//
// datapackage-profile-2.0.json is https://datapackage.org/profiles/2.0/datapackage.json as published: frictionlessdata/datapackage, commit
// b9ee5084fb55ba1719aabb78bc6692c144ba2392, in the public domain (Unlicense).
import { readFileSync } from 'node:fs'
import Ajv from 'ajv'

const read = file => JSON.parse(readFileSync(file, 'utf8'))
// Formats (addresses, times) are not checked: the members of a package that have one are not used.
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false })
const valid = ajv.validate(read(new URL('datapackage-profile-2.0.json', import.meta.url)), read(process.argv[2]))
for (const error of ajv.errors ?? []) console.log(`${error.instancePath} ${error.message}`)
process.exit(valid ? 0 : 1)
