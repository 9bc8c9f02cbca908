import figures from '../../capacity/figures.json' with { type: 'json' };
import { how, Sheet } from './sheet.ts';

/** What members do at the busiest hour, and how full machines may be. Choices, not measurements. */
export const ASSUMED = {
  messages: { value: 10, what: 'Messages that a connected member sends in an hour' },
  others: { value: 13.5, what: 'Other stored events of a member in an hour: read markers, reactions, edits, joins' },
  inView: { value: 30, what: 'Connected members who have the channel of a message in view' },
  together: { value: 0.6, what: 'Share of the deliveries that leave with others, in channels that are busy' },
  passive: { value: 2, what: 'PASSIVE_UPDATE frames that a member is sent in a minute, of communities not in view' },
  heartbeat: { value: 30, what: 'Seconds between two heartbeats of a connection' },
  average: { value: 0.5, what: 'An average hour, as a share of the busiest' },
  load: { value: 0.5, what: 'Share of a core that a gateway uses at that hour at most: it has one thread that works' },
  memory: { value: 2048, what: 'MiB of memory of a gateway' },
  ceiling: { value: 40_000, what: 'Members of a gateway at most, so that the loss of one is a small thing' },
  storm: { value: 60, what: 'Seconds in which the members of a lost gateway are back' },
  retention: { value: 24, what: 'Hours that the log is kept' },
  copies: { value: 3, what: 'Copies of the log and of the database' },
  reading: { value: 0.2, what: 'Share of a core that reading the log may take of each gateway' },
  catchUp: { value: 0.7, what: 'Share of its rate that the projector needs at most, so that it can catch up' },
};

function valuesOf<K extends string>(of: Record<K, { value: number }>): Record<K, number> {
  return Object.fromEntries(Object.entries<{ value: number }>(of).map(([name, { value }]) => [name, value])) as never;
}

const a = valuesOf(ASSUMED);
const f = valuesOf(figures);

/** What one gateway holds, if nothing but its members takes its time. */
export function gateway(sheet: Sheet): { cpu: number; byMemory: number } {
  const received = sheet.add(
    'Deliveries to a member',
    how`${a.messages} / 3,600 × ${a.inView}`,
    (a.messages / 3_600) * a.inView,
    '/s',
  );
  const alone = 1 - a.together;
  const delivery = sheet.add(
    'CPU of a delivery',
    how`${a.together} × ${f.deliver_together_us} + ${alone} × ${f.deliver_alone_us}`,
    a.together * f.deliver_together_us + alone * f.deliver_alone_us,
    'µs',
  );
  const deliveries = sheet.add(
    'CPU of a member: deliveries',
    how`${received} × ${delivery}`,
    received * delivery,
    'µs/s',
  );
  const passive = sheet.add(
    '… news of what is not in view',
    how`${a.passive} / 60 × ${f.deliver_alone_us}`,
    (a.passive / 60) * f.deliver_alone_us,
    'µs/s',
  );
  const heartbeats = sheet.add('… heartbeats', how`${f.frame_us} / ${a.heartbeat}`, f.frame_us / a.heartbeat, 'µs/s');
  const commands = sheet.add(
    '… commands',
    how`(${a.messages} + ${a.others}) / 3,600 × ${f.request_us}`,
    ((a.messages + a.others) / 3_600) * f.request_us,
    'µs/s',
  );
  const cpu = sheet.add(
    'CPU of a member',
    how`${deliveries} + ${passive} + ${heartbeats} + ${commands}`,
    deliveries + passive + heartbeats + commands,
    'µs/s',
  );
  sheet.add('Members by CPU', how`${a.load} × 10⁶ / ${cpu}`, (a.load * 1e6) / cpu);
  const byMemory = sheet.add(
    'Members by memory',
    how`(${a.memory} − ${f.node_mib}) × 1,024 / ${f.session_kib}`,
    ((a.memory - f.node_mib) * 1_024) / f.session_kib,
  );
  return { cpu, byMemory };
}

/** Where one log ends: what every gateway can read of it, and what the one projector can write. */
export function oneLog(sheet: Sheet): number {
  const read = sheet.add(
    'Events that a gateway can read',
    how`${a.reading} × 10⁶ / ${f.read_event_us}`,
    (a.reading * 1e6) / f.read_event_us,
    '/s',
  );
  const written = sheet.add(
    'Events that the projector can write',
    how`${a.catchUp} × ${f.projected_per_second}`,
    a.catchUp * f.projected_per_second,
    '/s',
  );
  const events = sheet.add('Events of one log', 'the smaller of both', Math.min(read, written), '/s');
  const each = (a.messages + a.others) / 3_600;
  sheet.add('Members by reading', how`${read} × 3,600 / (${a.messages} + ${a.others})`, read / each);
  return sheet.add('Members of one log', how`${events} × 3,600 / (${a.messages} + ${a.others})`, events / each);
}

/** What so many members on one log need. */
export function whole(members: number, { cpu, byMemory }: { cpu: number; byMemory: number }): Sheet {
  const sheet = new Sheet();
  const messages = sheet.add('Messages', how`${members} × ${a.messages} / 3,600`, (members * a.messages) / 3_600, '/s');
  const events = sheet.add(
    'Stored events',
    how`${members} × (${a.messages} + ${a.others}) / 3,600`,
    (members * (a.messages + a.others)) / 3_600,
    '/s',
  );

  const reading = sheet.add(
    'Reading the log, each gateway',
    how`${events} × ${f.read_event_us} / 10⁶`,
    (events * f.read_event_us) / 1e6,
    'cores',
  );
  const byCpu = sheet.add(
    'Members of a gateway by CPU',
    how`(${a.load} − ${reading}) × 10⁶ / ${cpu}`,
    (Math.max(0, a.load - reading) * 1e6) / cpu,
  );
  const each = sheet.add(
    'Members of a gateway',
    how`the smallest of ${byCpu}, ${byMemory} and ${a.ceiling}`,
    Math.min(byCpu, byMemory, a.ceiling),
  );
  const nodes = sheet.add(
    'Gateways',
    how`${members} / ${each}, and one that may be lost`,
    Math.ceil(members / each) + 1,
  );
  sheet.add(
    'Cores that they use',
    how`${members} × ${cpu} / 10⁶ + ${nodes} × ${reading}`,
    (members * cpu) / 1e6 + nodes * reading,
    'cores',
  );
  sheet.add('Memory that they have', how`${nodes} × ${a.memory} / 1,024`, (nodes * a.memory) / 1_024, 'GiB');
  sheet.add(
    'Taking in who was on a lost one, each other one',
    how`${each} / ${a.storm} / (${nodes} − 1) × ${f.start_ms} / 1,000`,
    ((each / a.storm / (nodes - 1)) * f.start_ms) / 1_000,
    'cores',
  );

  const delivered = sheet.add('Deliveries', how`${messages} × ${a.inView}`, messages * a.inView, '/s');
  const news = sheet.add(
    'News of what is not in view',
    how`${members} × ${a.passive} / 60`,
    (members * a.passive) / 60,
    '/s',
  );
  const lonely = f.event_bytes + f.message_overhead_bytes;
  const out = delivered * (a.together * f.event_bytes + (1 - a.together) * lonely) + news * lonely;
  sheet.add(
    'Bandwidth to the members',
    how`(${delivered} × (${a.together} × ${f.event_bytes} + ${1 - a.together} × ${lonely}) + ${news} × ${lonely}) × 8 / 10⁹`,
    (out * 8) / 1e9,
    'Gbit/s',
  );

  const copies = events * a.copies;
  const servers = Math.max(a.copies, Math.ceil(copies / f.stored_per_second));
  sheet.add(
    'nats-servers for storing',
    how`${events} × ${a.copies} / ${f.stored_per_second}, and ${a.copies} at least`,
    servers,
  );
  const read = sheet.add(
    'Events that NATS delivers',
    how`${events} × (${nodes} gateways + 1 projector)`,
    events * (nodes + 1),
    '/s',
  );
  sheet.add('CPU of NATS for it', how`${read} × ${f.nats_deliver_us} / 10⁶`, (read * f.nats_deliver_us) / 1e6, 'cores');
  sheet.add(
    'Bandwidth out of NATS',
    how`${read} × ${f.stored_bytes} × 8 / 10⁹`,
    (read * f.stored_bytes * 8) / 1e9,
    'Gbit/s',
  );
  const kept = events * a.average * a.retention * 3_600 * f.stored_bytes * a.copies;
  sheet.add(
    'Disk of the log',
    how`${events} × ${a.average} × ${a.retention} × 3,600 × ${f.stored_bytes} × ${a.copies} / 10¹²`,
    kept / 1e12,
    'TB',
  );

  const projector = sheet.add(
    'Projector, as a share of its rate',
    how`${events} / ${f.projected_per_second}`,
    events / f.projected_per_second,
  );
  const shards = Math.max(1, Math.ceil(projector / a.catchUp));
  sheet.add(
    'Servers of MongoDB',
    how`${projector} / ${a.catchUp}, rounded up, × ${a.copies} copies`,
    shards * a.copies,
  );
  const yearly = messages * a.average * 86_400 * 365 * f.message_document_bytes;
  sheet.add(
    'Messages of a week in memory, each copy',
    how`${messages} × ${a.average} × 86,400 × 7 × ${f.message_document_bytes} / 2³⁰`,
    ((yearly / 365) * 7) / 2 ** 30,
    'GiB',
  );
  sheet.add(
    'Disk of MongoDB for a year',
    how`${messages} × ${a.average} × 86,400 × 365 × ${f.message_document_bytes} × ${a.copies} / 10¹²`,
    (yearly * a.copies) / 1e12,
    'TB',
  );
  return sheet;
}
