/** The style sheet of the documentation page: the client's warm greys and accent, in both themes. */
export const DOCS_STYLE = `
:root {
  color-scheme: light dark;
  --surface: oklch(0.985 0.004 60);
  --raised: oklch(0.96 0.006 60);
  --line: oklch(0.89 0.008 60);
  --text: oklch(0.26 0.01 60);
  --muted: oklch(0.46 0.01 60);
  --accent: oklch(0.5 0.13 48);
}
@media (prefers-color-scheme: dark) {
  :root {
    --surface: oklch(0.2 0.006 60);
    --raised: oklch(0.245 0.007 60);
    --line: oklch(0.34 0.008 60);
    --text: oklch(0.92 0.006 60);
    --muted: oklch(0.73 0.008 60);
    --accent: oklch(0.77 0.11 60);
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 16px; }
body {
  margin: 0;
  display: grid;
  grid-template-columns: 248px minmax(0, 1fr);
  background: var(--surface);
  color: var(--text);
  font: 15px/1.45 'Inter Variable', Inter, system-ui, sans-serif;
}
nav {
  position: sticky;
  top: 0;
  height: 100vh;
  overflow-y: auto;
  padding: 20px 16px;
  background: var(--raised);
  border-right: 1px solid var(--line);
  font-size: 14px;
  line-height: 1.25;
}
nav ul { list-style: none; margin: 0; padding: 0; }
nav a { display: block; padding: 4px 8px; border-radius: 6px; color: var(--text); text-decoration: none; }
nav a:hover { background: var(--line); }
.title { margin: 0 8px 16px; font-weight: 650; }
.tag { margin: 16px 8px 4px; color: var(--muted); font-size: 12px; font-weight: 650; }
main { max-width: 920px; padding: 32px 40px 96px; }
h1 { font-size: 26px; line-height: 1.25; margin: 0 0 16px; }
h2 { font-size: 20px; line-height: 1.25; margin: 48px 0 0; }
h3 { font-size: 17px; line-height: 1.25; margin: 0 0 8px; }
h3 a { color: inherit; text-decoration: none; }
p { margin: 0 0 12px; max-width: 78ch; }
section { padding: 24px 0; border-bottom: 1px solid var(--line); }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
code, pre { font: 13px/1.45 'JetBrains Mono Variable', ui-monospace, monospace; overflow-wrap: anywhere; }
pre { margin: 8px 0 0; padding: 12px 16px; overflow-x: auto; border-radius: 10px; background: var(--raised); }
pre code { overflow-wrap: normal; }
.method { font-weight: 650; color: var(--accent); font-size: 13px; }
.muted, .faint, th { color: var(--muted); }
.faint { font-size: 12px; }
.scroll { overflow-x: auto; margin-bottom: 12px; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { padding: 6px 12px 6px 0; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
th { font-size: 12px; font-weight: 500; border-top: 0; }
details { margin-bottom: 8px; }
summary { cursor: pointer; color: var(--muted); font-size: 14px; }
dl { margin: 8px 0 0; font-size: 14px; }
dt { font-weight: 650; margin-top: 8px; }
dd { margin: 4px 0 0 16px; }
@media (max-width: 760px) {
  body { display: block; }
  nav { position: static; height: auto; max-height: 40vh; border-right: 0; border-bottom: 1px solid var(--line); }
  nav a { padding: 12px 8px; }
  summary { padding: 12px 0; }
  main { padding: 24px 16px 64px; }
}
`;
