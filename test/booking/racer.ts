import { type DbPlace, openDb } from '../../bot/store/db';
import { raceToTheEnd } from './race';

/** One of several processes that answer the patients of a race; it waits for `go`, and ends when nothing is left. */
const given = JSON.parse(process.env.RACE_GIVEN ?? '{}') as { place: DbPlace; name: string };
const db = openDb(given.place);
process.send?.('ready');
process.once('message', () => {
  raceToTheEnd(db, given.name).then(
    async () => {
      await db.close();
      process.exit(0);
    },
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    },
  );
});
