/** A real Chromium, without a window. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import { z } from 'zod';
import { readConfiguration } from '../../domain/configuration.ts';

/** Where systems keep it; the first that is there is taken. */
const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const environment = z.object({ CHROMIUM_PATH: z.string().optional() });

/**
 * Starts Chromium: that of `CHROMIUM_PATH`, else the first that is found.
 * @throws Error that says where was looked, when there is none.
 */
export function launchChromium(): Promise<Browser> {
  const { CHROMIUM_PATH } = readConfiguration(environment, process.env);
  const executablePath = CHROMIUM_PATH ?? PLACES.find((path) => existsSync(path));
  if (!executablePath) {
    throw new Error(`No Chromium in ${PLACES.join(', ')}. Say where it is in CHROMIUM_PATH.`);
  }
  return chromium.launch({ executablePath, args: [...SAFE_TO_SHARE, ...asRoot()] });
}

/** Containers give little shared memory, without which Chromium's pages crash. */
const SAFE_TO_SHARE = ['--disable-dev-shm-usage'];

/** Chromium refuses to run as root with its sandbox. */
const asRoot = () => (process.getuid?.() === 0 ? ['--no-sandbox'] : []);
