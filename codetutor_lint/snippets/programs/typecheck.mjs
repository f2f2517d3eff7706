// Checks TypeScript as `tsc --strict` would, one program a line, and keeps the compiler warm:
// node typecheck.mjs TYPESCRIPT_LIB TYPE_ROOTS
// A line in is {"files": {"main.ts": "..."}}; the line out is {"errors": "...", "files": {"main.mjs": "..."}}.
import { createRequire } from "node:module";
import path from "node:path";
import readline from "node:readline";

const [library, typeRoots] = process.argv.slice(2);
const ts = createRequire(import.meta.url)(library);

const WORK = "/home/learner";
const options = {
  strict: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ES2022,
  moduleResolution: ts.ModuleResolutionKind.Node10,
  moduleDetection: ts.ModuleDetectionKind.Force,
  skipLibCheck: true,
  inlineSourceMap: true,
  typeRoots: typeRoots ? [typeRoots] : [],
  types: typeRoots ? ["node"] : [],
};
const readable = [path.dirname(library), typeRoots].filter(Boolean).map((folder) => path.dirname(folder));
const parsed = new Map();

function hostOf(files) {
  const isOurs = (name) => path.dirname(name) === WORK;
  const isTheirs = (name) => readable.some((folder) => name.startsWith(folder + path.sep));
  const text = (name) => (isOurs(name) ? files[path.basename(name)] : isTheirs(name) ? ts.sys.readFile(name) : undefined);
  return {
    fileExists: (name) => (isOurs(name) ? path.basename(name) in files : isTheirs(name) && ts.sys.fileExists(name)),
    readFile: text,
    directoryExists: (name) => name === WORK || isTheirs(name + path.sep),
    getDirectories: (name) => (isTheirs(name + path.sep) ? ts.sys.getDirectories(name) : []),
    realpath: (name) => name,
    getSourceFile(name, version) {
      if (parsed.has(name)) return parsed.get(name);
      const content = text(name);
      if (content === undefined) return undefined;
      const source = ts.createSourceFile(name, content, version, true);
      if (!isOurs(name)) parsed.set(name, source);
      return source;
    },
    getDefaultLibFileName: (chosen) => path.join(path.dirname(library), ts.getDefaultLibFileName(chosen)),
    getCurrentDirectory: () => WORK,
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    writeFile() {},
  };
}

let previous;

function check(files) {
  const host = hostOf(files);
  const program = ts.createProgram({ rootNames: [path.join(WORK, "main.ts")], options, host, oldProgram: previous });
  previous = program;
  let found = [...program.getOptionsDiagnostics(), ...program.getSyntacticDiagnostics()];
  if (found.length === 0) found = [...program.getGlobalDiagnostics(), ...program.getSemanticDiagnostics()];
  const errors = found.filter((one) => one.category === ts.DiagnosticCategory.Error);
  const emitted = {};
  program.emit(undefined, (name, text) => {
    const own = path.basename(name);
    emitted[own === "main.js" ? "main.mjs" : own] = text;
  });
  return { errors: ts.formatDiagnostics(errors, host), files: emitted };
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(check(JSON.parse(line).files)) + "\n");
}
