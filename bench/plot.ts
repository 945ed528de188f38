/**
 * Draws `docs/performance-growth.svg` from the results of `npm run bench`: the
 * duration and the memory of a first run by the size of the tenant.
 *
 *   npx tsx bench/plot.ts
 */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { writeFile } from 'node:fs/promises';
import { readGrowth, type SizeGrowth } from './growth.ts';

const FILE = 'docs/performance-growth.svg';
const SIZES = [10_000, 100_000, 1_000_000];
const MOST_MEGABYTES = 512;

const PANEL = { width: 430, height: 340 };
/** Plot draws into a document, which Node does not have. */
const { document } = parseHTML('<html></html>') as unknown as { document: Document };

/** The colours follow the reader's theme. Plot's marks refer to them as CSS variables. */
const STYLE = `
  svg { --text: #24292f; --quiet: #57606a; --ours: #0969da; --floor: #6e7781; --grid: #d0d7de; --limit: #cf222e; --plot-background: #ffffff; }
  @media (prefers-color-scheme: dark) {
    svg { --text: #e6edf3; --quiet: #9198a1; --ours: #58a6ff; --floor: #8b949e; --grid: #30363d; --limit: #ff7b72; --plot-background: #0d1117; }
  }
  svg svg { font: 12px system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif; color: var(--quiet); overflow: visible; }`;

/** `dy`: where the values are written, in pixels below the points. */
const OURS = { name: 'Provost', color: 'var(--ours)', dashes: 'none', dy: -14 };
const FLOOR = { name: 'hand-tuned script', color: 'var(--floor)', dashes: '2 4', dy: 16 };
type Series = typeof OURS;

const thousands = (value: number) => value.toLocaleString('en-US');
const shown = (value: number) => (value < 100 ? value.toPrecision(2) : String(Math.round(value)));

const drawSeconds = (sizes: readonly SizeGrowth[]) =>
  drawPanel({ type: 'log', domain: [0.5, 200], ticks: [1, 3, 10, 30, 100] }, 's', [
    headingOf('Seconds from submit to published', [OURS, FLOOR]),
    seriesOf(OURS, sizes, ({ seconds }) => seconds),
    seriesOf(FLOOR, sizes, ({ floorSeconds }) => floorSeconds),
  ]);

const drawMemory = (sizes: readonly SizeGrowth[]) =>
  drawPanel({ domain: [0, 600], ticks: [0, 200, 400, 600] }, 'MB', [
    headingOf('Peak memory of the worker', [OURS]),
    Plot.ruleY([MOST_MEGABYTES], {
      stroke: 'var(--limit)',
      strokeWidth: 1.5,
      strokeDasharray: '5 4',
    }),
    labelOf(`bar: ${MOST_MEGABYTES} MB`, { frameAnchor: 'left', y: MOST_MEGABYTES, dx: 6, dy: -8 }),
    seriesOf(OURS, sizes, ({ megabytes }) => megabytes),
  ]);

function drawPanel(y: Plot.ScaleOptions, unit: string, marks: Plot.Markish[]) {
  const { ticks } = y;
  return Plot.plot({
    ...PANEL,
    document,
    className: 'panel',
    marginTop: 64,
    marginBottom: 62,
    marginLeft: 70,
    marginRight: 40,
    x: { type: 'point', domain: SIZES, padding: 0.2 },
    y,
    marks: [
      Plot.axisX({ tickSize: 0, tickFormat: thousands, label: null }),
      Plot.axisY({
        ticks,
        tickSize: 0,
        tickFormat: (value: number) => `${value} ${unit}`,
        label: null,
      }),
      Plot.gridY({ ticks, stroke: 'var(--grid)', strokeOpacity: 1 }),
      labelOf('users in the tenant', { frameAnchor: 'bottom', dy: 48 }),
      ...marks,
    ],
  });
}

const labelOf = (text: string, options: Plot.TextOptions) =>
  Plot.text([text], { text: Plot.identity, ...options });

const headingOf = (title: string, series: readonly Series[]): Plot.Markish => [
  labelOf(title, {
    frameAnchor: 'top-left',
    dy: -46,
    fontSize: 15,
    fontWeight: 600,
    fill: 'var(--text)',
  }),
  series.map(({ name, color }, index) =>
    labelOf(`● ${name}`, { frameAnchor: 'top-left', dx: index * 90, dy: -22, fill: color }),
  ),
];

function seriesOf(
  { color, dashes, dy }: Series,
  sizes: readonly SizeGrowth[],
  y: (size: SizeGrowth) => number,
): Plot.Markish {
  const points = { x: 'users', y };
  const text = { text: (size: SizeGrowth) => shown(y(size)), fontWeight: 600, fill: 'var(--text)' };
  return [
    Plot.line(sizes, {
      ...points,
      stroke: color,
      strokeWidth: 2.5,
      strokeDasharray: dashes,
      strokeLinecap: 'butt',
    }),
    Plot.dot(sizes, { ...points, r: 4, fill: color, stroke: 'none' }),
    Plot.text(sizes, { ...points, ...text, dy, stroke: 'var(--plot-background)' }),
  ];
}

/** @throws Error if a size has not been measured yet */
export function drawGrowth(growth: readonly SizeGrowth[]): string {
  const sizes = SIZES.map((users) => {
    const size = growth.find((each) => each.users === users);
    if (size) return size;
    throw new Error(
      `${thousands(users)} users have not been measured yet. Run \`npm run bench -- sync-100k sync-1m sync-memory\` first.`,
    );
  });
  const description = sizes
    .map(
      ({ users, seconds, floorSeconds, megabytes }) =>
        `${thousands(users)} users: ${shown(seconds)} s, the script ${shown(floorSeconds)} s, ${megabytes} MB`,
    )
    .join('; ');
  const { width, height } = PANEL;
  const panels = [drawSeconds(sizes), drawMemory(sizes)].map((panel, index) => {
    panel.setAttribute('x', String(index * width));
    return panel.outerHTML;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${2 * width} ${height}" width="${2 * width}" height="${height}" role="img" aria-label="Cost of a first synchronization by the size of the tenant. ${description}.">`,
    `<style>${STYLE}</style>`,
    '<rect width="100%" height="100%" rx="6" fill="var(--plot-background)"/>',
    ...panels,
    '</svg>',
    '',
  ].join('\n');
}

if (process.argv[1]?.endsWith('plot.ts')) {
  await writeFile(FILE, drawGrowth(await readGrowth()));
  console.log(`Wrote ${FILE}.`);
}
