/** Adds features of one kind: however many there are, together they weigh `weight`, so that length does not decide. */
export function addBlock(out: Map<string, number>, prefix: string, names: readonly string[], weight: number): void {
  if (names.length === 0) return;
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const norm = Math.sqrt(names.length);
  for (const [name, count] of counts) out.set(prefix + name, (weight * Math.sqrt(count)) / norm);
}

const SHORTEST_RUN = 3;

/** Runs of three to `longest` letters of framed words ("<pain>"): they forgive endings and slips. */
export function letterRuns(words: readonly string[], longest: number): string[] {
  const runs: string[] = [];
  for (const word of words) {
    const framed = `<${word}>`;
    for (let size = SHORTEST_RUN; size <= longest; size++) {
      for (let i = 0; i + size <= framed.length; i++) runs.push(framed.slice(i, i + size));
    }
  }
  return runs;
}
