import {
	NodeHelpers,
	Workflow,
	type INodeProperties,
	type INodePropertyOptions,
} from 'n8n-workflow';

import { BambuLab } from '../../nodes/BambuLab/BambuLab.node';
import { resources } from '../../nodes/BambuLab/actions/registry';
import {
	nodeProperties,
	propertiesOf,
	withAllProperties,
} from '../../nodes/BambuLab/core/description';
import { isList } from '../../nodes/BambuLab/core/operation';

const operations = resources.flatMap((resource) =>
	resource.operations.map((operation) => ({
		name: `${resource.value}:${operation.value}`,
		resource,
		operation,
	})),
);
const properties = nodeProperties(withAllProperties(resources), 'task');

function select(name: string, resource?: string): INodePropertyOptions[] {
	const found = properties.find(
		(property) =>
			property.name === name &&
			(resource === undefined || property.displayOptions?.show?.resource?.includes(resource)),
	);
	return (found?.options ?? []) as INodePropertyOptions[];
}

test('the selects offer every resource and operation, by name', () => {
	expect(
		select('resource')
			.map(({ value }) => value)
			.sort(),
	).toEqual(resources.map(({ value }) => value).sort());
	for (const resource of resources) {
		const offered = select('operation', resource.value);
		expect(offered.map(({ name }) => name)).toEqual(
			resource.operations.map(({ name }) => name).sort((a, b) => a.localeCompare(b)),
		);
		for (const option of offered) expect(option.action).toEqual(expect.any(String));
	}
});

test.each(operations)('$name: its parameters show for it alone', ({ resource, operation }) => {
	const own = properties.filter(
		({ displayOptions, type }) =>
			type !== 'notice' &&
			displayOptions?.show?.operation?.includes(operation.value) &&
			displayOptions.show.resource?.includes(resource.value),
	);
	expect(own.map(({ name }) => name)).toEqual(propertiesOf(operation).map(({ name }) => name));
});

test('the subtitle says in the words of the selects what is chosen', () => {
	const nodeType = new BambuLab();
	for (const { resource, operation } of operations) {
		const node = {
			id: '1',
			name: 'Bambu Lab',
			type: 'bambuLab',
			typeVersion: 1,
			position: [0, 0] as [number, number],
			parameters: { resource: resource.value, operation: operation.value },
		};
		const nodeTypes = {
			getByName: () => nodeType,
			getByNameAndVersion: () => nodeType,
			getKnownTypes: () => ({}),
		};
		const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
		const { subtitle } = nodeType.description;
		const shown = workflow.expression.getSimpleParameterValue(node, subtitle, 'internal', {});
		expect(shown).toBe(`${resource.name}: ${operation.name}`);
	}
});

test.each(operations)('$name: the sample uses parameters that there are', ({ operation }) => {
	const known = propertiesOf(operation);
	for (const [name, value] of Object.entries(operation.sample.parameters)) {
		const property = known.find((candidate) => candidate.name === name);
		expect(property?.name).toBe(name);
		if (property?.type === 'collection') {
			const fields = (property.options as INodeProperties[]).map((field) => field.name);
			expect(fields).toEqual(expect.arrayContaining(Object.keys(value as object)));
		}
	}
});

test('all lists offer Return All with a limit, all readable forms Output, before the collections', () => {
	for (const { operation } of operations) {
		const names = propertiesOf(operation).map(({ name }) => name);
		expect(names.includes('returnAll')).toBe(isList(operation));
		expect(names.includes('limit')).toBe(isList(operation));
		expect(names.includes('output')).toBe(operation.readable !== undefined);
		const kinds = propertiesOf(operation).map(({ type }) => type === 'collection');
		expect(kinds).toEqual([...kinds].sort());
	}
	const lists = operations.filter(({ operation }) => isList(operation)).map(({ name }) => name);
	expect(lists).toEqual(expect.arrayContaining(['device:getAll', 'project:getAll', 'task:getAll']));
});

test('an AI agent gets fewer rows by default than a workflow', () => {
	const parameters = { resource: 'task', operation: 'getAll' };
	const limitFor = (name: string) => {
		const description = { ...new BambuLab().description, name };
		const shown = NodeHelpers.getNodeParameters(
			description.properties,
			parameters,
			true,
			false,
			{ typeVersion: 1 },
			description,
		);
		return shown?.limit;
	};
	expect([limitFor('bambuLab'), limitFor('bambuLabTool')]).toEqual([50, 20]);
});

test('a parameter’s check is for the engine alone', () => {
	expect(JSON.stringify(properties)).not.toContain('"check"');
	expect(JSON.stringify(operations.map(({ operation }) => operation.properties))).toContain(
		'"check"',
	);
});

test('n8n loads the nodes and the credential without what is slow to begin with', () => {
	// Node gets its tables of languages ready at the first use of either.
	const collators = jest.spyOn(Intl, 'Collator');
	const formats = jest.spyOn(Intl, 'DateTimeFormat');
	const compared = jest.spyOn(String.prototype, 'localeCompare');
	jest.isolateModules(() => {
		for (const Type of [
			...Object.values(jest.requireActual<object>('../../nodes/BambuLab/BambuLab.node')),
			...Object.values(jest.requireActual<object>('../../nodes/BambuLab/BambuLabTrigger.node')),
			...Object.values(
				jest.requireActual<object>('../../credentials/BambuLabCloudApi.credentials'),
			),
		] as Array<new () => object>) {
			expect(new Type()).toBeInstanceOf(Type);
		}
	});
	for (const slow of [collators, formats, compared]) expect(slow).not.toHaveBeenCalled();
	jest.restoreAllMocks();
});

describe('An option that is added does what it says', () => {
	const optionsOf = (name: string) => {
		const operation = operations.find((each) => each.name === name)?.operation;
		const all = operation === undefined ? [] : propertiesOf(operation);
		const collection = all.find((property) => property.name === 'options');
		return (collection?.options ?? []) as INodeProperties[];
	};

	test('a picture comes with Include Picture', () => {
		const [option] = optionsOf('task:getAll').filter(({ name }) => name === 'includePicture');
		expect(option?.default).toBe(true);
	});

	test('prices are not offered where the output is raw', () => {
		const prices = optionsOf('task:getAll').filter(({ name }) => /price/i.test(name));
		expect(prices.length).toBeGreaterThan(1);
		for (const { displayOptions } of prices) {
			expect(displayOptions).toEqual({ show: { '/output': ['fields', 'simple'] } });
		}
	});
});

test('the preset that another starts from is picked from a list', () => {
	const create = operations.find(({ name }) => name === 'slicerSetting:create')?.operation;
	const base = create && propertiesOf(create).find(({ name }) => name === 'baseId');
	expect(base).toMatchObject({ displayName: 'Based On', type: 'resourceLocator' });
});
