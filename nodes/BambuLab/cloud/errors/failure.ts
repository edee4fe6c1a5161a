import type { Failure as HostFailure } from 'n8n-workflow';

import {
	bodyText,
	finiteNumber,
	isObject,
	parseJson,
	plainHeaders,
	textOrEmpty,
	type JsonObject,
} from '../json';
import { errorChain, networkFailureIn, type NetworkFailure } from './networkFailure';

/** What the client was doing: the same code of the API means different things in different steps. */
export type Step =
	| 'request'
	| 'passwordLogin'
	| 'codeLogin'
	| 'sendCode'
	| 'csrf'
	| 'authenticator'
	| 'refresh'
	/** Asking whether a token still lives: one that the user pasted, one that a code gave. */
	| 'pastedToken'
	| 'codeSession';

export interface HttpResponse {
	/** 0 where n8n gave no answer. */
	status: number;
	headers: { [name: string]: string };
	text: string;
}

export interface Failure extends Omit<HttpResponse, 'status'> {
	status?: number;
	step: Step;
	host: string;
	networkFailure?: NetworkFailure;
	json?: unknown;
	code?: number;
	/** The words of the API, or of n8n where no answer came; cleaned, cut, empty where unfit to show. */
	apiWords: string;
	isHtml: boolean;
}

const maxWordsLength = 300;
const maxReadLength = 5000;

export function cleanWords(words: string): string {
	// Cut between two words, lest half a token is left that does not look like one.
	const end = words.length > maxReadLength ? words.lastIndexOf(' ', maxReadLength) : words.length;
	const start = words.slice(0, Math.max(0, end));
	const clean = start
		.replace(/\p{Cc}+/gu, ' ')
		.replace(/\b(bearer\s+)?[A-Za-z0-9_-]{40,}(\.[A-Za-z0-9_-]+)*/gi, '[hidden]')
		.replace(/\s+/g, ' ')
		.trim();
	return clean.length > maxWordsLength ? `${clean.slice(0, maxWordsLength - 1)}…` : clean;
}

function looksLikeHtml(text: string, contentType: string): boolean {
	return contentType.includes('text/html') || /^\s*(<!doctype html|<html|<head|<body)/i.test(text);
}

function wordsOf(body: unknown, text: string, isHtml: boolean): string {
	if (isObject(body)) {
		const message = textOrEmpty(body.message);
		if (message !== '' && message !== 'success') return message;
		return textOrEmpty(body.error) || textOrEmpty(body.detail) || textOrEmpty(body.reason);
	}
	// Broken JSON may end in the middle of a secret, and markup says nothing to a reader.
	const isPlainText = !isHtml && body === undefined && !/^\s*[[{<"]/.test(text);
	return isPlainText ? text.slice(0, 200) : '';
}

export function failureOfResponse(step: Step, host: string, answer: HttpResponse): Failure {
	const isHtml = looksLikeHtml(answer.text, answer.headers['content-type'] ?? '');
	const json = parseJson(answer.text);
	const code = finiteNumber(isObject(json) ? json.code : undefined);
	const apiWords = cleanWords(wordsOf(json, answer.text, isHtml));
	return { step, host, ...answer, json, code, apiWords, isHtml };
}

/** The answer in an error of the HTTP library, or what n8n's own keeps of it: older versions drop the other. */
function answerIn({ response, httpCode, context }: JsonObject): HttpResponse {
	const kept: JsonObject = { status: httpCode, data: isObject(context) ? context.data : undefined };
	const { status, headers, data } = isObject(response) ? response : kept;
	return {
		status: finiteNumber(status) ?? 0,
		headers: plainHeaders(headers),
		text: bodyText(data),
	};
}

export function failureOfError(step: Step, host: string, error: unknown): Failure {
	const chain = errorChain(error);
	// The library's stands deepest; a good answer beside an error is one that broke off.
	const refused = chain
		.map(answerIn)
		.reverse()
		.find(({ status }) => status >= 400);
	if (refused !== undefined) return failureOfResponse(step, host, refused);
	const networkFailure = networkFailureIn(chain);
	const apiWords = networkFailure === 'notSent' ? cleanWords(textOrEmpty(chain[0]?.message)) : '';
	return { step, host, networkFailure, headers: {}, text: '', apiWords, isHtml: false };
}

/** Who asks for more is not believed. */
const maxWaitSeconds = 6 * 3600;

export function retryAfterOf({ headers }: Failure): number | undefined {
	const header = headers['retry-after'];
	if (header === undefined) return undefined;
	const seconds = finiteNumber(header) ?? (Date.parse(header) - Date.now()) / 1000;
	if (Number.isNaN(seconds) || seconds < 0) return undefined;
	return Math.min(Math.ceil(seconds), maxWaitSeconds);
}

/** Why a request failed, in the words by which n8n decides whether waiting can help. */
export type FailureCause = HostFailure['cause'];

export interface CatalogueRow {
	/** Temporarily unavailable where it is left out. */
	cause?: FailureCause;
	when: (failure: Failure) => boolean;
	message: string | ((failure: Failure) => string);
	next: string | ((failure: Failure) => string);
}

export type Catalogue = { [problemName: string]: CatalogueRow };

export const notTheApi =
	'Check the region or API URL in the credential. A proxy or a gateway between n8n and Bambu Lab may also have answered.';
export const tryLater = 'Nothing has to be changed here; try again in a few minutes.';

/** The one thing that the API says to a token that it does not know, or to none: it repeats our sentence. */
export function isPleaseLogin({ status, code }: Failure): boolean {
	return status === 401 && code === 4;
}

export function hasStatus(...statuses: number[]): (failure: Failure) => boolean {
	return ({ status }) => status !== undefined && statuses.includes(status);
}

export function waitText(failure: Failure): string {
	const seconds = retryAfterOf(failure);
	if (seconds === undefined) return 'Wait a few minutes, and ask less often.';
	const wait = seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
	return `Wait ${wait}, and ask less often.`;
}
