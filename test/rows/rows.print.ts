/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a development tool that never ships */
import type { IDataObject } from 'n8n-workflow';

import { resources } from '../../nodes/BambuLab/actions/registry';
import { isList, type Operation } from '../../nodes/BambuLab/core/operation';
import { runOperation } from '../support/bambuLab';
import { control, credentialFor, useCloud } from '../support/cloud';

/*
 * `npm run rows`: what every operation gives out, in every form, against the simulated cloud with its odd
 * rows, to be read as a user reads it. ROWS says how many of a list are shown, OPERATION which ones.
 */
const most = Number(process.env.ROWS ?? 3);
const wanted = process.env.OPERATION ?? '';

interface Form {
	name: string;
	parameters: IDataObject;
}

const prices = { options: { pricePerKg: 20, pricePerHour: 1.5 } };

/** The forms in which an operation's rows can come. */
function formsOf({ readable }: Operation): Form[] {
	if (readable === undefined) return [{ name: 'as it is', parameters: {} }];
	const forms: Form[] = [
		{ name: 'Simplified', parameters: {} },
		{ name: 'Selected Fields (all)', parameters: { output: 'fields' } },
		{ name: 'Raw', parameters: { output: 'raw' } },
	];
	if (readable.splitForm === undefined) return forms;
	const split = { splitByFilament: true, ...prices };
	return [
		...forms,
		{ name: 'Simplified, with prices', parameters: prices },
		{ name: 'Simplified, split, with prices', parameters: split },
		{ name: 'Selected Fields, split, with prices', parameters: { output: 'fields', ...split } },
	];
}

function say(text: string): void {
	process.stdout.write(`${text}\n`);
}

const operations = resources.flatMap(({ value: resource, operations: own }) =>
	own.map((operation) => ({ name: `${resource}:${operation.value}`, operation })),
);

const cases = operations
	.filter(({ name }) => name.includes(wanted))
	.flatMap(({ name, operation }) => formsOf(operation).map((form) => ({ name, operation, form })));

const cloud = useCloud({ odd: true });

test.each(cases)('$name: $form.name', async ({ name, operation, form }) => {
	await control(cloud(), '/settings', { createTaskAllowed: true });
	cloud().world.startPrint({ title: 'Benchy', seconds: 5400 });
	const { error, items } = await runOperation(
		name,
		{
			...operation.sample.parameters,
			...(isList(operation) ? { limit: most } : {}),
			...(operation.properties.some(({ name: own }) => own === 'filters') ? { filters: {} } : {}),
			...form.parameters,
		},
		{ credential: credentialFor(cloud()) },
	);
	const asked = cloud()
		.requests()
		.filter(({ path }) => !path.endsWith('/user/login'));
	const rows = items.map(({ json }) => json);
	say(`\n=== ${name}: ${form.name} (${items.length} items, ${JSON.stringify(rows).length} bytes)`);
	say(`    ${asked.map(({ method, path }) => `${method} ${path}`).join(', ')}`);
	if (error !== undefined) say(`    failed: ${error.message}`);
	for (const row of rows) say(JSON.stringify(row, null, '  '));
});
