/** Forgets how the last attempt ended: that was about a value which its field no longer has. */
export function forgetAttempt(attempt: {
  readonly isPending: boolean;
  readonly reset: () => void;
}): void {
  // A pending attempt is still to be followed.
  if (!attempt.isPending) attempt.reset();
}
