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
