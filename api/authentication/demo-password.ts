/** For the demo only, which prints it at start. No other installation has users with it. */
export const DEMO_PASSWORD = 'provost-demo-2026';
