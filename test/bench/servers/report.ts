/** What a server under load tells the bench over IPC: where it listens, and what it used. */
export function serve(port: number): void {
  let peak = 0;
  const look = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 200);
  look.unref();
  process.on('message', (message: 'usage' | 'stop') => {
    if (message === 'stop') process.exit(0);
    const { user, system } = process.cpuUsage();
    peak = Math.max(peak, process.memoryUsage().rss);
    process.send?.({ usage: { cpuMs: (user + system) / 1000, peakMb: peak / 1048576 } });
  });
  process.send?.({ port });
}
