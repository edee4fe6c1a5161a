import {
	BadControlRequest,
	choiceInput,
	describe,
	isObject,
	knownNames,
	numberInput,
	objectInput,
	textInput,
	type Input,
} from './http/controlInput';
import { PAGE_NAMES, page, type PageName } from './http/pages';
import type { Reply } from './http/reply';
import { createRandom } from './world/random';

const BREAKS = ['cut', 'stall', 'truncate'] as const;
const MODES = [...BREAKS, ...PAGE_NAMES];

/** What goes wrong, for which requests, and how often. */
export interface Fault {
	match: { method?: string; path?: string; query?: Record<string, string> };
	/** Breaks the connection, or answers with a page of what stands before the service. */
	mode?: (typeof BREAKS)[number] | PageName;
	status?: number;
	headers?: Record<string, string>;
	body?: unknown;
	delayMs?: number;
	/** How many requests it hits; without it, all until it is removed. */
	times?: number;
	/** The part of the matching requests that it hits, by chance: 0.01 for one in a hundred. */
	share?: number;
}

interface MatchedRequest {
	method: string;
	path: string;
	query: Record<string, string>;
}

export class Faults {
	private list: Fault[] = [];
	private readonly random = createRandom('faults');

	add(fault: Fault): void {
		this.list.push(fault);
	}

	all(): readonly Fault[] {
		return this.list;
	}

	clear(): void {
		this.list = [];
	}

	/** The first fault for the request; it counts as used. */
	take(request: MatchedRequest): Fault | undefined {
		const fault = this.list.find(
			(candidate) => matches(candidate, request) && this.random.chance(candidate.share ?? 1),
		);
		if (fault?.times !== undefined) {
			fault.times -= 1;
			if (fault.times <= 0) this.list = this.list.filter((other) => other !== fault);
		}
		return fault;
	}
}

/** What a log calls it. */
export function faultName({ mode, status }: Fault): string {
	return String(mode ?? status ?? 'delay');
}

/** The answer that a fault makes by itself; undefined when the real answer is only delayed or cut. */
export function faultReply(fault: Fault): Reply | undefined {
	const { mode, status, headers, body } = fault;
	const pageName = PAGE_NAMES.find((name) => name === mode);
	if (pageName === undefined && status === undefined && body === undefined) return undefined;
	const base: Reply = pageName ? page(pageName, status) : { status: status ?? 200 };
	return {
		status: base.status,
		body: body ?? base.body,
		headers: { ...base.headers, ...headers },
	};
}

/** Reads a fault as the control API gets it. */
export function readFault(value: unknown): Fault {
	const input = objectInput(value, 'A fault');
	const names = ['match', 'mode', 'status', 'headers', 'body', 'delayMs', 'times', 'share'];
	knownNames(input, names, 'A fault');
	const fault: Fault = {
		match: readMatch(input.match),
		mode: choiceInput(input, 'mode', MODES),
		status: numberInput(input, 'status'),
		headers: texts(objectInput(input.headers, '"headers"'), 'headers'),
		body: input.body,
		delayMs: numberInput(input, 'delayMs'),
		times: numberInput(input, 'times'),
		share: numberInput(input, 'share'),
	};
	if (fault.status !== undefined && !(fault.status >= 200 && fault.status <= 599)) {
		throw new BadControlRequest(`"status" must be from 200 to 599, not ${describe(fault.status)}.`);
	}
	if (fault.share !== undefined && !(fault.share > 0 && fault.share <= 1)) {
		throw new BadControlRequest(`"share" must be above 0, and 1 at most, not ${fault.share}.`);
	}
	if (fault.times === 0) throw new BadControlRequest('"times" must be 1 or more.');
	return fault;
}

function readMatch(value: unknown): Fault['match'] {
	const input = objectInput(value, '"match"');
	knownNames(input, ['method', 'path', 'query'], '"match"');
	return {
		method: textInput(input, 'method'),
		path: textInput(input, 'path'),
		query: texts(objectInput(input.query, '"match.query"'), 'match.query'),
	};
}

function texts(input: Input, what: string): Record<string, string> {
	return Object.fromEntries(
		Object.entries(input).map(([name, value]) => {
			if (isObject(value) || Array.isArray(value) || value === null) {
				throw new BadControlRequest(`"${what}.${name}" must be a text, not ${describe(value)}.`);
			}
			return [name, String(value)];
		}),
	);
}

function matches({ match }: Fault, request: MatchedRequest): boolean {
	const methodFits = !match.method || match.method.toUpperCase() === request.method;
	const pathFits = !match.path || pattern(match.path).test(request.path);
	const queryFits = Object.entries(match.query ?? {}).every(
		([name, value]) => request.query[name] === value,
	);
	return methodFits && pathFits && queryFits;
}

/** `*` stands for anything, also for slashes. */
function pattern(path: string): RegExp {
	const parts = path.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	return new RegExp(`^${parts.join('.*')}$`);
}
