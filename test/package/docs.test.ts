/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a test that never ships */
import path from 'node:path';

import { BambuLabCloudApi } from '../../credentials/BambuLabCloudApi.credentials';
import manifest from '../../package.json';
import getMqttConnection from '../../nodes/BambuLab/actions/session/getMqttConnection.operation';
import { exists, filesUnder, readText } from '../support/project';

const docs = filesUnder('docs', '.md');
const pages = ['README.md', 'CHANGELOG.md', ...docs, ...filesUnder('.github', '.md')].concat(
	'test/cloud/README.md',
);

/** The text without what stands in code, where nothing is a link. */
function withoutCode(text: string): string {
	return text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, 'code');
}

/** The anchors that GitHub gives the headings of a page. */
function anchorsOf(file: string): string[] {
	const text = readText(file).replace(/^```[\s\S]*?^```/gm, '');
	return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
		heading
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s_-]/gu, '')
			.replace(/\s/g, '-'),
	);
}

function targetsIn(file: string): string[] {
	const text = withoutCode(readText(file));
	return [...text.matchAll(/\]\(\s*([^)\s]+)\s*\)/g)].map(([, target = '']) => target);
}

/** Why a link leads nowhere; nothing where it leads somewhere. */
function problemOf(file: string, target: string): string[] {
	const [to = '', anchor] = target.split('#');
	const aim = to === '' ? file : path.posix.join(path.posix.dirname(file), to);
	if (!exists(aim)) return [`${target}: no such file`];
	if (anchor === undefined || anchorsOf(aim).includes(anchor)) return [];
	return [`${target}: no such heading`];
}

/** What a page of the repository has as its address on GitHub. */
const onGitHub = `${manifest.homepage.replace('#readme', '')}/blob/main/`;

test.each(pages)('the links of %s lead somewhere', (file) => {
	const targets = targetsIn(file);
	const inside = targets.filter((target) => !/^[a-z]+:/.test(target));
	const ofProject = targets
		.filter((target) => target.startsWith(onGitHub))
		.map((target) => path.posix.relative(path.posix.dirname(file), target.slice(onGitHub.length)));
	expect([...inside, ...ofProject].flatMap((target) => problemOf(file, target))).toEqual([]);
});

test('every page of docs/ can be reached from the README', () => {
	const reached = new Set(['README.md']);
	for (const page of reached) {
		for (const target of targetsIn(page)) {
			const [to = ''] = target.split('#');
			const aim = path.posix.join(path.posix.dirname(page), to);
			if (aim.endsWith('.md') && exists(aim)) reached.add(aim);
		}
	}
	expect(docs.filter((page) => !reached.has(page))).toEqual([]);
});

test('every picture of docs/images is on a page', () => {
	const shown = pages.flatMap((page) =>
		targetsIn(page).map((target) => path.posix.join(path.posix.dirname(page), target)),
	);
	expect(filesUnder('docs/images', '.png').filter((file) => !shown.includes(file))).toEqual([]);
});

test.each(docs)('%s says in its first line whom it is for', (file) => {
	const [title, , audience] = readText(file)
		.replace(/^<!--.*-->\n\n/, '')
		.split('\n');
	expect(title).toMatch(/^# [A-Z]/);
	expect(audience).toMatch(/^_For (everybody|those|who)/);
});

test('the README is short, and has the two commands where they are looked for', () => {
	const readme = readText('README.md');
	expect(Buffer.byteLength(readme)).toBeLessThanOrEqual(12_000);
	const firstScreenOf = (heading: string) =>
		readme.split(`## ${heading}\n`)[1]?.split('\n').slice(0, 12).join('\n');
	expect(firstScreenOf('Try it without a printer')).toContain('```sh\nnpm start\n```');
	expect(firstScreenOf('Develop')).toContain('```sh\nnpm test\n```');
	// Else somebody who reads them only sees others.
	expect(readme.match(/^npm .+$/gm)).toEqual(['npm start', 'npm test']);
});

test('n8n is kept off the cloud’s MQTT broker, and told apart is what live reports and the trigger are for', () => {
	const readme = readText('README.md').replace(/\s+/g, ' ');
	expect(readme).toMatch(/Keep n8n's MQTT Trigger off Bambu Lab's cloud.+accounts get banned/);
	expect(readme).toMatch(
		/pauses, errors\) comes by \[live reports.+The trigger knows starts and ends/,
	);
	expect(getMqttConnection.description).toContain('which n8n must not connect to');
	const guide = readText('docs/live-status.md');
	expect(guide).toMatch(/\*\*Do not connect n8n to Bambu Lab's broker, not even with a guard\*\*/);
	expect(guide).toMatch(/To renew the access code/);
});

test('the help of the credential is a page of the project', () => {
	const { documentationUrl } = new BambuLabCloudApi();
	expect(documentationUrl.startsWith(onGitHub)).toBe(true);
	expect(exists(documentationUrl.slice(onGitHub.length))).toBe(true);
});
