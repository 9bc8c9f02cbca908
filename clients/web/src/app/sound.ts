/** Hertz of the two notes, and seconds of each. */
const NOTES = [660, 880] as const;
const LENGTH = 0.12;
const LOUDNESS = 0.08;

/** Plays two short notes. Silent where the browser lets no page sound that was never touched. */
export function playSound(): void {
  const context = new AudioContext();
  const gain = context.createGain();
  gain.connect(context.destination);
  NOTES.forEach((frequency, i) => {
    const start = context.currentTime + i * LENGTH;
    const note = context.createOscillator();
    note.frequency.value = frequency;
    note.connect(gain);
    gain.gain.setValueAtTime(LOUDNESS, start);
    gain.gain.exponentialRampToValueAtTime(0.001, start + LENGTH);
    note.start(start);
    note.stop(start + LENGTH);
    if (i === NOTES.length - 1) note.onended = () => void context.close();
  });
}
