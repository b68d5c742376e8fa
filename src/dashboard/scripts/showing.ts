/** Ends the task: the browser may paint and answer the visitor before the work goes on. */
export const pause = (): Promise<unknown> => globalThis.scheduler?.yield?.() ?? new Promise(resolve => setTimeout(resolve));

/** Ends the task until the browser has painted. */
export const painted = (): Promise<unknown> => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));

/** How many things are made between two pauses. */
const piece = 10;

/** Makes something of each, with pauses. */
export async function inPieces<T, R>(all: T[], make: (one: T, at: number) => R): Promise<R[]> {
  const made: R[] = [];
  for (const [at, one] of all.entries()) {
    if (at > 0 && at % piece === 0) await pause();
    made.push(make(one, at));
  }
  return made;
}

const main = document.getElementById('main')!;
let turn = 0;

/**
 * Brings the page to what the address asks for. `data-shows` of the main part holds the query that everything there shows:
 * names, charts and tables; it is missing, and the part busy, until the last of them does. Who is called later takes over.
 */
export async function showing(work: (isCurrent: () => boolean) => unknown, failed: (failure: unknown) => void) {
  const own = ++turn;
  const isCurrent = () => own === turn;
  main.ariaBusy = 'true';
  delete main.dataset.shows;
  try {
    await work(isCurrent);
  } catch (failure) {
    if (isCurrent()) failed(failure);
  }
  if (!isCurrent()) return;
  main.ariaBusy = 'false';
  main.dataset.shows = location.search;
}

/** Tells of an address that was changed to what the page shows already. */
export function shows() {
  if (main.dataset.shows !== undefined) main.dataset.shows = location.search;
}
