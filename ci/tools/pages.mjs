// Does what pages of documentation say: writes the files that they show, and runs their commands.
//
//   node ci/tools/pages.mjs PAGE...
//
// A block "```LANGUAGE NAME" is the file NAME. A block "```console" has commands, "$ COMMAND", and below each what it prints: these lines
// occur in its output in this order. Each page has a folder of its own. A comment "<!-- needs: WORD… (…) -->" names the commands
// and folders without which a page is skipped.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

// The blocks of a page: what stands behind the fence, and the lines.
function blocks(text) {
  const found = [];
  let open;
  for (const line of text.split("\n")) {
    if (open === undefined) {
      const fence = line.match(/^```(\S+)(?: (\S+))?$/);
      if (fence) open = { language: fence[1], name: fence[2], lines: [] };
    } else if (line === "```") {
      found.push(open);
      open = undefined;
    } else {
      open.lines.push(line);
    }
  }
  return found;
}

// The commands of a console block, each with what it prints.
function commands(lines) {
  const found = [];
  for (const line of lines) {
    if (line.startsWith("$ ")) found.push({ text: line.slice(2), expected: [] });
    else if (line !== "" && found.length > 0) found[found.length - 1].expected.push(line);
  }
  return found;
}

// Whether a command, or a folder, is there.
function exists(word) {
  return spawnSync("bash", ["-c", word.startsWith("/") ? `test -e ${word}` : `command -v ${word}`]).status === 0;
}

let failures = 0, count = 0, pages = 0;
for (const page of process.argv.slice(2)) {
  const text = readFileSync(page, "utf8");
  const needs = (text.match(/<!-- needs: ([^(>]*)/)?.[1] ?? "").split(" ").filter((word) => word && !word.startsWith("--"));
  const missing = needs.filter((command) => !exists(command));
  if (missing.length > 0) {
    console.log(`pages: ${basename(page)} is skipped: there is no ${missing.join(", ")}`);
    continue;
  }
  const folder = mkdtempSync(join(tmpdir(), "pages-"));
  const found = blocks(text);
  for (const block of found) if (block.name) writeFileSync(join(folder, block.name), block.lines.join("\n") + "\n");
  pages += 1;
  for (const block of found) {
    if (block.language !== "console") continue;
    for (const command of commands(block.lines)) {
      count += 1;
      const run = spawnSync("bash", ["-c", `(${command.text}) 2>&1`], { cwd: folder, encoding: "utf8", timeout: 300_000 });
      let rest = run.stdout;
      const absent = command.expected.find((line) => {
        const at = rest.indexOf(line);
        if (at >= 0) rest = rest.slice(at + line.length);
        return at < 0;
      });
      if (run.status === 0 && absent === undefined) continue;
      failures += 1;
      console.log(`pages: ${page}\n  $ ${command.text}\n  ${absent === undefined ? `ends with ${run.status}` : `does not print: ${absent}`}; it prints`);
      console.log(run.stdout.split("\n").slice(0, 40).map((line) => `    ${line}`).join("\n"));
    }
  }
  rmSync(folder, { recursive: true });
}
console.log(`pages: ${count - failures} of ${count} commands of ${pages} pages as documented`);
process.exit(failures === 0 ? 0 : 1);
