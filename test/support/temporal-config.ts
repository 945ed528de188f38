/** Settings of the Temporal server that only tests use. */
export const TEST_SERVER_CONFIG = {
  // Lets a test move a workflow's clock forward: see time-skipping.ts.
  'frontend.WorkflowTimeSkippingEnabled': true,
  // The default of a second delays the first task of a run that continued as new, and a skipped
  // clock jumps over that delay together with the timers behind it. It would also delay a test
  // that provisions an account again right after its removal.
  'history.workflowIdReuseMinimalInterval': '0s',
} as const;
