const UNITS = ['kilobyte', 'megabyte', 'gigabyte'] as const;
const bytes = new Intl.NumberFormat(undefined, { style: 'unit', unit: 'byte', unitDisplay: 'long' });
const formats = UNITS.map((unit) => {
  return new Intl.NumberFormat(undefined, { style: 'unit', unit, unitDisplay: 'short', maximumSignificantDigits: 3 });
});

/** A number of bytes as people read it, in steps of 1024: `820 bytes`, `1.4 MB`. */
export function fileSize(size: number): string {
  if (size < 1024) return bytes.format(size);
  const step = Math.min(UNITS.length, Math.floor(Math.log2(size) / 10));
  return formats[step - 1]!.format(size / 1024 ** step);
}
