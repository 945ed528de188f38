/** `npm run build`: writes JavaScript, the console, and the workers' workflow bundle to `dist/`. */
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorkflows } from '../worker/bundle.ts';
import { builtConsole, isOfConsole } from './console.ts';

// The console may be in use, so its own build replaces it as a whole and only after a change.
await mkdir('dist', { recursive: true });
for (const name of (await readdir('dist')).filter((it) => !isOfConsole(it))) {
  await rm(join('dist', name), { recursive: true, force: true });
}
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
});
await builtConsole();
const { code } = await bundleWorkflows();
await writeFile('dist/worker/workflow-bundle.js', code);
console.log('Built dist/.');
