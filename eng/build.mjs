import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { capture, fail, quietly, root } from './processes.mjs';

const buildOptions = ['--configuration', 'Release', '--verbosity', 'quiet', '--nologo'];

/** Installs the npm packages where they are missing. */
export async function install() {
  if (existsSync(join(root, 'node_modules/azurite'))) return;
  console.log('Installing the npm packages…');
  await quietly('npm ci', 'npm', ['ci']);
}

/**
 * Chooses the flavour of the Functions app and sets it for all that follows: the worker's packages, or, where the package
 * feed lacks some of them or of those that their build asks for, their surface. The environment variable FunctionsWorker
 * decides if it is set.
 */
export async function chooseFlavour() {
  if (process.env.FunctionsWorker) return process.env.FunctionsWorker;
  const { code, output } = await capture('dotnet', ['build', 'src/StatsService.Functions', '-p:FunctionsWorker=Package', ...buildOptions]);
  if (code !== 0 && !/\bNU1(10[123]|301)\b/.test(output)) fail(`${output.trim()}\nThe build failed: the reason stands above.`);
  if (code !== 0) console.log('The package feed lacks the Functions worker: building against its surface (FunctionsWorker=Surface), which runs here but is not deployable.');
  return (process.env.FunctionsWorker = code === 0 ? 'Package' : 'Surface');
}

/** Builds a project or the solution in the chosen flavour. */
export async function build(target) {
  console.log(`Building ${target}…`);
  await quietly('The build', 'dotnet', ['build', target, ...buildOptions]);
}
