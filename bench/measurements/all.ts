/** Every measurement in display order. */
import type { Measurement } from '../measurement.ts';
import { syncCron } from './cron.ts';
import { syncDelta } from './delta.ts';
import { sync100k, sync1m } from './first-load.ts';
import { fleet } from './fleet.ts';
import { syncHistory, syncMemory } from './growth.ts';
import { idle } from './idle.ts';
import { idleDay } from './idle-day.ts';
import { syncLatency } from './latency.ts';
import { signalToScreen } from './signal-to-screen.ts';
import { sites } from './sites.ts';
import { syncUnchanged } from './unchanged.ts';

export const MEASUREMENTS: readonly Measurement[] = [
  sync100k,
  sync1m,
  syncLatency,
  syncCron,
  syncDelta,
  syncUnchanged,
  sites,
  syncMemory,
  syncHistory,
  fleet,
  idle,
  idleDay,
  signalToScreen,
];
