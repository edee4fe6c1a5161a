/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- test code that never ships */
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

import {
	OpenAPIBackend,
	type Document,
	type Operation,
	type ValidationResult,
} from 'openapi-backend';

import { loadContract, undocumentedFields } from '../cloud/contract';

const contractFolder = join(__dirname, '../cloud');

/** Where a body stands in the contract: the operation's request, or its answer with a status. */
export interface Place {
	operationId: string;
	part: 'request' | number;
}

export interface Example extends Place {
	name: string;
	body: unknown;
	/** The fixture that holds the body, as `seed/getTasks.json`; missing where it stands inline. */
	fixture?: string;
}

export type Fault = NonNullable<ValidationResult['errors']>[number];

interface Media {
	schema?: unknown;
	examples?: Record<string, { value?: unknown; externalValue?: string }>;
}

interface Answer {
	content?: Record<string, Media>;
}

/** The contract, read once, with validators for every body it describes. */
export class Contract {
	private constructor(private readonly backend: OpenAPIBackend) {}

	static async load(definition: Document = loadContract()): Promise<Contract> {
		// quick skips a check of the document that knows OpenAPI 3.0 only; strictSchema refuses a
		// misspelt word in a schema instead.
		const backend = new OpenAPIBackend({
			definition,
			quick: true,
			ajvOpts: { strictSchema: true, allErrors: true },
		});
		await backend.init();
		return new Contract(backend);
	}

	operations(): Operation[] {
		return this.backend.router.getOperations();
	}

	operation(operationId: string): Operation {
		const operation = this.operations().find((one) => one.operationId === operationId);
		if (operation === undefined) throw new Error(`The contract has no operation ${operationId}`);
		return operation;
	}

	statuses(operationId: string): string[] {
		return Object.keys(this.operation(operationId).responses ?? {});
	}

	/** What is wrong with a JSON body at its place, as readable lines; empty when it is right. */
	problems({ operationId, part }: Place, body: unknown): string[] {
		if (this.media({ operationId, part }) === undefined) {
			return [`${operationId} describes no JSON body for ${part}`];
		}
		return this.faults({ operationId, part }, body).map(
			({ instancePath, message = '' }) => `${instancePath} ${message}`,
		);
	}

	/** The same as the validator tells it; nothing for a place that the contract doesn't have. */
	faults({ operationId, part }: Place, body: unknown): Fault[] {
		const { validator } = this.backend;
		const { errors } =
			part === 'request'
				? validator.validateRequest(this.request(operationId, body), operationId)
				: validator.validateResponse(body, operationId, part);
		return errors ?? [];
	}

	/** The schema of a JSON body at its place. */
	schema(place: Place): unknown {
		return this.media(place)?.schema;
	}

	/** The fields of a body that the contract doesn't name, which validation lets pass. */
	undocumented(place: Place, body: unknown): string[] {
		return undocumentedFields(this.schema(place), body);
	}

	/** Every example of a JSON body in the contract. */
	examples(): Example[] {
		return this.operations().flatMap(({ operationId = '', requestBody, responses }) => [
			...examplesOf({ operationId, part: 'request' }, requestBody),
			...Object.entries(responses ?? {}).flatMap(([status, answer]) =>
				examplesOf({ operationId, part: statusNumber(status) }, answer),
			),
		]);
	}

	private media({ operationId, part }: Place): Media | undefined {
		const { requestBody, responses = {} } = this.operation(operationId);
		const holder =
			part === 'request'
				? requestBody
				: (responses[String(part)] ?? responses[`${Math.floor(part / 100)}XX`]);
		return jsonMedia(holder);
	}

	private request(operationId: string, body: unknown) {
		const { method, path } = this.operation(operationId);
		return {
			method,
			path,
			body,
			headers: {
				'content-type': 'application/json',
				'x-bbl-csrf-token': 'value',
				cookie: 'bbl_csrf_token=value',
			},
		};
	}
}

/** The place a fixture's name tells: `getTasks.json`, `login.tfa.json`, `login.418.json`, `login.request.json`. */
export function placeOf(fixture: string): Place {
	const [operationId = '', variant = ''] = fixture.split('/').slice(-1)[0]?.split('.') ?? [];
	if (variant === 'request') return { operationId, part: 'request' };
	return { operationId, part: /^\d{3}$/.test(variant) ? Number(variant) : 200 };
}

export function fixtures(folder: 'seed' | 'current'): string[] {
	return readdirSync(join(__dirname, folder)).map((name) => `${folder}/${name}`);
}

export function readFixture(fixture: string): unknown {
	return JSON.parse(readFileSync(join(__dirname, fixture), 'utf8'));
}

function examplesOf(place: Place, holder: unknown): Example[] {
	return Object.entries(jsonMedia(holder)?.examples ?? {}).map(
		([name, { value, externalValue }]) => {
			if (externalValue === undefined) return { ...place, name, body: value };
			const fixture = relative(__dirname, join(contractFolder, externalValue));
			return { ...place, name, fixture, body: readFixture(fixture) };
		},
	);
}

function jsonMedia(holder: unknown): Media | undefined {
	return (holder as Answer | undefined)?.content?.['application/json'];
}

function statusNumber(status: string): number {
	return Number(status.replace('XX', '00'));
}
