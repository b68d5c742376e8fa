// npm run audit: what is publicly known against the packages that the project uses. It fails where something is high or critical. On every change it is
// a check of its own, beside the tests: an advisory that was published today must not stop a mend of something else.
import { capture, run } from './processes.mjs';

await run(async () => {
  const grave = await Promise.all([nuget(), npm()]);
  return grave.includes(true) ? 1 : 0;
});

/** Whether something high or critical is known. */
async function nuget() {
  const { code, output } = await capture('dotnet', ['list', 'StatsService.sln', 'package', '--vulnerable', '--include-transitive', '--format', 'json'], { timeout: 120_000 });
  const report = read(output);
  const problems = (report?.problems ?? []).filter(problem => problem.level === 'error');
  if (code !== 0 || !report || problems.length > 0) return unknown('NuGet', problems[0]?.text ?? output);
  if (!(await hasAdvisories(report.sources[0]))) return unknown('NuGet', `${report.sources[0]} has none`);
  const found = new Set(report.projects.flatMap(project => project.frameworks ?? []).flatMap(framework => [...(framework.topLevelPackages ?? []), ...(framework.transitivePackages ?? [])])
    .flatMap(({ id, resolvedVersion, vulnerabilities }) => vulnerabilities.map(({ severity, advisoryurl }) => `${id} ${resolvedVersion}: ${severity.toLowerCase()}, ${advisoryurl}`)));
  return say('NuGet', found);
}

// A feed without advisories calls every package sound.
async function hasAdvisories(feed) {
  const index = await fetch(feed).then(answer => answer.json()).catch(() => undefined);
  return index?.resources?.some(resource => resource['@type'].startsWith('VulnerabilityInfo')) ?? false;
}

// Development packages too: the dashboard's libraries are among them, and what Vite bundles is served.
async function npm() {
  const { output } = await capture('npm', ['audit', '--json'], { timeout: 120_000 });
  const report = read(output);
  if (!report?.vulnerabilities) return unknown('npm', report?.error?.summary || report?.message || output);
  const found = Object.values(report.vulnerabilities).flatMap(({ name, range, severity, via }) =>
    via.filter(cause => cause.url).map(cause => `${name} ${range}: ${severity}, ${cause.url}`));
  return say('npm', new Set(found));
}

function read(output) {
  try {
    return JSON.parse(output.slice(output.indexOf('{')));
  } catch {
    return undefined;
  }
}

function say(registry, found) {
  console.log(found.size === 0 ? `${registry}: no known vulnerability.` : `${registry}: ${found.size} known:\n  ${[...found].sort().join('\n  ')}`);
  return [...found].some(line => /: (high|critical), /.test(line));
}

function unknown(registry, reason) {
  console.log(`${registry}: no list of vulnerabilities could be read (${reason.trim().split('\n')[0].slice(0, 150) || 'no answer in time'}).`);
  return false;
}
