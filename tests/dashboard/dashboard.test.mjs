import { after, before } from 'node:test';
import { pageTests } from './pages.mjs';
import { startService } from './service.mjs';

let service;
before(async () => {
  service = await startService();
});
after(() => service?.stop());

pageTests(() => service);
