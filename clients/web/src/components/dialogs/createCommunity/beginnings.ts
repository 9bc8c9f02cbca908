import type { TemplateStructure } from '@cozy/protocol';

/** Something that one ticks for a community of one's own. */
interface Beginning {
  id: string;
  name: string;
  note: string;
  on: boolean;
}

/** The channels to choose from, in the order of the list. */
export const CHANNELS: readonly (Beginning & { channel: TemplateStructure['channels'][number] })[] = [
  {
    id: 'rules',
    name: 'Rules',
    note: 'New members accept them first',
    on: false,
    channel: { key: 'rules', name: 'rules', type: 'rules' },
  },
  {
    id: 'news',
    name: 'Announcements',
    note: 'Few write, everyone reads',
    on: false,
    channel: { key: 'announcements', name: 'announcements', type: 'announcement' },
  },
  {
    id: 'introductions',
    name: 'Introductions',
    note: 'Who is new here',
    on: false,
    channel: { key: 'introductions', name: 'introductions', type: 'text' },
  },
  {
    id: 'help',
    name: 'Questions',
    note: 'Somebody knows',
    on: false,
    channel: { key: 'questions', name: 'questions', type: 'text' },
  },
  {
    id: 'off-topic',
    name: 'Off-topic',
    note: 'What fits nowhere else',
    on: true,
    channel: { key: 'off-topic', name: 'off-topic', type: 'text' },
  },
];

/** The roles to choose from, besides those that every community has. */
export const ROLES: readonly (Beginning & { role: TemplateStructure['roles'][number] })[] = [
  {
    id: 'organizer',
    name: 'Organizer',
    note: 'Makes channels, may call everyone',
    on: false,
    role: { key: 'organizer', name: 'Organizer', hue: 140, permissions: ['MANAGE_CHANNELS', 'MENTION_EVERYONE'] },
  },
  {
    id: 'regular',
    name: 'Regular',
    note: 'A colour for those who stay',
    on: false,
    role: { key: 'regular', name: 'Regular', hue: 230 },
  },
  {
    id: 'guest',
    name: 'Guest',
    note: 'Tells who only visits',
    on: false,
    role: { key: 'guest', name: 'Guest', hue: 80 },
  },
];

/**
 * Makes a structure of what was ticked. The general channel is always there.
 *
 * @param chosen ids of channels and roles.
 * @param grouped puts the channels into the categories Information and Conversation.
 */
export function structureOf(chosen: ReadonlySet<string>, grouped: boolean): TemplateStructure {
  const picked = CHANNELS.filter(({ id }) => chosen.has(id)).map(({ channel }) => channel);
  const informs = picked.filter(({ type }) => type !== 'text');
  const talks = [
    { key: 'general', name: 'general', type: 'text' as const },
    ...picked.filter((one) => !informs.includes(one)),
  ];
  const categories = [
    ...(informs.length > 0 ? [{ key: 'information', name: 'Information' }] : []),
    { key: 'conversation', name: 'Conversation' },
  ];
  return {
    roles: ROLES.filter(({ id }) => chosen.has(id)).map(({ role }) => role),
    categories: grouped ? categories : [],
    channels: [
      ...informs.map((channel) => (grouped ? { ...channel, category: 'information' } : channel)),
      ...talks.map((channel) => (grouped ? { ...channel, category: 'conversation' } : channel)),
    ],
  };
}
