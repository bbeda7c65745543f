// Gathers the licence texts of everything that is in a bundle: of each package that was read, and of each package
// that was already bundled into one of them (its source map names those).
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const PACKAGE = /node_modules\/((?:@[^/]+\/)?[^/]+)\//g;
/** Read at build time only to make data of it; the data stay under the licence of the package. */
const DATA = ["world-atlas"];

function packagesOf(inputs) {
  const found = new Map(DATA.map((name) => [name, null]));
  for (const path of inputs) {
    const folders = [...path.matchAll(PACKAGE)];
    if (folders.length === 0) continue;
    found.set(folders.at(-1)[1], null);
    const map = `${path}.map`;
    if (!path.endsWith(".js") || !existsSync(map)) continue;
    for (const source of JSON.parse(readFileSync(map, "utf8")).sources) {
      const inner = [...source.matchAll(PACKAGE)];
      if (inner.length > 0) found.set(inner.at(-1)[1], null);
    }
  }
  return [...found.keys()].sort();
}

function licenceOf(folder, about, mit) {
  const files = readdirSync(folder)
    .filter((name) => /^licen[cs]e/i.test(name))
    .sort();
  if (files.length > 0) return files.map((name) => readFileSync(join(folder, name), "utf8").trim()).join("\n\n");
  if (about.license !== "MIT") throw new Error(`${about.name} comes without a licence text: ${about.license}`);
  const people = [about.author, ...(about.contributors ?? [])].map((who) => who?.name ?? who).filter(Boolean);
  const holder = people.length > 0 ? people.join(", ") : `the authors of ${about.name}`;
  return mit.trim().replace(/^Copyright .*$/m, `Copyright (c) ${holder}`);
}

/**
 * @param {string[]} inputs the files that were bundled
 * @param {string} mit the text of the MIT licence, for packages that name it and ship no copy
 * @returns {{text: string, packages: Record<string, string>}} the texts, and the versions of the packages
 */
export function collectLicences(inputs, mit) {
  const packages = {};
  const parts = [];
  for (const name of packagesOf(inputs)) {
    const folder = join(import.meta.dirname, "../../node_modules", name);
    // A package that was bundled into another one need not be installed beside it.
    if (!existsSync(join(folder, "package.json")))
      throw new Error(`no licence text for ${name}: add it to package.json`);
    const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    packages[name] = about.version;
    parts.push(`${name} ${about.version} (${about.license})\n\n${licenceOf(folder, about, mit)}`);
  }
  const head = "The files beside this one hold code and data of these packages, under these licences.";
  return { text: `${[head, ...parts].join(`\n\n${"=".repeat(80)}\n\n`)}\n`, packages };
}
