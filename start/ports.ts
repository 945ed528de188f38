/** The ports of the embedded default that are not Temporal's. 0 chooses any free port. */
import { choosePort } from '../temporal/dev-server/ports.ts';

/** @throws ConfigurationError when the port is in use. */
export const chooseConsolePort = (port: number): Promise<number> =>
  choosePort(port, 'the console', 'PROVOST_PORT');

/** @throws ConfigurationError when the port is in use. */
export const chooseSandboxPort = (port: number): Promise<number> =>
  choosePort(port, 'the sandbox tenant', 'SANDBOX_PORT');
