import { directLineTalker } from './load';
import { startProcess } from './process';

/** Memory of one process with many open web chats, each greeted. */
export async function benchCrowd(
  chats: number,
): Promise<{ chats: number; idleMb: number; peakMb: number; startMs: number }> {
  const server = await startProcess('sathi');
  try {
    const idle = await server.usage();
    const talkers = [];
    for (let from = 0; from < chats; from += 20) {
      talkers.push(
        ...(await Promise.all(Array.from({ length: Math.min(20, chats - from) }, () => directLineTalker(server.url)))),
      );
    }
    const open = await server.usage();
    for (const talker of talkers) talker.close();
    return { chats, idleMb: idle.peakMb, peakMb: open.peakMb, startMs: server.startMs };
  } finally {
    await server.stop();
  }
}
