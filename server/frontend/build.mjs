// Turns npm packages and the sources beside this file into the static files of the server:
//
//     node server/frontend/build.mjs [--out FOLDER]
//
// The folder (server/static/built/ by default) is replaced as a whole, at the end, so that a server never sees half
// of it. Nothing in it is committed. manifest.json is what the server looks for; licences.txt goes wherever the bundles
// go.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { writeLand } from "./land.mjs";
import { collectLicences } from "./licences.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const repository = resolve(here, "../..");
const { values } = parseArgs({ options: { out: { type: "string", default: join(here, "../static/built") } } });
const target = resolve(values.out);
const work = `${target}.new`;

/** The editor writes a style into the HTML of a tooltip, which the server's content security policy forbids. */
const withoutInlineStyle = {
  name: "without-inline-style",
  setup(builder) {
    builder.onLoad({ filter: /@zazuko\/yasqe\/build\/yasqe\.esm\.js$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      const tidy = text.replaceAll(/<strong style='text-decoration: ?underline'>/g, "<strong>");
      if (tidy === text) throw new Error("yasqe has changed: look for inline styles in it again");
      return { contents: tidy, loader: "js" };
    });
  },
};

async function bundle() {
  const result = await build({
    absWorkingDir: repository,
    bundle: true,
    charset: "utf8",
    entryPoints: { query: join(here, "query/main.js") },
    format: "esm",
    legalComments: "none",
    logLevel: "warning",
    metafile: true,
    minify: true,
    outdir: work,
    plugins: [withoutInlineStyle],
    target: "es2022",
  });
  return Object.keys(result.metafile.inputs).map((name) => resolve(repository, name));
}

/** Compress what browsers fetch, once and well. */
function compress(folder) {
  for (const name of readdirSync(folder).filter((each) => /\.(css|js)$/.test(each))) {
    writeFileSync(join(folder, `${name}.gz`), gzipSync(readFileSync(join(folder, name)), { level: 9 }));
  }
}

function describe(folder) {
  const files = {};
  for (const name of readdirSync(folder).sort()) {
    const bytes = readFileSync(join(folder, name));
    files[name] = { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
  }
  return files;
}

rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });
const inputs = await bundle();
writeLand(work);
const { text, packages } = collectLicences(inputs, readFileSync(join(repository, "LICENSE"), "utf8"));
writeFileSync(join(work, "licences.txt"), text);
compress(work);
const manifest = { files: describe(work), packages };
writeFileSync(join(work, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
rmSync(target, { recursive: true, force: true });
renameSync(work, target);
for (const [name, { bytes }] of Object.entries(manifest.files)) {
  console.log(`${join(relative(process.cwd(), target), name)} ${(bytes / 1024).toFixed(0)} kB`);
}
