import { page } from '../http/pages';
import { json, text, type Reply } from '../http/reply';
import type { Call } from './call';
import { INVALID_PARAMETERS, iotError } from './replies';
import { csrfRefusal } from './signIn';

/** What is wrong with a request, by the contract. */
export interface Problem {
	/** `query`, `path`, `body`, `header` or `cookie`. */
	place: string;
	field: string;
	kind: 'missing' | 'malformed';
	message: string;
}

/** Operations that answer a malformed field with 422 and not with 400. */
const ANSWERS_422 = ['createSlicerSetting'];

/** The answer of the real cloud, as far as known, to a request that the contract refuses. */
export function badRequest(operationId: string, call: Call, problem: Problem): Reply {
	if (operationId === 'getUploadNotification') return page('html');
	if (operationId === 'tfaSignIn') {
		return csrfRefusal(call) ?? json({ code: 5, error: 'Login failed' }, 400);
	}
	if (operationId === 'updateSlicerSetting' && problem.place !== 'query') {
		return iotError(500, -1, 'Cloud database failed');
	}
	const isVersion = problem.field === 'version' && problem.kind === 'malformed';
	if (isVersion || ANSWERS_422.includes(operationId)) return INVALID_PARAMETERS;
	const words =
		problem.kind === 'missing'
			? `field "${problem.field}" is not set`
			: `type mismatch for field "${problem.field}"`;
	return operationId in PLAIN_TEXT ? text(words, 400) : json({ error: words }, 400);
}

/** iot-service operations that answer a missing field as plain text. */
const PLAIN_TEXT: Record<string, true> = {
	getSlicerSettings: true,
	getSlicerSetting: true,
	deleteSlicerSetting: true,
	getPrintProfile: true,
};
