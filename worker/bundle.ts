import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BUILT = fileURLToPath(new URL('./workflow-bundle.js', import.meta.url));

/** The workflow code: the prebuilt bundle if there is one, else bundled now (about a second). */
export async function workflowBundle(): Promise<{ codePath: string } | { code: string }> {
  return existsSync(BUILT) ? { codePath: BUILT } : bundleWorkflows();
}

export function bundleWorkflows(): Promise<WorkflowBundleWithSourceMap> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const entry = `../workflows/services/workflows.${extension}`;
  return bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL(entry, import.meta.url)),
    logger: silent,
  });
}

const nothing = () => undefined;
const silent = {
  log: nothing,
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
};
