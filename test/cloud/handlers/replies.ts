import { json, type Reply } from '../http/reply';

/** Answers that many operations share. */
export const IOT_SUCCESS = { message: 'success', code: null, error: null };

export const INVALID_PARAMETERS = json({ detail: 'Invalid input parameters' }, 422);

export function iotError(status: number, code: number, message: string, error = message): Reply {
	return json({ message, code, error }, status);
}

export const PLEASE_LOGIN = json({ code: 4, error: 'Please login.', message: '' }, 401);
