/**
 * Draws `docs/performance-growth.svg` from what `npm run bench` kept: seconds
 * and memory of a first run by the size of the tenant.
 *
 *   npx tsx bench/plot.ts
 */
import { writeFile } from 'node:fs/promises';
import { readGrowth, type SizeGrowth } from './growth.ts';

const FILE = 'docs/performance-growth.svg';
const SIZES = [10_000, 100_000, 1_000_000];

const WIDTH = 860;
const HEIGHT = 340;
const PANEL = { top: 64, bottom: 278, width: 320 };
const MOST_MEGABYTES = 512;

interface Series {
  readonly name: string;
  readonly class: 'ours' | 'floor';
  value(size: SizeGrowth): number;
}

interface Panel {
  readonly left: number;
  readonly title: string;
  readonly series: readonly Series[];
  /** Where a value stands, from 0 at the bottom to 1 at the top. */
  readonly scale: (value: number) => number;
  readonly ticks: readonly { value: number; text: string }[];
  readonly limit?: { value: number; text: string };
}

const LOW = Math.log10(0.5);
const HIGH = Math.log10(200);

const PANELS: readonly Panel[] = [
  {
    left: 70,
    title: 'Seconds from submit to published',
    series: [
      { name: 'Provost', class: 'ours', value: ({ seconds }) => seconds },
      { name: 'hand-tuned script', class: 'floor', value: ({ floorSeconds }) => floorSeconds },
    ],
    scale: (value) => (Math.log10(value) - LOW) / (HIGH - LOW),
    ticks: [1, 3, 10, 30, 100].map((value) => ({ value, text: `${value} s` })),
  },
  {
    left: 500,
    title: 'Peak memory of the worker',
    series: [{ name: 'Provost', class: 'ours', value: ({ megabytes }) => megabytes }],
    scale: (value) => value / 600,
    ticks: [0, 200, 400, 600].map((value) => ({ value, text: `${value} MB` })),
    limit: { value: MOST_MEGABYTES, text: `bar: ${MOST_MEGABYTES} MB` },
  },
];

/** Legible on either ground: the page's own colours are asked for, where the viewer tells them. */
const STYLE = `
  text { font: 13px system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif; fill: #24292f; }
  .title { font-weight: 600; font-size: 15px; }
  .small { font-size: 12px; fill: #57606a; }
  .value { font-size: 12px; font-weight: 600; paint-order: stroke; stroke: #ffffff; stroke-width: 3px; }
  .grid { stroke: #d0d7de; stroke-width: 1; }
  .limit { stroke: #cf222e; stroke-width: 1.5; stroke-dasharray: 5 4; }
  .line { fill: none; stroke-width: 2.5; }
  .ours { stroke: #0969da; } .dot.ours, .name.ours { fill: #0969da; stroke: none; }
  .floor { stroke: #6e7781; stroke-dasharray: 2 4; } .dot.floor, .name.floor { fill: #6e7781; stroke: none; }
  .ground { fill: #ffffff; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .small { fill: #9198a1; } .value { stroke: #0d1117; }
    .grid { stroke: #30363d; } .limit { stroke: #ff7b72; } .ground { fill: #0d1117; }
    .ours { stroke: #58a6ff; } .dot.ours, .name.ours { fill: #58a6ff; }
    .floor { stroke: #8b949e; } .dot.floor, .name.floor { fill: #8b949e; }
  }`;

const thousands = (value: number) => value.toLocaleString('en-US');
const shown = (value: number) => (value < 100 ? value.toPrecision(2) : String(Math.round(value)));

function drawPanel(panel: Panel, sizes: readonly SizeGrowth[]): string[] {
  const { left, title, ticks, series, limit } = panel;
  const right = left + PANEL.width;
  const x = (users: number) =>
    left + 30 + (SIZES.indexOf(users) * (PANEL.width - 60)) / (SIZES.length - 1);
  const y = (value: number) => PANEL.bottom - panel.scale(value) * (PANEL.bottom - PANEL.top);
  const across = (value: number, name: string) =>
    `<line class="${name}" x1="${left}" x2="${right}" y1="${y(value).toFixed(1)}" y2="${y(value).toFixed(1)}"/>`;
  return [
    `<text class="title" x="${left}" y="28">${title}</text>`,
    ...series.map(
      ({ name, class: kind }, index) =>
        `<text class="small name ${kind}" x="${left + index * 90}" y="48">● ${name}</text>`,
    ),
    ...ticks.flatMap(({ value, text }) => [
      across(value, 'grid'),
      `<text class="small" text-anchor="end" x="${left - 8}" y="${(y(value) + 4).toFixed(1)}">${text}</text>`,
    ]),
    ...SIZES.map(
      (users) =>
        `<text class="small" text-anchor="middle" x="${x(users).toFixed(1)}" y="${PANEL.bottom + 22}">${thousands(users)}</text>`,
    ),
    `<text class="small" text-anchor="middle" x="${left + PANEL.width / 2}" y="${PANEL.bottom + 44}">users in the tenant</text>`,
    ...(limit
      ? [
          across(limit.value, 'limit'),
          `<text class="small" x="${left + 6}" y="${(y(limit.value) - 6).toFixed(1)}">${limit.text}</text>`,
        ]
      : []),
    ...series.flatMap((each) => drawSeries(each, sizes, x, y)),
  ];
}

function drawSeries(
  { class: kind, value }: Series,
  sizes: readonly SizeGrowth[],
  x: (users: number) => number,
  y: (value: number) => number,
): string[] {
  const points = sizes.map((size) => ({
    at: [x(size.users).toFixed(1), y(value(size)).toFixed(1)] as const,
    text: shown(value(size)),
    above: kind === 'ours',
  }));
  return [
    `<polyline class="line ${kind}" points="${points.map(({ at }) => at.join(',')).join(' ')}"/>`,
    ...points.map(
      ({ at: [cx, cy] }) => `<circle class="dot ${kind}" cx="${cx}" cy="${cy}" r="4"/>`,
    ),
    ...points.map(
      ({ at: [cx, cy], text, above }) =>
        `<text class="value" text-anchor="middle" x="${cx}" y="${Number(cy) + (above ? -10 : 20)}">${text}</text>`,
    ),
  ];
}

/** @throws Error when a size was not measured yet */
export function drawGrowth(growth: readonly SizeGrowth[]): string {
  const sizes = SIZES.map((users) => {
    const size = growth.find((each) => each.users === users);
    if (size) return size;
    throw new Error(
      `${thousands(users)} users were not measured yet. Run \`npm run bench -- sync-100k sync-1m sync-memory\` first.`,
    );
  });
  const description = sizes
    .map(
      ({ users, seconds, floorSeconds, megabytes }) =>
        `${thousands(users)} users: ${shown(seconds)} s, the script ${shown(floorSeconds)} s, ${megabytes} MB`,
    )
    .join('; ');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-label="Cost of a first synchronization by the size of the tenant. ${description}.">`,
    `<style>${STYLE}</style>`,
    `<rect class="ground" width="${WIDTH}" height="${HEIGHT}" rx="6"/>`,
    ...PANELS.flatMap((panel) => drawPanel(panel, sizes)),
    '</svg>',
    '',
  ].join('\n');
}

if (process.argv[1]?.endsWith('plot.ts')) {
  await writeFile(FILE, drawGrowth(await readGrowth()));
  console.log(`${FILE} was drawn.`);
}
