/** The part that is used here. The package has no types. */
declare module 'fs-native-extensions' {
  /** Locks an open file exclusively. @returns false when another open file holds the lock. */
  export function tryLock(fd: number): boolean;
}
