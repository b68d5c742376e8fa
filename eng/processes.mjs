import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

// Builds leave no servers behind. The analyzers take as long as compiling does, so only what runs on every change has them (CI).
Object.assign(process.env, { MSBUILDDISABLENODEREUSE: '1', UseSharedCompilation: 'false', ...(process.env.CI ? {} : { RunAnalyzers: 'false' }) });

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop.abort());

/** Aborted by Ctrl-C or a request to end: commands that run then are ended, and run() with them. */
export const stopping = stop.signal;

/** Waits until the script is to end. */
export async function stopped() {
  if (!stopping.aborted) await once(stopping, 'abort');
  return 0;
}

/** Runs a command to its end and gives its exit code and all that it said. */
export async function capture(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], signal: stopping, ...options });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', text => (output += text));
  try {
    const [code] = await once(child, 'close');
    return { code, output };
  } catch (error) {
    stopping.throwIfAborted();
    return { code: 127, output: error.message };
  }
}

/** Runs a command whose output is for the reader; gives its exit code. */
export async function show(command, args, options = {}) {
  const [code] = await once(spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], signal: stopping, ...options }), 'close');
  return code ?? 1;
}

/** Ends the script with a message to the reader. */
export function fail(message) {
  throw new Failure(message);
}

class Failure extends Error {}

/** Runs a script; a failure that has a message for the reader is shown without a stack. */
export async function run(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!stopping.aborted) console.error(error instanceof Failure ? error.message : error);
    process.exitCode = 1;
  }
}
