import { PNG } from 'pngjs';
import { field, request, useTestCloud } from './support/client';

const cloud = useTestCloud({ isSignedIn: true, mayBreakContract: true });

async function covers(): Promise<string[]> {
	return (await cloud().rows('/v1/user-service/my/tasks')).map(({ cover }) => String(cover));
}

async function download(url: string, headers: HeadersInit = {}) {
	const response = await fetch(url, { headers });
	return {
		status: response.status,
		type: response.headers.get('content-type'),
		bytes: Buffer.from(await response.arrayBuffer()),
	};
}

function s3Error(code: string, message: string) {
	return `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message><RequestId>SIMULATED0000001</RequestId></Error>`;
}

test('covers are small pictures on an origin of their own, another for each task', async () => {
	const [first = '', second = ''] = await covers();
	const picture = await download(first);

	expect(new URL(first).origin).toBe(cloud().filesUrl);
	expect(cloud().filesUrl).not.toBe(cloud().apiUrl);
	expect(picture).toMatchObject({ status: 200, type: 'image/png' });
	expect(PNG.sync.read(picture.bytes)).toMatchObject({ width: 192, height: 192 });
	expect(picture.bytes.length).toBeLessThan(30_000);
	expect((await download(first)).bytes).toEqual(picture.bytes);
	expect((await download(second)).bytes).not.toEqual(picture.bytes);
});

test('projects lead to a plate picture, settings and a model file', async () => {
	const list = (await cloud().get('/v1/iot-service/api/user/project')).body;
	const projects = field(list, 'projects');
	const id = String(field(Array.isArray(projects) ? projects[0] : undefined, 'project_id'));
	const project = (await cloud().get(`/v1/iot-service/api/user/project/${id}`)).body;
	const text = JSON.stringify(project);
	const urls = [...text.matchAll(/"(http[^"]+)"/g)].map(([, url = '']) => url);
	const files = await Promise.all(urls.map(async (url) => await download(url)));

	expect(files.map(({ status }) => status)).toEqual(urls.map(() => 200));
	expect(files.filter(({ type }) => type === 'image/png')).toHaveLength(1);
	const model = await download(String(field(project, 'download_url')));
	expect(model.bytes.subarray(0, 4)).toEqual(Buffer.from('PK\u0003\u0004'));
});

test('a request that bears an Authorization header is rejected', async () => {
	const [cover = ''] = await covers();

	expect(await request(cover, 'GET', undefined, { authorization: 'Bearer AQ' })).toMatchObject({
		status: 400,
		body: s3Error(
			'InvalidArgument',
			'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
		),
	});
});

test('a URL expires', async () => {
	const [cover = ''] = await covers();
	cloud().clock.pass(3599);
	expect((await download(cover)).status).toBe(200);

	cloud().clock.pass(1);
	expect(await request(cover)).toMatchObject({
		status: 403,
		body: s3Error('AccessDenied', 'Request has expired'),
	});
	const [fresh = ''] = await covers();
	expect((await download(fresh)).status).toBe(200);
});

test('its life is a setting', async () => {
	await cloud().control('POST', '/settings', { urlSeconds: 5 });
	const [cover = ''] = await covers();
	cloud().clock.pass(5);

	expect((await download(cover)).status).toBe(403);
});

test.each([
	['no signature', (url: string) => url.split('?')[0] ?? '', 'AccessDenied'],
	['a later end', (url: string) => url.replace(/Expires=\d+/, 'Expires=9999999999'), 'Signature'],
	['another path', (url: string) => url.replace('/cover/', '/plate/'), 'Signature'],
])('a URL with %s is refused', async (_name, change, code) => {
	const [cover = ''] = await covers();
	const answer = await request(change(cover));

	expect(answer.status).toBe(403);
	expect(answer.body).toContain(code);
});

test('requests for files are in the log as well', async () => {
	const [cover = ''] = await covers();
	await download(cover);

	expect(cloud().requests().at(-1)).toMatchObject({
		server: 'files',
		path: new URL(cover).pathname,
		status: 200,
	});
});
