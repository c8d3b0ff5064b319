/** What `scripts/pack.mjs` tells of one package. */
export interface PackedPackage {
  readonly name: string;
  readonly version: string;
  /** The absolute path of the tarball. */
  readonly tarball: string;
  /** The paths of the files in the tarball, relative to the package. */
  readonly files: readonly string[];
  readonly packedBytes: number;
  readonly unpackedBytes: number;
}

declare module "vitest" {
  interface ProvidedContext {
    /** The three packages as they would be published. */
    readonly packages: readonly PackedPackage[];
    /** A project in which they are installed together, and nothing else but what they depend on. */
    readonly consumer: string;
  }
}
