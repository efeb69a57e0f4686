import { expect, test } from 'vitest';
import { asStaff } from '../../staff-desk.ts';
import { anId, targets } from './every-route.ts';
import { host, openHouse } from './house.ts';

const ofStaff = targets.filter(({ path }) => /^\/v1\/(?:staff|support)\//.test(path));

test.each([false, undefined])('a host whose `staff` is %s has no route of the staff, whoever asks', async (staff) => {
  const { staff: _on, ...rest } = host;
  const house = await openHouse(undefined, staff === undefined ? rest : { ...rest, staff });
  expect(ofStaff.length).toBeGreaterThan(15);
  for (const { method, path, body } of ofStaff) {
    const headers = { 'content-type': 'application/json', ...asStaff('anna.support') };
    const url = `http://127.0.0.1${path.replace(/:\w+/g, anId)}`;
    const request = new Request(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    const answer = await house.handler(request);
    expect(answer.status, `${method} ${path}`).toBe(404);
    expect(await answer.text(), `${method} ${path}`).toContain('urn:joos:refusal:NoSuchRoute');
  }
  await house.close();
});
