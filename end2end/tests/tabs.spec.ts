import { COMPLETE, test } from '../fixtures/test.js';
import { HostedUi } from '../pages/hosted-ui.js';
import { expectHeading, expectPath, open } from '../pages/site.js';

const PATHS = ['/', '/profile', '/profile?tab=3'];

for (const order of [[0, 1, 2], [2, 0, 1], [1, 2, 0]]) {
  test(`concurrent sign-ins finish in order ${order.join(', ')}`, async ({ context, app }) => {
    const person = await app.pool.addPerson(COMPLETE);
    const tabs = [];
    for (const path of PATHS) {
      const tab = await context.newPage();
      await tab.goto(`/login?return_to=${encodeURIComponent(path)}`);
      tabs.push(tab);
    }
    for (const at of order) {
      await new HostedUi(tabs[at]).signIn(person);
      await expectPath(tabs[at], PATHS[at]);
    }
    for (const tab of tabs) {
      await open(tab, '/profile');
      await expectHeading(tab, 'Your profile');
    }
  });
}
