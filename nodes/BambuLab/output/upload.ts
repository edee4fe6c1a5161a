import { textOrEmpty, type JsonObject } from '../cloud/json';
import type { RowForm } from './rowForm';

const statuses = new Map([
	['running', 'running'],
	['success', 'finished'],
]);

/** How far an upload is, which the cloud tells in the message of its envelope. */
export const uploadForm: RowForm = {
	toRows: ({ message }: JsonObject) => [
		{
			status: statuses.get(textOrEmpty(message)) ?? 'unknown',
			statusCode: textOrEmpty(message) || null,
		},
	],
	simple: ['status', 'statusCode'],
};
