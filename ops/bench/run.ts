import { coldStart } from './cold-start.ts';
import { communities } from './communities.ts';
import { fanout } from './fanout.ts';
import { history } from './history.ts';
import { idle } from './idle.ts';
import type { Report } from './measure.ts';
import { projection } from './projection.ts';
import { resume } from './resume.ts';
import { search } from './search.ts';
import { send } from './send.ts';
import { thumbnail } from './thumbnail.ts';
import { upload } from './upload.ts';
import { wire } from './wire.ts';

/** Every benchmark by its name: `npm run bench -- NAME`. */
const BENCHES: Record<string, () => Promise<Report>> = {
  fanout,
  communities,
  idle,
  resume,
  send,
  history,
  search,
  projection,
  wire,
  upload,
  thumbnail,
  'cold-start': coldStart,
};

const name = process.argv[2] ?? '';
const names = name === 'all' ? Object.keys(BENCHES) : [name];
let failed = false;
for (const one of names) {
  const bench = BENCHES[one];
  if (!bench) {
    console.error(`There is no benchmark ${JSON.stringify(one)}. Say one of: ${Object.keys(BENCHES).join(', ')}, all.`);
    process.exit(2);
  }
  try {
    console.log(JSON.stringify(await bench()));
  } catch (error) {
    // The others are worth their time all the same.
    console.error(`${one} failed:`, error);
    failed = true;
  }
}
process.exit(failed ? 1 : 0);
