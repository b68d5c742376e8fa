// For the release workflow. `check TAG`: the tag is the version of the build and has its part in the changelog. `notes TAG`: that part.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, root, run } from './processes.mjs';

const [command, tag = ''] = process.argv.slice(2);
const read = file => readFileSync(join(root, file), 'utf8');

await run(async () => {
  const version = tag.replace(/^v/, '');
  const built = /<Version>(.*?)<\/Version>/.exec(read('Directory.Build.props'))?.[1];
  if (tag !== `v${built}`) fail(`The tag is ${tag}, and Directory.Build.props says version ${built}: they must agree.`);
  const notes = read('CHANGELOG.md').split(/^## /m).find(part => part.startsWith(`[${version}]`));
  if (!notes) fail(`CHANGELOG.md has no part "## [${version}]".`);
  if (command === 'notes') console.log(notes.slice(notes.indexOf('\n')).trim());
  else if (command !== 'check') fail('Call it with check or notes, and a tag.');
  return 0;
});
