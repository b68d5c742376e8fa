// npm run demo: the service on this machine with a year of invented statistics of twelve organisations.
import { demoFile, startDemo } from './demoService.mjs';
import { run, stopped } from './processes.mjs';

await run(async () => {
  const service = await startDemo({ port: process.env.PORT || '7071' });
  console.log(`The demonstration is complete at ${service.address}. Ctrl-C ends it; its data stays in ${demoFile} for the next time.`);
  await Promise.race([service.ended, stopped()]);
  await service.stop();
  return 0;
});
