/**
 * The files that a unified diff makes of others, by their names below `before` and `after`. It does by itself what
 * `patch` does, and stops at the first line that does not fit: no two versions of git cut a difference alike.
 *
 * @param {string} diff
 * @param {ReadonlyMap<string, string>} files
 */
export function applyDiff(diff, files) {
  const changed = new Map(files);
  for (const part of diff.split(/^diff --git .*\n/m).slice(1)) {
    const [, name] = /^\+\+\+ after\/(.*)$/m.exec(part) ?? [];
    const old = files.get(name)?.split("\n");
    if (old === undefined) throw new Error(`The diff changes ${name}, which is not there.`);
    const result = [];
    let next = 0;
    for (const hunk of part.split(/^(?=@@ )/m).slice(1)) {
      const [head, ...lines] = hunk.replace(/\n$/, "").split("\n");
      const start = Number(/^@@ -(\d+)/.exec(head)[1]) - 1;
      result.push(...old.slice(next, start));
      next = start;
      for (const line of lines) {
        const text = line.slice(1);
        if (!line.startsWith("+")) {
          if (old[next] !== text) throw new Error(`${name}:${next + 1} is not ${line}`);
          next += 1;
        }
        if (!line.startsWith("-")) result.push(text);
      }
    }
    changed.set(name, [...result, ...old.slice(next)].join("\n"));
  }
  return changed;
}
