import Ajv2020 from 'ajv/dist/2020';
import { addStaff, createCaller, type Json } from './support/caller';
import { openSite, patientWrites, raiseFlag } from './support/site';

test('the document names every operation once, and replies are what it says', async () => {
  const site = await openSite();
  try {
    await addStaff(site, 'ana', ['nurse']);
    await patientWrites(site, 'c_1', ['hello']);
    await raiseFlag(site, { conversationId: 'c_1' });
    const caller = createCaller(site);
    const { json } = await caller.call('GET', '/openapi.json');
    const document = JSON.parse(json);
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods as object)) as Json[];
    const ids = operations.map((operation) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(document.openapi).toBe('3.1.0');

    await caller.signIn('ana');
    const ajv = new Ajv2020({ strict: false });
    for (const [path, address] of [
      ['/session', '/session'],
      ['/queue', '/queue'],
      ['/conversations/{id}', '/conversations/c_1'],
      ['/conversations/{id}/transcript', '/conversations/c_1/transcript'],
      ['/conversations/{id}/happenings', '/conversations/c_1/happenings'],
    ] as const) {
      const schema = document.paths[path].get.responses['200'].content['application/json'].schema;
      const validate = ajv.compile(schema);
      const reply = await caller.call('GET', address);
      expect([path, validate(reply.json), validate.errors]).toEqual([path, true, null]);
    }
  } finally {
    await site.close();
  }
});
