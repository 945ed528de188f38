import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { onStopSignal } from './stop-signals.ts';

const handlers = new Map<unknown, (signal: string) => void>();
const send = (signal: 'SIGINT' | 'SIGTERM') => handlers.get(signal)?.(signal);
const stop = vi.fn(() => new Promise<void>(() => undefined));
const exit = vi.fn();
const clock = vi.fn(() => 0);

beforeEach(() => {
  clock.mockReturnValue(0);
  vi.spyOn(process, 'on').mockImplementation((signal, handler) => {
    handlers.set(signal, handler as (signal: string) => void);
    return process;
  });
  vi.spyOn(process, 'exit').mockImplementation(exit as never);
  vi.spyOn(performance, 'now').mockImplementation(clock);
  onStopSignal(stop);
});
afterEach(() => {
  vi.restoreAllMocks();
  stop.mockClear();
  exit.mockClear();
  handlers.clear();
});

test('a second signal ends the process at once, with the status of the signal', () => {
  clock.mockReturnValue(50_000);
  send('SIGTERM');
  expect(stop).toHaveBeenCalledOnce();
  clock.mockReturnValue(52_000);
  send('SIGINT');
  expect(exit.mock.calls).toEqual([[130]]);
  expect(stop).toHaveBeenCalledOnce();
});

test('one Ctrl-C that a terminal and npm both send stops once', () => {
  send('SIGINT');
  clock.mockReturnValue(300);
  send('SIGINT');
  expect(stop).toHaveBeenCalledOnce();
  expect(exit).not.toHaveBeenCalled();
});
