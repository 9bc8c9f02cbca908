import figures from '../../capacity/figures.json' with { type: 'json' };
import { ASSUMED, gateway, oneLog, whole } from './model.ts';
import { how, number, Sheet } from './sheet.ts';

/** Connected members that the page is about. */
const SCALES = [1_000_000, 10_000_000];

/** Text of the page about capacity, from ops/capacity/figures.json and the assumptions of this file. */
export function capacityPage(): string {
  const node = new Sheet();
  const held = gateway(node);
  const end = new Sheet();
  const members = oneLog(end);
  const sections = SCALES.flatMap((scale) => {
    const cells = Math.ceil(scale / members);
    const inOne = `### ${number(scale)} members on one log\n\n${whole(scale, held)}`;
    if (cells === 1) return [inOne];
    const title = `### ${number(scale)} members in ${cells} cells`;
    const first = how`One log serves ${members} members (see below), so these need ${scale} / ${members}, rounded up: ${cells} cells. One of them:`;
    return [inOne, `${title}\n\n${first}\n\n${whole(scale / cells, held)}`];
  });
  return `# Capacity

What one gateway holds, and what one and ten million connected members need, worked out line by line. This page is made by
\`npm run capacity\` from the figures in [ops/capacity/figures.json](../ops/capacity/figures.json) and the assumptions in
ops/src/capacity/model.ts: replace a number and make it again. What follows from a figure that was not measured (its source says so)
is worth no more than that figure.

## Figures

| What | Is | Source |
| --- | --- | --- |
${Object.values(figures)
  .map(({ what, value, source }) => `| ${what} | ${number(value)} | ${source} |`)
  .join('\n')}

## Assumptions

| What | Is |
| --- | --- |
${Object.values(ASSUMED)
  .map(({ what, value }) => `| ${what} | ${number(value)} |`)
  .join('\n')}

## What one gateway holds

While the instance is small, so that reading its log takes nothing that counts. Real members differ: the fan-out of one
channel that everybody looks at costs what it costs, and it is this that the alert on the event loop is for.

${node}

## What many need

${sections.join('\n\n')}

## Where one log ends, and what then

Every gateway reads the whole log ([decision 007](decisions/)): that makes a resume exact and cheap, and any node good for any
client. It costs each node what the whole instance stores, and NATS the product of gateways and events, which grows with the
square of the members. And one projector at a time writes the database, which keeps its order simple.

${end}

Where the projector's end comes first, it is the softer one: partitions are independent, so several workers could lead some
of them each, into a sharded MongoDB. That is not built. The other end is the design's, and well before it the bandwidth out
of NATS becomes what is paid for.

Beyond it an instance is divided into cells: each with a log, gateways, workers and a database of its own, every community
living in one of them, and a client holding a connection to each cell in which it has communities. The client is made for
several instances side by side, and ids, cursors and errors belong to a connection, so to the client a cell is another
instance that shares its account. What cells need and nobody has built: accounts and log-ins that all share, a directory of
which community lives where, and a way to move one. Letting a gateway read only the partitions of its own members'
communities helps less than it seems: ${number(ASSUMED.ceiling.value)} members have communities in every partition.
`;
}
