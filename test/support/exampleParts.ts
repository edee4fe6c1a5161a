/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { runInNewContext } from 'node:vm';

import { DateTime, Duration } from 'luxon';

import { readExample } from '../../sandbox/example';

type Parameters = Record<string, unknown>;

interface Assignments {
	assignments: { assignments: Array<{ name: string; value: string }> };
}

export function parametersOf(example: string, nodeName: string): Parameters {
	const node = readExample(example).nodes.find(({ name }) => name === nodeName);
	if (node === undefined) throw new Error(`${example} has no node "${nodeName}"`);
	return node.parameters;
}

/** What an n8n expression comes to, without n8n: a value where it is nothing but an expression, else a text. */
export function evaluate(template: unknown, globals: object): unknown {
	if (typeof template !== 'string' || !template.startsWith('=')) return template;
	const value = (code: string): unknown =>
		runInNewContext(`(${code})`, { DateTime, Duration, ...globals });
	const parts = template.slice(1).split(/\{\{(.+?)\}\}(?!\})/s);
	if (parts.length === 3 && parts[0] === '' && parts[2] === '') return value(parts[1] ?? '');
	return parts.map((part, index) => (index % 2 === 0 ? part : String(value(part)))).join('');
}

/** The fields that an Edit Fields node of an example sets for an item. */
export function fieldsSet(example: string, nodeName: string, globals: object): Parameters {
	const { assignments } = parametersOf(example, nodeName) as unknown as Assignments;
	return Object.fromEntries(
		assignments.assignments.map(({ name, value }) => [name, evaluate(value, globals)]),
	);
}

/** What a Code node of an example returns; `change` types over its code as a user does. */
export function codeRun(
	example: string,
	nodeName: string,
	globals: object,
	change: (code: string) => string = (code) => code,
): unknown {
	const code = change(String(parametersOf(example, nodeName).jsCode));
	return runInNewContext(`(() => {${code}})()`, { DateTime, Duration, ...globals });
}
