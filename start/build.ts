/** `npm run build`: plain JavaScript in `dist/`, and the workflow bundle that workers load. */
import { execFileSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { bundleWorkflows } from '../worker/bundle.ts';

await rm('dist', { recursive: true, force: true });
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
});
const { code } = await bundleWorkflows();
await writeFile('dist/worker/workflow-bundle.js', code);
console.log('Built dist/.');
