/** One message of the busy channel. `reply` is the index of an earlier line; `@Name` becomes a mention. */
export interface Line {
  who: 'Maya' | 'Jonas' | 'Priya' | 'Tom' | 'Elif' | 'Weather bot';
  text: string;
  reply?: number;
  reactions?: Record<string, Line['who'][]>;
}

/** A morning in a community garden's channel, as people write. */
export const LINES: readonly Line[] = [
  { who: 'Jonas', text: 'Morning all. The seedlings survived the night, all 48 of them' },
  {
    who: 'Jonas',
    text: 'I moved the two trays that were closest to the door',
    reactions: { '🌱': ['Maya', 'Priya', 'Elif'], '🙌': ['Tom'] },
  },
  {
    who: 'Elif',
    text: 'Plan for Saturday, please shout if something is missing:\n- compost delivery at 9, needs **two people with gloves**\n- paint the shed door (colour vote is in #announcements)\n- soup at noon, I bring bread',
  },
  { who: 'Maya', text: 'I can do the compost. @Tom are you in?', reply: 2 },
  { who: 'Tom', text: 'in', reactions: { '💪': ['Maya', 'Elif'] } },
  {
    who: 'Priya',
    text: 'Found why the greenhouse reported **-12 °C**. The probe sends two’s complement and we read it unsigned:\n\n```ts\nexport function celsius(raw: number): number {\n  // 16 bits, a sixteenth of a degree each\n  const signed = raw & 0x8000 ? raw - 0x10000 : raw;\n  return signed / 16;\n}\n```',
    reactions: { '🎉': ['Maya', 'Jonas', 'Tom'], '🧠': ['Elif'] },
  },
  {
    who: 'Tom',
    text: 'so the tomatoes were never frozen, we just could not count 😂',
    reactions: { '😂': ['Maya', 'Priya', 'Jonas', 'Elif'] },
  },
  {
    who: 'Weather bot',
    text: 'Saturday in the garden: **14 °C**, dry until 16:00, wind 2 from the south-west. A good day for paint.',
    reactions: { '☀️': ['Maya', 'Elif', 'Priya'] },
  },
  { who: 'Elif', text: '@Maya could you open the gate at half past eight? I only have the old key' },
  {
    who: 'Elif',
    text: 'And thank you for the photos from last week, the one with the bees is on the fridge now 🐝',
    reactions: { '❤️': ['Maya', 'Jonas'] },
  },
];

/** A post of the garden's feed, with what was said to it. */
export interface Post {
  who: Exclude<Line['who'], 'Weather bot'>;
  title?: string;
  text: string;
  reactions?: Record<string, Line['who'][]>;
  comments?: { who: Line['who']; text: string }[];
}

/** A week of posts, oldest first. */
export const POSTS: readonly Post[] = [
  {
    who: 'Priya',
    title: 'The greenhouse has a new thermometer',
    text: 'It reports every ten minutes, also below zero. Ask **Weather bot** for the curve.',
    reactions: { '🎉': ['Maya', 'Tom'] },
    comments: [{ who: 'Jonas', text: 'Finally numbers I believe' }],
  },
  { who: 'Tom', text: 'On my way with the compost 🚲', reactions: { '💪': ['Elif', 'Maya', 'Jonas'] } },
  {
    who: 'Elif',
    title: 'Open garden day: what we have, what is missing',
    text: 'Forty people said that they come. We have benches, the big pot and the band from number 9.\n\nStill missing:\n- two gazebos, in case it rains\n- someone who shows children the bees\n- labels for the herbs',
    reactions: { '❤️': ['Maya', 'Priya', 'Tom'], '🐝': ['Jonas'] },
    comments: [
      { who: 'Jonas', text: 'I take the bees, twice an hour, six children at a time' },
      { who: 'Maya', text: 'My sister has a gazebo. I ask her tonight' },
      { who: 'Priya', text: 'Labels are printing' },
    ],
  },
];
