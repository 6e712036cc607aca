// Parses Bicep files with tree-sitter-bicep, on any machine. Prints FILE:LINE for each syntax error, and exits 1 if there is one.
import { readFileSync } from 'node:fs';
import Parser from 'tree-sitter';
import Bicep from 'tree-sitter-bicep';

const parser = new Parser();
parser.setLanguage(Bicep);

function* places(node) {
  if (node.isError || node.isMissing) yield node.startPosition.row + 1;
  else if (node.hasError) for (const child of node.children) yield* places(child);
}

let found = 0;
for (const file of process.argv.slice(2)) {
  // The grammar covers only templates, so in a parameters file parse "param name = value" as "var name = value".
  const text = readFileSync(file, 'utf8');
  const template = file.endsWith('.bicepparam') ? text.replace(/^param(?= \w+ = )/gm, 'var') : text;
  for (const line of places(parser.parse(template).rootNode)) {
    console.log(`${file}:${line}`);
    found++;
  }
}
process.exitCode = found ? 1 : 0;
