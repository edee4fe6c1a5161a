import type { INodeProperties } from 'n8n-workflow';

import { BambuLabCloudApi } from '../../credentials/BambuLabCloudApi.credentials';
import { resources } from '../../nodes/BambuLab/actions/registry';
import { BambuLab } from '../../nodes/BambuLab/BambuLab.node';
import { BambuLabTrigger } from '../../nodes/BambuLab/BambuLabTrigger.node';
import { allParameters, choicesOf } from '../support/parameters';
import { readText } from '../support/project';

/*
 * What n8n's lint checks in literals only, and so doesn't see in the lists that are built from the
 * registry, and what it doesn't check at all.
 */

const action = new BambuLab();
const trigger = new BambuLabTrigger();
const described: Array<[name: string, properties: INodeProperties[]]> = [
	['action node', action.description.properties],
	['trigger node', trigger.description.properties],
	['credential', new BambuLabCloudApi().properties],
];

function operationSelects() {
	return action.description.properties.filter(({ name }) => name === 'operation');
}

describe.each(described)('%s', (_name, properties) => {
	const parameters = allParameters(properties);

	test('every parameter has its four keys', () => {
		for (const { property } of parameters) {
			expect(property).toMatchObject({
				displayName: expect.stringMatching(/\S/),
				name: expect.stringMatching(/^[a-z][A-Za-z0-9]*$/),
				type: expect.any(String),
				default: expect.anything(),
			});
		}
	});

	// n8n keeps a value when the user switches operations, whatever it then means.
	test('one parameter name has one type', () => {
		const types: { [path: string]: Set<string> } = {};
		for (const { path, property } of parameters) (types[path] ??= new Set()).add(property.type);
		expect(Object.entries(types).filter(([, kinds]) => kinds.size > 1)).toEqual([]);
	});

	// n8n sorts lists of five and more; shorter ones stand in the order of use.
	test('every long list is sorted by name, and none has a value twice', () => {
		for (const { path, property } of parameters) {
			const choices = choicesOf(property).map(({ name, value }) => ({ path, name, value }));
			const sorted = [...choices].sort((a, b) => a.name.localeCompare(b.name, 'en'));
			if (choices.length > 4) expect(choices).toEqual(sorted);
			expect(new Set(choices.map(({ value }) => value)).size).toBe(choices.length);
		}
	});

	// A hint stands under its field, where long text pushes the rest of the panel down.
	test('no hint is longer than n8n allows', () => {
		for (const { property } of parameters) expect((property.hint ?? '').length).toBeLessThan(121);
	});

	test('every default of a list is one of its values', () => {
		for (const { property } of parameters.filter(({ property }) => property.options)) {
			if (choicesOf(property).length === 0) continue;
			const values = choicesOf(property).map(({ value }) => value);
			expect(values).toEqual(expect.arrayContaining([property.default].flat()));
		}
	});

	test('what shows a parameter exists', () => {
		// n8n's own sign of a node that an AI agent uses.
		const choices = (name: string) =>
			name === '@tool'
				? [true, false]
				: properties
						.filter((property) => property.name === name)
						.flatMap((property) =>
							property.type === 'boolean'
								? [true, false]
								: choicesOf(property).map(({ value }) => value),
						);
		for (const { name, displayOptions } of properties) {
			const conditions = { ...displayOptions?.show, ...displayOptions?.hide };
			for (const [other, values = []] of Object.entries(conditions)) {
				expect({ name, other, offers: choices(other) }).toEqual({
					name,
					other,
					offers: expect.arrayContaining(values),
				});
			}
		}
	});
});

test.each([
	['action', action.description.properties, Object.keys(action.methods.listSearch)],
	['trigger', trigger.description.properties, Object.keys(trigger.methods.loadOptions)],
])(
	'the %s has every method that its parameters ask for, and no other',
	(_name, properties, has) => {
		const asked = allParameters(properties).flatMap(({ property: { typeOptions, modes = [] } }) => [
			typeOptions?.loadOptionsMethod,
			...modes.map((mode) => mode.typeOptions?.searchListMethod),
		]);
		const methods = asked.filter((method) => method !== undefined);
		expect([...new Set(methods)].sort()).toEqual([...has].sort());
	},
);

// A card of the node creator stands for an operation or an event by its `action`.
test('every operation and event has a card of its own', () => {
	const events = trigger.description.properties.filter(({ name }) => name === 'events');
	const cards = [...operationSelects(), ...events].flatMap(choicesOf);
	for (const { name, action: card, description } of cards) {
		expect(card).toMatch(/^[A-Z][^.]+$/);
		expect(description).toMatch(/\S/);
		expect(description).not.toBe(name);
	}
	expect(new Set(cards.map((option) => option.action)).size).toBe(cards.length);
});

// n8n stores no value that is the default: another default would change what saved workflows do.
test('the operation that a resource begins with stays as released', () => {
	const defaults = operationSelects().map(({ displayOptions, default: value }) => [
		String(displayOptions?.show?.resource?.[0]),
		value,
	]);
	expect(Object.fromEntries(defaults)).toMatchObject({
		account: 'getPreferences',
		device: 'getAll',
		errorCode: 'get',
		filamentSpool: 'getAll',
		file: 'download',
		message: 'getAll',
		profile: 'get',
		project: 'getAll',
		session: 'getStatus',
		slicerResource: 'getAll',
		slicerSetting: 'getAll',
		task: 'getAll',
	});
});

test('a resource with several operations begins with one of them, which changes nothing', () => {
	for (const { value, operations } of resources) {
		const chosen = operations.filter(({ isDefault }) => isDefault);
		expect([value, chosen.length]).toEqual([value, operations.length > 1 ? 1 : 0]);
		expect(chosen.filter(({ isWrite }) => isWrite)).toEqual([]);
	}
});

test('lists are named as n8n names them', () => {
	for (const { name, value, action: card } of operationSelects().flatMap(choicesOf)) {
		if (value !== 'getAll') continue;
		expect(name).toBe('Get Many');
		expect(card).toMatch(/^Get many /);
	}
});

test('an AI agent is told what each parameter of the action is for', () => {
	const ofAgents = action.description.properties.filter(
		({ noDataExpression, type }) =>
			noDataExpression !== true && !['collection', 'notice'].includes(type),
	);
	expect(ofAgents.filter(({ description = '' }) => description === '')).toEqual([]);
});

describe('The words of the labels', () => {
	/** All that a user reads in the panels and the form, with where it stands. */
	const texts = described.flatMap(([where, properties]) =>
		allParameters(properties).flatMap(({ path, property }) =>
			[property, ...choicesOf(property)].flatMap((entry) => {
				const { description = '' } = entry;
				const card = 'action' in entry ? (entry.action ?? '') : '';
				const label = 'displayName' in entry ? entry.displayName : entry.name;
				return [label, description, card].map((text) => ({ where, path, text }));
			}),
		),
	);
	const glossary = (readText('.github', 'CONTRIBUTING.md').split('## Words')[1] ?? '')
		.split('\n')
		.filter((line) => line.startsWith('| '))
		.slice(2)
		.map((line) => line.split('|').map((cell) => cell.trim()));

	test('are those of the glossary in CONTRIBUTING', () => {
		const banned = glossary.flatMap(([, , , not = '']) => not.split(', '));
		expect(banned.length).toBeGreaterThan(10);
		const found = texts.filter(({ text }) =>
			new RegExp(`\\b(${banned.join('|')})s?\\b`, 'i').test(text),
		);
		expect(found).toEqual([]);
	});

	test('have no articles in the cards of the node creator', () => {
		const cards = operationSelects().flatMap(choicesOf);
		expect(cards.filter(({ action: card = '' }) => /\b(an?|the)\b/i.test(card))).toEqual([]);
	});
});
