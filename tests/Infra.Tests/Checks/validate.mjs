// Validates resources (a JSON array on standard input) against ARM's schemas in a folder. Prints a line for each defect, then
// "checked: TYPE@VERSION" or "no schema: TYPE@VERSION" for each resource.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv-draft-04';

const [folder] = process.argv.slice(2);
const resources = JSON.parse(readFileSync(0, 'utf8'));
const read = (...path) => JSON.parse(readFileSync(join(folder, ...path), 'utf8'));
// A base schema forbids the properties that derived schemas add; only the combination is meant.
function opened(node) {
  if (node === null || typeof node !== 'object') return node;
  for (const part of Array.isArray(node.allOf) ? node.allOf : []) delete part.additionalProperties;
  if (Array.isArray(node.oneOf)) delete node.additionalProperties;
  Object.values(node).forEach(opened);
  return node;
}
const common = read('common', 'definitions.json');
const commonId = 'https://schema.management.azure.com/schemas/common/definitions.json';
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, logger: false });
ajv.addSchema({ ...common, id: commonId }, commonId);

const versions = new Map();
function schemasOf(version) {
  if (!versions.has(version)) {
    const files = existsSync(join(folder, version)) ? readdirSync(join(folder, version)).filter((f) => f.endsWith('.json')) : [];
    versions.set(version, files.map((file) => {
      const schema = opened(read(version, file));
      const id = `https://arm.invalid/${version}/${file}`;
      ajv.addSchema({ ...schema, id }, id);
      return { schema, id };
    }));
  }
  return versions.get(version);
}

const sections = ['resourceDefinitions', 'extension_resourceDefinitions', 'subscription_resourceDefinitions'];
function definitionOf(type, version) {
  for (const { schema, id } of schemasOf(version)) {
    for (const section of sections) {
      for (const [name, definition] of Object.entries(schema[section] ?? {})) {
        if (definition.properties?.type?.enum?.some((t) => t.toLowerCase() === type.toLowerCase())) {
          return { root: schema, pointer: `${id}#/${section}/${name}`, definition };
        }
      }
    }
  }
}

function resolve(node, root) {
  if (!node.$ref) return { node, root };
  const [address, path] = node.$ref.split('#');
  const target = address ? common : root;
  return resolve(path.split('/').slice(1).reduce((at, part) => at[decodeURIComponent(part)], target), target);
}

// Returns the forms an object may have: for each, its properties by name and the schema of other properties.
function forms(declared, declaredRoot) {
  const { node, root } = resolve(declared, declaredRoot);
  const parts = [...(node.allOf ?? []).map((part) => [part]), ...[node.oneOf, node.anyOf].filter(Boolean)];
  const own = {
    properties: Object.fromEntries(Object.entries(node.properties ?? {}).map(([name, property]) => [name, { node: property, root }])),
    others: typeof node.additionalProperties === 'object' ? { node: node.additionalProperties, root } : undefined,
    isObject: node.type === 'object' || Boolean(node.properties),
  };
  let all = [own];
  for (const alternatives of parts) {
    const found = alternatives.flatMap((alternative) => forms(alternative, root));
    all = all.flatMap((a) => found.map((b) => ({
      properties: { ...a.properties, ...b.properties },
      others: a.others ?? b.others,
      isObject: a.isObject || b.isObject,
    })));
  }
  return all;
}

function isOf(form, value) {
  return Object.entries(form.properties).every(([name, property]) => {
    const { node } = resolve(property.node, property.root);
    const allowed = node.enum ?? (node.const === undefined ? undefined : [node.const]);
    return !allowed || value[name] === undefined || allowed.includes(value[name]);
  });
}

// ARM's schemas allow unknown properties, so a misspelt one can be found only by its name.
function misspelt(value, node, root, path) {
  if (Array.isArray(value)) {
    const items = itemsOf(node, root);
    return items ? value.flatMap((item, i) => misspelt(item, items.node, items.root, `${path}[${i}]`)) : [];
  }
  if (value === null || typeof value !== 'object') return [];
  const objects = forms(node, root).filter((form) => form.isObject);
  const fitting = objects.filter((form) => isOf(form, value));
  const complaints = (fitting.length ? fitting : objects).map((form) => Object.entries(value).flatMap(([name, item]) => {
    const property = form.properties[name] ?? form.others;
    if (property) return misspelt(item, property.node, property.root, `${path}.${name}`);
    // An object without declared properties may hold anything.
    return Object.keys(form.properties).length ? [`${path}.${name} is no property`] : [];
  }));
  return complaints.sort((a, b) => a.length - b.length)[0] ?? [];
}

function itemsOf(declared, declaredRoot) {
  const { node, root } = resolve(declared, declaredRoot);
  if (node.items) return { node: node.items, root };
  for (const alternative of node.oneOf ?? node.anyOf ?? node.allOf ?? []) {
    const found = itemsOf(alternative, root);
    if (found) return found;
  }
}

// The deepest error belongs to the form that was meant. Errors of the form for expressions are useless.
function worst(errors) {
  const telling = errors.filter((e) => !e.schemaPath.includes('definitions/expression') && e.keyword !== 'oneOf');
  const depth = (e) => e.instancePath.split('/').length;
  const deepest = Math.max(...telling.map(depth));
  const lines = telling.filter((e) => depth(e) === deepest).map((e) => `${e.instancePath || '/'} ${e.message} ${JSON.stringify(e.params)}`);
  return lines.length ? [...new Set(lines)].slice(0, 3) : ['fits no form of its schema'];
}

for (const { id, ...whole } of resources) {
  const kind = `${whole.type}@${whole.apiVersion}`;
  const found = definitionOf(whole.type, whole.apiVersion);
  if (!found) {
    console.log(`no schema: ${kind}`);
    continue;
  }
  const check = ajv.getSchema(found.pointer) ?? ajv.compile({ $ref: found.pointer });
  // Some schemas want the full name of a child, some only its last part. An empty properties object may be missing.
  const names = [whole.name, whole.name.split('/').at(-1)];
  const failures = names.map((name) => (check({ properties: {}, ...whole, name }) ? [] : worst(check.errors)));
  const defects = [...(failures.some((f) => !f.length) ? [] : failures[0]), ...misspelt(whole, found.definition, found.root, '')];
  for (const defect of defects) console.log(`${kind} ${whole.name}: ${defect}`);
  console.log(`checked: ${kind}`);
}
