/** Lets a bounded number of works run at once; the others wait in order. */
export interface Gate {
  pass<T>(work: () => Promise<T>): Promise<T>;
  active(): number;
  waiting(): number;
  /** Resolves when nothing runs or waits any more. */
  idle(): Promise<void>;
}

export function createGate(width: number): Gate {
  const queue: (() => void)[] = [];
  const idlers: (() => void)[] = [];
  let active = 0;

  const leave = () => {
    const next = queue.shift();
    if (next !== undefined) return next();
    active--;
    if (active === 0) for (const resolve of idlers.splice(0)) resolve();
  };

  return {
    async pass(work) {
      if (active < width) active++;
      else await new Promise<void>((resolve) => queue.push(resolve));
      try {
        return await work();
      } finally {
        leave();
      }
    },
    active: () => active,
    waiting: () => queue.length,
    async idle() {
      if (active > 0) await new Promise<void>((resolve) => idlers.push(resolve));
    },
  };
}
