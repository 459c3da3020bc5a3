import { takePictures } from './pictures';
import { buildWebApp } from './web-app';

/** `npm run screenshots`: pictures of the console with the sample hospital, into docs/screenshots, all of them below `all/` (not in git). */
buildWebApp();
takePictures(process.argv[2] ?? 'docs/screenshots').then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  },
);
