/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a test reads and writes files of the project */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import { resources } from '../../nodes/BambuLab/actions/registry';
import x1Printing from '../cloud/live/specimens/x1Printing.json';
import { message, x1c } from '../live/lab';
import { runOperation } from '../support/bambuLab';
import { control, credentialFor, useCloud } from '../support/cloud';
import { schemaText } from '../support/outputSchema';
import { inProject, readText } from '../support/project';

/*
 * n8n shows what a node will give out before it has run, from these files. They are made from what each
 * operation gives out by default against the simulated cloud: `npm run schemas` writes them.
 */
const writes = process.env.WRITE_SCHEMAS === 'true';

const folder = 'nodes/BambuLab/__schema__/v1.0.0';
/** Bambu Lab always refuses it. */
const refused = 'session:refreshToken';

const operations = resources.flatMap(({ value: resource, operations: own }) =>
	own.map((operation) => ({
		name: `${resource}:${operation.value}`,
		file: `${resource}/${operation.value}.json`,
		operation,
	})),
);
const previewed = operations.filter(({ name }) => name !== refused);

const cloud = useCloud();

test.each(previewed)('n8n knows before it runs what $name gives out', async (previewOf) => {
	const { name, operation } = previewOf;
	const file = `${folder}/${previewOf.file}`;
	// Of the print status all that it may hold is shown.
	await control(cloud(), '/settings', { createTaskAllowed: true, printStatus: 'filled' });
	cloud().world.startPrint({ title: 'Benchy', seconds: 5400 });
	const { error, items } = await runOperation(
		name,
		{
			...operation.sample.parameters,
			...(operation.properties.some((own) => own.name === 'filters') && { filters: {} }),
			...(name === 'device:readLiveReport' && { report: message(x1c, x1Printing) }),
		},
		{ credential: credentialFor(cloud()) },
	);
	if (error) throw error;
	const text = schemaText(items.map(({ json }) => json));
	if (writes) {
		mkdirSync(dirname(inProject(file)), { recursive: true });
		writeFileSync(inProject(file), text);
	}
	expect(readText(file)).toBe(text);
});

test('There is no preview of anything else', () => {
	const files = readdirSync(inProject(folder), { recursive: true, encoding: 'utf8' });
	const own = files.filter((file) => file.endsWith('.json')).sort();
	expect(own).toEqual(previewed.map(({ file }) => file).sort());
});
