import { platform as nodePlatform } from "../../src/platform/platform.node.ts";
import type { Clock, FileSystem, Platform } from "../../src/platform/platform.ts";

/** What a test says of the world; everything else is Node's own, except environment and home, which are empty. */
export interface TestPlatformInit extends Partial<Omit<Platform, "environment" | "homeDirectory">> {
  readonly environment?: Readonly<Record<string, string>>;
  readonly home?: string;
}

/** A platform that sees nothing of the machine's own environment and home folder. */
export function testPlatform({ environment = {}, home, ...parts }: TestPlatformInit = {}): Platform {
  return {
    ...nodePlatform,
    ...parts,
    environment: (name) => environment[name] || undefined,
    homeDirectory: () => home,
  };
}

/** A clock that stands still until the test moves it. */
export class ManualClock implements Clock {
  #now: number;
  readonly #timers = new Set<{ readonly at: number; readonly action: () => void }>();

  /** Milliseconds since 1970. */
  constructor(now = Date.UTC(2026, 0, 1)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  schedule(action: () => void, milliseconds: number): () => void {
    const timer = { at: this.#now + milliseconds, action };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.#timers.size;
  }

  /** Moves the time on and runs what is due, in order. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const [next] = [...this.#timers].filter(({ at }) => at <= end).sort((first, second) => first.at - second.at);
      if (!next) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.action();
    }
    this.#now = end;
  }
}

/** The same platform, with some operations on files in place of its own. */
export function withFiles(platform: Platform, changes: Partial<FileSystem>): Platform {
  return { ...platform, files: { ...platform.files, ...changes } };
}
