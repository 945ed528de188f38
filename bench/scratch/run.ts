import { startProcess } from '../../test/support/processes.ts';
import { readFile, readdir } from 'node:fs/promises';
import { walkJourney } from '../../test/journey/journey.ts';
import { startProduction } from '../../test/support/production.ts';
const users = Number(process.argv[2] ?? 10000);
const cpu = async (pid: number) => {
  const s = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]!.split(' ');
  return (Number(s[11]) + Number(s[12])) / 100;
};
async function byName() {
  const out: Record<string, number> = {};
  for (const d of await readdir('/proc')) {
    if (!/^\d+$/.test(d)) continue;
    try {
      const cmd = (await readFile(`/proc/${d}/cmdline`, 'utf8')).replaceAll('\0', ' ');
      const s = (await readFile(`/proc/${d}/stat`, 'utf8')).split(') ')[1]!.split(' ');
      const own = (Number(s[11]) + Number(s[12])) / 100;
      const kind = /postgres/.test(cmd)
        ? 'pg'
        : /dist\/worker/.test(cmd)
          ? 'worker'
          : /sandbox\/main/.test(cmd)
            ? 'sandbox'
            : /dist\/api/.test(cmd)
              ? 'api'
              : /temporal/.test(cmd)
                ? 'temporal'
                : null;
      if (kind) out[`${kind} ${d}`] = own;
    } catch {}
  }
  return out;
}
const production = await startProduction({ users });
try {
  await production.startApi();
  const worker = process.env.PROF
    ? startProcess({
        arguments: [
          '--max-old-space-size=1024',
          '--cpu-prof',
          '--cpu-prof-dir=/tmp/b5/prof',
          'dist/worker/main.js',
        ],
        environment: { ...production.environment('worker-1'), WORKER_HEALTH_PORT: '0' },
      })
    : await production.startWorker();
  if (process.env.PROF) await new Promise((r) => setTimeout(r, 6000));
  const before = await byName();
  const journey = await walkJourney({
    origin: production.origin,
    credentials: production.administrator,
    method: 'all',
  });
  const after = await byName();
  const spent: Record<string, number> = {};
  for (const [k, v] of Object.entries(after)) {
    const kind = k.split(' ')[0]!;
    const d = v - (before[k] ?? 0);
    if (before[k] !== undefined || kind === 'pg') spent[kind] = (spent[kind] ?? 0) + d;
  }
  const run = await production.db.selectFrom('sync_runs').selectAll().executeTakeFirstOrThrow();
  const t = (a: Date | null, b: Date | null) =>
    a && b ? (b.getTime() - a.getTime()) / 1000 : null;
  console.log(
    JSON.stringify({
      users: journey.users,
      groups: run.groups,
      memberships: run.memberships,
      seconds: t(run.started_at, run.ended_at),
      usersPhase: t(run.users_at, run.groups_at),
      groupsPhase: t(run.groups_at, run.publishing_at),
      publish: t(run.publishing_at, run.ended_at),
      pages: run.pages,
      requests: run.requests,
      units: run.resource_units,
      waited: run.waited_ms,
      cpu: spent,
    }),
  );
  const status = await readFile(`/proc/${worker.pid}/status`, 'utf8');
  console.log(/VmHWM.*/.exec(status)?.[0]);
  if (process.env.PROF) {
    process.kill(worker.pid, 'SIGTERM');
    await new Promise((r) => setTimeout(r, 8000));
  }
} finally {
  await production.close();
}
