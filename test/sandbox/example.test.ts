/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { join } from 'node:path';

import { fillIn, tableOf, readExample } from '../../sandbox/example';

const example = readExample('log-finished-prints');

describe('the example workflow', () => {
	it('names no credential, so that a user who imports it is asked for one', () => {
		expect(example.nodes.filter(({ credentials }) => credentials)).toEqual([]);
	});

	it('tells on a note which nodes need a hand', () => {
		const note = example.nodes.find(({ type }) => type === 'n8n-nodes-base.stickyNote');
		const content = String(note?.parameters.content);
		for (const name of ['Print Ended', 'Look Up Printer']) {
			expect(example.nodes.map((node) => node.name)).toContain(name);
			expect(content).toContain(`**${name}**`);
		}
		expect(content).toContain(tableOf(example));
	});

	it('is filled in with a credential and a folder', () => {
		const credential = { id: '7', name: 'Mine', type: 'bambuLabCloudApi' };
		const filled = fillIn(example, { credential, filesFolder: '/data' });
		const ours = filled.nodes.filter(({ type }) => type.startsWith('n8n-nodes-bambulab-cloud.'));
		expect(ours.map(({ credentials }) => credentials)).toEqual([
			{ bambuLabCloudApi: { id: '7', name: 'Mine' } },
			{ bambuLabCloudApi: { id: '7', name: 'Mine' } },
		]);
		const listening = fillIn(readExample('telegram-alert-with-reason'), {
			mqtt: { id: '8', name: 'Printer', type: 'mqtt' },
			filesFolder: '/data',
		});
		const trigger = listening.nodes.find(({ name }) => name === 'Printer Reports');
		expect(trigger?.credentials).toEqual({ mqtt: { id: '8', name: 'Printer' } });
		const csv = fillIn(readExample('log-prints-to-csv'), { credential, filesFolder: '/data' });
		const paths = csv.nodes.flatMap(({ parameters }) => [
			parameters.fileSelector ?? parameters.fileName ?? [],
		]);
		expect(paths.flat()).toEqual([join('/data', 'prints.csv'), join('/data', 'prints.csv')]);
		expect(example.nodes.filter(({ credentials }) => credentials)).toEqual([]);
	});
});
