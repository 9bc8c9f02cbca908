import { coldStart } from './cold-start.ts';
import { communities } from './communities.ts';
import { fanout } from './fanout.ts';
import { history } from './history.ts';
import { idle } from './idle.ts';
import type { Report } from './measure.ts';
import { projection } from './projection.ts';
import { resume } from './resume.ts';
import { send } from './send.ts';

/** Every benchmark by its name: `npm run bench -- NAME`. */
const BENCHES: Record<string, () => Promise<Report>> = {
  fanout,
  communities,
  idle,
  resume,
  send,
  history,
  projection,
  'cold-start': coldStart,
};

const name = process.argv[2] ?? '';
const names = name === 'all' ? Object.keys(BENCHES) : [name];
for (const one of names) {
  const bench = BENCHES[one];
  if (!bench) {
    console.error(`There is no benchmark ${JSON.stringify(one)}. Say one of: ${Object.keys(BENCHES).join(', ')}, all.`);
    process.exit(2);
  }
  console.log(JSON.stringify(await bench()));
}
process.exit(0);
